import { CopyButton } from "./copy.tsx";

/** Code to copy. It scrolls by keyboard, too. */
export function CodeBlock({ code, what, title }: { code: string; what: string; title: string }) {
  return (
    <div className="code-block">
      <div className="code-block-bar">
        <span className="quiet small">{title}</span>
        <CopyButton text={code} what={what} isLabelled />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable without a mouse */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}

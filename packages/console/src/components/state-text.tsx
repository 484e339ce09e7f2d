import type { ReactNode } from "react";

export type Tone = "good" | "bad" | "warning" | "neutral";

/** A state as a word with a coloured dot: never by colour alone. */
export function StateText({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="state">
      <span className={`state-dot state-${tone}`} aria-hidden="true" />
      {children}
    </span>
  );
}

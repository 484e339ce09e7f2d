import { Card } from "antd";
import { type ReactNode, useId } from "react";

/** A titled part of a page. */
export function Section({
  title,
  hint,
  extra,
  children,
  flush = false,
}: {
  title: string;
  hint?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  /** Without space around the content, for lists. */
  flush?: boolean;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Card className={flush ? "section section-flush" : "section"}>
        <div className="section-head">
          <div>
            <h2 id={id}>{title}</h2>
            {hint !== undefined && <p className="quiet">{hint}</p>}
          </div>
          {extra !== undefined && <div className="section-extra">{extra}</div>}
        </div>
        <div className="section-body">{children}</div>
      </Card>
    </section>
  );
}

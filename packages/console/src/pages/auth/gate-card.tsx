import type { ReactNode } from "react";
import { useTitle } from "../../components/page.tsx";

export function GateCard({ title, intro, children }: { title: string; intro?: ReactNode; children?: ReactNode }) {
  useTitle(title);
  return (
    <div className="gate-card">
      <h1>{title}</h1>
      <div className="gate-intro">{intro}</div>
      {children}
    </div>
  );
}

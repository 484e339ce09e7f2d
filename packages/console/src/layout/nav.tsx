import type { ReactNode } from "react";
import { NavLink } from "react-router";

export interface NavItem {
  readonly to: string;
  readonly icon: ReactNode;
  readonly label: string;
}

export function Nav({ label, head, items }: { label: string; head?: ReactNode; items: readonly NavItem[] }) {
  return (
    <nav className="nav" aria-label={label}>
      {head}
      <ul>
        {items.map(({ to, icon, label: text }) => (
          <li key={to}>
            <NavLink to={to} className="nav-link">
              <span aria-hidden="true">{icon}</span>
              {text}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

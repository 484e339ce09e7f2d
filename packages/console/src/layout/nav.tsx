import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";

export interface NavItem {
  readonly to: string;
  readonly icon: ReactNode;
  readonly label: string;
  /** Pages that belong to it and are at another address. */
  readonly also?: string;
}

export function Nav({ label, head, items }: { label: string; head?: ReactNode; items: readonly NavItem[] }) {
  const { pathname } = useLocation();
  const path = decodeURI(pathname);
  return (
    <nav className="nav" aria-label={label}>
      {head}
      <ul>
        {items.map(({ to, icon, label: text, also }) => {
          const isHere = path === to || path === also;
          return (
            <li key={to}>
              <Link
                to={to}
                className={isHere ? "nav-link active" : "nav-link"}
                {...(isHere ? { "aria-current": "page" } : {})}
              >
                <span aria-hidden="true">{icon}</span>
                {text}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

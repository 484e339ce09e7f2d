import { Outlet } from "react-router";
import { LanguageMenu } from "./language-menu.tsx";
import { Logo } from "./logo.tsx";

/** Around the pages for who is not logged in. */
export function GateLayout() {
  return (
    <div className="gate">
      <header className="gate-bar">
        <Logo />
        <LanguageMenu />
      </header>
      <main className="gate-main">
        <Outlet />
      </main>
    </div>
  );
}

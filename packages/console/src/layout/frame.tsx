import { MenuOutlined } from "@ant-design/icons";
import { Button, Drawer } from "antd";
import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Outlet, useLocation } from "react-router";
import { LoadingBlock } from "../components/load-state.tsx";
import { useIsNarrow } from "../components/use-is-narrow.ts";
import { AccountMenu } from "./account-menu.tsx";
import { LanguageMenu } from "./language-menu.tsx";
import { Logo } from "./logo.tsx";
import { OrganisationMenu } from "./organisation-menu.tsx";

/** The bar at the top, the menu at the side (behind a button where there is no room), the page. */
export function Frame({ menu }: { menu: ReactNode }) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const { pathname } = useLocation();
  // Open on the page where it was opened: following a link closes it.
  const [openAt, setOpenAt] = useState<string>();
  const main = useRef<HTMLElement>(null);
  useFocusAfterNavigation(pathname, main);
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        {t("common.skip")}
      </a>
      <header className="topbar">
        {isNarrow && (
          <Button
            type="text"
            icon={<MenuOutlined />}
            aria-label={t("common.menu")}
            aria-expanded={openAt === pathname}
            onClick={() => setOpenAt(pathname)}
          />
        )}
        <Logo />
        <div className="topbar-space" />
        <OrganisationMenu />
        <LanguageMenu isShort={isNarrow} />
        <AccountMenu isShort={isNarrow} />
      </header>
      {isNarrow ? (
        <Drawer
          open={openAt === pathname}
          onClose={() => setOpenAt(undefined)}
          placement="left"
          size={280}
          title={t("common.menu")}
          styles={{ body: { padding: 0 } }}
        >
          {menu}
        </Drawer>
      ) : (
        <div className="sidebar">{menu}</div>
      )}
      <main className="content" id="content" tabIndex={-1} ref={main}>
        <Suspense
          fallback={
            <div className="page">
              <LoadingBlock rows={8} />
            </div>
          }
        >
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

/** After following a link a screen reader goes on at the page, and not at a link that is not there any more. */
function useFocusAfterNavigation(pathname: string, main: React.RefObject<HTMLElement | null>): void {
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname, main]);
}

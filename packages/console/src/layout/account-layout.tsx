import { ArrowLeftOutlined, SettingOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Frame } from "./frame.tsx";
import { Nav } from "./nav.tsx";

/** Around pages that belong to no organisation. */
export function AccountLayout() {
  const { t } = useTranslation();
  const head = (
    <Link to="/" className="nav-back">
      <ArrowLeftOutlined aria-hidden="true" />
      {t("nav.allApps")}
    </Link>
  );
  const items = [{ to: "/account", icon: <SettingOutlined />, label: t("account.title") }];
  return <Frame menu={<Nav label={t("account.menu")} head={head} items={items} />} />;
}

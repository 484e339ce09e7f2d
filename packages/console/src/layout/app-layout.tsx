import {
  ArrowLeftOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  KeyOutlined,
  MessageOutlined,
  SlidersOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useCall } from "../api/hooks.ts";
import { useAppParams, useCan, useOrganisation } from "../api/session.tsx";
import { NotFoundPage } from "../pages/not-found.tsx";
import { Frame } from "./frame.tsx";
import { Nav } from "./nav.tsx";

/** Around the pages of an application. */
export function AppLayout() {
  const { t } = useTranslation();
  const params = useAppParams();
  const canSeeMessages = useCan("messages.view");
  const isMember = useOrganisation() !== undefined;
  const { data } = useCall("getApp", { params }, { enabled: isMember });
  if (!isMember) return <NotFoundPage />;
  const base = `/o/${params.org}/apps/${params.app}`;
  const items = [
    { to: `${base}/overview`, icon: <DashboardOutlined />, label: t("nav.overview") },
    { to: `${base}/users`, also: `${base}/user`, icon: <UserOutlined />, label: t("nav.users") },
    ...(canSeeMessages ? [{ to: `${base}/messages`, icon: <MessageOutlined />, label: t("nav.messages") }] : []),
    { to: `${base}/settings`, icon: <SlidersOutlined />, label: t("nav.settings") },
    { to: `${base}/try-it`, icon: <ExperimentOutlined />, label: t("nav.tryIt") },
    { to: `${base}/details`, icon: <KeyOutlined />, label: t("nav.details") },
  ];
  const head = (
    <>
      <Link to={`/o/${params.org}/apps`} className="nav-back">
        <ArrowLeftOutlined aria-hidden="true" />
        {t("nav.allApps")}
      </Link>
      <div className="nav-title">
        <strong>{data?.title ?? params.app}</strong>
        <span className="quiet mono break">{`${params.org}#${params.app}`}</span>
      </div>
    </>
  );
  return <Frame menu={<Nav label={t("nav.appMenu")} head={head} items={items} />} />;
}

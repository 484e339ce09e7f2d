import {
  AppstoreOutlined,
  BankOutlined,
  CloudServerOutlined,
  FileSearchOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { useCan, useOrganisation } from "../api/session.tsx";
import { NotFoundPage } from "../pages/not-found.tsx";
import { Frame } from "./frame.tsx";
import { Nav } from "./nav.tsx";

/** Around the pages of an organisation. */
export function OrganisationLayout() {
  const { t } = useTranslation();
  const organisation = useOrganisation();
  const canSeeMembers = useCan("members.view");
  const canSeeOperations = useCan("operations.view");
  if (organisation === undefined) return <NotFoundPage />;
  const base = `/o/${organisation.name}`;
  const items = [
    { to: `${base}/apps`, icon: <AppstoreOutlined />, label: t("nav.apps") },
    { to: `${base}/data-centres`, icon: <CloudServerOutlined />, label: t("nav.dataCentres") },
    ...(canSeeMembers ? [{ to: `${base}/members`, icon: <TeamOutlined />, label: t("nav.members") }] : []),
    ...(canSeeOperations
      ? [{ to: `${base}/operations`, icon: <FileSearchOutlined />, label: t("nav.operations") }]
      : []),
    { to: `${base}/organisation`, icon: <BankOutlined />, label: t("nav.organisation") },
  ];
  return <Frame menu={<Nav label={t("nav.organisationMenu")} items={items} />} />;
}

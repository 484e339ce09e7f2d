import { DownOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useSession } from "../api/session.tsx";

/** Which organisation is looked at; the others, and a new one. */
export function OrganisationMenu() {
  const { t } = useTranslation();
  const { org } = useParams();
  const { organisations } = useSession();
  const navigate = useNavigate();
  const current = organisations.find(({ name }) => name === org);
  if (current === undefined) return null;
  const items = [
    ...organisations.map(({ name, title }) => ({
      key: name,
      label: title,
      onClick: () => void navigate(`/o/${name}/apps`),
    })),
    { type: "divider" as const },
    {
      key: "+",
      icon: <PlusOutlined />,
      label: t("organisation.create"),
      onClick: () => void navigate("/organisations/new"),
    },
  ];
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [current.name] }} trigger={["click"]}>
      <Button type="text" className="organisation-button" aria-label={`${t("organisation.one")}: ${current.title}`}>
        <span className="organisation-name">{current.title}</span>
        <DownOutlined />
      </Button>
    </Dropdown>
  );
}

import { LogoutOutlined, SettingOutlined, UserOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { call } from "../api/client.ts";
import { putSession, useSession } from "../api/session.tsx";
import { useErrorText } from "../components/error-text.ts";

export function AccountMenu({ isShort }: { isShort: boolean }) {
  const { t } = useTranslation();
  const { account } = useSession();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const textOf = useErrorText();
  const name = account.name === "" ? account.email : account.name;
  const logOut = async (): Promise<void> => {
    try {
      await call("logOut", {});
      putSession(null);
    } catch (error) {
      void message.error(textOf(error));
    }
  };
  const items = [
    { key: "account", icon: <SettingOutlined />, label: t("account.title"), onClick: () => void navigate("/account") },
    { key: "log-out", icon: <LogoutOutlined />, label: t("auth.logOut"), onClick: () => void logOut() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button type="text" icon={<UserOutlined />} aria-label={`${t("account.menu")}: ${name}`}>
        {isShort ? undefined : name}
      </Button>
    </Dropdown>
  );
}

import { DownOutlined } from "@ant-design/icons";
import type { ConsoleUserDetails } from "@rondo/protocol/console";
import { Button, Dropdown } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useAction } from "../../api/hooks.ts";
import { useCan } from "../../api/session.tsx";
import { useAct, useConfirm } from "../../components/confirm.tsx";
import { DeleteUser } from "./delete-user.tsx";
import { ResetPassword } from "./reset-password.tsx";
import { changedByUser, useUserParams } from "./user-params.ts";
import { UserTokenModal } from "./user-token.tsx";

/** What is done to a user; all of it takes effect at once. */
export function UserActions({ user }: { user: ConsoleUserDetails }) {
  const { t } = useTranslation();
  const params = useUserParams();
  const navigate = useNavigate();
  const confirm = useConfirm();
  const act = useAct();
  const canChange = useCan("users.change");
  const [opened, setOpened] = useState<"password" | "token" | "delete">();
  const forceOut = useAction("forceOutUser", changedByUser);
  const setBlocked = useAction("setUserBlocked", changedByUser);
  if (!canChange) return null;
  const close = (): void => setOpened(undefined);
  const askForceOut = (): void =>
    confirm({
      title: t("users.forceOutTitle", { name: user.username }),
      content: t("users.forceOutHint"),
      okText: t("users.forceOut"),
      act: () => forceOut.mutateAsync({ params, body: {} }),
      done: t("users.forcedOut"),
    });
  const toggleBlocked = (): void => {
    if (user.isBlocked) {
      act(setBlocked.mutateAsync({ params, body: { blocked: false } }), t("users.unblocked"));
      return;
    }
    confirm({
      title: t("users.blockTitle", { name: user.username }),
      content: t("users.blockHint"),
      okText: t("users.block"),
      isDangerous: true,
      act: () => setBlocked.mutateAsync({ params, body: { blocked: true } }),
      done: t("users.wasBlocked"),
    });
  };
  const items = [
    { key: "password", label: t("users.resetPassword"), onClick: () => setOpened("password") },
    { key: "token", label: t("users.token"), onClick: () => setOpened("token") },
    { type: "divider" as const },
    { key: "delete", danger: true, label: t("users.delete"), onClick: () => setOpened("delete") },
  ];
  return (
    <>
      <Button onClick={askForceOut}>{t("users.forceOut")}</Button>
      <Button onClick={toggleBlocked} danger={!user.isBlocked}>
        {user.isBlocked ? t("users.unblock") : t("users.block")}
      </Button>
      <Dropdown menu={{ items }} trigger={["click"]}>
        <Button icon={<DownOutlined />} iconPlacement="end">
          {t("common.more")}
        </Button>
      </Dropdown>
      <ResetPassword open={opened === "password"} onClose={close} />
      <UserTokenModal open={opened === "token"} onClose={close} />
      <DeleteUser
        open={opened === "delete"}
        username={user.username}
        onClose={close}
        onDeleted={() => void navigate(`/o/${params.org}/apps/${params.app}/users`)}
      />
    </>
  );
}

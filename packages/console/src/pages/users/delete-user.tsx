import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { TypeNameModal, useAct } from "../../components/confirm.tsx";
import { useUserParams } from "./user-params.ts";

export function DeleteUser({
  open,
  username,
  onClose,
  onDeleted,
}: {
  open: boolean;
  username: string;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { t } = useTranslation();
  const params = useUserParams();
  const act = useAct();
  const remove = useAction("removeUser", ["listUsers", "getUsage", "listOperations"]);
  const doIt = async (): Promise<void> => {
    const done = remove.mutateAsync({ params });
    act(done, t("users.deleted"));
    await done.then(onDeleted, () => undefined); // a failure is told by `act`; the question stays open
  };
  return (
    <TypeNameModal
      open={open}
      title={t("users.deleteTitle", { name: username })}
      content={t("users.deleteHint")}
      name={username}
      label={t("users.deleteType")}
      okText={t("users.delete")}
      onOk={doIt}
      onClose={onClose}
    />
  );
}

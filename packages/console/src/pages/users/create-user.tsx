import { App, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";
import { FormModal } from "../../components/form-modal.tsx";
import { useRules } from "../../components/rules.ts";

interface Values {
  readonly username: string;
  readonly password?: string;
  readonly nickname?: string;
}

export function CreateUser({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const rules = useRules();
  const params = useAppParams();
  const create = useAction("createUser", ["listUsers", "getUsage", "listOperations"]);
  const submit = ({ username, password, nickname }: Values): void => {
    const body = { username, ...(password ? { password } : {}), ...(nickname ? { nickname } : {}) };
    create.mutate(
      { params, body },
      {
        onSuccess: () => {
          void message.success(t("users.created"));
          onClose();
        },
      },
    );
  };
  return (
    <FormModal<Values>
      open={open}
      title={t("users.create")}
      name="create-user"
      okText={t("common.create")}
      error={create.error}
      isBusy={create.isPending}
      onSubmit={submit}
      onClose={onClose}
      onClosed={create.reset}
    >
      <Form.Item name="username" label={t("users.username")} rules={[rules.required]} extra={t("users.usernameHint")}>
        <Input autoComplete="off" autoFocus />
      </Form.Item>
      <Form.Item name="password" label={t("users.password")} extra={t("users.passwordHint")}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="nickname" label={t("users.nickname")}>
        <Input autoComplete="off" />
      </Form.Item>
    </FormModal>
  );
}

import { App, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { FormModal } from "../../components/form-modal.tsx";
import { useRules } from "../../components/rules.ts";
import { changedByUser, useUserParams } from "./user-params.ts";

export function ResetPassword({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const rules = useRules();
  const params = useUserParams();
  const reset = useAction("resetUserPassword", changedByUser);
  const submit = (body: { password: string }): void => {
    reset.mutate(
      { params, body },
      {
        onSuccess: () => {
          void message.success(t("users.passwordReset"));
          onClose();
        },
      },
    );
  };
  return (
    <FormModal<{ password: string }>
      open={open}
      title={t("users.resetPassword")}
      name="reset-password"
      okText={t("common.save")}
      error={reset.error}
      isBusy={reset.isPending}
      onSubmit={submit}
      onClose={onClose}
      onClosed={reset.reset}
    >
      <Form.Item
        name="password"
        label={t("auth.newPassword")}
        rules={[rules.required]}
        extra={t("users.resetPasswordHint")}
      >
        <Input.Password autoComplete="new-password" autoFocus />
      </Form.Item>
    </FormModal>
  );
}

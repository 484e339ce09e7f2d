import { Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { refreshSession } from "../../api/session.tsx";
import { FormModal } from "../../components/form-modal.tsx";
import { useRules } from "../../components/rules.ts";

interface Values {
  readonly password: string;
  readonly code: string;
}

export function DisableTotp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const rules = useRules();
  const disable = useAction("disableTotp", ["listOperations"]);
  const submit = ({ password, code }: Values): void =>
    disable.mutate(
      { body: { password, code: code.trim() } },
      {
        onSuccess: () => {
          onClose();
          void refreshSession();
        },
      },
    );
  return (
    <FormModal<Values>
      open={open}
      title={t("account.disableTotp")}
      name="disable-totp"
      okText={t("account.turnOff")}
      error={disable.error}
      isBusy={disable.isPending}
      onSubmit={submit}
      onClose={onClose}
      onClosed={disable.reset}
    >
      <Form.Item name="password" label={t("auth.password")} rules={[rules.required]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item name="code" label={t("auth.code")} rules={rules.code} extra={t("auth.codeHint")}>
        <Input autoComplete="one-time-code" />
      </Form.Item>
    </FormModal>
  );
}

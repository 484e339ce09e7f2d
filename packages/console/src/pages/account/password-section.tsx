import { App, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { hasCode } from "../../api/errors.ts";
import { useAction } from "../../api/hooks.ts";
import { useSession } from "../../api/session.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { Section } from "../../components/section.tsx";

interface Values {
  readonly current: string;
  readonly password: string;
}

export function PasswordSection() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const rules = useRules();
  const { account } = useSession();
  const [form] = Form.useForm<Values>();
  const change = useAction("changeAccountPassword", ["listSessions"]);
  const submit = (body: Values): void =>
    change.mutate(
      { body },
      {
        onSuccess: () => {
          form.resetFields();
          void message.success(t("account.passwordChanged"));
        },
      },
    );
  return (
    <Section title={t("account.changePassword")} hint={t("account.passwordHint")}>
      <Form<Values>
        form={form}
        name="password"
        layout="vertical"
        requiredMark={false}
        className="form-narrow"
        onFinish={submit}
      >
        {/* For password managers, which store the new one under it. */}
        <input type="text" autoComplete="username" value={account.email} readOnly hidden />
        <Form.Item name="current" label={t("account.currentPassword")} rules={[rules.required]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="password" label={t("auth.newPassword")} rules={rules.newPassword} extra={t("rules.password")}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {change.isError && (
          <Form.Item>
            {hasCode(change.error, "LOGIN_FAILED") ? (
              <p role="alert" className="field-error">
                {t("account.passwordWrong")}
              </p>
            ) : (
              <FailureNotice error={change.error} />
            )}
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("account.changePassword")}
        </Button>
      </Form>
    </Section>
  );
}

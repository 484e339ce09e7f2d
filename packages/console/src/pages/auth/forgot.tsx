import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAction, useCall } from "../../api/hooks.ts";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { GateCard } from "./gate-card.tsx";
import { ShownLink } from "./shown-link.tsx";

export function ForgotPage() {
  const { t } = useTranslation();
  const rules = useRules();
  const setup = useCall("getSetup", {});
  const forgot = useAction("requestPasswordReset");
  const cannotMail = setup.data !== undefined && !setup.data.mail && !setup.data.development;
  return (
    <GateCard
      title={forgot.isSuccess ? t("auth.mailTitle") : t("auth.forgotTitle")}
      intro={forgot.isSuccess ? t("auth.forgotSent") : t("auth.forgotIntro")}
    >
      {forgot.isSuccess && <ShownLink link={forgot.data.link} />}
      {cannotMail && <Alert type="warning" showIcon title={t("auth.noMail")} />}
      {!forgot.isSuccess && !cannotMail && (
        <Form
          name="forgot"
          layout="vertical"
          requiredMark={false}
          onFinish={(body: { email: string }) => forgot.mutate({ body })}
        >
          <Form.Item name="email" label={t("auth.email")} rules={rules.email}>
            <Input type="email" autoComplete="username" />
          </Form.Item>
          {forgot.isError && (
            <Form.Item>
              <FailureNotice error={forgot.error} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={forgot.isPending}>
            {t("auth.forgotSubmit")}
          </Button>
        </Form>
      )}
      <div className="gate-links">
        <Link to="/login">{t("auth.toLogin")}</Link>
      </div>
    </GateCard>
  );
}

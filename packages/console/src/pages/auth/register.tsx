import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useAction, useCall } from "../../api/hooks.ts";
import { FailureNotice, Loaded } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { GateCard } from "./gate-card.tsx";
import { ShownLink } from "./shown-link.tsx";

export function RegisterPage() {
  const { t } = useTranslation();
  const setup = useCall("getSetup", {});
  return (
    <Loaded query={setup}>
      {({ registration }) =>
        registration === "open" ? (
          <RegisterForm />
        ) : (
          <GateCard title={t("auth.registerTitle")} intro={t("auth.registerClosed")}>
            <Link to="/login">{t("auth.toLogin")}</Link>
          </GateCard>
        )
      }
    </Loaded>
  );
}

function RegisterForm() {
  const { t } = useTranslation();
  const rules = useRules();
  const { language } = useLanguage();
  const register = useAction("register");
  if (register.isSuccess) {
    return (
      <GateCard title={t("auth.mailTitle")} intro={t("auth.mailIntro", { email: register.variables.body.email })}>
        <ShownLink link={register.data.link} />
      </GateCard>
    );
  }
  return (
    <GateCard title={t("auth.registerTitle")} intro={t("auth.registerIntro")}>
      <Form
        name="register"
        layout="vertical"
        requiredMark="optional"
        onFinish={({ email, password, name }: { email: string; password: string; name?: string }) =>
          register.mutate({ body: { email, password, language, ...(name ? { name } : {}) } })
        }
      >
        <Form.Item name="email" label={t("auth.email")} rules={rules.email}>
          <Input type="email" autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t("auth.password")} rules={rules.newPassword} extra={t("rules.password")}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="name" label={t("auth.name")}>
          <Input autoComplete="name" maxLength={64} />
        </Form.Item>
        {register.isError && (
          <Form.Item>
            <FailureNotice error={register.error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={register.isPending}>
          {t("auth.registerSubmit")}
        </Button>
      </Form>
      <div className="gate-links">
        <Link to="/login">{t("auth.toLogin")}</Link>
      </div>
    </GateCard>
  );
}

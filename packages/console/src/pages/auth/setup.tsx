import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router";
import { useAction, useCall } from "../../api/hooks.ts";
import { putSession } from "../../api/session.tsx";
import { FailureNotice, Loaded } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { GateCard } from "./gate-card.tsx";

interface Values {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
  readonly organisation: string;
  readonly title?: string;
  readonly code?: string;
}

/** On an empty server: makes the first account, which owns it. */
export function SetupPage() {
  const { t } = useTranslation();
  const setup = useCall("getSetup", {});
  return (
    <Loaded query={setup}>
      {({ needsOwner, needsCode, organisations }) =>
        needsOwner ? (
          <GateCard title={t("auth.setupTitle")} intro={t("auth.setupIntro")}>
            {organisations.length > 0 && (
              <Alert
                type="info"
                showIcon
                className="gate-alert"
                title={t("auth.setupInherits", { organisations: organisations.join(", ") })}
              />
            )}
            <SetupForm needsCode={needsCode} />
          </GateCard>
        ) : (
          <Navigate to="/login" replace />
        )
      }
    </Loaded>
  );
}

function SetupForm({ needsCode }: { needsCode: boolean }) {
  const { t } = useTranslation();
  const rules = useRules();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const create = useAction("createOwner");
  const submit = ({ email, password, name, organisation, title, code }: Values): void => {
    const body = {
      email,
      password,
      language,
      organisation: { name: organisation, ...(title ? { title } : {}) },
      ...(name ? { name } : {}),
      ...(code ? { code } : {}),
    };
    create.mutate(
      { body },
      {
        onSuccess: (session) => {
          // Before the session is there, so that this page does not send to the login.
          void navigate(`/o/${organisation}/apps`, { replace: true });
          putSession(session);
        },
      },
    );
  };
  return (
    <Form<Values> name="setup" layout="vertical" requiredMark="optional" onFinish={submit}>
      <Form.Item name="email" label={t("auth.email")} rules={rules.email}>
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <Form.Item name="password" label={t("auth.password")} rules={rules.newPassword} extra={t("rules.password")}>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      <Form.Item name="name" label={t("auth.name")}>
        <Input autoComplete="name" maxLength={64} />
      </Form.Item>
      <Form.Item
        name="organisation"
        label={t("organisation.name")}
        rules={rules.slug}
        extra={t("organisation.nameHint")}
      >
        <Input autoComplete="off" placeholder="acme" />
      </Form.Item>
      <Form.Item name="title" label={t("organisation.title")} rules={rules.title}>
        <Input autoComplete="organization" />
      </Form.Item>
      {needsCode && (
        <Form.Item name="code" label={t("auth.setupCode")} rules={[rules.required]} extra={t("auth.setupCodeHint")}>
          <Input autoComplete="off" />
        </Form.Item>
      )}
      {create.isError && (
        <Form.Item>
          <FailureNotice error={create.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={create.isPending}>
        {t("auth.setupSubmit")}
      </Button>
    </Form>
  );
}

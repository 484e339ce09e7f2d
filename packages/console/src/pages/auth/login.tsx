import type { Session } from "@rondo/protocol/console";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useNavigate } from "react-router";
import { hasCode } from "../../api/errors.ts";
import { useAction, useCall } from "../../api/hooks.ts";
import { putSession } from "../../api/session.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { GateCard } from "./gate-card.tsx";
import { SecondFactorForm } from "./second-factor.tsx";

interface State {
  /** Where somebody wanted to go. */
  readonly from?: string;
  readonly email?: string;
  readonly notice?: "confirmed" | "reset" | "accepted";
}

/** With the password, then with the second factor where there is one. */
export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const state = (useLocation().state ?? {}) as State; // only our own pages put something there
  const setup = useCall("getSetup", {});
  const [ticket, setTicket] = useState<string>();
  if (setup.data?.needsOwner === true) return <Navigate to="/setup" replace />;
  const enter = (session: Session): void => {
    putSession(session);
    void navigate(state.from ?? "/", { replace: true });
  };
  if (ticket !== undefined) {
    return (
      <GateCard title={t("auth.secondFactorTitle")} intro={t("auth.secondFactorIntro")}>
        <SecondFactorForm ticket={ticket} onDone={enter} onBack={() => setTicket(undefined)} />
      </GateCard>
    );
  }
  return (
    <GateCard title={t("auth.loginTitle")} intro={t("auth.loginIntro")}>
      {state.notice && (
        <Alert type="success" showIcon className="gate-alert" title={t(`auth.notice.${state.notice}`)} />
      )}
      <PasswordForm email={state.email ?? ""} onDone={enter} onTicket={setTicket} />
      <div className="gate-links">
        <Link to="/forgot">{t("auth.forgotLink")}</Link>
        {setup.data?.registration === "open" && <Link to="/register">{t("auth.registerLink")}</Link>}
      </div>
    </GateCard>
  );
}

function PasswordForm({
  email,
  onDone,
  onTicket,
}: {
  email: string;
  onDone: (session: Session) => void;
  onTicket: (ticket: string) => void;
}) {
  const { t } = useTranslation();
  const rules = useRules();
  const logIn = useAction("logIn");
  const submit = (body: { email: string; password: string }): void => {
    logIn.mutate(
      { body },
      {
        onSuccess: (result) => (result.status === "logged-in" ? onDone(result.session) : onTicket(result.ticket)),
      },
    );
  };
  return (
    <Form name="login" layout="vertical" requiredMark={false} initialValues={{ email }} onFinish={submit}>
      <Form.Item name="email" label={t("auth.email")} rules={rules.email}>
        <Input type="email" autoComplete="username" />
      </Form.Item>
      <Form.Item name="password" label={t("auth.password")} rules={[rules.required]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      {logIn.isError && (
        <Form.Item>
          <FailureNotice error={logIn.error} />
          {hasCode(logIn.error, "ACCOUNT_NOT_CONFIRMED") && (
            <Link to="/confirm" state={{ email: logIn.variables.body.email }}>
              {t("auth.resendLink")}
            </Link>
          )}
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={logIn.isPending}>
        {t("auth.loginSubmit")}
      </Button>
    </Form>
  );
}

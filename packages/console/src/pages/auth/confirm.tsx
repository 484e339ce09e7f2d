import { Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useLocation, useSearchParams } from "react-router";
import { useAction } from "../../api/hooks.ts";
import { FailureNotice, LoadingBlock } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { GateCard } from "./gate-card.tsx";
import { ShownLink } from "./shown-link.tsx";

/** Where the link of the mail leads; without its token, where a new mail is asked for. */
export function ConfirmPage() {
  const [search] = useSearchParams();
  const token = search.get("token");
  return token === null ? <Resend /> : <Confirmation token={token} />;
}

function Confirmation({ token }: { token: string }) {
  const { t } = useTranslation();
  const { mutate, ...confirm } = useAction("confirmAccount");
  useEffect(() => mutate({ body: { token } }), [mutate, token]);
  if (confirm.isSuccess) {
    return <Navigate to="/login" replace state={{ email: confirm.data.email, notice: "confirmed" }} />;
  }
  return (
    <GateCard title={t("auth.confirmTitle")}>
      {confirm.isError ? (
        <>
          <FailureNotice error={confirm.error} />
          <div className="gate-links">
            <Link to="/confirm">{t("auth.resendLink")}</Link>
            <Link to="/login">{t("auth.toLogin")}</Link>
          </div>
        </>
      ) : (
        <LoadingBlock rows={2} />
      )}
    </GateCard>
  );
}

function Resend() {
  const { t } = useTranslation();
  const rules = useRules();
  const resend = useAction("resendConfirmation");
  const { email = "" } = (useLocation().state ?? {}) as { email?: string }; // put there by the login page
  return (
    <GateCard
      title={t("auth.resendTitle")}
      intro={resend.isSuccess ? t("auth.mailIntro", { email: resend.variables.body.email }) : t("auth.resendIntro")}
    >
      {resend.isSuccess ? (
        <ShownLink link={resend.data.link} />
      ) : (
        <Form
          name="resend"
          layout="vertical"
          requiredMark={false}
          initialValues={{ email }}
          onFinish={(body: { email: string }) => resend.mutate({ body })}
        >
          <Form.Item name="email" label={t("auth.email")} rules={rules.email}>
            <Input type="email" autoComplete="username" />
          </Form.Item>
          {resend.isError && (
            <Form.Item>
              <FailureNotice error={resend.error} />
            </Form.Item>
          )}
          <Button type="primary" htmlType="submit" block loading={resend.isPending}>
            {t("auth.resendSubmit")}
          </Button>
        </Form>
      )}
      <div className="gate-links">
        <Link to="/login">{t("auth.toLogin")}</Link>
      </div>
    </GateCard>
  );
}

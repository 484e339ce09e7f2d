import type { Invitation } from "@rondo/protocol/console";
import { Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { useAction } from "../../api/hooks.ts";
import { FailureNotice, LoadingBlock } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { useLanguage } from "../../i18n/use-language.ts";
import { GateCard } from "./gate-card.tsx";

/** Where the link of an invitation leads. */
export function InvitationPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const token = search.get("token");
  const { mutate, ...look } = useAction("getInvitation");
  useEffect(() => {
    if (token !== null) mutate({ body: { token } });
  }, [mutate, token]);
  if (token === null) return <Navigate to="/login" replace />;
  if (look.isSuccess) return <Accept token={token} invitation={look.data} />;
  return (
    <GateCard title={t("auth.invitationTitle")}>
      {look.isError ? <FailureNotice error={look.error} /> : <LoadingBlock rows={3} />}
      <div className="gate-links">
        <Link to="/login">{t("auth.toLogin")}</Link>
      </div>
    </GateCard>
  );
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const rules = useRules();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const accept = useAction("acceptInvitation");
  const { email, organisation, invitedBy, needsPassword, role } = invitation;
  const submit = ({ password, name }: { password?: string; name?: string }): void => {
    const body = { token, language, ...(password ? { password } : {}), ...(name ? { name } : {}) };
    accept.mutate(
      { body },
      { onSuccess: () => void navigate("/login", { replace: true, state: { email, notice: "accepted" } }) },
    );
  };
  return (
    <GateCard
      title={t("auth.invitationTitle")}
      intro={t("auth.invitationIntro", {
        by: invitedBy,
        organisation: organisation.title,
        role: t(`roles.${role}`),
        email,
      })}
    >
      <Form name="invitation" layout="vertical" requiredMark="optional" onFinish={submit}>
        {needsPassword && (
          <>
            <Form.Item name="password" label={t("auth.password")} rules={rules.newPassword} extra={t("rules.password")}>
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <Form.Item name="name" label={t("auth.name")}>
              <Input autoComplete="name" maxLength={64} />
            </Form.Item>
          </>
        )}
        {accept.isError && (
          <Form.Item>
            <FailureNotice error={accept.error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={accept.isPending}>
          {t("auth.invitationSubmit")}
        </Button>
      </Form>
    </GateCard>
  );
}

import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useNavigate, useSearchParams } from "react-router";
import { useAction } from "../../api/hooks.ts";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { GateCard } from "./gate-card.tsx";

/** Where the link of a forgotten password leads. */
export function ResetPage() {
  const { t } = useTranslation();
  const rules = useRules();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const reset = useAction("resetPassword");
  const token = search.get("token");
  if (token === null) return <Navigate to="/forgot" replace />;
  const submit = ({ password }: { password: string }): void => {
    reset.mutate(
      { body: { token, password } },
      {
        onSuccess: ({ email }) => void navigate("/login", { replace: true, state: { email, notice: "reset" } }),
      },
    );
  };
  return (
    <GateCard title={t("auth.resetTitle")} intro={t("auth.resetIntro")}>
      <Form name="reset" layout="vertical" requiredMark={false} onFinish={submit}>
        <Form.Item name="password" label={t("auth.newPassword")} rules={rules.newPassword} extra={t("rules.password")}>
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        {reset.isError && (
          <Form.Item>
            <FailureNotice error={reset.error} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" block loading={reset.isPending}>
          {t("auth.resetSubmit")}
        </Button>
      </Form>
      <div className="gate-links">
        <Link to="/forgot">{t("auth.forgotLink")}</Link>
        <Link to="/login">{t("auth.toLogin")}</Link>
      </div>
    </GateCard>
  );
}

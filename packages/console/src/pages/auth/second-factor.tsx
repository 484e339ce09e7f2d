import type { Session } from "@rondo/protocol/console";
import { Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";

export function SecondFactorForm({
  ticket,
  onDone,
  onBack,
}: {
  ticket: string;
  onDone: (session: Session) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const rules = useRules();
  const enter = useAction("logInSecondFactor");
  return (
    <Form
      name="second-factor"
      layout="vertical"
      requiredMark={false}
      onFinish={({ code }: { code: string }) =>
        enter.mutate({ body: { ticket, code: code.trim() } }, { onSuccess: onDone })
      }
    >
      <Form.Item name="code" label={t("auth.code")} rules={rules.code} extra={t("auth.codeHint")}>
        <Input autoComplete="one-time-code" autoFocus />
      </Form.Item>
      {enter.isError && (
        <Form.Item>
          <FailureNotice error={enter.error} />
        </Form.Item>
      )}
      <Button type="primary" htmlType="submit" block loading={enter.isPending}>
        {t("auth.loginSubmit")}
      </Button>
      <div className="gate-links">
        <Button type="link" onClick={onBack}>
          {t("common.back")}
        </Button>
      </div>
    </Form>
  );
}

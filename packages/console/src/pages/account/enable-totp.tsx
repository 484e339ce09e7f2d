import { Alert, Button, Form, Input, Modal } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { refreshSession } from "../../api/session.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { CopyValue } from "../../components/copy.tsx";
import { FailureNotice, LoadingBlock } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { saveFile } from "../../components/save-file.ts";
import { QrCode } from "./qr-code.tsx";

/** Scan, type a code, keep the recovery codes. */
export function EnableTotp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const rules = useRules();
  const { mutate, ...start } = useAction("startTotp");
  const enable = useAction("enableTotp", ["listOperations"]);
  useEffect(() => mutate({}), [mutate]);
  const close = (): void => {
    onClose();
    if (enable.isSuccess) void refreshSession();
  };
  return (
    <Modal open title={t("account.enableTotp")} footer={null} onCancel={close} mask={{ closable: false }}>
      {start.isError && <FailureNotice error={start.error} onRetry={() => mutate({})} />}
      {start.isPending && <LoadingBlock rows={5} />}
      {enable.isSuccess && <RecoveryCodes codes={enable.data.recoveryCodes} onClose={close} />}
      {start.isSuccess && !enable.isSuccess && (
        <div className="stack">
          <p>{t("account.scan")}</p>
          <div className="qr">
            <QrCode text={start.data.uri} label={t("account.qrLabel")} />
          </div>
          <p>
            {t("account.orType")} <CopyValue text={start.data.secret} what={t("account.secret")} />
          </p>
          <Form
            name="totp"
            layout="vertical"
            requiredMark={false}
            onFinish={({ code }: { code: string }) => enable.mutate({ body: { code: code.trim() } })}
          >
            <Form.Item name="code" label={t("account.typeCode")} rules={rules.code}>
              <Input autoComplete="one-time-code" inputMode="numeric" />
            </Form.Item>
            {enable.isError && (
              <Form.Item>
                <FailureNotice error={enable.error} />
              </Form.Item>
            )}
            <div className="form-buttons">
              <Button onClick={close}>{t("common.cancel")}</Button>
              <Button type="primary" htmlType="submit" loading={enable.isPending}>
                {t("account.turnOn")}
              </Button>
            </div>
          </Form>
        </div>
      )}
    </Modal>
  );
}

function RecoveryCodes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  return (
    <div className="stack">
      <Alert type="warning" showIcon title={t("account.recoveryTitle")} description={t("account.recoveryHint")} />
      <CodeBlock code={text} what={t("account.recoveryCodes")} title={t("account.recoveryCodes")} />
      <div className="form-buttons">
        <Button onClick={() => saveFile("rondo-recovery-codes.txt", new Blob([`${text}\n`], { type: "text/plain" }))}>
          {t("account.saveCodes")}
        </Button>
        <Button type="primary" onClick={onClose}>
          {t("account.codesKept")}
        </Button>
      </div>
    </div>
  );
}

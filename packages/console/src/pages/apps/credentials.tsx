import type { AppDetails } from "@rondo/protocol/console";
import { Alert, Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams, useCan } from "../../api/session.tsx";
import { useConfirm } from "../../components/confirm.tsx";
import { CopyValue } from "../../components/copy.tsx";
import { Section } from "../../components/section.tsx";
import { useFormat } from "../../i18n/format.ts";
import { RotateSecret } from "./rotate-secret.tsx";

export function Credentials({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const canRotate = useCan("secret.rotate");
  const [isRotating, setIsRotating] = useState(false);
  return (
    <Section title={t("apps.credentials")} hint={t("apps.credentialsHint")}>
      <dl className="facts">
        <div>
          <dt>AppKey</dt>
          <dd>
            <CopyValue text={app.appKey} what="AppKey" />
          </dd>
        </div>
        <div>
          <dt>Client ID</dt>
          <dd>
            <CopyValue text={app.clientId} what="Client ID" />
          </dd>
        </div>
        <div>
          <dt>Client Secret</dt>
          <dd>
            <SecretState app={app} />
            {canRotate && (
              <Button size="small" className="after" onClick={() => setIsRotating(true)}>
                {t("apps.secret.rotate")}
              </Button>
            )}
          </dd>
        </div>
      </dl>
      <PreviousSecret app={app} canEnd={canRotate} />
      <RotateSecret open={isRotating} onClose={() => setIsRotating(false)} />
    </Section>
  );
}

function SecretState({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <span aria-hidden="true">••••••••••••</span>{" "}
      <span className="quiet small">{t("apps.secret.madeAt", { at: format.shortTime(app.secretMadeAt) })}</span>
    </>
  );
}

/** During a rotation both secrets are good. */
function PreviousSecret({ app, canEnd }: { app: AppDetails; canEnd: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const confirm = useConfirm();
  const params = useAppParams();
  const end = useAction("endSecretRotation", ["getApp", "listOperations"]);
  if (app.previousSecretUntil === null) return null;
  const ask = (): void =>
    confirm({
      title: t("apps.secret.endTitle"),
      content: t("apps.secret.endHint"),
      okText: t("apps.secret.end"),
      isDangerous: true,
      act: () => end.mutateAsync({ params }),
      done: t("apps.secret.ended"),
    });
  return (
    <Alert
      type="info"
      showIcon
      className="after-block"
      title={t("apps.secret.previousUntil", { at: format.shortTime(app.previousSecretUntil) })}
      action={
        canEnd && (
          <Button size="small" onClick={ask}>
            {t("apps.secret.end")}
          </Button>
        )
      }
    />
  );
}

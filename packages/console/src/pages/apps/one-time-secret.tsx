import type { AppDetails } from "@rondo/protocol/console";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { CopyValue } from "../../components/copy.tsx";

/** The secret of an application, when it has just been made: nobody can see it later. */
export function OneTimeSecret({ app, clientSecret }: { app: AppDetails; clientSecret: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="warning" showIcon title={t("apps.secret.once")} />
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
            <CopyValue text={clientSecret} what="Client Secret" />
          </dd>
        </div>
      </dl>
    </>
  );
}

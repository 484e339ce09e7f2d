import type { Overview } from "@rondo/protocol/console";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { CopyValue } from "../../components/copy.tsx";
import { Section } from "../../components/section.tsx";

export function Facts({ overview, dataCentre }: { overview: Overview; dataCentre: string }) {
  const { t } = useTranslation();
  return (
    <Section title={t("overview.service")}>
      <dl className="facts">
        <div>
          <dt>AppKey</dt>
          <dd>
            <CopyValue text={overview.appKey} what="AppKey" />
          </dd>
        </div>
        <div>
          <dt>{t("apps.dataCentre")}</dt>
          <dd>{dataCentre}</dd>
        </div>
      </dl>
      {!overview.isSecure && <Alert type="warning" showIcon className="after-block" title={t("overview.notSecure")} />}
    </Section>
  );
}

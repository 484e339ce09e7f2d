import type { AppDetails } from "@rondo/protocol/console";
import { Radio, type RadioChangeEvent } from "antd";
import { useTranslation } from "react-i18next";
import { useAction } from "../../api/hooks.ts";
import { useAppParams, useCan } from "../../api/session.tsx";
import { useAct } from "../../components/confirm.tsx";
import { Section } from "../../components/section.tsx";

export function RegistrationMode({ app }: { app: AppDetails }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const canChange = useCan("apps.change");
  const act = useAct();
  const change = useAction("changeAppSettings", ["getApp", "getAppSettings", "listOperations"]);
  const choose = (event: RadioChangeEvent): void => {
    const registration = event.target.value === "open" ? "open" : "authorized";
    act(change.mutateAsync({ params, body: { registration } }), t("common.saved"));
  };
  return (
    <Section title={t("apps.registration.title")} hint={t("apps.registration.hint")}>
      <Radio.Group
        className="choices"
        aria-label={t("apps.registration.title")}
        value={change.isPending ? (change.variables.body?.registration ?? app.registration) : app.registration}
        disabled={!canChange || change.isPending}
        onChange={choose}
        options={[
          { value: "authorized", label: t("apps.registration.authorized") },
          { value: "open", label: t("apps.registration.open") },
        ]}
      />
    </Section>
  );
}

import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";
import { Loaded } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { BasicInformation } from "./basic-information.tsx";
import { Credentials } from "./credentials.tsx";
import { DangerZone } from "./danger-zone.tsx";
import { RegistrationMode } from "./registration-mode.tsx";

/** One application: its keys, what it is called, and what ends it. */
export function AppDetailsPage() {
  const { t } = useTranslation();
  const query = useCall("getApp", { params: useAppParams() });
  return (
    <Page title={t("nav.details")}>
      <Loaded query={query} rows={10}>
        {(app) => (
          <>
            <Credentials app={app} />
            <RegistrationMode app={app} />
            <BasicInformation app={app} />
            <DangerZone app={app} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";
import { Loaded } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { SettingsForm } from "./settings-form.tsx";

/** 功能配置: what an application decides for itself. */
export function SettingsPage() {
  const { t } = useTranslation();
  const query = useCall("getAppSettings", { params: useAppParams() });
  return (
    <Page title={t("nav.settings")} hint={t("settings.hint")}>
      <Loaded query={query} rows={14}>
        {(view) => <SettingsForm view={view} />}
      </Loaded>
    </Page>
  );
}

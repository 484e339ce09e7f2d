import type { App } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { StateText } from "../../components/state-text.tsx";
import { useFormat } from "../../i18n/format.ts";

export function AppState({ app }: { app: Pick<App, "isDisabled" | "deletesAt"> }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (app.deletesAt !== null) {
    return <StateText tone="bad">{t("apps.state.deleting", { at: format.shortTime(app.deletesAt) })}</StateText>;
  }
  if (app.isDisabled) return <StateText tone="warning">{t("apps.state.disabled")}</StateText>;
  return <StateText tone="good">{t("apps.state.active")}</StateText>;
}

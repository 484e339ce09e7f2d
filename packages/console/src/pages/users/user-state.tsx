import type { ConsoleUser } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { StateText } from "../../components/state-text.tsx";

export function UserState({ user }: { user: Pick<ConsoleUser, "isBlocked" | "isOnline"> }) {
  const { t } = useTranslation();
  if (user.isBlocked) return <StateText tone="bad">{t("users.blocked")}</StateText>;
  if (user.isOnline) return <StateText tone="good">{t("users.online")}</StateText>;
  return <StateText tone="neutral">{t("users.offline")}</StateText>;
}

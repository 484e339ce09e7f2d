import type { ConsoleMessage } from "@rondo/protocol/console";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** One line for a message: what there is to read in it, or its kind. */
export function useSummary(): (message: Pick<ConsoleMessage, "text" | "type">) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ text, type }) => (text === "" ? t("messages.noText", { type: t(`messages.types.${type}`) }) : text),
    [t],
  );
}

import { operationActions } from "@rondo/protocol/console";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

/** What an entry of the log is called. A newer server may know more: those are shown by their own names. */
export function useActionName(): (action: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (action) => {
      const known = operationActions.find((name) => name === action);
      return known === undefined ? action : t(`actions.${known}`);
    },
    [t],
  );
}

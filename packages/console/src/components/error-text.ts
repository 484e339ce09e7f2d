import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../api/errors.ts";

/** What a failure is called in the language of the page; the server's own sentence where there is none. */
export function useErrorText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (error) => {
      if (!(error instanceof ApiError)) return t("errors.UNEXPECTED");
      // The codes are the server's: not all have a sentence here.
      const key = `errors.${error.code}`;
      if (i18n.exists(key)) return i18n.t(key as "errors.UNEXPECTED", { ...error.details, message: error.message });
      return t("errors.other", { code: error.code, message: error.message });
    },
    [t, i18n],
  );
}

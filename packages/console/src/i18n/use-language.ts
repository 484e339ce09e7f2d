import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { chooseLanguage, type Language, languages } from "./index.ts";

export function useLanguage(): { language: Language; choose(language: Language): Promise<void> } {
  const { i18n } = useTranslation();
  const language = languages.find((name) => name === i18n.language) ?? "zh-CN";
  const choose = useCallback((wanted: Language) => chooseLanguage(i18n, wanted), [i18n]);
  return { language, choose };
}

import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import type { Locale } from "antd/es/locale";
import { useEffect, useState } from "react";
import { RouterProvider } from "react-router";
import { queryClient } from "../api/query-client.ts";
import type { Language } from "../i18n/index.ts";
import { useLanguage } from "../i18n/use-language.ts";
import { nonce } from "./csp.ts";
import { router } from "./router.tsx";
import { theme } from "./theme.ts";

const csp = { nonce };

const locales: Record<Language, () => Promise<Locale>> = {
  "zh-CN": async () => {
    // Names of months and days in its calendars.
    const [{ default: locale }, { default: dayjs }] = await Promise.all([
      import("antd/es/locale/zh_CN"),
      import("dayjs"),
      import("dayjs/locale/zh-cn"),
    ]);
    dayjs.locale("zh-cn");
    return locale;
  },
  en: async () => {
    const [{ default: locale }, { default: dayjs }] = await Promise.all([
      import("antd/es/locale/en_US"),
      import("dayjs"),
    ]);
    dayjs.locale("en");
    return locale;
  },
};

export function ConsoleApp() {
  const { language } = useLanguage();
  const locale = useLocale(language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  if (locale === undefined) return null;
  return (
    // A space between the two characters of a Chinese button is Ant Design's wish, and not that of who reads it aloud.
    <ConfigProvider csp={csp} theme={theme} locale={locale} button={{ autoInsertSpace: false }}>
      <App>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

/** The words inside Ant Design's components; the last ones while others are loading. */
function useLocale(language: Language): Locale | undefined {
  const [locale, setLocale] = useState<Locale>();
  useEffect(() => {
    let isWanted = true;
    void locales[language]().then((loaded) => isWanted && setLocale(loaded));
    return () => {
      isWanted = false;
    };
  }, [language]);
  return locale;
}

/** Chinese first, and English: the browser's language at first, then what was chosen. */
import { createInstance, type i18n as I18n } from "i18next";
import { initReactI18next } from "react-i18next";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

/** How each calls itself. */
export const languageNames: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };

const STORAGE_KEY = "rondo.console.language";

/** Each language is a file of its own, loaded when it is wanted. */
const loaders = {
  "zh-CN": async () => (await import("./zh-CN/index.ts")).zhCN,
  en: async () => (await import("./en/index.ts")).en,
};

export async function createI18n(): Promise<I18n> {
  const i18n = createInstance();
  i18n.use(initReactI18next);
  const language = firstLanguage();
  await i18n.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await loaders[language]() } },
    // React escapes.
    interpolation: { escapeValue: false },
  });
  return i18n;
}

export async function chooseLanguage(i18n: I18n, language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, "translation")) {
    i18n.addResourceBundle(language, "translation", await loaders[language]());
  }
  await i18n.changeLanguage(language);
  remember(language);
}

function firstLanguage(): Language {
  const remembered = recall();
  if (remembered !== undefined) return remembered;
  const wanted = navigator.languages.map((name) => name.toLowerCase()).find((name) => /^(zh|en)\b/.test(name));
  return wanted === undefined || wanted.startsWith("zh") ? "zh-CN" : "en";
}

// A browser may forbid storage; then the choice lasts as long as the page.
function recall(): Language | undefined {
  try {
    const text = localStorage.getItem(STORAGE_KEY);
    return languages.find((language) => language === text);
  } catch {
    return undefined;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(STORAGE_KEY, language);
  } catch {
    // See above.
  }
}

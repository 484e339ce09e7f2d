import { GlobalOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { languageNames, languages } from "../i18n/index.ts";
import { useLanguage } from "../i18n/use-language.ts";

/** The languages, each under its own name. */
export function LanguageMenu({ isShort = false }: { isShort?: boolean }) {
  const { t } = useTranslation();
  const { language, choose } = useLanguage();
  const items = languages.map((name) => ({ key: name, label: <span lang={name}>{languageNames[name]}</span> }));
  const pick = ({ key }: { key: string }): void => {
    const wanted = languages.find((name) => name === key);
    if (wanted !== undefined) void choose(wanted);
  };
  return (
    <Dropdown menu={{ items, onClick: pick, selectable: true, selectedKeys: [language] }} trigger={["click"]}>
      <Button type="text" icon={<GlobalOutlined />} aria-label={`${t("common.language")}: ${languageNames[language]}`}>
        {isShort ? undefined : languageNames[language]}
      </Button>
    </Dropdown>
  );
}

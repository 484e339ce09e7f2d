import type { Operation } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { languageNames } from "../../i18n/index.ts";
import { type Definition, findDefinition } from "../settings/definitions.ts";
import { useDescription } from "../settings/description.ts";

const SECONDS: Definition = { name: "tokenTtlSeconds", control: { kind: "duration", unitMs: 1000 } };

/** What the log has written for programs, in words. Names and values of attributes are the application's own. */
export function useChangeText(action: Operation["action"]): {
  nameOf: (field: string) => string;
  textOf: (field: string, value: string) => string;
} {
  const { t, i18n } = useTranslation();
  const describe = useDescription();
  const isFree = action === "user.attributes-changed";
  // Features are called as on their page.
  const find = (field: string): Definition | undefined =>
    action === "app.settings-changed" ? findDefinition(field) : undefined;
  return {
    nameOf(field) {
      const setting = find(field);
      if (setting !== undefined) return t(`settings.names.${setting.name}`);
      const key = `operations.fields.${field}`;
      return !isFree && i18n.exists(key) ? t(key as "operations.fields.role") : field;
    },
    textOf(field, value) {
      const setting = find(field);
      if (setting !== undefined) return describe(setting, parsed(setting, value));
      if (isFree) return value;
      if (field === "role" && i18n.exists(`roles.${value}`)) return t(`roles.${value as "owner"}`);
      if (field === "language") return languageNames[value as keyof typeof languageNames] ?? value;
      return field === "previousValidSeconds" ? describe(SECONDS, Number(value)) : value;
    },
  };
}

/** The log holds texts. */
function parsed({ control }: Definition, value: string): string | number | boolean {
  switch (control.kind) {
    case "number":
    case "bytes":
    case "duration":
      return Number(value);
    case "switch":
      return value === "true";
    default:
      return value;
  }
}

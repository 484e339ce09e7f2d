import type { AppSettingsView } from "@rondo/protocol/console";
import { Button, Form, type FormRule } from "antd";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import type { Definition } from "./definitions.ts";
import { useDescription } from "./description.ts";
import { limitsOf } from "./limits.ts";
import { SettingControl } from "./setting-control.tsx";

interface SettingRowProps {
  readonly definition: Definition;
  readonly view: AppSettingsView;
  readonly canChange: boolean;
  readonly onRemoveSecret: (name: Definition["name"]) => void;
}

/** A setting: its name, what it does, its default, and what it is changed with. */
export function SettingRow({ definition, view, canChange, onRemoveSecret }: SettingRowProps) {
  const { t } = useTranslation();
  const { name, control } = definition;
  const describe = useDescription();
  const label = t(`settings.names.${name}`);
  const isSecret = control.kind === "secret";
  const isSet = view.secretsSet.includes(name);
  return (
    <div className="setting">
      <div className="setting-text">
        <h3>{label}</h3>
        <p className="quiet">{t(`settings.hints.${name}`)}</p>
        <p className="quiet small">
          {isSecret
            ? t(isSet ? "settings.secretSet" : "settings.secretNotSet")
            : t("settings.default", { value: describe(definition, view.defaults[name]) })}
          {definition.zero !== undefined && ` · ${t(`settings.zero.${definition.zero}`)}`}
        </p>
      </div>
      <div className="setting-control">
        <Form.Item name={name} rules={useSettingRules(definition)}>
          <SettingControl definition={definition} label={label} disabled={!canChange} />
        </Form.Item>
        {isSecret && isSet && canChange && (
          <Button size="small" onClick={() => onRemoveSecret(name)}>
            {t("settings.removeSecret")}
          </Button>
        )}
      </div>
    </div>
  );
}

function useSettingRules({ name, control }: Definition): FormRule[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { minimum, maximum, minLength, maxLength, pattern } = limitsOf(name);
  switch (control.kind) {
    case "number":
    case "bytes":
    case "duration": {
      const max = maximum ?? Number.MAX_SAFE_INTEGER;
      const message =
        maximum === undefined
          ? t("settings.atLeast", { min: format.number(minimum ?? 0) })
          : t("settings.between", { min: format.number(minimum ?? 0), max: format.number(max) });
      return [{ required: true, type: "number", min: minimum ?? 0, max, message }];
    }
    case "text":
    case "lines": {
      const max = maxLength ?? 200;
      return [
        { required: (minLength ?? 0) > 0, message: t("rules.required") },
        { max, message: t("rules.max", { max: format.number(max) }) },
        ...(pattern === undefined ? [] : [{ pattern: new RegExp(pattern), message: t("settings.characters") }]),
      ];
    }
    case "url":
      return [{ pattern: new RegExp(pattern ?? ""), message: t("settings.url") }];
    default:
      return [];
  }
}

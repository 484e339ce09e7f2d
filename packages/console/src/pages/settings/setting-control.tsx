import { Input, InputNumber, Radio, Switch } from "antd";
import { useTranslation } from "react-i18next";
import type { Definition } from "./definitions.ts";
import { MeasureInput } from "./measure-input.tsx";
import { byteUnits, durationUnits } from "./units.ts";

interface SettingControlProps {
  readonly definition: Definition;
  readonly label: string;
  // Given by the form it is in.
  readonly id?: string;
  readonly value?: never;
  readonly onChange?: (value: unknown) => void;
  readonly disabled: boolean;
}

/** What a setting is changed with. */
export function SettingControl({ definition, label, ...field }: SettingControlProps) {
  const { t } = useTranslation();
  const { control, name } = definition;
  const common = { ...field, "aria-label": label };
  switch (control.kind) {
    case "number":
      return <InputNumber {...common} min={0} precision={0} className="measure" />;
    case "bytes":
      return <MeasureInput {...field} label={label} units={byteUnits} />;
    case "duration": {
      const units = durationUnits
        .filter(({ size }) => size >= Math.max(control.unitMs, 1000))
        .map((unit) => ({ ...unit, size: unit.size / control.unitMs }));
      return <MeasureInput {...field} label={label} units={units} />;
    }
    case "switch": {
      const { value, ...rest } = common;
      return <Switch {...rest} checked={value === true} />;
    }
    case "choice":
      return (
        <Radio.Group
          {...common}
          className="choices"
          options={control.options.map((option) => ({
            value: option,
            // Only these two have choices; the texts of each are under its name.
            label: t(`settings.choices.${name as "registration"}.${option as "open"}`),
          }))}
        />
      );
    case "text":
      return <Input {...common} autoComplete="off" />;
    case "lines":
      // One that grows measures its text by a style attribute, which the policy of the pages does not allow.
      return <Input.TextArea {...common} autoComplete="off" rows={3} className="lines" />;
    case "url":
      return <Input {...common} type="url" autoComplete="off" placeholder="https://" />;
    case "secret":
      return <Input.Password {...common} autoComplete="new-password" />;
    default:
      return control satisfies never;
  }
}

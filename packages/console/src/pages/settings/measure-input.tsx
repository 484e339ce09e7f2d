import { InputNumber, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { bestUnit, type Unit } from "./units.ts";

interface MeasureInputProps {
  readonly id?: string;
  readonly label: string;
  readonly units: readonly Unit[];
  readonly value?: number;
  readonly disabled: boolean;
  readonly onChange?: (value: number | null) => void;
}

/** A number with a unit; its value is in the smallest one. */
export function MeasureInput({ id, label, units, value, disabled, onChange }: MeasureInputProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Unit["name"]>();
  const unit = units.find(({ name }) => name === chosen) ?? bestUnit(units, value ?? 0);
  return (
    <Space.Compact>
      <InputNumber<number>
        {...(id === undefined ? {} : { id })}
        aria-label={label}
        min={0}
        precision={Number.isInteger((value ?? 0) / unit.size) ? 0 : 2}
        value={value === undefined ? null : value / unit.size}
        disabled={disabled}
        onChange={(amount) => onChange?.(amount === null ? null : Math.round(amount * unit.size))}
        className="measure"
      />
      <Select<Unit["name"]>
        aria-label={t("settings.unit")}
        value={unit.name}
        disabled={disabled}
        onChange={(name) => {
          const next = units.find((item) => item.name === name);
          if (next === undefined) return;
          setChosen(name);
          // What is typed stays: 5 minutes become 5 hours.
          if (value !== undefined) onChange?.(Math.round((value / unit.size) * next.size));
        }}
        options={units.map(({ name }) => ({ value: name, label: t(`settings.units.${name}`) }))}
        popupMatchSelectWidth={false}
        className="measure-unit"
      />
    </Space.Compact>
  );
}

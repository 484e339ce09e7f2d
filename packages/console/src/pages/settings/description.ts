import type { AppSettings } from "@rondo/protocol/console";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";
import type { Definition } from "./definitions.ts";
import { bestUnit, byteUnits, durationUnits } from "./units.ts";

/** A value of a setting in words. */
export function useDescription(): (definition: Definition, value: AppSettings[keyof AppSettings]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    ({ name, control, zero }, value) => {
      if (value === 0 && zero !== undefined) return t(`settings.zeroValue.${zero}`);
      if (typeof value === "boolean") return t(value ? "settings.on" : "settings.off");
      if (control.kind === "choice") return t(`settings.choices.${name as "registration"}.${value as "open"}`);
      if (typeof value === "string") return value === "" ? t("common.none") : value;
      if (control.kind === "number") return format.number(value);
      const units = control.kind === "bytes" ? byteUnits : durationUnits;
      const amount = control.kind === "duration" ? value * control.unitMs : value;
      const unit = bestUnit(units, amount);
      return `${format.number(amount / unit.size)} ${t(`settings.units.${unit.name}`)}`;
    },
    [t, format],
  );
}

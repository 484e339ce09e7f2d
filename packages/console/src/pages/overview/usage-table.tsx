import type { UsageDay } from "@rondo/protocol/console";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../i18n/format.ts";

export function UsageTable({ days }: { days: readonly UsageDay[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className="plain-table nums" aria-label={t("overview.usage")}>
      <thead>
        <tr>
          <th scope="col">{t("overview.date")}</th>
          <th scope="col">{t("overview.chart.peakOnline")}</th>
          <th scope="col">{t("overview.chart.messages")}</th>
          <th scope="col">{t("overview.chart.registeredUsers")}</th>
        </tr>
      </thead>
      <tbody>
        {[...days].reverse().map((day) => (
          <tr key={day.date}>
            <th scope="row">{day.date}</th>
            <td>{format.number(day.peakOnline)}</td>
            <td>{format.number(day.messages)}</td>
            <td>{day.registeredUsers === null ? "–" : format.number(day.registeredUsers)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

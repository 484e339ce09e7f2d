import { Segmented } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loaded, LoadingBlock } from "../../components/load-state.tsx";
import { Section } from "../../components/section.tsx";
import { UsageTable } from "./usage-table.tsx";
import { useUsage } from "./use-usage.ts";

/** Charts are large: they are loaded when they are seen. */
const Charts = lazy(async () => ({ default: (await import("./usage-charts.tsx")).UsageCharts }));

/** The last days as charts, or as a table for who cannot see charts. */
export function UsageSection() {
  const { t } = useTranslation();
  const [days, setDays] = useState(7);
  const [view, setView] = useState<"charts" | "table">("charts");
  const query = useUsage();
  const extra = (
    <div className="row-actions">
      <Segmented
        aria-label={t("overview.period")}
        value={days}
        onChange={setDays}
        options={[7, 30].map((count) => ({ value: count, label: t("overview.days", { count }) }))}
      />
      <Segmented<"charts" | "table">
        aria-label={t("overview.view")}
        value={view}
        onChange={setView}
        options={[
          { value: "charts", label: t("overview.charts") },
          { value: "table", label: t("overview.table") },
        ]}
      />
    </div>
  );
  const hint = query.data && t("overview.usageHint", { zone: query.data.timeZone });
  return (
    <Section title={t("overview.usage")} hint={hint} extra={extra}>
      <Loaded query={query} rows={6}>
        {(usage) => {
          const shown = usage.days.slice(-days);
          return view === "table" ? (
            <UsageTable days={shown} />
          ) : (
            <Suspense fallback={<LoadingBlock rows={6} />}>
              <Charts days={shown} />
            </Suspense>
          );
        }}
      </Loaded>
    </Section>
  );
}

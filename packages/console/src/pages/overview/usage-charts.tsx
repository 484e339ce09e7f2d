import type { UsageDay } from "@rondo/protocol/console";
import type { ReactElement } from "react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Area, AreaChart, Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useFormat } from "../../i18n/format.ts";

type Series = "peakOnline" | "messages" | "registeredUsers";

const HEIGHT = 200;
const LINE = "#2f54d6";
const FILL = "#dfe6fb";
const GRID = "#e6e9ef";
const tick = { fontSize: 12, fill: "#5a6376" };

export function UsageCharts({ days }: { days: readonly UsageDay[] }) {
  return (
    <div className="charts">
      <Chart series="peakOnline" days={days} />
      <Chart series="messages" days={days} />
      <Chart series="registeredUsers" days={days} />
    </div>
  );
}

function Chart({ series, days }: { series: Series; days: readonly UsageDay[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const name = t(`overview.chart.${series}`);
  const common = { data: [...days], margin: { top: 8, right: 12, bottom: 0, left: 0 } };
  const axes = [
    <CartesianGrid key="grid" vertical={false} stroke={GRID} />,
    <XAxis
      key="x"
      dataKey="date"
      tickFormatter={format.day}
      tick={tick}
      tickLine={false}
      axisLine={false}
      minTickGap={24}
    />,
    <YAxis
      key="y"
      tickFormatter={format.number}
      tick={tick}
      tickLine={false}
      axisLine={false}
      allowDecimals={false}
      width={48}
    />,
    <Tooltip
      key="tip"
      isAnimationActive={false}
      labelFormatter={(label) => String(label)}
      formatter={(value) => format.number(Number(value))}
    />,
  ];
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>{name}</figcaption>
      <Sized>
        {series === "messages" ? (
          <BarChart {...common}>
            {axes}
            <Bar
              dataKey={series}
              name={name}
              fill={LINE}
              radius={[3, 3, 0, 0]}
              maxBarSize={28}
              isAnimationActive={false}
            />
          </BarChart>
        ) : (
          <AreaChart {...common}>
            {axes}
            <Area
              dataKey={series}
              name={name}
              type="linear"
              stroke={LINE}
              strokeWidth={2}
              fill={FILL}
              connectNulls={false}
              // A line of one point would not be seen.
              dot={days.filter((day) => day[series] !== null).length === 1 && { r: 3, fill: LINE }}
              isAnimationActive={false}
            />
          </AreaChart>
        )}
      </Sized>
    </figure>
  );
}

function Sized({ children }: { children: ReactElement }) {
  return (
    <ResponsiveContainer width="100%" height={HEIGHT}>
      {children}
    </ResponsiveContainer>
  );
}

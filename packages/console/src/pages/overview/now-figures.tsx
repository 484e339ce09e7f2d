import { useTranslation } from "react-i18next";
import { Loaded } from "../../components/load-state.tsx";
import { useFormat } from "../../i18n/format.ts";
import { useUsage } from "./use-usage.ts";

const figures = ["registeredUsers", "onlineUsers", "messagesToday", "peakOnlineToday"] as const;

/** What the application is doing now. */
export function NowFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t("overview.now")}>
      <Loaded query={useUsage()} rows={2}>
        {({ now }) => (
          <dl className="figures">
            {figures.map((name) => (
              <div key={name} className="figure">
                <dt>{t(`figures.${name}`)}</dt>
                <dd>{format.number(now[name])}</dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
    </section>
  );
}

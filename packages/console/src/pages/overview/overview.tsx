import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useAppParams } from "../../api/session.tsx";
import { useDataCentreName } from "../../components/data-centre-name.ts";
import { Loaded } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { Addresses } from "./addresses.tsx";
import { ConnectionTest } from "./connection-test/connection-test.tsx";
import { Facts } from "./facts.tsx";
import { Integration } from "./integration.tsx";
import { NowFigures } from "./now-figures.tsx";
import { UsageSection } from "./usage.tsx";

/** 服务概览: everything a developer needs to connect, and what the application is doing. */
export function OverviewPage() {
  const { t } = useTranslation();
  const nameOf = useDataCentreName();
  const query = useCall("getOverview", { params: useAppParams() });
  return (
    <Page title={t("nav.overview")} hint={t("overview.hint")}>
      <NowFigures />
      <Loaded query={query} rows={12}>
        {(overview) => (
          <>
            <Facts overview={overview} dataCentre={nameOf(overview.dataCentre)} />
            <Addresses overview={overview} />
            <Integration overview={overview} />
            <ConnectionTest overview={overview} />
          </>
        )}
      </Loaded>
      <UsageSection />
    </Page>
  );
}

import type { DataCentre } from "@rondo/protocol/console";
import { Card } from "antd";
import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useClientPages } from "../../components/client-pages.ts";
import { useDataCentreName } from "../../components/data-centre-name.ts";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { StateText } from "../../components/state-text.tsx";

/** The table of data centres, row by row. */
export function DataCentresPage() {
  const { t } = useTranslation();
  const pages = useClientPages(useCall("listDataCentres", {}));
  return (
    <Page title={t("nav.dataCentres")} hint={t("dataCentres.hint")}>
      <Card className="list-card">
        <DataList
          label={t("nav.dataCentres")}
          {...pages}
          columns={useColumns()}
          rowKey={({ id }) => id}
          empty={<EmptyBlock text={t("dataCentres.empty")} />}
        />
      </Card>
    </Page>
  );
}

function useColumns(): Column<DataCentre>[] {
  const { t } = useTranslation();
  const nameOf = useDataCentreName();
  const hosts = (key: string, title: string, of: (centre: DataCentre) => readonly string[]): Column<DataCentre> => ({
    key,
    title,
    render: (centre) =>
      centre.kind === "contact-sales" ? (
        <span className="quiet">{t("dataCentres.contactSales")}</span>
      ) : (
        <Hosts hosts={of(centre)} />
      ),
  });
  return [
    {
      key: "name",
      title: t("dataCentres.name"),
      isHeading: true,
      render: (centre) => (
        <div className="whole">
          <span className="strong">{nameOf(centre)}</span>
          {centre.isHere && (
            <div>
              <StateText tone="good">{t("dataCentres.here")}</StateText>
            </div>
          )}
        </div>
      ),
    },
    hosts("rest", t("dataCentres.rest"), ({ rest }) => rest),
    hosts(
      "alipay",
      t("dataCentres.websocket", { family: t("overview.shortFamily.alipay") }),
      ({ websocket }) => websocket.alipay,
    ),
    hosts(
      "wechat",
      t("dataCentres.websocket", { family: t("overview.shortFamily.wechat") }),
      ({ websocket }) => websocket.wechat,
    ),
    hosts(
      "web",
      t("dataCentres.websocket", { family: t("overview.shortFamily.web") }),
      ({ websocket }) => websocket.web,
    ),
  ];
}

/** Any of them does: the page's introduction says so to who sees the lines, and a word between them to who hears them. */
function Hosts({ hosts }: { hosts: readonly string[] }) {
  const { t } = useTranslation();
  if (hosts.length === 0) return <span className="quiet">–</span>;
  return hosts.map((host, index) => (
    <div key={host} className="mono small whole">
      {index > 0 && <span className="visually-hidden">{t("dataCentres.or")} </span>}
      {host}
    </div>
  ));
}

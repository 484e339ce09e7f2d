import { PlusOutlined, SearchOutlined } from "@ant-design/icons";
import type { AppInList } from "@rondo/protocol/console";
import { Button, Card, Input } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useCall } from "../../api/hooks.ts";
import { useCan, useOrganisation } from "../../api/session.tsx";
import { useClientPages } from "../../components/client-pages.ts";
import { useDataCentreNames } from "../../components/data-centre-name.ts";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { useFormat } from "../../i18n/format.ts";
import { AppState } from "./app-state.tsx";
import { CreateApp } from "./create-app.tsx";

/** The applications of an organisation, with their figures. */
export function AppsPage() {
  const { t } = useTranslation();
  const org = useOrganisation()?.name ?? "";
  const canCreate = useCan("apps.create");
  const [text, setText] = useState("");
  const [isCreating, setIsCreating] = useState(false);
  const searched = useDeferredValue(text.trim());
  const query = useCall(
    "listApps",
    { params: { org }, query: { text: searched } },
    { everyMs: 30_000, keepsPrevious: true },
  );
  const pages = useClientPages(query);
  const create = canCreate && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsCreating(true)}>
      {t("apps.create")}
    </Button>
  );
  return (
    <Page title={t("nav.apps")} hint={t("apps.hint")} actions={create}>
      <Card className="list-card">
        <div className="list-bar">
          <Input
            className="list-search"
            allowClear
            prefix={<SearchOutlined aria-hidden="true" />}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder={t("apps.search")}
            aria-label={t("apps.search")}
          />
        </div>
        <DataList
          label={t("nav.apps")}
          {...pages}
          columns={useColumns()}
          rowKey={({ appKey }) => appKey}
          empty={
            searched === "" ? (
              <EmptyBlock text={t("apps.empty")} hint={t("apps.emptyHint")}>
                {create}
              </EmptyBlock>
            ) : (
              <EmptyBlock text={t("apps.noneFound")} />
            )
          }
        />
      </Card>
      <CreateApp org={org} open={isCreating} onClose={() => setIsCreating(false)} />
    </Page>
  );
}

function useColumns(): Column<AppInList>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useDataCentreNames();
  const figure = (key: keyof AppInList["figures"], title: string): Column<AppInList> => ({
    key,
    title,
    align: "right",
    render: ({ figures }) => <span className="nums">{format.number(figures[key])}</span>,
  });
  return [
    {
      key: "title",
      title: t("apps.one"),
      isHeading: true,
      render: ({ org, name, title, appKey }) => (
        <>
          <Link to={`/o/${org}/apps/${name}/overview`} className="strong">
            {title}
          </Link>
          <div className="quiet mono">{appKey}</div>
        </>
      ),
    },
    { key: "dataCentre", title: t("apps.dataCentre"), render: ({ dataCentre }) => nameOf(dataCentre) },
    figure("registeredUsers", t("figures.registeredUsers")),
    figure("onlineUsers", t("figures.onlineUsers")),
    figure("messagesToday", t("figures.messagesToday")),
    figure("peakOnlineToday", t("figures.peakOnlineToday")),
    { key: "state", title: t("apps.state.title"), render: (app) => <AppState app={app} /> },
  ];
}

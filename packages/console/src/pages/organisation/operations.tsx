import { type Operation, operationActions } from "@rondo/protocol/console";
import { Card, DatePicker, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCall } from "../../api/hooks.ts";
import { useOrganisation } from "../../api/session.tsx";
import { type Column, DataList } from "../../components/data-list.tsx";
import { EmptyBlock } from "../../components/load-state.tsx";
import { Page } from "../../components/page.tsx";
import { usePaged } from "../../components/paging.ts";
import { Time } from "../../components/time.tsx";
import { useActionName } from "./action-name.ts";
import { OperationChanges } from "./operation-changes.tsx";

interface Filter {
  readonly app?: string;
  readonly accountId?: string;
  readonly action?: string;
  readonly since?: Dayjs;
  readonly until?: Dayjs;
}

/** Who changed what, when and from where. */
export function OperationsPage() {
  const { t } = useTranslation();
  const org = useOrganisation()?.name ?? "";
  const [filter, setFilter] = useState<Filter>({});
  const { since, until, ...rest } = filter;
  const query = {
    ...rest,
    ...(since === undefined ? {} : { since: since.startOf("day").valueOf() }),
    ...(until === undefined ? {} : { until: until.endOf("day").valueOf() }),
  };
  const list = usePaged("listOperations", { params: { org }, query });
  return (
    <Page title={t("nav.operations")} hint={t("operations.hint")}>
      <Card className="list-card">
        <FilterBar org={org} filter={filter} onChange={setFilter} />
        <div>
          <DataList
            label={t("nav.operations")}
            {...list}
            columns={useColumns()}
            rowKey={({ id }) => id}
            empty={<EmptyBlock text={t("operations.empty")} />}
          />
        </div>
      </Card>
    </Page>
  );
}

function FilterBar({ org, filter, onChange }: { org: string; filter: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const nameOf = useActionName();
  const apps = useCall("listApps", { params: { org } });
  const members = useCall("listMembers", { params: { org } });
  const set = (name: keyof Filter, value: Filter[keyof Filter] | null): void => {
    const { [name]: _, ...others } = filter;
    onChange(value === undefined || value === null ? others : { ...others, [name]: value });
  };
  const select = (
    name: "app" | "accountId" | "action",
    options: { value: string; label: string }[],
    isBusy = false,
  ) => (
    <Select<string>
      className="list-select"
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      aria-label={t(`operations.filter.${name}`)}
      placeholder={t(`operations.filter.${name}`)}
      value={filter[name] ?? null}
      loading={isBusy}
      onChange={(value) => set(name, value)}
      options={options}
      popupMatchSelectWidth={false}
    />
  );
  const day = (name: "since" | "until") => (
    <DatePicker
      aria-label={t(`operations.filter.${name}`)}
      placeholder={t(`operations.filter.${name}`)}
      value={filter[name] ?? null}
      onChange={(value) => set(name, value)}
    />
  );
  return (
    <div className="list-bar">
      {select(
        "app",
        (apps.data?.items ?? []).map(({ appKey, title }) => ({ value: appKey, label: title })),
        apps.isLoading,
      )}
      {select(
        "accountId",
        (members.data?.items ?? [])
          .filter(({ state }) => state === "active")
          .map(({ id, email, name }) => ({ value: id, label: name === "" ? email : `${name} (${email})` })),
        members.isLoading,
      )}
      {select(
        "action",
        operationActions.map((name) => ({ value: name, label: nameOf(name) })),
      )}
      {day("since")}
      {day("until")}
    </div>
  );
}

function useColumns(): Column<Operation>[] {
  const { t } = useTranslation();
  const nameOf = useActionName();
  return [
    { key: "at", title: t("operations.at"), render: ({ at }) => <Time at={at} isExact /> },
    {
      key: "action",
      title: t("operations.action"),
      isHeading: true,
      render: ({ action, object }) => (
        <>
          <div className="strong">{nameOf(action)}</div>
          {object !== "" && <div className="quiet break operation-object">{object}</div>}
        </>
      ),
    },
    {
      key: "app",
      title: t("operations.app"),
      render: ({ appKey }) =>
        appKey === null ? <span className="quiet">–</span> : <span className="mono">{appKey}</span>,
    },
    {
      key: "changes",
      title: t("operations.changes"),
      render: (operation) => <OperationChanges operation={operation} />,
    },
    {
      key: "actor",
      title: t("operations.actor"),
      render: ({ actor, accountId, address }) => (
        <>
          <div className="break">
            {accountId === null ? actorName(actor, t("operations.server"), t("operations.commandLine")) : actor}
          </div>
          {address !== "" && <div className="quiet mono">{address}</div>}
        </>
      ),
    },
  ];
}

function actorName(actor: string, server: string, commandLine: string): string {
  if (actor === "server") return server;
  return actor === "command line" ? commandLine : actor;
}

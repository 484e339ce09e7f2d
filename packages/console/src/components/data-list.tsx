import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import type { UseQueryResult } from "@tanstack/react-query";
import { Button, Table } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyBlock, FailureNotice, LoadingBlock } from "./load-state.tsx";
import type { Paging } from "./paging.ts";
import { ScrollX } from "./scroll-x.tsx";
import { useIsNarrow } from "./use-is-narrow.ts";

export interface Column<T> {
  readonly key: string;
  /** "": a column of buttons. */
  readonly title: string;
  readonly render: (item: T) => ReactNode;
  readonly align?: "right";
  /** On narrow screens it is the heading of the item's card. */
  readonly isHeading?: boolean;
}

interface DataListProps<T> {
  readonly label: string;
  readonly query: Pick<
    UseQueryResult<{ items: readonly T[] }>,
    "data" | "isError" | "error" | "isFetching" | "refetch"
  >;
  readonly columns: readonly Column<T>[];
  readonly rowKey: (item: T) => string;
  readonly empty: ReactNode;
  readonly paging?: Paging;
}

/** A list: a table, or cards where there is no room for one; with its states and its pages. */
export function DataList<T extends object>({ label, query, columns, rowKey, empty, paging }: DataListProps<T>) {
  const { t } = useTranslation();
  const isNarrow = useIsNarrow();
  const items = query.data?.items;
  const failure = query.isError && (
    <div className="list-state">
      <FailureNotice error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    </div>
  );
  if (items === undefined) {
    return (
      failure || (
        <div className="list-state">
          <LoadingBlock rows={6} />
        </div>
      )
    );
  }
  return (
    <>
      {failure}
      {items.length === 0 && (isLater(paging) ? <EmptyBlock text={t("common.nothingHere")} /> : empty)}
      {items.length > 0 && isNarrow && <Cards label={label} items={items} columns={columns} rowKey={rowKey} />}
      {items.length > 0 && !isNarrow && (
        <ScrollX label={label}>
          <Table<T>
            rowKey={rowKey}
            dataSource={[...items]}
            pagination={false}
            columns={columns.map(({ key, title, render, align }) => ({
              key,
              title: title === "" ? <ColumnOfButtons /> : title,
              render: (_: unknown, item: T) => render(item),
              ...(align === undefined ? {} : { align }),
            }))}
          />
        </ScrollX>
      )}
      {paging !== undefined && <Pager paging={paging} />}
    </>
  );
}

const isLater = (paging: Paging | undefined): boolean => paging !== undefined && (paging.page > 1 || paging.hasNext);

function ColumnOfButtons() {
  const { t } = useTranslation();
  return <span className="visually-hidden">{t("common.actions")}</span>;
}

function Cards<T>({
  label,
  items,
  columns,
  rowKey,
}: {
  label: string;
  items: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (item: T) => string;
}) {
  const heading = columns.find(({ isHeading }) => isHeading) ?? columns[0];
  const rest = columns.filter((column) => column !== heading && column.title !== "");
  const buttons = columns.filter(({ title }) => title === "");
  return (
    <ul className="cards" aria-label={label}>
      {items.map((item) => (
        <li key={rowKey(item)}>
          <div className="card-heading">{heading?.render(item)}</div>
          <dl>
            {rest.map(({ key, title, render }) => (
              <div key={key}>
                <dt>{title}</dt>
                <dd>{render(item)}</dd>
              </div>
            ))}
          </dl>
          {buttons.map(({ key, render }) => (
            <div key={key} className="card-buttons">
              {render(item)}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Pager({ paging }: { paging: Paging }) {
  const { t } = useTranslation();
  if (paging.page === 1 && !paging.hasNext) return null;
  return (
    <nav className="pager" aria-label={t("common.pages")}>
      <Button icon={<LeftOutlined />} disabled={paging.page === 1} onClick={paging.previous}>
        {t("common.previous")}
      </Button>
      <span aria-live="polite">{t("common.page", { page: paging.page })}</span>
      <Button
        icon={<RightOutlined />}
        iconPlacement="end"
        disabled={!paging.hasNext}
        loading={paging.isLoading}
        onClick={paging.next}
      >
        {t("common.next")}
      </Button>
    </nav>
  );
}

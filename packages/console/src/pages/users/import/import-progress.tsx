import { useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Progress } from "antd";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAppParams } from "../../../api/session.tsx";
import { useClientPages } from "../../../components/client-pages.ts";
import { DataList } from "../../../components/data-list.tsx";
import { useErrorText } from "../../../components/error-text.ts";
import { EmptyBlock } from "../../../components/load-state.tsx";
import { saveFile } from "../../../components/save-file.ts";
import { StateText } from "../../../components/state-text.tsx";
import { useFormat } from "../../../i18n/format.ts";
import { type ReadRow, writeCsv } from "./read-csv.ts";
import { type RowResult, runImport } from "./run-import.ts";

/** Creates the users, and shows what has become of each row. */
export function ImportProgress({ rows, onClose }: { rows: readonly ReadRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useErrorText();
  const { results, isDone, stop } = useImport(rows);
  const [onlyFailed, setOnlyFailed] = useState(false);
  const failed = results.filter(({ failure }) => failure !== null);
  const describe = ({ failure }: RowResult): string =>
    failure === null
      ? t("users.csv.created")
      : failure.code === "noUsername"
        ? t("users.csv.rowNoUsername")
        : textOf(failure);
  const pages = useClientPages({
    data: { items: onlyFailed ? failed : results },
    isError: false,
    error: null,
    isFetching: false,
    refetch: () => Promise.reject(new Error("this list is not loaded from anywhere")),
  });
  const save = (): void => {
    const lines = results.map((result) => ({
      row: String(result.row),
      username: result.username,
      result: result.failure === null ? "created" : result.failure.code,
      message: describe(result),
    }));
    saveFile("users-result.csv", new Blob([writeCsv(lines)], { type: "text/csv" }));
  };
  return (
    <div className="stack">
      <Progress
        percent={Math.floor((results.length / rows.length) * 100)}
        status={isDone ? (failed.length > 0 ? "exception" : "success") : "active"}
        aria-label={t("users.csv.progress")}
      />
      <p role="status">
        {t("users.csv.counts", {
          done: format.number(results.length),
          all: format.number(rows.length),
          failed: format.number(failed.length),
        })}
      </p>
      <Checkbox checked={onlyFailed} onChange={(event) => setOnlyFailed(event.target.checked)}>
        {t("users.csv.onlyFailed")}
      </Checkbox>
      <div className="boxed">
        <DataList<RowResult>
          label={t("users.csv.results")}
          {...pages}
          rowKey={({ row }) => String(row)}
          columns={[
            { key: "row", title: t("users.csv.row"), render: ({ row }) => format.number(row) },
            {
              key: "username",
              title: t("users.username"),
              isHeading: true,
              render: ({ username }) => <span className="break">{username}</span>,
            },
            {
              key: "result",
              title: t("users.csv.result"),
              render: (result) => (
                <StateText tone={result.failure === null ? "good" : "bad"}>{describe(result)}</StateText>
              ),
            },
          ]}
          empty={<EmptyBlock text={t("users.csv.nothingYet")} />}
        />
      </div>
      <div className="form-buttons">
        {isDone ? (
          <>
            <Button onClick={save}>{t("users.csv.saveResults")}</Button>
            <Button type="primary" onClick={onClose}>
              {t("common.done")}
            </Button>
          </>
        ) : (
          <Button onClick={stop}>{t("users.csv.stop")}</Button>
        )}
      </div>
    </div>
  );
}

/** Runs while it is shown. */
function useImport(rows: readonly ReadRow[]): { results: readonly RowResult[]; isDone: boolean; stop(): void } {
  const { org, app } = useAppParams();
  const client = useQueryClient();
  const [results, setResults] = useState<readonly RowResult[]>([]);
  const [isDone, setIsDone] = useState(false);
  const [abort, setAbort] = useState<AbortController>();
  useEffect(() => {
    const controller = new AbortController();
    setAbort(controller);
    setResults([]);
    setIsDone(false);
    const report = (more: RowResult[]): void => {
      if (!controller.signal.aborted) setResults((before) => [...before, ...more]);
    };
    // In the next turn: React begins effects twice while a page is being developed.
    const timer = setTimeout(() => {
      runImport({ org, app }, rows, report, controller.signal)
        .catch((error: unknown) => {
          if (!controller.signal.aborted) throw error;
        })
        .finally(() => {
          setIsDone(true);
          void client.invalidateQueries({ queryKey: ["listUsers"] });
        });
    }, 0);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [rows, org, app, client]);
  return { results, isDone, stop: () => abort?.abort() };
}

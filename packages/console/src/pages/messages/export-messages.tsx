import { Alert, Button, DatePicker, Form, Modal, Progress } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAppParams } from "../../api/session.tsx";
import { FailureNotice } from "../../components/load-state.tsx";
import { useRules } from "../../components/rules.ts";
import { saveFile } from "../../components/save-file.ts";
import { useFormat } from "../../i18n/format.ts";
import type { MessageFilter } from "./filter.ts";
import { type ExportProgress, runExport } from "./run-export.ts";

interface Period {
  readonly since: Dayjs;
  readonly until: Dayjs;
}

type State =
  | { readonly name: "asking" }
  | { readonly name: "running"; readonly progress: ExportProgress; readonly period: Period }
  | { readonly name: "done"; readonly messages: number }
  | { readonly name: "failed"; readonly error: unknown };

/** The messages of a period as a file of JSON Lines. */
export function ExportMessages({ filter, onClose }: { filter: MessageFilter; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const params = useAppParams();
  const [state, setState] = useState<State>({ name: "asking" });
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);

  const run = async (period: Period): Promise<void> => {
    const abort = new AbortController();
    controller.current = abort;
    setState({ name: "running", period, progress: { messages: 0, bytes: 0, at: undefined } });
    const { user, conversation, type } = filter;
    const wanted = {
      ...(user === undefined ? {} : { user }),
      ...(conversation === undefined ? {} : { conversation }),
      ...(type === undefined ? {} : { type }),
      since: period.since.valueOf(),
      until: period.until.valueOf(),
    };
    try {
      const report = (progress: ExportProgress): void => setState({ name: "running", period, progress });
      const { file, messages } = await runExport(params, wanted, report, abort.signal);
      saveFile(
        `${params.org}-${params.app}-${period.since.format("YYYYMMDD")}-${period.until.format("YYYYMMDD")}.jsonl`,
        file,
      );
      setState({ name: "done", messages });
    } catch (error) {
      setState(abort.signal.aborted ? { name: "asking" } : { name: "failed", error });
    }
  };

  return (
    <Modal open title={t("messages.export")} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <div className="stack">
        {state.name === "failed" && <FailureNotice error={state.error} />}
        {(state.name === "asking" || state.name === "failed") && (
          <PeriodForm filter={filter} onSubmit={(period) => void run(period)} onCancel={onClose} />
        )}
        {state.name === "running" && (
          <>
            <Progress percent={percentOf(state)} status="active" aria-label={t("messages.exportProgress")} />
            <p role="status">
              {t("messages.exportCounts", {
                messages: format.number(state.progress.messages),
                size: format.bytes(state.progress.bytes),
              })}
            </p>
            <div className="form-buttons">
              <Button onClick={() => controller.current?.abort()}>{t("common.cancel")}</Button>
            </div>
          </>
        )}
        {state.name === "done" && (
          <>
            <Alert
              type="success"
              showIcon
              role="status"
              title={t("messages.exported", { messages: format.number(state.messages) })}
            />
            <div className="form-buttons">
              <Button type="primary" onClick={onClose}>
                {t("common.done")}
              </Button>
            </div>
          </>
        )}
      </div>
    </Modal>
  );
}

function PeriodForm({
  filter,
  onSubmit,
  onCancel,
}: {
  filter: MessageFilter;
  onSubmit: (period: Period) => void;
  onCancel: () => void;
}) {
  const { t } = useTranslation();
  const rules = useRules();
  const initialValues: Period = {
    since: filter.since === undefined ? dayjs().subtract(1, "day").startOf("day") : dayjs(filter.since),
    until: filter.until === undefined ? dayjs() : dayjs(filter.until),
  };
  const isFiltered = Boolean(filter.user || filter.conversation || filter.type);
  return (
    <Form<Period>
      name="export"
      layout="vertical"
      requiredMark={false}
      initialValues={initialValues}
      onFinish={onSubmit}
    >
      <p>{t("messages.exportHint")}</p>
      {isFiltered && <Alert type="info" showIcon className="gate-alert" title={t("messages.exportFiltered")} />}
      <Form.Item name="since" label={t("messages.since")} rules={[rules.required]}>
        <DatePicker showTime allowClear={false} className="full" />
      </Form.Item>
      <Form.Item
        name="until"
        label={t("messages.until")}
        dependencies={["since"]}
        rules={[
          rules.required,
          ({ getFieldValue }) => ({
            validator: (_, until?: Dayjs) => {
              const since: Dayjs | undefined = getFieldValue("since");
              return since && until?.isBefore(since)
                ? Promise.reject(new Error(t("messages.exportOrder")))
                : Promise.resolve();
            },
          }),
        ]}
      >
        <DatePicker showTime allowClear={false} className="full" />
      </Form.Item>
      <div className="form-buttons">
        <Button onClick={onCancel}>{t("common.cancel")}</Button>
        <Button type="primary" htmlType="submit">
          {t("messages.exportStart")}
        </Button>
      </div>
    </Form>
  );
}

/** By the time of the last message: how many there are is not known before the end. */
function percentOf({ progress, period }: Extract<State, { name: "running" }>): number {
  if (progress.at === undefined) return 0;
  const [since, until] = [period.since.valueOf(), period.until.valueOf()];
  const share = until > since ? (progress.at - since) / (until - since) : 0;
  return Math.min(99, Math.max(0, Math.floor(share * 100)));
}

import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, MinusCircleOutlined } from "@ant-design/icons";
import type { ClientAddresses, Overview } from "@rondo/protocol/console";
import { Alert, Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { call } from "../../../api/client.ts";
import { useAppParams } from "../../../api/session.tsx";
import { useErrorText } from "../../../components/error-text.ts";
import { Section } from "../../../components/section.tsx";
import { useFormat } from "../../../i18n/format.ts";
import { useFamilyName } from "../family-name.ts";
import { runConnectionTest, type Step, StepFailure, steps } from "./run.ts";

type StepState =
  | { readonly status: "waiting" | "running" | "failed" }
  | { readonly status: "done"; readonly ms: number };
type States = Partial<Record<Step, StepState>>;

/** Logs a throw-away user in over the real addresses, and says what fails. */
export function ConnectionTest({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const params = useAppParams();
  const nameOf = useFamilyName();
  const [family, setFamily] = useState<ClientAddresses["family"]>("web");
  const [states, setStates] = useState<States>();
  const [failure, setFailure] = useState<unknown>();
  const [isRunning, setIsRunning] = useState(false);
  const addresses = overview.families.find((item) => item.family === family);
  const rest = addresses?.rest[0];
  const websocket = addresses?.websocket[0];

  const run = async (): Promise<void> => {
    if (rest === undefined || websocket === undefined) return;
    const set = (step: Step, state: StepState): void => setStates((before) => ({ ...before, [step]: state }));
    let current: Step = "user";
    setStates({});
    setFailure(undefined);
    setIsRunning(true);
    try {
      await runConnectionTest({ appKey: overview.appKey, rest, websocket }, () => call("createTestUser", { params }), {
        begin: (step) => {
          current = step;
          set(step, { status: "running" });
        },
        end: (step, ms) => set(step, { status: "done", ms }),
      });
    } catch (error) {
      set(current, { status: "failed" });
      setFailure(error);
    } finally {
      setIsRunning(false);
    }
  };

  return (
    <Section title={t("test.title")} hint={t("test.hint")}>
      <div className="stack">
        <div className="row-actions test-bar">
          <Segmented<ClientAddresses["family"]>
            aria-label={t("test.family")}
            value={family}
            disabled={isRunning}
            onChange={setFamily}
            options={overview.families.map((item) => ({
              value: item.family,
              label: nameOf(item.family),
            }))}
          />
          <Button type="primary" loading={isRunning} disabled={websocket === undefined} onClick={() => void run()}>
            {t("test.run")}
          </Button>
        </div>
        {states !== undefined && <StepList states={states} target={{ rest, websocket }} />}
        <div role="status" aria-live="polite">
          {failure !== undefined && <Failure failure={failure} />}
          {states?.message?.status === "done" && <Alert type="success" showIcon title={t("test.success")} />}
        </div>
      </div>
    </Section>
  );
}

function StepList({
  states,
  target,
}: {
  states: States;
  target: { rest: string | undefined; websocket: string | undefined };
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const note: Partial<Record<Step, string | undefined>> = { rest: target.rest, socket: target.websocket };
  return (
    <ol className="test-steps">
      {steps.map((step) => {
        const state = states[step] ?? { status: "waiting" };
        return (
          <li key={step} className={`test-${state.status}`}>
            <StepIcon status={state.status} />
            <span>
              {t(`test.step.${step}`)} {note[step] !== undefined && <code className="quiet break">{note[step]}</code>}
            </span>
            <span className="quiet small nums">
              {state.status === "done"
                ? t("test.ms", { ms: format.number(Math.round(state.ms)) })
                : t(`test.status.${state.status}`)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function StepIcon({ status }: { status: StepState["status"] }) {
  switch (status) {
    case "done":
      return <CheckCircleFilled aria-hidden="true" />;
    case "failed":
      return <CloseCircleFilled aria-hidden="true" />;
    case "running":
      return <LoadingOutlined aria-hidden="true" />;
    case "waiting":
      return <MinusCircleOutlined aria-hidden="true" />;
    default:
      return status satisfies never;
  }
}

function Failure({ failure }: { failure: unknown }) {
  const { t } = useTranslation();
  const textOf = useErrorText();
  if (!(failure instanceof StepFailure)) return <Alert type="error" showIcon title={textOf(failure)} />;
  return (
    <Alert
      type="error"
      showIcon
      title={t(`test.failure.${failure.reason}.title`)}
      description={
        <>
          <p>{t(`test.failure.${failure.reason}.hint`)}</p>
          {failure.message !== "" && <code className="break">{failure.message}</code>}
        </>
      }
    />
  );
}

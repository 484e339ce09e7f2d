import type { CrashReport } from "./crash.ts";
import type { Verdict } from "./ledger.ts";

export function isClean({ official, resending, incidents }: CrashReport): boolean {
  return incidents.length === 0 && [official, resending].every(isInOrder);
}

const isInOrder = ({ lost, duplicated, outOfOrder, misidentified }: Verdict): boolean =>
  lost + duplicated + outOfOrder + misidentified === 0;

export function toLines(report: CrashReport, options: { seed: number; rounds: number }): string[] {
  const { official, resending, incidents, kills } = report;
  return [
    `crash test: seed ${options.seed}, ${options.rounds} rounds, ${kills} times SIGKILL`,
    `official clients:  ${line(official)}`,
    `resending clients: ${line(resending)}`,
    ...[...official.examples, ...resending.examples, ...incidents].map((text) => `  ! ${text}`),
  ];
}

const line = ({ sent, acknowledged, lost, duplicated, outOfOrder, misidentified }: Verdict): string =>
  `${sent} sent, ${acknowledged} acknowledged, ${lost} lost, ${duplicated} duplicated, ${outOfOrder} out of order` +
  (misidentified > 0 ? `, ${misidentified} misidentified` : "");

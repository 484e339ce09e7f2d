/** Small-scale timing: processor time of this thread, and the best quarter of its rounds, for machines that are busy. */

const ROUNDS = 15;
const ROUND_MS = 40;

/** Nanoseconds of processor time for one call. */
export function nanosecondsPerCall(call: () => unknown): number {
  const perRound = calibrate(call);
  const rounds = Array.from({ length: ROUNDS }, () => time(call, perRound));
  rounds.sort((a, b) => a - b);
  return rounds[ROUNDS >> 2] as number;
}

/** Takes every result, so that no call is optimised away. */
let sink: unknown;

function time(call: () => unknown, count: number): number {
  const begin = process.threadCpuUsage();
  for (let i = 0; i < count; i++) sink = call();
  const { user, system } = process.threadCpuUsage(begin);
  return ((user + system) * 1000) / count;
}

/** How many calls fill a round; also the warm-up. */
function calibrate(call: () => unknown): number {
  let count = 16;
  while (time(call, count) * count < ROUND_MS * 1e6) count *= 2;
  return sink === calibrate ? 1 : count;
}

export function printTable(title: string, rows: ReadonlyArray<Readonly<Record<string, string>>>): void {
  const columns = Object.keys(rows[0] ?? {});
  const width = (name: string) => Math.max(name.length, ...rows.map((row) => (row[name] ?? "").length));
  const line = (cells: (name: string) => string) =>
    `| ${columns.map((name) => cells(name).padEnd(width(name))).join(" | ")} |`;
  console.log(`\n${title}\n`);
  console.log(line((name) => name));
  console.log(line((name) => "-".repeat(width(name))));
  for (const row of rows) console.log(line((name) => row[name] ?? ""));
}

export const micros = (ns: number): string => `${(ns / 1000).toFixed(ns < 10_000 ? 2 : 1)} µs`;

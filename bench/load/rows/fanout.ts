/** What the rows of groups and rooms have in common: a crowd at our server and at a bare one. */
import type { Crowd, FanoutResult, Job, Paced, Rate } from "../jobs.ts";
import type { Account } from "../ledger.ts";
import { generate, startBroadcaster, startServer } from "../processes.ts";
import { type Stored, storedIn } from "../stored.ts";
import { type Line, ms, type Setting, times, whole } from "./row.ts";

export interface FanoutPlan {
  readonly place: "group" | "room";
  readonly crowd: Crowd;
  readonly rate: Rate;
  readonly timing: Extract<Job, { kind: "fanout" }>["timing"];
}

/** A generator that is busier than this may be what limits the rate. */
const BUSY = 0.95;

export async function measureBroadcast({ machine }: Setting, plan: FanoutPlan): Promise<FanoutResult> {
  const target = await startBroadcaster(machine);
  try {
    return await generate(machine, { kind: "broadcast", target: target.ready, ...plan });
  } finally {
    await target.stop();
  }
}

export interface FanoutRun {
  readonly ours: FanoutResult;
  readonly account: Account;
  readonly stored: Stored | undefined;
}

export async function measureFanoutRun(
  { machine, server: program }: Setting,
  plan: FanoutPlan,
  { profile }: { profile: boolean },
): Promise<FanoutRun> {
  const server = await startServer(machine, program, { inspect: profile });
  try {
    const inspector = profile ? server.inspector : undefined;
    const { account, ...ours } = await generate(machine, { kind: "fanout", server: server.ready, inspector, ...plan });
    let stored: Stored | undefined;
    await server.stop((directory) => {
      stored = storedIn(directory);
    });
    return { ours, account, stored };
  } finally {
    await server.stop();
  }
}

export function costLine(baseline: Paced["usage"], ours: Paced["usage"]): Line {
  return {
    what: "server CPU time for one delivery, all threads",
    baseline: `${baseline.serverMicrosEach.toFixed(1)} µs`,
    ours: `${ours.serverMicrosEach.toFixed(1)} µs`,
    ratio: times(ours.serverMicrosEach / baseline.serverMicrosEach),
    aim: "",
    isMet: undefined,
  };
}

export const latencyText = ({ latency }: Paced): string => `${ms(latency.p50Ms)} / ${ms(latency.p99Ms)}`;

export function notesOf(name: string, { paced, frameBytes, sweep = [] }: FanoutResult): string[] {
  const { usage, lateness } = paced;
  const tried = sweep.map(({ window, perSecond }) => `${window}: ${whole(perSecond)}`).join(", ");
  return [
    `${name} paced: ${whole(paced.deliveredPerSecond)} deliveries/s of ${paced.perSecond.toFixed(1)} messages/s; sent p50 / p99 ` +
      `${ms(lateness.p50Ms)} / ${ms(lateness.p99Ms)} after due (counted); server ${usage.serverCores.toFixed(2)} cores, generator ` +
      `${usage.generatorCores.toFixed(2)}; frames sent of ${frameBytes} bytes${tried === "" ? "" : `; windows ${tried}`}`,
    ...[usage, ...(sweep.length > 0 ? sweep.map((tried) => tried.usage) : [])]
      .filter(({ generatorCores, serverCores }) => generatorCores > BUSY && generatorCores > serverCores)
      .slice(0, 1)
      .map(() => `${name}: DOUBTFUL, the generator was busier than the server and may be the limit`),
  ];
}

export const accountNote = ({ acked, delivered, refused }: Account): string =>
  `accounts: ${whole(acked)} acknowledged, ${whole(delivered)} delivered, ${refused} refused`;

import type { EchoTarget, Saturation, ThroughputResult } from "../jobs.ts";
import { faultsOf } from "../ledger.ts";
import { median } from "../meters.ts";
import { generate, startEcho, startServer } from "../processes.ts";
import { ms, percent, type Row, type Setting, times, whole } from "./row.ts";

const AIM_SHARE = 0.25;
const AIM_P99_MS = 25;
/** A generator that is busier than this may be what limits the rate. */
const BUSY = 0.95;
/** At saturation a server that has less of its core is waiting for something else. */
const STARVED = 0.85;

/** Durable one-to-one messages against the round trips of a bare echo with the same frames on the same cores. */
export async function measureDurable(setting: Setting): Promise<Row> {
  const { echo, ours, account } = await measureBoth(setting);
  const shares = ours.rounds.map(({ perSecond }, round) => perSecond / (echo.rounds[round] as Saturation).perSecond);
  const share = median(shares);
  const latency = (result: ThroughputResult) => `${ms(result.paced.latency.p50Ms)} / ${ms(result.paced.latency.p99Ms)}`;
  return {
    lines: [
      {
        what: `durable one-to-one, messages/s, ${setting.scale.pairs} pairs${setting.scale.bothWays ? " both ways" : ""}`,
        baseline: `${whole(echo.best.perSecond)} echoes/s`,
        ours: whole(ours.best.perSecond),
        ratio: percent(share),
        aim: "≥ 25 %",
        isMet: share >= AIM_SHARE,
      },
      {
        what: "server CPU time for one of them, all threads",
        baseline: `${echo.best.usage.serverMicrosEach.toFixed(1)} µs`,
        ours: `${ours.best.usage.serverMicrosEach.toFixed(1)} µs`,
        ratio: times(ours.best.usage.serverMicrosEach / echo.best.usage.serverMicrosEach),
        aim: "",
        isMet: undefined,
      },
      {
        what: `send-to-deliver p50 / p99 at ${whole(ours.paced.perSecond)} messages/s`,
        baseline: `${latency(echo)} at ${whole(echo.paced.perSecond)}/s`,
        ours: latency(ours),
        ratio: "",
        aim: `p99 < ${AIM_P99_MS} ms`,
        isMet: ours.paced.latency.p99Ms < AIM_P99_MS,
      },
    ],
    notes: [
      ...notesOf("echo", echo),
      ...notesOf("ours", ours),
      `shares of the rounds: ${shares.map(percent).join(", ")}; the median counts`,
      `accounts: ${whole(account.acked)} acknowledged, ${whole(account.delivered)} delivered, ${account.refused} refused, ` +
        `${account.lost} lost, ${account.duplicated} duplicated, ${account.disordered} out of order`,
    ],
    faults: faultsOf(account),
    details: { echo, ours, account },
  };
}

/** Both servers are there all the time: the one whose turn it is not does nothing. */
async function measureBoth(setting: Setting) {
  const target = await startEcho(setting.machine);
  try {
    const { echo, ...rest } = await measureDurableRun(setting, { echo: target.ready });
    return { ...rest, echo: echo as ThroughputResult };
  } finally {
    await target.stop();
  }
}

export async function measureDurableRun(
  { machine, server: program, scale }: Setting,
  { profile = false, echo }: { profile?: boolean; echo?: EchoTarget },
) {
  const server = await startServer(machine, program, { inspect: profile });
  try {
    return await generate(machine, {
      kind: "durable",
      server: server.ready,
      echo,
      pairs: scale.pairs,
      bothWays: scale.bothWays,
      windows: scale.windows,
      timing: scale.timing,
      inspector: profile ? server.inspector : undefined,
    });
  } finally {
    await server.stop();
  }
}

function notesOf(name: string, { sweep, rounds, best, paced, frameBytes }: ThroughputResult): string[] {
  const each = (item: Saturation) => `${item.window}: ${whole(item.perSecond)}`;
  const { usage } = best;
  const rates = rounds.map(({ perSecond }) => whole(perSecond)).join(", ");
  const notes = [
    `${name}: window ${best.window} of ${sweep.map(each).join(", ")}; rounds ${rates}; frames of ${frameBytes} bytes; server ` +
      `${usage.serverCores.toFixed(2)} cores (${usage.serverMicrosEach.toFixed(1)} µs each), generator ` +
      `${usage.generatorCores.toFixed(2)} cores, its loop ${ms(usage.generatorLagP99Ms)} late (p99)`,
    `${name} paced: ${whole(paced.deliveredPerSecond)}/s arrived of ${whole(paced.perSecond)}/s due; sent p50 / p99 ` +
      `${ms(paced.lateness.p50Ms)} / ${ms(paced.lateness.p99Ms)} after due (counted); max ${ms(paced.latency.maxMs)}`,
  ];
  if (usage.generatorCores > BUSY && usage.generatorCores > usage.serverCores) {
    notes.push(`${name}: DOUBTFUL, the generator was busier than the server and may be the limit`);
  }
  if (usage.serverCores < STARVED && usage.generatorCores < BUSY) {
    notes.push(
      `${name}: DOUBTFUL, the server had only ${usage.serverCores.toFixed(2)} of a core: is the machine in use?`,
    );
  }
  return notes;
}

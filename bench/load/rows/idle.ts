import type { IdleResult } from "../jobs.ts";
import { generate, startEcho, startServer } from "../processes.ts";
import { kilobytes, megabytes, type Row, type Setting, times, whole } from "./row.ts";

const AIM = 1.5;

/** Memory of idle connections: logged in and heart-beating ones against bare ones with the same heartbeats. */
export async function measureIdleRow(setting: Setting): Promise<Row> {
  const bare = await measureBare(setting);
  const ours = await measureOurs(setting);
  const line = (what: string, pick: (result: IdleResult) => number) => {
    const ratio = pick(ours) / pick(bare);
    return {
      what,
      baseline: kilobytes(pick(bare)),
      ours: kilobytes(pick(ours)),
      ratio: times(ratio),
      aim: `≤ ${AIM} ×`,
      isMet: ratio <= AIM,
    };
  };
  const count = whole(ours.connections);
  return {
    lines: [
      line(`idle connection, RSS above the empty server, ${count} of them`, (result) => result.bytesEach),
      {
        ...line("the same, objects and buffers held for one", (result) => result.liveBytesEach),
        aim: "",
        isMet: undefined,
      },
    ],
    notes: [
      `after a forced collection; without: bare ${kilobytes(bare.bytesEachUncollected)}, ours ${kilobytes(ours.bytesEachUncollected)}`,
      `empty servers ${megabytes(bare.emptyBytes)} and ${megabytes(ours.emptyBytes)}; ${whole(ours.heartbeats)} heartbeats`,
    ],
    faults: [],
    details: { bare, ours },
  };
}

async function measureBare({ machine, scale }: Setting): Promise<IdleResult> {
  const target = await startEcho(machine, { inspect: true });
  try {
    const { ready, inspector } = target;
    return await generate(machine, { kind: "idle", target: ready, server: undefined, inspector, ...scale.idle });
  } finally {
    await target.stop();
  }
}

async function measureOurs({ machine, server: program, scale }: Setting): Promise<IdleResult> {
  const server = await startServer(machine, program, { inspect: true });
  try {
    const { ready, inspector } = server;
    return await generate(machine, { kind: "idle", target: ready, server: ready, inspector, ...scale.idle });
  } finally {
    await server.stop();
  }
}

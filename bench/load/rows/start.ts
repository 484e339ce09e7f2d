import { setTimeout as wait } from "node:timers/promises";
import { type Memory, median, memoryOf } from "../meters.ts";
import { type Running, startEcho, startServer } from "../processes.ts";
import { megabytes, type Row, type Setting, seconds, times } from "./row.ts";

const AIM_SECONDS = 1.5;
const AIM_BYTES = 150e6;

interface Start extends Memory {
  readonly readySeconds: number;
}

/** From nothing to ready on an empty directory, and the memory a second later. */
export async function measureStart({ machine, server, scale }: Setting): Promise<Row> {
  const bare = await measure(scale.starts, () => startEcho(machine));
  const ours = await measure(scale.starts, () => startServer(machine, server));
  return {
    lines: [
      {
        what: `start on an empty directory until ready, median of ${scale.starts}`,
        baseline: seconds(bare.median.readySeconds),
        ours: seconds(ours.median.readySeconds),
        ratio: times(ours.median.readySeconds / bare.median.readySeconds),
        aim: `≤ ${AIM_SECONDS} s`,
        isMet: ours.median.readySeconds <= AIM_SECONDS,
      },
      {
        what: "RSS a second after it is ready",
        baseline: megabytes(bare.median.rssBytes),
        ours: megabytes(ours.median.rssBytes),
        ratio: times(ours.median.rssBytes / bare.median.rssBytes),
        aim: "≤ 150 MB",
        isMet: ours.median.rssBytes <= AIM_BYTES,
      },
    ],
    notes: [`peak RSS until then: bare ${megabytes(bare.median.peakBytes)}, ours ${megabytes(ours.median.peakBytes)}`],
    faults: [],
    details: { bare, ours },
  };
}

async function measure(count: number, start: () => Promise<Running<unknown>>) {
  const runs: Start[] = [];
  for (let i = 0; i < count; i++) {
    const running = await start();
    await wait(1000);
    runs.push({ readySeconds: running.readySeconds, ...memoryOf(running.pid) });
    await running.stop();
  }
  const middle = (pick: (run: Start) => number) => median(runs.map(pick));
  return {
    runs,
    median: {
      readySeconds: middle((run) => run.readySeconds),
      rssBytes: middle((run) => run.rssBytes),
      peakBytes: middle((run) => run.peakBytes),
    },
  };
}

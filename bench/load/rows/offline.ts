import type { OfflineResult } from "../jobs.ts";
import { faultsOf } from "../ledger.ts";
import { generate, startServer } from "../processes.ts";
import { type Row, type Setting, times, whole } from "./row.ts";

/** Messages to users who are away, and how fast they have them when they come back. */
export async function measureOffline(setting: Setting): Promise<Row> {
  const result = await measureOfflineRun(setting);
  const { account, sendUsage, pullUsage } = result;
  const ratio = result.pulledPerSecond / result.sentPerSecond;
  return {
    lines: [
      {
        what: `offline, messages/s: ${whole(result.sent)} sent, pulled by ${whole(setting.scale.offline.receivers)} clients`,
        baseline: `${whole(result.sentPerSecond)} sent/s`,
        ours: `${whole(result.pulledPerSecond)} pulled/s`,
        ratio: times(ratio),
        aim: "≥ the send rate",
        isMet: ratio >= 1,
      },
    ],
    notes: [
      `with connecting and logging in: ${whole(result.pulledPerSecondWithLogin)} pulled/s`,
      `sending: server ${sendUsage.serverCores.toFixed(2)} cores, ${sendUsage.serverMicrosEach.toFixed(1)} µs each; pulling: ` +
        `${pullUsage.serverCores.toFixed(2)} cores, ${pullUsage.serverMicrosEach.toFixed(1)} µs each, generator ` +
        `${pullUsage.generatorCores.toFixed(2)} cores`,
      `accounts: ${whole(account.acked)} acknowledged, ${whole(account.delivered)} delivered, ${account.refused} refused`,
    ],
    faults: faultsOf(account),
    details: result,
  };
}

export async function measureOfflineRun(
  { machine, server: program, scale }: Setting,
  { profile } = { profile: false },
): Promise<OfflineResult> {
  const server = await startServer(machine, program, { inspect: profile });
  try {
    const inspector = profile ? server.inspector : undefined;
    return await generate(machine, { kind: "offline", server: server.ready, inspector, ...scale.offline });
  } finally {
    await server.stop();
  }
}

import type { LoginResult } from "../jobs.ts";
import { faultsOf } from "../ledger.ts";
import { median } from "../meters.ts";
import { generate, startServer } from "../processes.ts";
import { ms, type Row, type Setting, times, whole } from "./row.ts";

/** What the groups that somebody is in cost when he logs in, against somebody who is in none. */
export async function measureLoginRow(setting: Setting): Promise<Row> {
  const result = await measureLoginsRun(setting);
  const count = whole(setting.scale.logins.groups);
  const line = (what: string, baseline: readonly number[], ours: readonly number[]) => ({
    what,
    baseline: `${ms(median(baseline))} with none`,
    ours: ms(median(ours)),
    ratio: times(median(ours) / median(baseline)),
    aim: "",
    isMet: undefined,
  });
  const spread = (times: readonly number[]) => `${ms(Math.min(...times))} to ${ms(Math.max(...times))}`;
  return {
    lines: [
      line(`login until ready, ${count} groups joined`, result.alone, result.joined),
      line("the same, a message unread in each group, until the last", result.alone, result.behind),
      line("list of the groups over REST, one page", result.listAlone, result.listJoined),
    ],
    notes: [
      `logins: medians of ${result.alone.length} each; none ${spread(result.alone)}, joined ${spread(result.joined)}, unread ` +
        `${spread(result.behind)}; connecting, PROVISION and UNREAD, as the official client does, one after the other`,
    ],
    faults: faultsOf(result.account),
    details: result,
  };
}

export async function measureLoginsRun(
  { machine, server: program, scale }: Setting,
  { profile } = { profile: false },
): Promise<LoginResult> {
  const server = await startServer(machine, program, { inspect: profile });
  try {
    const inspector = profile ? server.inspector : undefined;
    return await generate(machine, { kind: "logins", server: server.ready, inspector, ...scale.logins });
  } finally {
    await server.stop();
  }
}

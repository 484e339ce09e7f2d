/** `npm run bench`: runs the rows one after the other and prints baseline, ours and their ratio. */
import { join } from "node:path";
import { measureSdk } from "../sdk/row.ts";
import type { Usage } from "./meters.ts";
import { type Options, type RowName, readOptions, usage } from "./options.ts";
import { findMachine, type Machine } from "./processes.ts";
import { showProfile, type ThreadCosts } from "./profile.ts";
import { conditions, keep, show } from "./report.ts";
import { measureDurable, measureDurableRun } from "./rows/durable.ts";
import { measureGroup, measureGroupRun } from "./rows/group.ts";
import { measureIdleRow } from "./rows/idle.ts";
import { measureLoginRow, measureLoginsRun } from "./rows/logins.ts";
import { measureOffline, measureOfflineRun } from "./rows/offline.ts";
import { measureRoom, measureRoomRun } from "./rows/room.ts";
import { type Row, type Setting, whole } from "./rows/row.ts";
import { measureStart } from "./rows/start.ts";

/** What is shipped, and what `npm start` runs: `npm run build` makes it. */
const program = join(import.meta.dirname, "..", "..", "packages", "server", "dist", "main.js");

const measures: Record<RowName, (setting: Setting) => Promise<Row>> = {
  durable: measureDurable,
  offline: measureOffline,
  group: measureGroup,
  room: measureRoom,
  logins: measureLoginRow,
  idle: measureIdleRow,
  start: measureStart,
  sdk: measureSdk,
};

async function bench(options: Options, machine: Machine): Promise<boolean> {
  const setting: Setting = { machine, server: options.server, scale: options.scale };
  const rows: Row[] = [];
  const details: Record<string, object> = {};
  for (const name of options.rows) {
    process.stderr.write(`measuring ${name} …\n`);
    const row = await measures[name](setting);
    rows.push(row);
    details[name] = row.details;
  }
  const under = conditions(machine, options);
  process.stdout.write(`\n${show(rows, under)}\n\n`);
  // A smoke run says that the bench works, not how fast anything is.
  if (!options.quick) {
    const result = { conditions: under, lines: rows.flatMap((row) => row.lines), details };
    const name = options.record ?? String(under.date).replaceAll(":", "-").replace(/\..*/, "");
    process.stdout.write(`kept in ${keep(result, name)}\n`);
  }
  return rows.every((row) => row.faults.length === 0);
}

async function profile(options: Options, machine: Machine): Promise<void> {
  const setting: Setting = { machine, server: options.server, scale: options.scale };
  const print = (title: string, threads: readonly ThreadCosts[] | undefined) =>
    process.stdout.write(`${title}\n\n${showProfile(threads ?? [])}\n\n`);
  const each = (perSecond: number, usage: Usage) =>
    `${whole(perSecond)} messages/s under the profiler, ${usage.serverMicrosEach.toFixed(1)} µs of server each`;

  if (options.rows.includes("durable")) {
    const { best, profile } = (await measureDurableRun(setting, { profile: true })).ours;
    print(`durable, window ${best.window}: ${each(best.perSecond, best.usage)}`, profile);
  }
  if (options.rows.includes("offline")) {
    const result = await measureOfflineRun(setting, { profile: true });
    print(`offline, sending: ${each(result.sentPerSecond, result.sendUsage)}`, result.sendProfile);
    print(`offline, pulling: ${each(result.pulledPerSecond, result.pullUsage)}`, result.pullProfile);
  }
  for (const [name, measureRun] of [
    ["group", measureGroupRun],
    ["room", measureRoomRun],
  ] as const) {
    if (!options.rows.includes(name)) continue;
    const { best, paced, profile } = (await measureRun(setting, { profile: true })).ours;
    print(`${name}, deliveries: ${each(best?.perSecond ?? paced.deliveredPerSecond, (best ?? paced).usage)}`, profile);
  }
  if (options.rows.includes("logins")) {
    print("logins, all kinds in turn", (await measureLoginsRun(setting, { profile: true })).profile);
  }
}

const options = readOptions(process.argv.slice(2), program);
if (options === "help") process.stdout.write(usage);
else {
  const machine = await findMachine();
  if (options.profile) await profile(options, machine);
  else if (!(await bench(options, machine))) process.exitCode = 1;
  // The clients of the `sdk` row run in this process, and one of them has timers that nobody can stop.
  process.stdout.write("", () => process.exit());
}

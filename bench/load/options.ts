/** What a run measures and for how long. */
import { parseArgs } from "node:util";
import type { Crowd, Timing } from "./jobs.ts";

const rowNames = ["durable", "offline", "group", "room", "logins", "idle", "start", "sdk"] as const;
export type RowName = (typeof rowNames)[number];

export interface Options {
  readonly rows: readonly RowName[];
  readonly quick: boolean;
  /** Runs the server under the CPU profiler and prints where the time went; not of all rows. */
  readonly profile: boolean;
  /** Keeps the result under this name instead of the date: the recorded result of a release. */
  readonly record: string | undefined;
  /** The program that is measured; it takes the server's command line and prints its ready line. */
  readonly server: string;
  readonly scale: Scale;
}

export interface Scale {
  readonly pairs: number;
  readonly bothWays: boolean;
  readonly windows: readonly number[];
  readonly timing: Timing;
  readonly offline: { readonly messages: number; readonly receivers: number; readonly senders: number };
  readonly group: { readonly crowd: Crowd; readonly windows: readonly number[] };
  readonly room: { readonly crowd: Crowd; readonly perSecond: number };
  readonly logins: { readonly groups: number; readonly rounds: number };
  readonly idle: {
    readonly connections: number;
    readonly heartbeatSeconds: number;
    readonly settleSeconds: number;
  };
  readonly starts: number;
  readonly sdk: { readonly messages: number; readonly rounds: number };
}

const full: Scale = {
  pairs: 500,
  bothWays: false,
  windows: [1, 2, 4, 8, 16, 32, 64],
  timing: { warmUpMessages: 200_000, warmUpSeconds: 1, sweepSeconds: 2, saturationSeconds: 18, pacedSeconds: 15 },
  offline: { messages: 100_000, receivers: 1000, senders: 500 },
  group: { crowd: { members: 500, online: 250, senders: 10 }, windows: [1, 2, 4, 8] },
  room: { crowd: { members: 2000, online: 2000, senders: 50 }, perSecond: 20 },
  logins: { groups: 500, rounds: 15 },
  idle: { connections: 8000, heartbeatSeconds: 15, settleSeconds: 20 },
  starts: 5,
  sdk: { messages: 10_000, rounds: 8 },
};

const quick: Scale = {
  pairs: 100,
  bothWays: false,
  windows: [8],
  timing: { warmUpMessages: 2000, warmUpSeconds: 0.1, sweepSeconds: 0.3, saturationSeconds: 2, pacedSeconds: 2 },
  offline: { messages: 10_000, receivers: 100, senders: 50 },
  group: { crowd: { members: 50, online: 25, senders: 5 }, windows: [2] },
  room: { crowd: { members: 100, online: 100, senders: 10 }, perSecond: 20 },
  logins: { groups: 50, rounds: 3 },
  idle: { connections: 400, heartbeatSeconds: 1, settleSeconds: 3 },
  starts: 3,
  sdk: { messages: 500, rounds: 2 },
};

export const usage = `Usage: npm run bench -- [row ...] [options]

Rows: ${rowNames.join(", ")} (default: all)

  --quick            a smoke run of half a minute, not kept
  --profile          durable, offline, group, room and logins only: where the server's time went
  --window K         messages each sender keeps on their way, instead of a sweep
  --pairs N          pairs of users in the durable row
  --seconds S        length of the saturated and of the paced measurement
  --both-ways        both users of a pair send
  --record NAME      keep the result as bench/results/NAME.json
  --server FILE      measure another program with the same command line
`;

/** @throws TypeError or RangeError with a sentence about the argument that is wrong. */
export function readOptions(args: readonly string[], defaultServer: string): Options | "help" {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean" },
      profile: { type: "boolean" },
      "both-ways": { type: "boolean" },
      window: { type: "string" },
      pairs: { type: "string" },
      seconds: { type: "string" },
      record: { type: "string" },
      server: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return "help";
  const rows = positionals.map(rowNamed);
  const base = values.quick === true ? quick : full;
  const window = number("--window", values.window);
  const seconds = number("--seconds", values.seconds);
  return {
    rows: rows.length > 0 ? rows : values.profile === true ? ["durable"] : rowNames,
    quick: values.quick ?? false,
    profile: values.profile ?? false,
    record: values.record,
    server: values.server ?? defaultServer,
    scale: {
      ...base,
      pairs: number("--pairs", values.pairs) ?? base.pairs,
      bothWays: values["both-ways"] ?? false,
      windows: window === undefined ? base.windows : [window],
      group: { ...base.group, windows: window === undefined ? base.group.windows : [window] },
      timing: {
        ...base.timing,
        ...(seconds !== undefined && { saturationSeconds: seconds, pacedSeconds: seconds }),
      },
    },
  };
}

function rowNamed(text: string): RowName {
  const name = rowNames.find((row) => row === text);
  if (name === undefined) throw new RangeError(`"${text}" is not a row: ${rowNames.join(", ")}`);
  return name;
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError(`${option} takes a whole number above 0, not "${text}"`);
  return Number(text);
}

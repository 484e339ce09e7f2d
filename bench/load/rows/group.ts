import type { FanoutResult } from "../jobs.ts";
import { faultsOf } from "../ledger.ts";
import {
  accountNote,
  costLine,
  type FanoutPlan,
  type FanoutRun,
  latencyText,
  measureBroadcast,
  measureFanoutRun,
  notesOf,
} from "./fanout.ts";
import { percent, type Row, type Setting, times, whole } from "./row.ts";

/** Messages to a group of which half is online, stored once and acknowledged by everybody who gets them. */
export async function measureGroup(setting: Setting): Promise<Row> {
  const bare = await measureBroadcast(setting, planOf(setting));
  const run = await measureGroupRun(setting);
  const { ours, account, stored } = run;
  const { members, online } = setting.scale.group.crowd;
  const [bareRate, ourRate] = [rateOf(bare), rateOf(ours)];
  return {
    lines: [
      {
        what: `group of ${whole(members)}, ${whole(online)} online, deliveries/s`,
        baseline: `${whole(bareRate.perSecond)} by bare ws`,
        ours: whole(ourRate.perSecond),
        ratio: percent(ourRate.perSecond / bareRate.perSecond),
        aim: "",
        isMet: undefined,
      },
      costLine(bareRate.usage, ourRate.usage),
      {
        what: `send-to-deliver p50 / p99 at ${whole(ours.paced.deliveredPerSecond)} deliveries/s`,
        baseline: `${latencyText(bare.paced)} at ${whole(bare.paced.deliveredPerSecond)}/s`,
        ours: latencyText(ours.paced),
        ratio: "",
        aim: "",
        isMet: undefined,
      },
      ...storedLines(run),
    ],
    notes: [...notesOf("bare", bare), ...notesOf("ours", ours), accountNote(account)],
    faults: [...faultsOf(account), ...rowFaults(run)],
    details: { bare, ours, account, stored },
  };
}

export function measureGroupRun(setting: Setting, { profile } = { profile: false }): Promise<FanoutRun> {
  return measureFanoutRun(setting, planOf(setting), { profile });
}

function planOf({ scale }: Setting): FanoutPlan {
  const { crowd, windows } = scale.group;
  return { place: "group", crowd, rate: { windows }, timing: scale.timing };
}

function rateOf({ best }: FanoutResult) {
  if (best === undefined) throw new Error("a group is measured with windows");
  return best;
}

function storedLines({ ours, account, stored }: FanoutRun): Row["lines"] {
  if (stored === undefined) return [];
  const each = stored.bytes / account.acked;
  return [
    {
      what: "stored for one message, whatever the number of members",
      baseline: `${ours.frameBytes} bytes sent`,
      ours: `${whole(each)} bytes, ${(stored.rows / account.acked).toFixed(2)} rows`,
      ratio: times(each / ours.frameBytes),
      aim: "1 row",
      isMet: stored.rows === account.acked,
    },
  ];
}

function rowFaults({ account, stored }: FanoutRun): string[] {
  if (stored === undefined || stored.rows === account.acked) return [];
  return [`${stored.rows} stored rows for ${account.acked} acknowledged messages`];
}

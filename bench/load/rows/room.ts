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
import { percent, type Row, type Setting, whole } from "./row.ts";

/** Before the first message of a room counts: nothing else has compiled what the server does for it. */
const WARM_UP_SECONDS = 5;

/** Messages to a chat room at a steady rate, with everybody in it online. */
export async function measureRoom(setting: Setting): Promise<Row> {
  const bare = await measureBroadcast(setting, planOf(setting));
  const { ours, account } = await measureRoomRun(setting);
  const { crowd, perSecond } = setting.scale.room;
  return {
    lines: [
      {
        what: `room of ${whole(crowd.online)} at ${perSecond} messages/s, deliveries/s`,
        baseline: `${whole(bare.paced.deliveredPerSecond)} by bare ws`,
        ours: whole(ours.paced.deliveredPerSecond),
        ratio: percent(ours.paced.deliveredPerSecond / bare.paced.deliveredPerSecond),
        aim: "",
        isMet: undefined,
      },
      {
        what: "send-to-deliver p50 / p99",
        baseline: latencyText(bare.paced),
        ours: latencyText(ours.paced),
        ratio: "",
        aim: "",
        isMet: undefined,
      },
      costLine(bare.paced.usage, ours.paced.usage),
    ],
    notes: [...notesOf("bare", bare), ...notesOf("ours", ours), accountNote(account)],
    faults: faultsOf(account),
    details: { bare, ours, account },
  };
}

export function measureRoomRun(setting: Setting, { profile } = { profile: false }): Promise<FanoutRun> {
  return measureFanoutRun(setting, planOf(setting), { profile });
}

function planOf({ scale }: Setting): FanoutPlan {
  const { crowd, perSecond } = scale.room;
  const timing = { ...scale.timing, warmUpSeconds: Math.min(WARM_UP_SECONDS, scale.timing.pacedSeconds) };
  return { place: "room", crowd, rate: { perSecond }, timing };
}

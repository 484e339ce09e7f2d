import { ackRefusals } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Timelines } from "../../timeline/index.ts";
import { answerTo } from "./answer.ts";
import { findMessage, type Message, refuseUnlessResent } from "./originals.ts";
import type { Placed } from "./placed.ts";
import { type Refused, refuse, wrongParameter } from "./refusal.ts";
import { draftOf, type Uplink } from "./uplink.ts";

/**
 * Takes a message back: it disappears from history and from what devices still have to receive, and everybody who may
 * have received it is told.
 */
export async function recall(
  deps: { timelines: Timelines; clock: Clock },
  uplink: Uplink,
  { isModerator }: { isModerator: boolean },
): Promise<Placed> {
  const { timelines, clock } = deps;
  const original = await findMessage(timelines, uplink, { id: uplink.body.ackMessageId });
  const refusal = whyNot(uplink, original, { now: clock.now(), isModerator });
  if (refusal !== undefined) return { ack: refuseUnlessResent(timelines, uplink, { kind: "recall", refusal }) };
  // `whyNot` refuses when there is none.
  const { id, audience, audienceResource } = original as Message;
  const draft = { ...draftOf(uplink, "recall"), ref: id, audience, audienceResource };
  return { ack: timelines.append({ ...draft, effect: { type: "remove", id } }).then(answerTo) };
}

function whyNot(
  { sender }: Uplink,
  original: Message | undefined,
  { now, isModerator }: { now: number; isModerator: boolean },
): Refused | undefined {
  const { device, settings } = sender;
  if (settings.recallWindowMs <= 0) return refuse(ackRefusals.RECALL_DISABLED);
  if (original === undefined) return refuse(ackRefusals.EDIT_MESSAGE_NOT_FOUND);
  if (original.sender !== device.user && !isModerator) return refuse(ackRefusals.EDIT_FORBIDDEN);
  if (original.kind === "cmd") return wrongParameter("a command message cannot be recalled");
  if (now - original.at > settings.recallWindowMs) return refuse(ackRefusals.RECALL_TIME_LIMIT);
  return undefined;
}

import { isId } from "../../kernel/ids.ts";
import type { Effect, Entry, EntryKind, MessageKind, Timelines } from "../../timeline/index.ts";
import { messageKinds } from "../../timeline/index.ts";
import { answerTo } from "./answer.ts";
import type { Ack } from "./api.ts";
import type { Refused } from "./refusal.ts";
import { draftOf, type Uplink } from "./uplink.ts";

export type Message = Entry & { readonly kind: MessageKind };

/** The message a recall or edit speaks of, when it is in this conversation and still there. */
export async function findMessage(
  timelines: Timelines,
  uplink: Uplink,
  { id }: { id: string | undefined },
): Promise<Message | undefined> {
  if (id === undefined || !isId(id)) return undefined;
  const entry = await timelines.find(uplink.timeline, id);
  return entry !== undefined && isMessage(entry) ? entry : undefined;
}

/** No message has this id, so the effect never holds. */
const IMPOSSIBLE: Effect = { type: "remove", id: "0" };

/**
 * Refuses a recall or edit, unless it is one that was carried out already and comes again because its ack was lost:
 * its own effect is then the reason why it looks refusable. The store looks for resends before it looks at effects.
 */
export async function refuseUnlessResent(
  timelines: Timelines,
  uplink: Uplink,
  { kind, refusal }: { kind: EntryKind; refusal: Refused },
): Promise<Ack> {
  const appended = await timelines.append({ ...draftOf(uplink, kind), effect: IMPOSSIBLE });
  return appended.outcome === "conflict" ? refusal : answerTo(appended);
}

function isMessage(entry: Entry): entry is Message {
  return (messageKinds as readonly EntryKind[]).includes(entry.kind);
}

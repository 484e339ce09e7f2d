import { ackRefusals } from "@rondo/protocol";
import type { Appended } from "../../timeline/index.ts";
import type { Ack } from "./api.ts";
import { refuse } from "./refusal.ts";

/** The ack of what was appended; a resend gets the id and time of the first. */
export function answerTo(appended: Appended): Ack {
  switch (appended.outcome) {
    case "appended":
      return { ok: true, id: appended.entry.id, at: appended.entry.at, metas: [] };
    case "duplicate":
      return { ok: true, id: appended.id, at: appended.at, metas: [] };
    case "conflict":
      return refuse(ackRefusals.EDIT_MESSAGE_NOT_FOUND);
    default:
      return appended satisfies never;
  }
}

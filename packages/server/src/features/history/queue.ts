import { CONFERENCE_DOMAIN, normalizeUserId, USER_DOMAIN } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";

/** Whose history is meant: that of a conversation with a user, or of a group or room. */
export type Place = { readonly type: "user"; readonly peer: string } | { readonly type: "muc"; readonly id: string };

/** Longer ones are none; the text goes back to the client in refusals. */
const MUC_ID = /^\d{1,20}$/;

/** @throws AppError INVALID_ARGUMENT. */
export function parseQueue(queue: string): Place {
  const [id = "", domain, ...rest] = queue.toLowerCase().split("@");
  if (rest.length === 0 && domain === CONFERENCE_DOMAIN && MUC_ID.test(id)) return { type: "muc", id };
  const peer = normalizeUserId(id);
  if (peer === undefined || domain !== USER_DOMAIN || rest.length > 0) {
    throw new AppError("INVALID_ARGUMENT", "the queue is not valid");
  }
  return { type: "user", peer };
}

/** @throws AppError INVALID_ARGUMENT for what cannot be an id. */
export function parseGroup(id: string | undefined): Place {
  if (id === undefined || !MUC_ID.test(id)) throw new AppError("INVALID_ARGUMENT", "Bad Request");
  return { type: "muc", id };
}

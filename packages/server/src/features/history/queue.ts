import { CONFERENCE_DOMAIN, normalizeUserId, USER_DOMAIN } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";

/**
 * The other side of the one-to-one conversation that a queue name means.
 *
 * @throws AppError INVALID_ARGUMENT; FORBIDDEN for groups and rooms, of which nobody is a member yet. Clients recognise
 *   the sentence.
 */
export function parseQueue(user: string, queue: string): { peer: string } {
  const [id, domain, ...rest] = queue.toLowerCase().split("@");
  if (domain === CONFERENCE_DOMAIN) refuseGroup(user);
  const peer = normalizeUserId(id ?? "");
  if (peer === undefined || domain !== USER_DOMAIN || rest.length > 0) {
    throw new AppError("INVALID_ARGUMENT", "the queue is not valid");
  }
  return { peer };
}

/** @throws AppError FORBIDDEN */
export function refuseGroup(user: string): never {
  throw new AppError("FORBIDDEN", `users [${user}] are not members of this group!`);
}

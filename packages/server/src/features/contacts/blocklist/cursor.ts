import { AppError } from "../../../kernel/errors.ts";
import type { Blocked } from "./blocklist.store.ts";

/** Where a page of a blocklist ended. */
export function toBlockedCursor({ blocked, blockedAt }: Blocked): string {
  return Buffer.from(`${blockedAt}/${blocked}`).toString("base64url");
}

/** Undefined for the first page. @throws AppError INVALID_ARGUMENT for what was not made by `toBlockedCursor`. */
export function fromBlockedCursor(cursor: string | undefined): Blocked | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const [, at, blocked] = /^(\d{1,15})\/([a-z0-9_.-]{1,64})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (at === undefined || blocked === undefined) throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
  return { blocked, blockedAt: Number(at) };
}

import { AppError } from "../../../kernel/errors.ts";
import type { Member } from "../../muc/index.ts";

/** Members in the order of their coming: who comes while somebody turns the pages is at the end. */
export function inOrder<Someone extends Member>(members: readonly Someone[]): Someone[] {
  return [...members].sort(compare);
}

function compare(a: Place, b: Place): number {
  return a.joinedAt - b.joinedAt || (a.username < b.username ? -1 : a.username > b.username ? 1 : 0);
}

type Place = Pick<Member, "joinedAt" | "username">;

export function toCursor({ joinedAt, username }: Place): string {
  return Buffer.from(`${joinedAt}/${username}`).toString("base64url");
}

/** The members behind a cursor. @throws AppError INVALID_ARGUMENT for what was not made by `toCursor`. */
export function behind<Someone extends Member>(ordered: readonly Someone[], cursor: string | undefined): Someone[] {
  if (cursor === undefined) return [...ordered];
  const [, time, username] =
    /^(\d{1,16})\/([a-z0-9_.-]{1,64})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (time === undefined || username === undefined) throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
  const place = { joinedAt: Number(time), username };
  return ordered.filter((member) => compare(member, place) > 0);
}

import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";

/** Where a page of accounts ended: they are ordered by age, and by name among equals. */
export interface Position {
  readonly createdAt: number;
  readonly username: string;
}

export function toCursor({ createdAt, username }: Position): string {
  return Buffer.from(`${createdAt}/${username}`).toString("base64url");
}

/** @throws AppError INVALID_ARGUMENT for what was not made by `toCursor`. */
export function fromCursor(cursor: string): Position {
  const [createdAt = "", name = "", ...rest] = Buffer.from(cursor, "base64url").toString().split("/");
  const username = normalizeUserId(name);
  if (!/^\d{1,15}$/.test(createdAt) || username === undefined || rest.length > 0) {
    throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
  }
  return { createdAt: Number(createdAt), username };
}

import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../../kernel/errors.ts";

/** Where a page of names ended. */
export function toNameCursor(name: string): string {
  return Buffer.from(name).toString("base64url");
}

/** "" for the first page. @throws AppError INVALID_ARGUMENT for what was not made by `toNameCursor`. */
export function fromNameCursor(cursor: string | undefined): string {
  if (cursor === undefined || cursor === "") return "";
  const name = normalizeUserId(Buffer.from(cursor, "base64url").toString());
  if (name === undefined) throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
  return name;
}

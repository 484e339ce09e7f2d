import { AppError } from "../../kernel/errors.ts";

/** Where a page of conversations ended: the value it is ordered by, and the timeline among equals. */
export interface ListPosition {
  readonly value: string;
  readonly timeline: string;
}

export function toCursor({ value, timeline }: ListPosition): string {
  return Buffer.from(`${value}/${timeline}`).toString("base64url");
}

/**
 * Undefined for the first page.
 *
 * @throws AppError INVALID_ARGUMENT for what was not made by `toCursor` for this application.
 */
export function fromCursor(app: string, cursor: string | undefined): ListPosition | undefined {
  if (cursor === undefined || cursor === "") return undefined;
  const text = Buffer.from(cursor, "base64url").toString();
  const slash = text.indexOf("/");
  const value = text.slice(0, slash);
  const timeline = text.slice(slash + 1);
  if (!/^\d{1,19}$/.test(value) || !timeline.startsWith(`${app}/`)) {
    throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
  }
  return { value, timeline };
}

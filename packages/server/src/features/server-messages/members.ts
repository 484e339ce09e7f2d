import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import { isObject } from "../messages/index.ts";

/** Whom messages of an application's server are from when the call does not say it. */
export const DEFAULT_SENDER = "admin";

/** A body of a call. Its members are looked at one by one, because callers know a sentence for each that is missing. */
export type Members = Readonly<Record<string, unknown>>;

/** @throws AppError INVALID_BODY for anything but an object. */
export function membersOf(body: unknown): Members {
  if (!isObject(body)) throw new AppError("INVALID_BODY");
  return body;
}

/** Whether it was left out, or as good as. */
export function isMissing(value: unknown): value is undefined | null | "" {
  return value === undefined || value === null || value === "";
}

/** Undefined when it is missing. @throws AppError INVALID_BODY. */
export function textIn(members: Members, name: string): string | undefined {
  const value = members[name];
  if (isMissing(value)) return undefined;
  if (typeof value !== "string") throw new AppError("INVALID_BODY");
  return value;
}

/** @throws AppError INVALID_BODY. */
export function flagIn(members: Members, name: string): boolean | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw new AppError("INVALID_BODY");
  return value;
}

/** Undefined when it is missing. @throws AppError INVALID_BODY for anything but a list of texts. */
export function textsIn(members: Members, name: string): readonly string[] | undefined {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((each) => typeof each === "string")) throw new AppError("INVALID_BODY");
  return value;
}

/** Whom it is from: a user id, though there need not be such a user. @throws AppError SEND_FROM, INVALID_BODY. */
export function senderIn(members: Members): string {
  const { from } = members;
  if (from === undefined || from === null) return DEFAULT_SENDER;
  if (from === "") throw new AppError("SEND_FROM");
  if (typeof from !== "string") throw new AppError("INVALID_BODY");
  const user = normalizeUserId(from);
  if (user === undefined) throw new AppError("SEND_FROM", "param from is illegal");
  return user;
}

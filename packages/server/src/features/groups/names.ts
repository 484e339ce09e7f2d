import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import type { Users } from "../users/api.ts";
import { refusals } from "./refusals.ts";

/** The users that a call names, each once; what cannot be a user id stays as it is, and is nobody. */
export function toNames(given: readonly string[]): string[] {
  return [...new Set(given.map((name) => normalizeUserId(name) ?? name))];
}

/** The names in one segment of a path. @throws AppError INVALID_ARGUMENT for none, or too many. */
export function listedNames(segment: string, { max }: { max: number }): string[] {
  const names = toNames(segment.split(",").filter((name) => name !== ""));
  if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "no user is named");
  if (names.length > max) throw new AppError("INVALID_ARGUMENT", `userNames size is more than max limit : ${max}`);
  return names;
}

/** Of these names, those that are accounts, and those that are not. */
export async function sortOut(
  users: Pick<Users, "find">,
  app: string,
  names: readonly string[],
): Promise<{ known: string[]; unknown: string[] }> {
  const found = await Promise.all(names.map((name) => users.find(app, name)));
  return {
    known: names.filter((_, index) => found[index] !== undefined),
    unknown: names.filter((_, index) => found[index] === undefined),
  };
}

/** @throws AppError NAMED_USER_NOT_FOUND. */
export async function getUser(users: Pick<Users, "find">, app: string, name: string): Promise<string> {
  const user = await users.find(app, normalizeUserId(name) ?? name);
  if (user === undefined) throw refusals.unknownUser(name);
  return user.username;
}

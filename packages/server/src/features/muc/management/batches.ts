import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";

/** Users in the body of one call, and in a path (limits, section 5). */
const MAX_IN_BODY = 100;
const MAX_IN_PATH = 60;

/** The schema refuses what no call can mean; the sentence of the limit itself is each call's own. */
export const Usernames = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { minItems: 1, maxItems: 1000 });
export const NamedParams = Type.Object({ id: Type.String(), names: Type.String() });
export const MucParams = Type.Object({ id: Type.String() });
/** With it clients expect an array also about one user; without it the application's server expects an object. */
export const VersionQuery = Type.Object({ version: Type.Optional(Type.String()) });

/** @throws AppError BATCH_TOO_LARGE in the words of the call. */
export function inBody(usernames: readonly string[], sentence: string): readonly string[] {
  return atMost(usernames, MAX_IN_BODY, sentence);
}

/** The names in a segment of a path. @throws AppError BATCH_TOO_LARGE, INVALID_ARGUMENT when there are none. */
export function inPath(names: string, sentence: string): readonly string[] {
  const usernames = names.split(",").filter((name) => name !== "");
  if (usernames.length === 0) throw new AppError("INVALID_ARGUMENT", "no user is named");
  return atMost(usernames, MAX_IN_PATH, sentence);
}

function atMost(usernames: readonly string[], max: number, sentence: string): readonly string[] {
  if (usernames.length > max) throw new AppError("BATCH_TOO_LARGE", `${sentence} max limit : ${max}`);
  return usernames;
}

/** What a call did for one of the users it named. */
export interface Outcome {
  readonly user: string;
  readonly result: boolean;
  readonly reason?: string;
}

/**
 * An array, or the only item of it. A call for one user without `version=v3` is the application's server's.
 */
export function singly<T>(items: readonly T[], { version }: { version?: string }): readonly T[] | T {
  const [only] = items;
  return items.length === 1 && only !== undefined && version !== "v3" ? only : items;
}

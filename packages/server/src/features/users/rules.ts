/** What an account may be called and how it may be protected (limits, section 1), with the sentences clients match on. */
import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";

const MAX_USERNAME_BYTES = 64;
const MAX_PASSWORD_LENGTH = 64;
const MAX_NICKNAME_LENGTH = 100;

/** In lower case. @throws AppError INVALID_ARGUMENT. */
export function checkUsername(text: string): string {
  if (Buffer.byteLength(text) > MAX_USERNAME_BYTES) throw new AppError("INVALID_ARGUMENT", "USERNAME_TOO_LONG");
  const username = normalizeUserId(text);
  if (username === undefined) throw new AppError("INVALID_ARGUMENT", `username [${text}] is not legal`);
  return username;
}

/** `name` is the member of the request that holds it. @throws AppError INVALID_ARGUMENT. */
export function checkPassword(password: string, name: string): string {
  if (password === "") throw new AppError("INVALID_ARGUMENT", `${name} must not be empty`);
  if (characters(password) > MAX_PASSWORD_LENGTH) {
    throw new AppError("INVALID_ARGUMENT", `${name} has more than ${MAX_PASSWORD_LENGTH} characters`);
  }
  return password;
}

/** The empty text means none: compatible clients send it when they were given none. @throws AppError INVALID_ARGUMENT. */
export function checkNickname(nickname: string | undefined): string | undefined {
  if (nickname === undefined || nickname === "") return undefined;
  if (characters(nickname) > MAX_NICKNAME_LENGTH) throw new AppError("INVALID_ARGUMENT", "NICKNAME_TOO_LONG");
  // PostgreSQL cannot store it, and no name needs it.
  if (nickname.includes("\0")) throw new AppError("INVALID_ARGUMENT", "nickname is not legal");
  return nickname;
}

/** Code points: what a person counts, save for combined emoji. */
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

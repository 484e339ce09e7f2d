/** What the accounts of the console are called and how they are protected (console, section 2). */
import { AppError } from "../../kernel/errors.ts";

const MIN_LENGTH = 8;
const MAX_LENGTH = 22;
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];

/** @throws AppError PASSWORD_WEAK. */
export function checkAccountPassword(password: string): string {
  const length = [...password].length;
  const count = kinds.filter((kind) => kind.test(password)).length;
  if (length < MIN_LENGTH || length > MAX_LENGTH || count < 2) throw new AppError("PASSWORD_WEAK");
  return password;
}

/** Mail servers tell capitals apart and people do not. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

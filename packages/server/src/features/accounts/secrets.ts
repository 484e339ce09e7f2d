import { createHash, randomBytes } from "node:crypto";

/** For links and sessions: nobody guesses it, so a plain hash of it may be stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

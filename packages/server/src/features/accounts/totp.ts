/** Codes of authenticators (RFC 6238) and the recovery codes beside them. */
import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const PERIOD_SECONDS = 30;
/** A phone's clock may be this many steps off. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Without letters and digits that look alike. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

export function totpUri(secret: string, email: string): string {
  return totp(secret, email).toString();
}

/** The time step whose code this is; undefined when it is of none that counts now. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const delta = totp(secret, "").validate({ token: code.replaceAll(" ", ""), timestamp: now, window: WINDOW });
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_SECONDS) + delta;
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    // 31 letters: the bytes above the largest multiple of it are left out, so that all are equally likely.
    const letters = [...randomBytes(64)].filter((byte) => byte < 248).map((byte) => ALPHABET[byte % ALPHABET.length]);
    return `${letters.slice(0, 5).join("")}-${letters.slice(5, 10).join("")}`;
  });
}

export function normalizeRecoveryCode(code: string): string {
  return code.trim().toLowerCase();
}

function totp(secret: string, email: string): TOTP {
  return new TOTP({
    issuer: "Rondo",
    label: email,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

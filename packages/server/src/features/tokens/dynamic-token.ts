/**
 * Dynamic tokens: customers' own servers compute them, with the client secret, and never ask us (tokens, section 4).
 * base64 of `dt-` and a JSON object; `ZHQt` is base64 of `dt-`.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";

const PREFIX = "dt-";
const MAX_TEXT_LENGTH = 4096;

const DynamicToken = Type.Object({
  signature: Type.String({ pattern: "^[0-9a-fA-F]{64}$" }),
  appkey: Type.String(),
  userId: Type.String(),
  /** Epoch seconds. */
  curTime: Type.Integer({ minimum: 0 }),
  /** Seconds. */
  ttl: Type.Integer({ minimum: 0 }),
});
export type DynamicToken = Static<typeof DynamicToken>;
const schema = Compile(DynamicToken);

/** Undefined when it is none. Takes base64url and base64, padded or not. The signature has not been looked at. */
export function parseDynamicToken(token: string): DynamicToken | undefined {
  if (!token.startsWith("ZHQt") || token.length > MAX_TEXT_LENGTH) return undefined;
  // Node reads both alphabets, padded or not, under this name.
  const text = Buffer.from(token, "base64").toString("utf8");
  if (!text.startsWith(PREFIX)) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(PREFIX.length));
    return schema.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isSignedBy(token: DynamicToken, credentials: { clientId: string; clientSecret: string }): boolean {
  const { appkey, userId, curTime, ttl } = token;
  const text = `${credentials.clientId}${appkey}${userId}${curTime}${ttl}${credentials.clientSecret}`;
  const expected = createHash("sha256").update(text).digest();
  return timingSafeEqual(expected, Buffer.from(token.signature, "hex"));
}

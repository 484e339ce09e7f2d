/**
 * What our tokens look like: base64url of `ac-`, a version, then what the token says and a signature over all of it.
 * Clients treat them as opaque; the prefix `YWMt` (base64 of `ac-`) is how people and old code know them.
 *
 * ```
 * "ac-" | version 1 | key id 4 | kind 1 | epoch 6 | issued at 6 | expires at 6 | app (1 + n) | user (1 + n) | HMAC 32
 * ```
 *
 * Numbers are big-endian; times are epoch seconds, and 0 in "expires at" means never. A text is its length and its UTF-8.
 */
const PREFIX = Buffer.from("ac-");
const VERSION = 1;
const MAC_BYTES = 32;
const HEAD_BYTES = PREFIX.length + 1 + 4 + 1 + 6 + 6 + 6;
/** Application keys have at most 129 bytes, user ids 64; whatever is longer than this is no token of ours. */
const MAX_TEXT_LENGTH = 400;

const kinds = { user: 1, app: 2 } as const;

export interface Claims {
  readonly keyId: Uint8Array;
  readonly kind: "user" | "app";
  readonly epoch: number;
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds; 0: never. */
  readonly expiresAt: number;
  readonly app: string;
  /** Empty in the application's own tokens. */
  readonly username: string;
}

export interface ParsedToken {
  readonly claims: Claims;
  readonly signed: Uint8Array;
  readonly mac: Uint8Array;
}

export function encodeToken(claims: Claims, sign: (bytes: Uint8Array) => Uint8Array): string {
  const head = Buffer.alloc(HEAD_BYTES);
  let at = PREFIX.copy(head);
  at = head.writeUInt8(VERSION, at);
  head.set(claims.keyId, at);
  at = head.writeUInt8(kinds[claims.kind], at + 4);
  at = head.writeUIntBE(claims.epoch, at, 6);
  at = head.writeUIntBE(claims.issuedAt, at, 6);
  head.writeUIntBE(claims.expiresAt, at, 6);
  const signed = Buffer.concat([head, sized(claims.app), sized(claims.username)]);
  return Buffer.concat([signed, sign(signed)]).toString("base64url");
}

/** Undefined when the text cannot have been a token of ours. The signature has not been looked at. */
export function parseToken(token: string): ParsedToken | undefined {
  if (token.length > MAX_TEXT_LENGTH || !/^YWMt[A-Za-z0-9_-]+$/.test(token)) return undefined;
  const bytes = Buffer.from(token, "base64url");
  if (bytes.length < HEAD_BYTES + 2 + MAC_BYTES || bytes[PREFIX.length] !== VERSION) return undefined;
  const signed = bytes.subarray(0, -MAC_BYTES);
  let at = PREFIX.length + 1;
  const keyId = signed.subarray(at, at + 4);
  const kind = signed.readUInt8(at + 4);
  at += 5;
  const epoch = signed.readUIntBE(at, 6);
  const issuedAt = signed.readUIntBE(at + 6, 6);
  const expiresAt = signed.readUIntBE(at + 12, 6);
  const app = readSized(signed, HEAD_BYTES);
  const user = app && readSized(signed, app.end);
  if (app === undefined || user === undefined || user.end !== signed.length) return undefined;
  const isUser = kind === kinds.user;
  if (!isUser && kind !== kinds.app) return undefined;
  const claims: Claims = {
    keyId,
    kind: isUser ? "user" : "app",
    epoch,
    issuedAt,
    expiresAt,
    app: app.text,
    username: user.text,
  };
  return { claims, signed, mac: bytes.subarray(-MAC_BYTES) };
}

function sized(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function readSized(bytes: Buffer, at: number): { text: string; end: number } | undefined {
  const length = bytes[at];
  if (length === undefined) return undefined;
  const end = at + 1 + length;
  return end > bytes.length ? undefined : { text: bytes.toString("utf8", at + 1, end), end };
}

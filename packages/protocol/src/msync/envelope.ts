/** The frame envelope and what every part of it shares: addresses and statuses (spec: MSync, 2.2). */
import { bytes, enumeration, type Infer, message, nested, repeated, string, uint32, uint64 } from "../codec/schema.ts";

export const EncryptType = {
  ENCRYPT_NONE: 0,
  ENCRYPT_AES_128_CBC: 1,
  ENCRYPT_AES_256_CBC: 2,
} as const;
export type EncryptType = (typeof EncryptType)[keyof typeof EncryptType];

export const Jid = message("JID", {
  appKey: string(1),
  name: string(2),
  domain: string(3),
  clientResource: string(4),
});
export type Jid = Infer<typeof Jid>;

export const MSyncVersion = {
  MSYNC_V1: 0,
  MSYNC_V2: 1,
} as const;
export type MSyncVersion = (typeof MSyncVersion)[keyof typeof MSyncVersion];

export const MSyncCommand = {
  SYNC: 0,
  UNREAD: 1,
  NOTICE: 2,
  PROVISION: 3,
  LOGOUT: 4,
} as const;
export type MSyncCommand = (typeof MSyncCommand)[keyof typeof MSyncCommand];

export const MSync = message("MSync", {
  version: enumeration(1),
  guid: nested(2, Jid),
  auth: string(3),
  compressAlgorimth: uint32(4),
  crypto: uint32(5),
  userAgent: string(6),
  pov: uint64(7),
  command: enumeration(8),
  payload: bytes(9),
  deviceId: uint32(10),
  encryptType: repeated(enumeration(11)),
  encryptKey: string(12),
  traceId: uint64(20),
});
export type MSync = Infer<typeof MSync>;

export const RedirectInfo = message("RedirectInfo", {
  host: string(1),
  port: uint32(2),
});
export type RedirectInfo = Infer<typeof RedirectInfo>;

export const StatusErrorCode = {
  OK: 0,
  FAIL: 1,
  UNAUTHORIZED: 2,
  MISSING_PARAMETER: 3,
  WRONG_PARAMETER: 4,
  REDIRECT: 5,
  TOKEN_EXPIRED: 6,
  PERMISSION_DENIED: 7,
  NO_ROUTE: 8,
  UNKNOWN_COMMAND: 9,
  PB_PARSER_ERROR: 10,
  BIND_ANOTHER_DEVICE: 11,
  IM_FORBIDDEN: 12,
  TOO_MANY_DEVICES: 13,
  PLATFORM_LIMIT: 14,
  USER_MUTED: 15,
  ENCRYPT_DISABLE: 16,
  ENCRYPT_ENABLE: 17,
  DECRYPT_FAILURE: 18,
  PERMISSION_DENIED_EXTERNAL: 19,
  RESOURCE_CHANGED: 20,
} as const;
export type StatusErrorCode = (typeof StatusErrorCode)[keyof typeof StatusErrorCode];

export const Status = message("Status", {
  errorCode: enumeration(1),
  reason: string(2),
  redirectInfo: repeated(nested(3, RedirectInfo)),
});
export type Status = Infer<typeof Status>;

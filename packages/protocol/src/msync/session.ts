/** PROVISION and LOGOUT payloads: the beginning and the end of a session. */
import { bool, enumeration, type Infer, message, nested, repeated, string, uint32 } from "../codec/schema.ts";
import { Status } from "./envelope.ts";

export const ProvisionOsType = {
  OS_IOS: 0,
  OS_ANDROID: 1,
  OS_LINUX: 2,
  OS_OSX: 3,
  OS_WIN: 4,
  OS_CUSTOM: 5,
  OS_OTHER: 16,
} as const;
export type ProvisionOsType = (typeof ProvisionOsType)[keyof typeof ProvisionOsType];

export const ProvisionNetworkType = {
  NETWORK_NONE: 0,
  NETWORK_WIFI: 1,
  NETWORK_4G: 2,
  NETWORK_3G: 3,
  NETWORK_2G: 4,
  NETWORK_WIRE: 5,
} as const;
export type ProvisionNetworkType = (typeof ProvisionNetworkType)[keyof typeof ProvisionNetworkType];

export const ProvisionCompressType = {
  COMPRESS_NONE: 0,
  COMPRESS_ZLIB: 1,
  COMPRESS_LZ4: 2,
} as const;
export type ProvisionCompressType = (typeof ProvisionCompressType)[keyof typeof ProvisionCompressType];

export const ProvisionCompressDirection = {
  ONLY_UP: 0,
  ONLY_DOWN: 1,
  BI: 2,
} as const;
export type ProvisionCompressDirection = (typeof ProvisionCompressDirection)[keyof typeof ProvisionCompressDirection];

export const Provision = message("Provision", {
  osType: enumeration(1),
  version: string(2),
  networkType: enumeration(3),
  appSign: string(4),
  compressType: repeated(enumeration(5)),
  encryptType: repeated(enumeration(6)),
  encryptKey: string(7),
  status: nested(8, Status),
  deviceUuid: string(9),
  isManualLogin: bool(10),
  password: string(11),
  deviceName: string(12),
  resource: string(13),
  auth: string(14),
  serviceId: string(16),
  actionVersion: string(17),
  authToken: string(18),
  osCustomValue: uint32(19),
  sessionId: string(20),
  reason: string(21),
  protocolCompressType: repeated(enumeration(22), { packed: true }),
  protocolCompressDirection: enumeration(23),
});
export type Provision = Infer<typeof Provision>;

export const Logout = message("Logout", {
  sessionId: string(1),
  reason: string(2),
  status: nested(3, Status),
});
export type Logout = Infer<typeof Logout>;

/** The frames a client sends, encoded. */
import {
  CommSyncUL,
  type Encodable,
  embed,
  encode,
  type Jid,
  Logout,
  type Meta,
  MSync,
  MSyncCommand,
  Provision,
  userJid,
} from "@rondo/protocol";
import type { DeviceIdentity } from "./device.ts";

/** What the official client of that generation says of itself: servers may tell by it what a client understands. */
const VERSION = "4.21.1";
const OS_CUSTOM = 5;
const OS_OTHER = 16;
const NONE = [0];

export interface Credentials {
  readonly appKey: string;
  readonly user: string;
  readonly token: string;
  readonly device: DeviceIdentity;
}

export interface ProvisionOptions {
  readonly customOSPlatform: number | undefined;
  /** What the device that has to make room for this one is told. */
  readonly loginExt: string | undefined;
  readonly isManualLogin: boolean | undefined;
  readonly sessionId: string;
}

/** MSync 3.2. */
export function provisionFrame(login: Credentials, options: ProvisionOptions): Uint8Array {
  const { appKey, user, token, device } = login;
  const { customOSPlatform, loginExt, isManualLogin, sessionId } = options;
  return encode(MSync, {
    guid: userJid(appKey, user, device.resource),
    auth: `$t$${token}`,
    command: MSyncCommand.PROVISION,
    deviceId: 0,
    encryptType: NONE,
    payload: embed(Provision, {
      osType: customOSPlatform === undefined ? OS_OTHER : OS_CUSTOM,
      osCustomValue: customOSPlatform,
      version: VERSION,
      compressType: NONE,
      encryptType: NONE,
      resource: device.resource,
      deviceUuid: device.uuid,
      deviceName: device.name,
      authToken: JSON.stringify({ token: `$t$${token}` }),
      sessionId,
      actionVersion: "v5.2",
      reason: loginExt,
      isManualLogin,
    }),
  });
}

/** A meta on its way up (MSync 4.1). */
export function metaFrame(meta: Encodable<Meta> | Uint8Array): Uint8Array {
  return syncFrame({ meta });
}

/** "Everything up to `key` has arrived; what is next in this queue?" (MSync 5.3) */
export function pullFrame(queue: Jid, key: string | undefined): Uint8Array {
  return syncFrame({ queue, key });
}

export const unreadFrame = (): Uint8Array => encode(MSync, { command: MSyncCommand.UNREAD, encryptType: NONE });

/** MSync 3.7. */
export function logoutFrame(login: Credentials, sessionId: string, reason: string): Uint8Array {
  return encode(MSync, {
    guid: userJid(login.appKey, login.user, login.device.resource),
    auth: `$t$${login.token}`,
    command: MSyncCommand.LOGOUT,
    encryptType: NONE,
    payload: embed(Logout, { sessionId, reason }),
  });
}

function syncFrame(sync: Encodable<CommSyncUL>): Uint8Array {
  return encode(MSync, { command: MSyncCommand.SYNC, encryptType: NONE, payload: embed(CommSyncUL, sync) });
}

/** The frames the server sends, encoded. */
import {
  CommSyncDL,
  CommUnreadDL,
  encode,
  Jid,
  Logout,
  type Meta,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  StatisticsBody,
  type Status,
  userJid,
} from "@rondo/protocol";
import type { Ack } from "../features/messages/index.ts";

/** A queue address, encoded once and echoed for as long as the session lasts. */
export type QueueJid = Uint8Array;

const OK: Status = { errorCode: 0 };

function frame(command: number, payload: Uint8Array): Uint8Array {
  return encode(MSync, { command, payload });
}

export function encodeQueue(jid: Jid): QueueJid {
  return encode(Jid, jid);
}

/** The answer to an uplink meta (MSync 4.2). */
export function ackFrame(metaId: string, ack: Ack): Uint8Array {
  const payload = ack.ok
    ? { status: OK, metaId, serverId: ack.id, metas: ack.metas, timestamp: ack.at }
    : { status: { errorCode: ack.code, reason: ack.reason }, metaId };
  return frame(MSyncCommand.SYNC, encode(CommSyncDL, payload));
}

/** A batch that the client acknowledges by asking with `nextKey` (MSync 5.4). */
export function pageFrame(queue: QueueJid, metas: readonly Uint8Array[], nextKey: string): Uint8Array {
  return frame(MSyncCommand.SYNC, encode(CommSyncDL, { status: OK, metas, nextKey, queue, isLast: false }));
}

/** "Nothing more in this queue." Never carries metas: clients would not acknowledge them. */
export function lastFrame(queue: QueueJid): Uint8Array {
  return frame(MSyncCommand.SYNC, encode(CommSyncDL, { status: OK, queue, isLast: true }));
}

/** A push that nobody acknowledges: what is not stored, and kicks (MSync 5.6). */
export function transientFrame(queue: QueueJid, meta: Uint8Array): Uint8Array {
  return frame(MSyncCommand.SYNC, encode(CommSyncDL, { status: OK, metas: [meta], queue, isLast: true }));
}

export function unreadFrame(queues: readonly QueueJid[], now: number): Uint8Array {
  const unread = queues.map((queue) => ({ queue, n: 1 }));
  return frame(MSyncCommand.UNREAD, encode(CommUnreadDL, { status: OK, unread, timestamp: now }));
}

/** PROVISION's answer. Compression is declined by leaving its fields out (docs/decisions). */
export function provisionFrame(answer: {
  status: Status;
  resource: string;
  expiresAt: number | undefined;
}): Uint8Array {
  const { status, resource, expiresAt } = answer;
  // Absent without an expiry: a client logs itself out when the text has no future `expires_in` (MSync 3.3).
  const authToken = expiresAt === undefined ? undefined : JSON.stringify({ expires_in: expiresAt });
  return frame(MSyncCommand.PROVISION, encode(Provision, { status, resource, authToken }));
}

export function logoutFrame(sessionId: string | undefined): Uint8Array {
  return frame(MSyncCommand.LOGOUT, encode(Logout, { sessionId, status: OK }));
}

/** A kick: the client shows the matching error and does not come back (MSync 3.7). */
export function kickMeta(
  app: string,
  user: string,
  kick: { operation: number; reason: string | undefined; at: number },
): Meta {
  return {
    to: userJid(app, user),
    timestamp: kick.at,
    ns: MetaNameSpace.STATISTIC,
    payload: encode(StatisticsBody, { operation: kick.operation, reason: kick.reason }),
  };
}

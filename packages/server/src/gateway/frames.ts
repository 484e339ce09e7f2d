/** The frames the server sends, encoded. */
import {
  CommSyncDL,
  CommUnreadDL,
  embed,
  encode,
  Jid,
  Logout,
  Meta,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  StatisticsBody,
  Status,
  StatusErrorCode,
  userJid,
} from "@rondo/protocol";
import type { Ack } from "../features/messages/index.ts";
import { Frame } from "./frame.ts";

/** `{ errorCode: 0 }`, in most frames. */
export const OK = encode(Status, { errorCode: StatusErrorCode.OK });

type Payload = ReturnType<typeof embed>;

function frame(command: number, payload: Payload): Frame {
  return new Frame(encode(MSync, { command, payload }));
}

/** The address of a queue and what is always said about it, encoded once and used for as long as it is remembered. */
export class QueueAddress {
  readonly name: string;
  readonly jid: Uint8Array;
  /** "Nothing more in this queue." Never carries metas: clients would not acknowledge them (MSync 5.4). */
  readonly last: Frame;

  constructor(jid: Jid) {
    this.name = jid.name ?? "";
    this.jid = encode(Jid, jid);
    this.last = frame(MSyncCommand.SYNC, embed(CommSyncDL, { status: OK, queue: this.jid, isLast: true }));
  }
}

/** The answer to an uplink meta (MSync 4.2). */
export function ackFrame(metaId: string, ack: Ack): Frame {
  const payload = ack.ok
    ? { status: OK, metaId, serverId: ack.id, metas: ack.metas, timestamp: ack.at }
    : { status: { errorCode: ack.code, reason: ack.reason }, metaId };
  return frame(MSyncCommand.SYNC, embed(CommSyncDL, payload));
}

/** A batch that the client acknowledges by asking with `nextKey` (MSync 5.4). */
export function pageFrame(queue: QueueAddress, metas: readonly Uint8Array[], nextKey: string): Frame {
  return frame(MSyncCommand.SYNC, embed(CommSyncDL, { status: OK, metas, nextKey, queue: queue.jid, isLast: false }));
}

/** A push that nobody acknowledges: what is not stored, and kicks (MSync 5.6). */
export function transientFrame(queue: QueueAddress, meta: Uint8Array): Frame {
  return frame(MSyncCommand.SYNC, embed(CommSyncDL, { status: OK, metas: [meta], queue: queue.jid, isLast: true }));
}

export function unreadFrame(queues: readonly QueueAddress[], now: number): Frame {
  const unread = queues.map(({ jid }) => ({ queue: jid, n: 1 }));
  return frame(MSyncCommand.UNREAD, embed(CommUnreadDL, { status: OK, unread, timestamp: now }));
}

/** PROVISION's answer. Compression is declined by leaving its fields out (docs/decisions). */
export function provisionFrame(answer: {
  status: Status | Uint8Array;
  resource: string;
  expiresAt: number | undefined;
}): Frame {
  const { status, resource, expiresAt } = answer;
  // Absent without an expiry: a client logs itself out when the text has no future `expires_in` (MSync 3.3).
  const authToken = expiresAt === undefined ? undefined : JSON.stringify({ expires_in: expiresAt });
  return frame(MSyncCommand.PROVISION, embed(Provision, { status, resource, authToken }));
}

export function logoutFrame(sessionId: string | undefined): Frame {
  return frame(MSyncCommand.LOGOUT, embed(Logout, { sessionId, status: OK }));
}

/** A kick, encoded: the client shows the matching error and does not come back (MSync 3.7). */
export function kickMeta(
  app: string,
  user: string,
  kick: { operation: number; reason: string | undefined; at: number },
): Uint8Array {
  return encode(Meta, {
    to: userJid(app, user),
    timestamp: kick.at,
    ns: MetaNameSpace.STATISTIC,
    payload: embed(StatisticsBody, { operation: kick.operation, reason: kick.reason }),
  });
}

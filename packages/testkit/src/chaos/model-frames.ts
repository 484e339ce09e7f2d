/** The frames the model sends. */
import {
  CommSyncDL,
  CommUnreadDL,
  embed,
  encode,
  Meta,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  type Refusal,
  StatisticsBody,
  StatisticsBodyOperation,
  StatusErrorCode,
  userJid,
} from "@rondo/protocol";
import type { Entry } from "./model-store.ts";

export const APP_KEY = "org#app";
/** Of pushes that are not acknowledged (SPEC DE10). */
const TRANSIENT_QUEUE = "~online";
const OK = { errorCode: StatusErrorCode.OK };

const sync = (body: Parameters<typeof embed<CommSyncDL>>[1]): Uint8Array =>
  encode(MSync, { command: MSyncCommand.SYNC, payload: embed(CommSyncDL, body) });

export function provisionAnswer(resource: string, refusal: Refusal | undefined): Uint8Array {
  const status = refusal === undefined ? OK : { errorCode: refusal.code, reason: refusal.reason };
  return encode(MSync, { command: MSyncCommand.PROVISION, payload: embed(Provision, { status, resource }) });
}

export const ack = (metaId: string, { id, at }: Entry): Uint8Array =>
  sync({ status: OK, metaId, serverId: id, timestamp: at });

export const ackRefused = (metaId: string, { code, reason }: Refusal): Uint8Array =>
  sync({ status: { errorCode: code, reason }, metaId });

export function page(partner: string, entries: readonly Entry[], nextKey: string): Uint8Array {
  const metas = entries.map(({ id, at, from, resource, to, payload }) =>
    encode(Meta, {
      id,
      from: userJid(APP_KEY, from, resource),
      to: userJid(APP_KEY, to),
      timestamp: at,
      ns: MetaNameSpace.CHAT,
      payload,
    }),
  );
  return sync({ status: OK, metas, nextKey, queue: userJid(APP_KEY, partner), isLast: false });
}

export const lastPage = (partner: string): Uint8Array =>
  sync({ status: OK, queue: userJid(APP_KEY, partner), isLast: true });

export function unreadAnswer(partners: readonly string[], now: number): Uint8Array {
  const unread = partners.map((partner) => ({ queue: userJid(APP_KEY, partner), n: 1 }));
  return encode(MSync, {
    command: MSyncCommand.UNREAD,
    payload: embed(CommUnreadDL, { status: OK, unread, timestamp: now }),
  });
}

export function kick(user: string, now: number): Uint8Array {
  const operation = StatisticsBodyOperation.USER_KICKED_BY_OTHER_DEVICE;
  const meta = {
    to: userJid(APP_KEY, user),
    timestamp: now,
    ns: MetaNameSpace.STATISTIC,
    payload: embed(StatisticsBody, { operation }),
  };
  return sync({ status: OK, metas: [meta], queue: userJid(APP_KEY, TRANSIENT_QUEUE), isLast: true });
}

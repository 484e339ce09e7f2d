import { encode, type KeyValue, Meta, MetaNameSpace, userJid } from "@rondo/protocol";
import type { Device } from "../../timeline/index.ts";

/** Where a meta of the sender goes: a user, or one device of a user. */
export interface Target {
  readonly user: string;
  readonly resource: string | undefined;
}

/**
 * Encodes a chat meta as every receiver gets it: identity comes from the session and never from what the client wrote
 * (MSync 4.1).
 */
export function chatMeta(
  route: { from: Device; to: Target; ext: readonly KeyValue[] | undefined },
  payload: Uint8Array,
  stamp: { id: string; at: number },
): Uint8Array {
  const { from, to, ext } = route;
  return encode(Meta, {
    id: stamp.id,
    from: userJid(from.app, from.user, from.resource),
    to: userJid(from.app, to.user, to.resource),
    timestamp: stamp.at,
    ns: MetaNameSpace.CHAT,
    payload,
    ext,
  });
}

/** A meta whose payload is JSON (MSync 7.3). It is serialised compactly: the client fails on bytes below 0x10. */
export function notifyMeta(app: string, user: string, content: { json: unknown; id: string; at: number }): Uint8Array {
  return encode(Meta, {
    id: content.id,
    to: userJid(app, user),
    timestamp: content.at,
    ns: MetaNameSpace.NOTIFY,
    payload: Buffer.from(JSON.stringify(content.json)),
  });
}

import { conferenceJid, encode, type KeyValue, Meta, MetaNameSpace, userJid } from "@rondo/protocol";
import type { Device } from "../../timeline/index.ts";

/** Where a meta of the sender goes: a user, or one device of a user; a group or room. */
export type Target = UserTarget | MucTarget;

export interface UserTarget {
  readonly type: "user";
  readonly user: string;
  readonly resource: string | undefined;
}

export interface MucTarget {
  readonly type: "group" | "room" | "thread";
  readonly id: string;
}

/** Whom a meta is from; without a device when the application's server wrote it. */
export type Origin = Pick<Device, "app" | "user"> & { readonly resource: string | undefined };

/** How the body and other messages name a target. */
export function nameOf(to: Target): string {
  return to.type === "user" ? to.user : to.id;
}

/**
 * Encodes a chat meta as every receiver gets it: identity comes from the session and never from what the client wrote
 * (MSync 4.1).
 */
export function chatMeta(
  route: { from: Origin; to: Target; ext: readonly KeyValue[] | undefined },
  payload: Uint8Array,
  stamp: { id: string; at: number },
): Uint8Array {
  const { from, to, ext } = route;
  return encode(Meta, {
    id: stamp.id,
    from: userJid(from.app, from.user, from.resource),
    to: to.type === "user" ? userJid(from.app, to.user, to.resource) : conferenceJid(from.app, to.id),
    timestamp: stamp.at,
    ns: MetaNameSpace.CHAT,
    payload,
    ext,
  });
}

/** An event in a user's own queue: a meta of any namespace but CHAT, to the user. */
export function eventMeta(
  app: string,
  user: string,
  content: { ns: number; payload: Uint8Array; id: string; at: number },
): Uint8Array {
  const { ns, payload, id, at } = content;
  return encode(Meta, { id, to: userJid(app, user), timestamp: at, ns, payload });
}

/** A JSON event for everybody in a conversation: clients look at nothing but the payload (MSync 7). */
export function conversationNotice(content: { json: unknown; id: string; at: number }): Uint8Array {
  const { json, id, at } = content;
  const payload = Buffer.from(JSON.stringify(json));
  return encode(Meta, { id, timestamp: at, ns: MetaNameSpace.NOTIFY, payload });
}

/** A meta whose payload is JSON (MSync 7.3). It is serialised compactly: the client fails on bytes below 0x10. */
export function notifyMeta(app: string, user: string, content: { json: unknown; id: string; at: number }): Uint8Array {
  const { json, id, at } = content;
  return eventMeta(app, user, { ns: MetaNameSpace.NOTIFY, payload: Buffer.from(JSON.stringify(json)), id, at });
}

import {
  ackRefusals,
  CONFERENCE_DOMAIN,
  decode,
  type Jid,
  MessageBody,
  MessageBodyType,
  type Meta,
  MetaRouteType,
  namedAckRefusals,
  normalizeUserId,
  USER_DOMAIN,
} from "@rondo/protocol";
import {
  conversationTimeline,
  type Device,
  type Draft,
  type EntryKind,
  groupTimeline,
  onlyFor,
  roomTimeline,
  threadTimeline,
} from "../../timeline/index.ts";
import type { Sender } from "./api.ts";
import { countedBytes, faithfulPayload, payloadWithMeta, surroundingBytes } from "./body.ts";
import { chatMeta, type MucTarget, nameOf, type Target, type UserTarget } from "./envelope.ts";
import { whyUnreadable } from "./readable.ts";
import { type Refused, refuse, wrongParameter } from "./refusal.ts";

/** Bytes of a body besides what counts against the limit: two full addresses, ids, and what a newer client may add. */
const MAX_OTHER_BYTES = 2048;
/** In UTF-16 units; no device has a longer name (SE6). */
const MAX_RESOURCE = 256;

/** Members a message may be directed to (limits, section 2). */
const MAX_DIRECTED = 20;
/** Of combined messages in combined messages (limits, section 2). */
const MAX_COMBINED_LEVELS = 10;
/** Decimal digits; no group or room has a longer id. */
const MUC_ID = /^\d{1,20}$/;

/** One uplink meta, understood: within the limits, and readable by every client. */
export interface Uplink<To extends Target = Target> {
  readonly sender: Sender;
  readonly meta: Meta;
  readonly body: MessageBody;
  /** The body's bytes as they are stored. */
  readonly payload: Uint8Array;
  readonly to: To;
  readonly timeline: string;
  /** The members a message to a group or room is directed to; undefined: all. */
  readonly directed: readonly string[] | undefined;
  /** What the server adds to the meta of the body; it is no part of what makes a resend the same message. */
  readonly bodyMeta: Readonly<Record<string, unknown>> | undefined;
}

export type UserUplink = Uplink<UserTarget>;
export type MucUplink = Uplink<MucTarget>;

/**
 * Reads an uplink meta, decoding its body once.
 *
 * @throws DecodeError when the payload is not a message body.
 */
export function understand(sender: Sender, meta: Meta): Uplink | Refused {
  const { device, settings } = sender;
  const { payload, to } = meta;
  if (payload === undefined) return wrongParameter("the message has no body");
  // Not worth a look inside: a frame of the largest size can hold a hundred thousand contents.
  if (payload.length > 2 * settings.maxMessageBytes + MAX_OTHER_BYTES) return refuse(ackRefusals.DATA_TOO_LARGE);
  const body = decode(MessageBody, payload);
  const target = targetOf(to ?? {}, body);
  if ("ok" in target) return target;
  if (isTooLarge(payload, body, { meta, limit: settings.maxMessageBytes })) return refuse(ackRefusals.DATA_TOO_LARGE);
  const trouble = whyUnreadable(body, meta);
  if (trouble !== undefined) return wrongParameter(trouble);
  if ((body.contents?.[0]?.combineLevel ?? 0) > MAX_COMBINED_LEVELS) {
    return wrongParameter(`combined messages have at most ${MAX_COMBINED_LEVELS} levels`);
  }
  const directed = target.type === "user" ? undefined : directedUsers(meta);
  if (directed !== undefined && "ok" in directed) return directed;
  return {
    sender,
    meta,
    body,
    payload: faithfulPayload(payload, body, { from: device.user, to: nameOf(target) }),
    to: target,
    timeline: timelineOf(device, target),
    directed,
    bodyMeta: undefined,
  };
}

export function isToUser(uplink: Uplink): uplink is UserUplink {
  return uplink.to.type === "user";
}

/** The same to a group or room whose type is known by now: receipts and recalls do not say it. */
export function toMuc(uplink: Uplink, to: MucTarget, bodyMeta: Uplink["bodyMeta"]): MucUplink {
  return { ...uplink, to, timeline: timelineOf(uplink.sender.device, to), bodyMeta };
}

function targetOf(to: Jid, body: MessageBody): Target | Refused {
  const { name = "", domain = "", clientResource = "" } = to;
  if (domain === CONFERENCE_DOMAIN) {
    const type = body.type === MessageBodyType.CHATROOM ? "room" : "group";
    return MUC_ID.test(name) ? { type, id: name } : refuseMuc(type, name);
  }
  if (domain !== "" && domain !== USER_DOMAIN) return wrongParameter("the receiver's domain is not known");
  const user = normalizeUserId(name);
  if (user === undefined) return wrongParameter("the receiver is not a user id");
  if (clientResource.length > MAX_RESOURCE) return wrongParameter("the receiver's device is not known");
  return { type: "user", user, resource: clientResource === "" ? undefined : clientResource };
}

function timelineOf({ app, user }: Device, to: Target): string {
  if (to.type === "user") return conversationTimeline(app, user, to.user);
  if (to.type === "thread") return threadTimeline(app, to.id);
  return to.type === "group" ? groupTimeline(app, to.id) : roomTimeline(app, to.id);
}

/** Undefined: the message is for all members. */
function directedUsers(meta: Meta): readonly string[] | undefined | Refused {
  const { directedUsers: names = [] } = meta;
  if (meta.routetype !== MetaRouteType.ROUTE_DIRECT && names.length === 0) return undefined;
  if (names.length > MAX_DIRECTED) return refuse(ackRefusals.TOO_MANY_DIRECTED_USERS);
  const users = names.map(normalizeUserId);
  if (users.length === 0 || !users.every((user) => user !== undefined)) {
    return wrongParameter("a directed message names the members it is for");
  }
  return users;
}

/** An entry as this uplink asks for it. */
export function draftOf(uplink: Uplink, kind: EntryKind): Draft {
  const { meta, to, timeline } = uplink;
  const { device } = uplink.sender;
  return {
    app: device.app,
    timeline,
    members: membersOf(device, to),
    kind,
    sender: device.user,
    resource: device.resource,
    ref: undefined,
    audience: audienceOf(uplink),
    audienceResource: to.type === "user" ? to.resource : undefined,
    once: onceOf(uplink),
    effect: undefined,
    encode: (id, at) => chatMeta({ from: device, to, ext: meta.ext }, storedPayload(uplink), { id, at }),
  };
}

function storedPayload({ payload, bodyMeta }: Uplink): Uint8Array {
  return bodyMeta === undefined ? payload : payloadWithMeta(payload, bodyMeta);
}

function membersOf({ user }: Device, to: Target): readonly string[] {
  if (to.type !== "user") return [];
  return user === to.user ? [user] : [user, to.user];
}

function audienceOf({ to, directed, sender }: Uplink): string | undefined {
  if (to.type === "user") return to.resource === undefined ? undefined : to.user;
  // The sender's other devices show what was sent, too.
  return directed === undefined ? undefined : onlyFor([...new Set([sender.device.user, ...directed])]);
}

/** How a group or room that does not exist is refused. */
export function refuseMuc(type: MucTarget["type"], name: string): Refused {
  return refuse(type === "room" ? namedAckRefusals.ROOM_NOT_FOUND(name.slice(0, 64)) : ackRefusals.GROUP_NOT_FOUND);
}

/** Measures exactly only what might be too large: the payload's length is an upper bound for its parts. */
function isTooLarge(payload: Uint8Array, body: MessageBody, { meta, limit }: { meta: Meta; limit: number }): boolean {
  if (payload.length <= limit && meta.ext === undefined) return false;
  const counted = countedBytes(body);
  const surrounding = surroundingBytes(body, meta);
  // The payload is stored as it came, with fields that nobody knows.
  return counted > limit || surrounding > limit || payload.length > counted + surrounding + MAX_OTHER_BYTES;
}

/**
 * What makes two uplinks the same message: the client's own id is unique only within one instance of the official
 * client, so receiver and body bytes count too.
 */
function onceOf({ meta, payload, to }: Uplink): Draft["once"] {
  return {
    clientId: `${meta.id ?? "0"}/${nameOf(to)}/${to.type === "user" ? (to.resource ?? "") : to.type}`,
    content: payload,
  };
}

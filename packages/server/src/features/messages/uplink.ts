import {
  ackRefusals,
  CONFERENCE_DOMAIN,
  decode,
  MessageBody,
  MessageBodyType,
  type Meta,
  namedAckRefusals,
  normalizeUserId,
  USER_DOMAIN,
} from "@rondo/protocol";
import { conversationTimeline, type Draft, type EntryKind } from "../../timeline/index.ts";
import type { Sender } from "./api.ts";
import { countedBytes, faithfulPayload, surroundingBytes } from "./body.ts";
import { chatMeta, type Target } from "./envelope.ts";
import { whyUnreadable } from "./readable.ts";
import { type Refused, refuse, wrongParameter } from "./refusal.ts";

/** Bytes of a body besides what counts against the limit: two full addresses, ids, and what a newer client may add. */
const MAX_OTHER_BYTES = 2048;
/** In UTF-16 units; no device has a longer name (SE6). */
const MAX_RESOURCE = 256;

/** One uplink meta, understood: to a user, within the limits, and readable by every client. */
export interface Uplink {
  readonly sender: Sender;
  readonly meta: Meta;
  readonly body: MessageBody;
  /** The body's bytes as they are stored. */
  readonly payload: Uint8Array;
  readonly to: Target;
  readonly timeline: string;
}

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
  if (to?.domain === CONFERENCE_DOMAIN) return refuseGroupTarget(body, to.name ?? "");
  if (to?.domain !== undefined && to.domain !== "" && to.domain !== USER_DOMAIN) {
    return wrongParameter("the receiver's domain is not known");
  }
  const user = normalizeUserId(to?.name ?? "");
  if (user === undefined) return wrongParameter("the receiver is not a user id");
  if ((to?.clientResource?.length ?? 0) > MAX_RESOURCE) return wrongParameter("the receiver's device is not known");
  if (isTooLarge(payload, body, { meta, limit: settings.maxMessageBytes })) return refuse(ackRefusals.DATA_TOO_LARGE);
  const trouble = whyUnreadable(body, meta);
  if (trouble !== undefined) return wrongParameter(trouble);
  return {
    sender,
    meta,
    body,
    payload: faithfulPayload(payload, body, { from: device.user, to: user }),
    to: { user, resource: to?.clientResource === "" ? undefined : to?.clientResource },
    timeline: conversationTimeline(device.app, device.user, user),
  };
}

/** An entry as this uplink asks for it. */
export function draftOf(uplink: Uplink, kind: EntryKind): Draft {
  const { meta, payload, to, timeline } = uplink;
  const { device } = uplink.sender;
  return {
    app: device.app,
    timeline,
    members: device.user === to.user ? [device.user] : [device.user, to.user],
    kind,
    sender: device.user,
    resource: device.resource,
    ref: undefined,
    audience: to.resource === undefined ? undefined : to.user,
    audienceResource: to.resource,
    once: onceOf(uplink),
    effect: undefined,
    encode: (id, at) => chatMeta({ from: device, to, ext: meta.ext }, payload, { id, at }),
  };
}

/** Nobody is a member of a group or room yet: the refusal is the one for a target that does not exist. */
function refuseGroupTarget(body: MessageBody, name: string): Refused {
  const isRoom = body.type === MessageBodyType.CHATROOM;
  return refuse(isRoom ? namedAckRefusals.ROOM_NOT_FOUND(name.slice(0, 64)) : ackRefusals.GROUP_NOT_FOUND);
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
    clientId: `${meta.id ?? "0"}/${to.user}/${to.resource ?? ""}`,
    content: payload,
  };
}

import { type Encodable, encode, type KeyValue, MessageBody, MessageBodyType, type Meta } from "@rondo/protocol";
import {
  conversationTimeline,
  type Draft,
  type EntryKind,
  EVERY_DEVICE,
  groupTimeline,
  roomTimeline,
  threadTimeline,
} from "../../timeline/index.ts";
import { chatMeta, nameOf, type Target } from "./envelope.ts";

/** What the application's server writes, in the name of a user who need not have an account. */
export interface ServerWriting {
  readonly app: string;
  readonly from: string;
  readonly to: Target;
  /** Those of the two in a conversation who have accounts; nobody for groups and rooms. */
  readonly members: readonly string[];
  readonly kind: EntryKind;
  /** Type, contents and the like; the names in it are set here. */
  readonly body: Encodable<MessageBody>;
  readonly ext: KeyValue[] | undefined;
  readonly audience: string | undefined;
  /** Whether the devices of `from` receive it, too. */
  readonly reachesSender: boolean;
  /** Stands in the place of the time of storing: for what was said elsewhere and is brought here. Epoch milliseconds. */
  readonly saidAt?: number | undefined;
}

/** The entry of it. The stored time is that of storing, whatever the message says of itself. */
export function draftOfServer(writing: ServerWriting): Draft {
  const { app, from, to, members, kind, ext, audience, reachesSender, saidAt } = writing;
  const payload = encode(MessageBody, named(writing));
  return {
    app,
    timeline: timelineOf(app, from, to),
    members,
    kind,
    sender: from,
    resource: reachesSender ? "" : EVERY_DEVICE,
    ref: undefined,
    audience,
    audienceResource: undefined,
    once: undefined,
    effect: undefined,
    encode: (id, at) => serverMeta({ app, from, to, ext }, payload, { id, at: saidAt ?? at }),
  };
}

/** A chat meta from a user, and from no device. */
export function serverMeta(
  route: { app: string; from: string; to: Target; ext: Meta["ext"] },
  payload: Uint8Array,
  stamp: { id: string; at: number },
): Uint8Array {
  const { app, from, to, ext } = route;
  return chatMeta({ from: { app, user: from, resource: undefined }, to, ext }, payload, stamp);
}

/** How clients know a message to this target. */
export function chatTypeOf({ type }: Target): MessageBodyType {
  if (type === "user") return MessageBodyType.CHAT;
  return type === "room" ? MessageBodyType.CHATROOM : MessageBodyType.GROUPCHAT;
}

export function timelineOf(app: string, from: string, to: Target): string {
  switch (to.type) {
    case "user":
      return conversationTimeline(app, from, to.user);
    case "group":
      return groupTimeline(app, to.id);
    case "thread":
      return threadTimeline(app, to.id);
    case "room":
      return roomTimeline(app, to.id);
    default:
      return to satisfies never;
  }
}

function named({ body, from, to }: ServerWriting): Encodable<MessageBody> {
  return { ...body, from: { name: from }, to: { name: nameOf(to) } };
}

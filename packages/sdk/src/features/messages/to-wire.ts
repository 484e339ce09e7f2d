import {
  conferenceJid,
  type Encodable,
  embed,
  MessageBody,
  MessageBodyType,
  type Meta,
  MetaNameSpace,
  MetaRouteType,
  userJid,
} from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import type { WriteContent } from "./contents.ts";
import { toKeyValues } from "./key-values.ts";
import type { ChatType, SendBody } from "./types.ts";

const BODY_TYPES: Record<ChatType, number> = {
  singleChat: MessageBodyType.CHAT,
  groupChat: MessageBodyType.GROUPCHAT,
  chatRoom: MessageBodyType.CHATROOM,
};
const RECEIPT_TYPES: Record<string, number | undefined> = {
  read: MessageBodyType.READ_ACK,
  delivery: MessageBodyType.DELIVER_ACK,
  channel: MessageBodyType.CHANNEL_ACK,
};
/** Of rooms under load the server drops low ones first. */
const PRIORITIES: Record<string, number | undefined> = { high: 0, normal: 1, low: 2 };

export type UplinkMeta = Encodable<Meta> & { readonly id: string };

/** To which chat a message goes; the old ways of saying it count, too. */
export function chatTypeOf({ chatType, group, roomType }: Pick<SendBody, "chatType" | "group" | "roomType">): ChatType {
  if (roomType === true) return "chatRoom";
  if (group === "groupchat" && (chatType === undefined || chatType === "singleChat")) return "groupChat";
  return chatType && BODY_TYPES[chatType] ? chatType : "singleChat";
}

/** A body as the server takes it (MSync 4.1, 6.1, 6.2). `write` is not asked for receipts. `author`: of a message that is quoted; else it is the own user. */
export function toMeta(
  client: Client,
  body: SendBody,
  write: WriteContent,
  author = client.identity?.user,
): UplinkMeta {
  const chatType = chatTypeOf(body);
  const receipt = RECEIPT_TYPES[body.type];
  const isGroupRead = body.type === "read" && chatType === "groupChat";
  const { allowGroupAck } = body.msgConfig || {};
  return metaTo(client, body, {
    type: receipt || BODY_TYPES[chatType],
    contents: receipt === undefined ? [write(client, body)] : [{}],
    ext: receipt === undefined ? toKeyValues(body.ext) : undefined,
    ackMessageId: body.type === "read" || body.type === "delivery" ? body.ackId || body.id : undefined,
    ackContent: isGroupRead ? body.ackContent : undefined,
    msgConfig: isGroupRead ? { allowGroupAck: true } : allowGroupAck === undefined ? undefined : { allowGroupAck },
    meta: saidOf(body),
    from: { name: author },
  });
}

/** What is said in the JSON of the body. */
export const saidOf = ({
  isChatThread,
  translations,
}: Pick<SendBody, "isChatThread" | "translations">): string | undefined =>
  isChatThread || translations ? JSON.stringify({ translations, thread: isChatThread ? {} : undefined }) : undefined;

export function metaTo(client: Client, body: SendBody, content: Encodable<MessageBody>): UplinkMeta {
  const { appKey } = client.config;
  const chatType = chatTypeOf(body);
  const isSingle = chatType === "singleChat";
  const [name = "", resource] = isSingle ? splitResource(body.to) : [body.to];
  const receivers = isSingle ? undefined : body.receiverList;
  const isDirected = receivers !== undefined && receivers.length > 0;
  const from = { name: client.identity?.user };
  return {
    id: body.id,
    to: isSingle ? userJid(appKey, name, resource) : conferenceJid(appKey, name),
    ns: MetaNameSpace.CHAT,
    payload: embed(MessageBody, { from, to: { name }, ...content }),
    routetype: isDirected
      ? MetaRouteType.ROUTE_DIRECT
      : body.deliverOnlineOnly
        ? MetaRouteType.ROUTE_ONLINE
        : MetaRouteType.ROUTE_ALL,
    directedUsers: isDirected ? receivers : undefined,
    ext:
      chatType === "chatRoom"
        ? toKeyValues({ chatroom_msg_tag: PRIORITIES[body.priority || "normal"] ?? 1 })
        : undefined,
  };
}

/** `user/resource` is one device of the user. */
function splitResource(to: string): [name: string, resource: string | undefined] {
  const at = to.indexOf("/");
  return at < 0 ? [to, undefined] : [to.slice(0, at), to.slice(at + 1)];
}

import {
  decode,
  MessageBody,
  type MessageBodyContent,
  MessageBodyContentSubType,
  MessageBodyType,
  type Meta,
  messageKindOf,
} from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import { addContent, type Given } from "./content.ts";
import { extrasOf } from "./from-json.ts";
import { fromKeyValues } from "./key-values.ts";
import { type MetaFacts, metaFactsOf } from "./meta-facts.ts";
import type { ChatType, ContentType, Received } from "./types.ts";

const CHAT_TYPES: Record<number, ChatType | undefined> = {
  [MessageBodyType.CHAT]: "singleChat",
  [MessageBodyType.GROUPCHAT]: "groupChat",
  [MessageBodyType.CHATROOM]: "chatRoom",
};
/** Of the JSON in an edited message (MSync 4.7). */
const EDITED_CHAT_TYPES: Record<string, ChatType | undefined> = {
  "chat:user": "singleChat",
  "chat:group": "groupChat",
  "chat:room": "chatRoom",
};

const PRIORITIES = ["high", "normal", "low"];

/** What a CHAT meta is, read. */
export type Inbound =
  | { readonly is: "message"; readonly message: Received }
  | { readonly is: "stream"; readonly message: Received; readonly body: MessageBody }
  | { readonly is: "event"; readonly event: string; readonly payload: Record<string, unknown> };

/**
 * Reads a meta of the name space CHAT (MSync 6.7). Undefined: nothing to tell of.
 *
 * @throws DecodeError or SyntaxError for what no client can read.
 */
export function fromMeta(client: Client, meta: Meta): Inbound | undefined {
  const body = decode(MessageBody, meta.payload ?? new Uint8Array(0));
  const facts = metaFactsOf(meta);
  const type = body.type ?? MessageBodyType.NORMAL;
  const chatType = CHAT_TYPES[type];
  if (chatType !== undefined) {
    const isStream = body.contents?.[0]?.subType === MessageBodyContentSubType.SUB_STREAM && body.stream !== undefined;
    const message = toReceived(client, { meta, body, facts, chatType });
    if (message === undefined) return undefined;
    return isStream ? { is: "stream", message, body } : { is: "message", message };
  }
  if (type === MessageBodyType.EDIT) return edited(client, { meta, body, facts });
  return receipt(client, { meta, body, facts });
}

interface Parts {
  readonly meta: Meta;
  readonly body: MessageBody;
  readonly facts: MetaFacts;
}

function toReceived(client: Client, parts: Parts & { readonly chatType: ChatType }): Received | undefined {
  const { meta, body, facts, chatType } = parts;
  const content = body.contents?.[0];
  const kind: ContentType | undefined =
    content?.subType === MessageBodyContentSubType.SUB_STREAM ? "txt" : messageKindOf(body);
  if (content === undefined || kind === undefined) return undefined;
  const message: Received = {
    id: meta.id || "0",
    type: kind,
    chatType,
    from: senderOf(client, parts),
    to: receiverOf(parts),
    time: meta.timestamp || 0,
    ext: fromKeyValues(body.ext),
    onlineState: chatType === "chatRoom" ? 1 : facts.onlineState,
  };
  const { allowGroupAck } = body.msgConfig ?? {};
  if (body.msgConfig) message.msgConfig = { allowGroupAck: !!allowGroupAck };
  // Most messages are texts, and of these there is nothing else to look for.
  if (kind === "txt") message.msg = content.text || "";
  else addContent(client, message, givenIn(content));
  if (body.meta) Object.assign(message, extrasOf(client, body.meta, kind));
  if (facts.isContentReplaced && client.config.useReplacedMessageContents) message.isContentReplaced = true;
  if (chatType === "chatRoom") {
    const { chatroom_msg_tag: tag, is_broadcast: isBroadcast } = fromKeyValues(meta.ext);
    message.priority = PRIORITIES[Number(tag ?? 1)] || "normal";
    message.broadcast = !!isBroadcast;
  }
  return message;
}

function givenIn(content: MessageBodyContent): Given {
  const { text, size, subType } = content;
  return {
    msg: text,
    url: content.remotePath,
    secret: content.secretKey,
    filename: content.displayName,
    file_length: content.fileLength,
    length: content.duration,
    width: size?.width,
    height: size?.height,
    thumb: content.thumbnailRemotePath,
    thumb_secret: content.thumbnailSecretKey,
    isGif: subType === MessageBodyContentSubType.GIF,
    lat: content.latitude,
    lng: content.longitude,
    addr: content.address,
    buildingName: content.buildingName,
    action: content.action,
    customEvent: content.customEvent,
    customExts: fromKeyValues(content.customExts),
    params: fromKeyValues(content.params),
    title: content.title,
    summary: content.summary,
    compatibleText: text,
    combineLevel: content.combineLevel,
  };
}

function receipt(client: Client, parts: Parts): Inbound | undefined {
  const { meta, body, facts } = parts;
  const common = {
    id: meta.id || "0",
    from: senderOf(client, parts),
    to: receiverOf(parts),
    onlineState: facts.onlineState,
  };
  const mid = body.ackMessageId || "0";
  switch (body.type) {
    case MessageBodyType.READ_ACK: {
      // Group receipts carry how many have read what, as JSON in the first pair.
      const counts = body.ext?.[0]?.stringValue;
      const group = counts ? { groupReadCount: JSON.parse(counts), ackContent: body.ackContent ?? "" } : {};
      return { is: "event", event: "onReadMessage", payload: { ...common, type: "read", mid, ...group } };
    }
    case MessageBodyType.DELIVER_ACK:
      return { is: "event", event: "onDeliveredMessage", payload: { ...common, type: "delivery", mid } };
    case MessageBodyType.CHANNEL_ACK: {
      const time = meta.timestamp || 0;
      const payload = { ...common, type: "channel", chatType: "singleChat", time };
      return { is: "event", event: "onChannelMessage", payload };
    }
    case MessageBodyType.RECALL: {
      const { recallMessageExtensionInfo: ext = "" } = fromKeyValues(meta.ext);
      const payload = { ...common, from: common.from || "admin", mid, ext };
      return { is: "event", event: "onRecallMessage", payload };
    }
    default:
      return undefined;
  }
}

/** The new message, under the id of the old one. Who wrote it and when is in the JSON beside it (MSync 6.7). */
function edited(client: Client, parts: Parts): Inbound | undefined {
  const { meta, body } = parts;
  const edit = editOf(body.meta);
  const chatType = EDITED_CHAT_TYPES[edit?.chat_type ?? ""] ?? "singleChat";
  const message = toReceived(client, { ...parts, chatType });
  if (message === undefined) return undefined;
  message.id = body.editMessageId || meta.id || "0";
  message.from = edit?.sender ?? "";
  message.time = edit?.send_time ?? 0;
  return { is: "event", event: "onModifiedMessage", payload: message };
}

interface Edit {
  readonly count?: number;
  readonly operator?: string;
  readonly edit_time?: number;
  readonly sender?: string;
  readonly send_time?: number;
  readonly chat_type?: string;
}

function editOf(metaText: string | undefined): Edit | undefined {
  if (!metaText) return undefined;
  // Shown to be an object by its use: members are read one by one.
  return (JSON.parse(metaText) as { edit_msg?: Edit }).edit_msg;
}

/** With the device, when it is another device of the own user. */
function senderOf(client: Client, { meta, body }: Parts): string {
  const { user, resource } = client.identity ?? {};
  const name = body.from?.name ?? "";
  const device = meta.from?.clientResource;
  const isFromOwnDevice = name === user && body.to?.name === user && !!device && device !== resource;
  return isFromOwnDevice ? `${name}/${device}` : name;
}

function receiverOf({ meta, body }: Parts): string {
  const name = body.to?.name ?? "";
  const device = meta.to?.clientResource;
  return device ? `${name}/${device}` : name;
}

import type { Client } from "../../core/client.ts";
import { addContent, type Given } from "./content.ts";
import { isContentType } from "./kinds.ts";
import { type BodyMeta, modifiedInfoOf } from "./meta-facts.ts";
import { type JsonStream, streamFromJson } from "./streams.ts";
import type { ChatType, ContentType, Received } from "./types.ts";

/** A message as REST answers have it (MSync 8.2). */
export interface JsonMessage {
  readonly id?: string;
  readonly timestamp?: number | string;
  readonly from?: string;
  readonly to?: string;
  readonly payload?: JsonPayload;
}

interface JsonPayload {
  readonly type?: string;
  readonly from?: string;
  readonly to?: string;
  readonly ext?: Record<string, unknown>;
  readonly bodies?: ReadonlyArray<Record<string, unknown>>;
  readonly meta?: BodyMeta;
  readonly msgConfig?: Record<string, unknown>;
  readonly stream?: JsonStream;
}

/** As REST, and the old ways of sending, call them. */
export const CHAT_TYPES: Record<string, ChatType | undefined> = {
  chat: "singleChat",
  groupchat: "groupChat",
  chatroom: "chatRoom",
};

/** Undefined for what is no message that can be shown. */
export function fromJson(
  client: Client,
  { id = "", timestamp, from = "", to = "", payload }: JsonMessage,
): Received | undefined {
  const body = payload?.bodies?.[0];
  if (payload === undefined || body === undefined) return undefined;
  const type = kindOf(body);
  if (type === undefined) return undefined;
  const isGroup = to.indexOf("@conference.") >= 0;
  const message: Received = {
    id,
    type,
    chatType: (payload.type ? CHAT_TYPES[payload.type] : isGroup ? "groupChat" : undefined) ?? "singleChat",
    from: payload.from || from,
    to: payload.to || to.split("@")[0] || "",
    time: Number(timestamp || 0),
    ext: payload.ext || {},
  };
  if (payload.msgConfig && Object.keys(payload.msgConfig).length > 0) message.msgConfig = payload.msgConfig;
  if (type === "img") message.file = {};
  addContent(client, message, givenIn(body));
  if (body.subType === "sub_stream" && payload.stream) message.stream = streamFromJson(payload.stream, message.msg);
  return Object.assign(message, extrasFrom(client, payload.meta || {}, type));
}

/** @throws SyntaxError when the text is no JSON. */
export const extrasOf = (client: Client, text: string, kind: string): Record<string, unknown> =>
  extrasFrom(client, JSON.parse(text) as BodyMeta, kind);

function extrasFrom(client: Client, said: BodyMeta, kind: string): Record<string, unknown> {
  const extras: Record<string, unknown> = {};
  const { thread, thread_overview: overview, reaction } = said;
  if (said.translations !== undefined && kind === "txt") extras.translations = said.translations;
  if (thread && Object.keys(thread).length > 0) {
    const { msg_parent_id: messageId, muc_parent_id: parentId, thread_name: chatThreadName } = thread;
    extras.chatThread = { messageId, parentId, chatThreadName };
  }
  if (overview) {
    const { id, muc_parent_id: parentId, name, last_message: last } = overview;
    extras.chatThreadOverview = {
      id,
      parentId,
      name,
      lastMessage: lastMessageFromJson(client, last),
      createTimestamp: overview.create_timestamp,
      updateTimestamp: overview.update_timestamp,
      messageCount: overview.message_count,
    };
  }
  if (reaction) {
    extras.reactions = reaction.map((one) => {
      const shown: Record<string, unknown> = { ...one, isAddedBySelf: one.state };
      delete shown.state;
      return shown;
    });
  }
  const modifiedInfo = modifiedInfoOf(said.edit_msg);
  if (modifiedInfo) extras.modifiedInfo = modifiedInfo;
  if (said.isDelivered) extras.isDelivered = true;
  if (said.isRead) extras.isRead = true;
  return extras;
}

/** The last message of a thread: an object, empty when there is none. */
function lastMessageFromJson(client: Client, last: unknown): Received | null {
  if (typeof last !== "object" || last === null || Object.keys(last).length === 0) return null;
  return fromJson(client, last as JsonMessage) ?? null;
}

function kindOf({ type, subType }: Record<string, unknown>): ContentType | undefined {
  if (type === "txt" && subType === "sub_combine") return "combine";
  return isContentType(type) ? type : undefined;
}

function givenIn(body: Record<string, unknown>): Given {
  const { size, subType, customExts } = body;
  const parts = Array.isArray(customExts) ? customExts : [customExts || {}];
  return {
    ...body,
    ...(size as object | undefined),
    isGif: subType === "sub_gif",
    customExts: Object.assign({}, ...parts),
    params: {},
    compatibleText: body.text || body.msg,
  };
}

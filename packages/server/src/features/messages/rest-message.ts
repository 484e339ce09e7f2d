import {
  decode,
  type KeyValue,
  KeyValueValueType,
  MessageBody,
  type MessageBodyContent,
  MessageBodyContentSubType,
  MessageBodyType,
  Meta,
  messageKindOf,
} from "@rondo/protocol";
import { parseJson, parseObject } from "./json.ts";
import { restStream, streamOf } from "./rest-message-stream.ts";

/** A message as REST answers embed it (SDK REST contract, 8.1). */
export interface RestMessage {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Epoch milliseconds. */
  readonly timestamp: number;
  /** JSON text. */
  readonly payload: string;
}

/** Turns an encoded chat meta into its REST form. */
export function toRestMessage(encoded: Uint8Array): RestMessage {
  const meta = decode(Meta, encoded);
  const body = decode(MessageBody, meta.payload ?? new Uint8Array());
  const from = body.from?.name ?? meta.from?.name ?? "";
  const to = body.to?.name ?? meta.to?.name ?? "";
  const stream = streamOf(body);
  const payload = {
    type: chatTypeOf(body),
    from,
    to,
    ext: toJson(body.ext),
    bodies: [restBody(body)],
    meta: parseObject(body.meta ?? ""),
    msgConfig: body.msgConfig,
    stream: stream && restStream(stream),
  };
  return { id: meta.id ?? "0", from, to, timestamp: meta.timestamp ?? 0, payload: JSON.stringify(payload) };
}

function chatTypeOf({ type }: MessageBody): string {
  if (type === MessageBodyType.GROUPCHAT) return "groupchat";
  return type === MessageBodyType.CHATROOM ? "chatroom" : "chat";
}

function restBody(body: MessageBody): Record<string, unknown> {
  const kind = messageKindOf(body);
  const content = body.contents?.[0] ?? {};
  switch (kind) {
    case "txt":
      return { type: kind, msg: content.text ?? "" };
    case "img":
      return { type: kind, ...attachment(content), ...thumbnail(content), size: content.size, subType: gif(content) };
    case "audio":
      return { type: kind, ...attachment(content), length: content.duration ?? 0 };
    case "video":
      return {
        type: kind,
        ...attachment(content),
        ...thumbnail(content),
        size: content.size,
        length: content.duration ?? 0,
      };
    case "file":
      return { type: kind, ...attachment(content) };
    case "loc":
      return {
        type: kind,
        addr: content.address ?? "",
        lat: content.latitude ?? 0,
        lng: content.longitude ?? 0,
        buildingName: content.buildingName ?? "",
      };
    case "cmd":
      return { type: kind, action: content.action ?? "" };
    case "custom":
      return { type: kind, customEvent: content.customEvent ?? "", customExts: [toJson(content.customExts)] };
    case "combine":
      return combined(content);
    default:
      if (streamOf(body) !== undefined) return { type: "txt", subType: "sub_stream", msg: content.text ?? "" };
      // Nothing else is stored as a message; clients show an unknown type as an empty message.
      return { type: "unknown" };
  }
}

function attachment(content: MessageBodyContent): Record<string, unknown> {
  return {
    url: content.remotePath ?? "",
    secret: content.secretKey ?? "",
    filename: content.displayName ?? "",
    file_length: content.fileLength ?? 0,
  };
}

function thumbnail(content: MessageBodyContent): Record<string, unknown> {
  return { thumb: content.thumbnailRemotePath, thumb_secret: content.thumbnailSecretKey };
}

function gif(content: MessageBodyContent): string | undefined {
  return content.subType === MessageBodyContentSubType.GIF ? "sub_gif" : undefined;
}

/** The text of a combined message is what clients show that do not know combined messages. */
function combined(content: MessageBodyContent): Record<string, unknown> {
  return {
    type: "txt",
    subType: "sub_combine",
    msg: content.text ?? "",
    ...attachment(content),
    title: content.title ?? "",
    summary: content.summary ?? "",
    combineLevel: content.combineLevel ?? 1,
  };
}

function toJson(list: readonly KeyValue[] | undefined): Record<string, unknown> {
  return Object.fromEntries((list ?? []).map((item) => [item.key ?? "", plainValue(item)]));
}

/** As clients read a value (MSync 6.3); what they would drop is undefined here. */
function plainValue(item: KeyValue): unknown {
  switch (item.type) {
    case KeyValueValueType.BOOL:
      return (item.varintValue ?? "0") !== "0";
    case KeyValueValueType.INT:
    case KeyValueValueType.UINT:
    case KeyValueValueType.LLINT:
      return Number(item.varintValue ?? "0");
    case KeyValueValueType.FLOAT:
      return item.floatValue ?? 0;
    case KeyValueValueType.DOUBLE:
      return item.doubleValue ?? 0;
    case KeyValueValueType.STRING:
      return item.stringValue ?? "";
    case KeyValueValueType.JSON_STRING:
      return parseJson(item.stringValue ?? "");
    default:
      return undefined;
  }
}

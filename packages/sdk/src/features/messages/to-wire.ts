import {
  conferenceJid,
  type Encodable,
  embed,
  MessageBodyContentType as Kind,
  MessageBody,
  type MessageBodyContent,
  MessageBodyType,
  type Meta,
  MetaNameSpace,
  MetaRouteType,
  userJid,
} from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
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

type Content = Encodable<MessageBodyContent>;
export type UplinkMeta = Encodable<Meta> & { readonly id: string };

/** To which chat a message goes; the old ways of saying it count, too. */
export function chatTypeOf({ chatType, group, roomType }: Pick<SendBody, "chatType" | "group" | "roomType">): ChatType {
  if (roomType === true) return "chatRoom";
  if (group === "groupchat" && (chatType === undefined || chatType === "singleChat")) return "groupChat";
  return chatType && BODY_TYPES[chatType] ? chatType : "singleChat";
}

/** A body as the server takes it (MSync 4.1, 6.1, 6.2). `author`: of a message that is quoted; else it is the own user. */
export function toMeta(client: Client, body: SendBody, author = client.identity?.user): UplinkMeta {
  const chatType = chatTypeOf(body);
  const receipt = RECEIPT_TYPES[body.type];
  const isGroupRead = body.type === "read" && chatType === "groupChat";
  const { allowGroupAck } = body.msgConfig || {};
  return metaTo(client, body, {
    type: receipt ?? BODY_TYPES[chatType],
    contents: receipt === undefined ? [toContent(client, body)] : [{}],
    ext: receipt === undefined ? toKeyValues(body.ext) : undefined,
    ackMessageId: body.type === "read" || body.type === "delivery" ? body.ackId || body.id : undefined,
    ackContent: isGroupRead ? body.ackContent : undefined,
    msgConfig: isGroupRead ? { allowGroupAck: true } : allowGroupAck === undefined ? undefined : { allowGroupAck },
    meta: saidOf(body),
    from: { name: author },
  });
}

/** `recallMessage` (MSync 6.2). */
export function recallMeta(
  client: Client,
  recall: Pick<SendBody, "id" | "to" | "chatType" | "isChatThread"> & { mid: string; recallExt: string | undefined },
): UplinkMeta {
  const meta = metaTo(
    client,
    { ...recall, type: "channel" },
    {
      type: MessageBodyType.RECALL,
      contents: [{}],
      ackMessageId: recall.mid,
      meta: saidOf(recall),
    },
  );
  if (recall.recallExt === undefined) return meta;
  const ext = toKeyValues({ recallMessageExtensionInfo: recall.recallExt });
  return { ...meta, ext: [...(meta.ext || []), ...ext] };
}

/** `modifyMessage`: the new content takes the place of the old, with a new ext or without (MSync 4.7). */
export function editMeta(client: Client, body: SendBody, messageId: string): UplinkMeta {
  return metaTo(client, body, {
    type: MessageBodyType.EDIT,
    editMessageId: messageId,
    editScope: body.ext === undefined ? 1 : 2,
    contents: [toContent(client, body)],
    ext: toKeyValues(body.ext),
    meta: saidOf(body),
  });
}

/** What is said in the JSON of the body. */
const saidOf = ({ isChatThread, translations }: Pick<SendBody, "isChatThread" | "translations">): string | undefined =>
  isChatThread || translations ? JSON.stringify({ translations, thread: isChatThread ? {} : undefined }) : undefined;

function metaTo(client: Client, body: SendBody, content: Encodable<MessageBody>): UplinkMeta {
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

function toContent(client: Client, body: SendBody): Content {
  switch (body.type) {
    case "txt":
      return { type: Kind.TEXT, text: body.msg };
    case "img": {
      const { width, height, isGif } = body;
      const size = width === undefined && height === undefined ? undefined : { width: num(width), height: num(height) };
      return { ...attachment(Kind.IMAGE, body), size, subType: isGif ? 1 : undefined };
    }
    case "video": {
      const own = client.config.useOwnUploadFun;
      const { url = "", secret = "" } = placeOf(body);
      return {
        ...attachment(Kind.VIDEO, body),
        duration: num(body.length),
        thumbnailRemotePath: own ? "" : `${url}?vframe=true`,
        thumbnailSecretKey: own ? "" : secret,
      };
    }
    case "audio":
      return { ...attachment(Kind.VOICE, body), duration: num(body.length) };
    case "file":
      return attachment(Kind.FILE, body);
    case "loc": {
      const { lat, lng, addr, buildingName } = body;
      return { type: Kind.LOCATION, latitude: num(lat), longitude: num(lng), address: addr, buildingName };
    }
    case "cmd":
      return { type: Kind.COMMAND, action: body.action };
    case "custom":
      return {
        type: Kind.CUSTOM,
        customEvent: body.customEvent,
        customExts: toKeyValues(body.customExts),
        params: toKeyValues(body.params),
      };
    case "combine": {
      const { title, summary, combineLevel, compatibleText } = body;
      const { displayName, remotePath, secretKey, fileLength } = attachment(Kind.FILE, body);
      // For clients that do not know combined messages it is a text; the zero is what marks it.
      const marked = { type: Kind.TEXT, subType: 0, text: compatibleText };
      return { ...marked, displayName, remotePath, secretKey, fileLength, title, summary, combineLevel };
    }
    default:
      return {};
  }
}

/** Where an attachment is: at `body.url`, or for pictures at `url`. */
export function placeOf({ body, url, secret, filename, type }: SendBody): {
  url: string | undefined;
  secret: string | undefined;
  filename: string | undefined;
} {
  return {
    url: body?.url ?? url,
    secret: body?.secret ?? secret,
    filename: filename ?? body?.filename ?? (type === "combine" ? "combine" : undefined),
  };
}

function attachment(type: number, body: SendBody): Content {
  const { url, secret, filename } = placeOf(body);
  const name = filename ?? body.file?.filename;
  return {
    type,
    displayName: name,
    remotePath: url,
    secretKey: secret,
    fileLength: num(body.file_length ?? body.body?.file_length),
    thumbnailDisplayName: type === Kind.FILE && body.type === "combine" ? undefined : name,
  };
}

/** `user/resource` is one device of the user. */
function splitResource(to: string): [name: string, resource: string | undefined] {
  const at = to.indexOf("/");
  return at < 0 ? [to, undefined] : [to.slice(0, at), to.slice(at + 1)];
}

/** Applications also write numbers as text. */
function num(value: unknown): number | undefined {
  const number = Number(value);
  return value === undefined || value === null || value === "" || Number.isNaN(number) ? undefined : number;
}

import { decode, encode, Meta, MetaNameSpace, readUtf8 } from "@rondo/protocol";
import { callBack } from "../../core/calls.ts";
import type { Client, SendAck } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import type { UploadRequest } from "../../core/platform.ts";
import { statusCode } from "../../core/status-code.ts";
import { uploadAttachment } from "../files/index.ts";
import { withUploadedList } from "./combine.ts";
import { create, RECEIPTS } from "./create.ts";
import { CHAT_TYPES } from "./from-json.ts";
import { fromMeta } from "./from-wire.ts";
import { modifiedInfoOf } from "./meta-facts.ts";
import { chatTypeOf, editMeta, placeOf, recallMeta, toMeta, type UplinkMeta } from "./to-wire.ts";
import { languagesOf, withTranslations } from "./translate.ts";
import type { ChatType, ModifyMsgResult, Received, SendBody, SendMsgResult } from "./types.ts";

const KINDS: Record<string, UploadRequest["kind"] | undefined> = {
  img: "image",
  audio: "audio",
  video: "video",
  file: "file",
};

/** `send`: uploads what has to be uploaded, sends, and tells of the answer in all the ways there are. */
export function send(client: Client, body: SendBody): Promise<SendMsgResult> {
  const sent = deliver(client, body);
  const { success, fail } = body || {};
  // The callback of old gets two texts (official API 8.2, 18).
  sent.then(
    ({ localMsgId, serverMsgId }) => {
      if (typeof success === "function") callBack(client, () => success(localMsgId, serverMsgId), undefined);
    },
    (error: unknown) => callBack(client, fail, error),
  );
  return sent;
}

function deliver(client: Client, body: SendBody): Promise<SendMsgResult> {
  const { id, to, type } = body || {};
  if (client.identity === undefined) return reject(statusCode.WEBIM_CONNECTION_CLOSED, "not login");
  if (!id || !to || !type)
    return reject(statusCode.MESSAGE_PARAMETER_ERROR, "the message needs an id, a type and a receiver");
  const needsUpload = KINDS[type] !== undefined && !!body.file && !placeOf(body).url;
  // Without anything to wait for it is on its way when this returns, so that messages keep the order of the calls.
  if (type === "combine" && !body.url) return withUploadedList(client, body).then((ready) => submit(client, ready));
  if (needsUpload) return withUploadedFile(client, body).then((ready) => submit(client, ready));
  if (languagesOf(body).length > 0) return withTranslations(client, body).then((ready) => submit(client, ready));
  return submit(client, body);
}

async function submit(client: Client, body: SendBody): Promise<SendMsgResult> {
  const meta = toMeta(client, body);
  const ack = await sendMeta(client, meta);
  const result: SendMsgResult = { localMsgId: body.id, serverMsgId: ack.serverId };
  client.events.emit("onReceivedMessage", { id: body.id, mid: ack.serverId, to: body.to });
  if (RECEIPTS.indexOf(body.type) < 0) {
    const message = sentMessage(client, meta, ack);
    if (message) result.message = message;
  }
  return result;
}

async function withUploadedFile(client: Client, body: SendBody): Promise<SendBody> {
  // Asked only with a file.
  const file = body.file as NonNullable<SendBody["file"]>;
  const filename = body.filename ?? file.filename ?? "";
  try {
    if (body.isGif && file.filetype !== undefined && file.filetype.indexOf("gif") < 0) {
      throw new ChatError(statusCode.MESSAGE_INCLUDE_ILLEGAL_CONTENT, "The file type is not gif.");
    }
    const { url, secret, raw } = await uploadAttachment(client, {
      file: file as Record<string, unknown>,
      kind: KINDS[body.type] ?? "file",
      filename,
      chatType: chatTypeOf(body),
      to: body.to,
      thumbnailWidth: body.thumbnailWidth,
      thumbnailHeight: body.thumbnailHeight,
      onProgress: body.onFileUploadProgress,
      onStart: (cancel) => callBack(client, body.onFileUploadStart, cancel),
    });
    const { onFileUploadComplete } = body;
    if (onFileUploadComplete) callBack(client, onFileUploadComplete, { ...raw, url });
    const type = file.filetype ?? "";
    const size = sizeOf(file.data);
    return { ...body, filename, file_length: body.file_length ?? size, body: { url, secret, type, filename } };
  } catch (error) {
    const { onFileUploadError, onFileUploadCanceled } = body;
    if ((error as Partial<ChatError>).type === statusCode.REQUEST_ABORT)
      callBack(client, onFileUploadCanceled, undefined);
    else callBack(client, onFileUploadError, error);
    throw error;
  }
}

export interface RecallParams {
  /** The id of the server. */
  readonly mid: string;
  readonly to: string;
  /** As it was called before `chatType`, which wins. */
  readonly type?: "chat" | "groupchat" | "chatroom";
  readonly chatType?: ChatType;
  readonly isChatThread?: boolean;
  readonly ext?: string;
  readonly success?: (result: SendMsgResult) => void;
  readonly fail?: (error: unknown) => void;
}

export async function recall(client: Client, params: RecallParams): Promise<SendMsgResult> {
  const { mid, to, type = "", chatType = CHAT_TYPES[type] ?? "singleChat", isChatThread, ext } = params || {};
  if (client.identity === undefined) return reject(statusCode.WEBIM_CONNECTION_CLOSED, "not login");
  if (!mid || !to) return reject(statusCode.REQUEST_PARAMETER_ERROR, "mid and to are needed");
  if (ext !== undefined && typeof ext !== "string")
    return reject(statusCode.REQUEST_PARAMETER_ERROR, 'Invalid parameter: "ext"');
  const id = client.newLocalId();
  const { serverId } = await sendMeta(
    client,
    recallMeta(client, { id, to, chatType, isChatThread, mid, recallExt: ext }),
  );
  client.events.emit("onReceivedMessage", { id, mid: serverId, to });
  return { localMsgId: id, serverMsgId: serverId };
}

export interface ModifyParams {
  readonly messageId: string;
  /** What `message.create` gave for the new content. */
  readonly modifiedMessage: SendBody;
}

export async function modify(client: Client, params: ModifyParams): Promise<ModifyMsgResult> {
  const { messageId, modifiedMessage } = params || {};
  const { to, type } = modifiedMessage || {};
  if (client.identity === undefined) return reject(statusCode.WEBIM_CONNECTION_CLOSED, "not login");
  if (!messageId || !to || !type)
    return reject(statusCode.MESSAGE_PARAMETER_ERROR, "messageId and a message with a receiver are needed");
  const body = modifiedMessage.id
    ? modifiedMessage
    : create(modifiedMessage as unknown as Parameters<typeof create>[0]);
  const meta = editMeta(client, { ...body, id: client.newLocalId() }, messageId);
  const ack = await sendMeta(client, meta);
  client.events.emit("onReceivedMessage", { id: body.id, mid: ack.serverId, to });
  const edit = editSaid(ack);
  const result: ModifyMsgResult = { modifiedInfo: modifiedInfoOf(edit) };
  if (type !== "txt") return result;
  const message = sentMessage(client, toMeta(client, body), ack);
  if (message) {
    message.id = messageId;
    message.from = edit?.sender ?? message.from;
    message.time = edit?.send_time ?? message.time;
    if (result.modifiedInfo) message.modifiedInfo = result.modifiedInfo;
    result.message = message;
  }
  return result;
}

/** What was sent, as others see it: with the id and the time of the server, and with its words where it has changed them. */
function sentMessage(client: Client, meta: UplinkMeta, ack: SendAck): Received | undefined {
  const { config, events, identity } = client;
  const [rewritten] = ack.metas;
  if (config.useReplacedMessageContents && rewritten?.ns === MetaNameSpace.CHAT) {
    try {
      const read = fromMeta(client, rewritten);
      if (read?.is === "message") return read.message;
    } catch (error) {
      events.emit("onError", new ChatError(statusCode.WEBIM_LOAD_MSG_ERROR, "decode local meta message error", error));
    }
  }
  const stored = decode(Meta, encode(Meta, { ...meta, id: ack.serverId, timestamp: ack.timestamp }));
  const from = { name: identity?.user, clientResource: identity?.resource };
  const read = fromMeta(client, { ...stored, from });
  return read?.is === "message" ? read.message : undefined;
}

/** The ack of an edit says what it has become (MSync 4.7). */
function editSaid({ metas }: SendAck) {
  const payload = metas[0]?.ns === MetaNameSpace.NOTIFY ? metas[0].payload : undefined;
  if (payload === undefined) return undefined;
  // Written by the server; members are read with defaults.
  const said = JSON.parse(readUtf8(payload, 0, payload.length)) as { edit_msg?: EditSaid };
  return said.edit_msg;
}

interface EditSaid {
  readonly count?: number;
  readonly operator?: string;
  readonly edit_time?: number;
  readonly sender?: string;
  readonly send_time?: number;
}

/** The ack of a chat meta; what it was about is in the error's data, and an echo of it is not new any more. */
async function sendMeta(client: Client, meta: UplinkMeta): Promise<SendAck> {
  try {
    const ack = await client.uplink.send(meta);
    client.seen.add(ack.serverId);
    return ack;
  } catch (error) {
    if (error instanceof ChatError) {
      const data = Object.assign({ id: meta.id, mid: "0" }, error.data);
      throw new ChatError(error.type, error.message, data);
    }
    throw error;
  }
}

function sizeOf(data: unknown): number | undefined {
  const { size, byteLength } = (data ?? {}) as { size?: number; byteLength?: number };
  return size ?? byteLength;
}

const reject = (type: number, message: string): Promise<never> => Promise.reject(new ChatError(type, message));

import { MessageBodyType, MetaNameSpace, readUtf8 } from "@rondo/protocol";
import type { Client, SendAck } from "../../core/client.ts";
import { statusCode } from "../../core/status-code.ts";
import { anyContent } from "./attachments.ts";
import { create } from "./create.ts";
import { CHAT_TYPES } from "./from-json.ts";
import { toKeyValues } from "./key-values.ts";
import { modifiedInfoOf } from "./meta-facts.ts";
import { reject, sendMeta, sentMessage } from "./sending.ts";
import { metaTo, saidOf, toMeta, type UplinkMeta } from "./to-wire.ts";
import type { ChatType, ModifyMsgResult, SendBody, SendMsgResult } from "./types.ts";

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
  const message = sentMessage(client, toMeta(client, body, anyContent), ack);
  if (message) {
    message.id = messageId;
    message.from = edit?.sender || message.from;
    message.time = edit?.send_time || message.time;
    if (result.modifiedInfo) message.modifiedInfo = result.modifiedInfo;
    result.message = message;
  }
  return result;
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

/** `recallMessage` (MSync 6.2). */
function recallMeta(
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
function editMeta(client: Client, body: SendBody, messageId: string): UplinkMeta {
  return metaTo(client, body, {
    type: MessageBodyType.EDIT,
    editMessageId: messageId,
    editScope: body.ext === undefined ? 1 : 2,
    contents: [anyContent(client, body)],
    ext: toKeyValues(body.ext),
    meta: saidOf(body),
  });
}

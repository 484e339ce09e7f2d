import { decode, encode, Meta, MetaNameSpace } from "@rondo/protocol";
import { callBack } from "../../core/calls.ts";
import type { Client, SendAck } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { statusCode } from "../../core/status-code.ts";
import type { WriteContent } from "./contents.ts";
import { RECEIPTS } from "./create.ts";
import { fromMeta } from "./from-wire.ts";
import { toMeta, type UplinkMeta } from "./to-wire.ts";
import type { Received, SendBody, SendMsgResult } from "./types.ts";

/** What a feature can send. */
export interface Sendable {
  readonly write: WriteContent;
  /** What has to be done before; undefined: nothing. */
  readonly prepare?: (client: Client, body: SendBody) => Promise<SendBody> | undefined;
}

/** `send`: prepares what has to be prepared, sends, and tells of the answer in all the ways there are. */
export function send(client: Client, body: SendBody, sendable: Sendable): Promise<SendMsgResult> {
  const sent = deliver(client, body, sendable);
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

function deliver(client: Client, body: SendBody, { write, prepare }: Sendable): Promise<SendMsgResult> {
  const { id, to, type } = body || {};
  if (client.identity === undefined) return reject(statusCode.WEBIM_CONNECTION_CLOSED, "not login");
  if (!id || !to || !type)
    return reject(statusCode.MESSAGE_PARAMETER_ERROR, "the message needs an id, a type and a receiver");
  // Without anything to wait for it is on its way when this returns, so that messages keep the order of the calls.
  const prepared = prepare?.(client, body);
  if (prepared === undefined) return submit(client, body, write);
  return prepared.then((ready) => submit(client, ready, write));
}

async function submit(client: Client, body: SendBody, write: WriteContent): Promise<SendMsgResult> {
  const meta = toMeta(client, body, write);
  const ack = await sendMeta(client, meta);
  const result: SendMsgResult = { localMsgId: body.id, serverMsgId: ack.serverId };
  client.events.emit("onReceivedMessage", { id: body.id, mid: ack.serverId, to: body.to });
  if (RECEIPTS.indexOf(body.type) < 0) {
    const message = sentMessage(client, meta, ack);
    if (message) result.message = message;
  }
  return result;
}

/** What was sent, as others see it: with the id and the time of the server, and with its words where it has changed them. */
export function sentMessage(client: Client, meta: UplinkMeta, ack: SendAck): Received | undefined {
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

/** The ack of a chat meta; what it was about is in the error's data, and an echo of it is not new any more. */
export async function sendMeta(client: Client, meta: UplinkMeta): Promise<SendAck> {
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

export const reject = (type: number, message: string): Promise<never> => Promise.reject(new ChatError(type, message));

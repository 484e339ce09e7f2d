import { tell } from "../../core/calls.ts";
import type { Feature } from "../../core/client.ts";
import { anyContent } from "./attachments.ts";
import { type ModifyParams, modify, type RecallParams, recall } from "./changing.ts";
import { downloadCombined } from "./combine.ts";
import { prepare } from "./preparing.ts";
import { receiveMessages } from "./receiving.ts";
import { send } from "./sending.ts";
import { Streams } from "./streams.ts";
import type { ModifyMsgResult, Received, SendBody, SendMsgResult } from "./types.ts";

export { fromJson, type JsonMessage } from "./from-json.ts";
export { fromMeta } from "./from-wire.ts";
export { LegacyMessage } from "./legacy-message.ts";
export { toLegacy } from "./legacy-shape.ts";
export { showWhole } from "./streams.ts";
export type * from "./types.ts";

export interface MessageMethods {
  /**
   * Sends what `message.create` gave, or the `body` of a message made the old way. Offline it waits for the connection.
   * Rejects with 39 when nobody is logged in, 205 for what is no message, 50 for limits, 101 when an upload fails, 510 when
   * the connection ends for good, and with the error of the server.
   */
  send(message: SendBody): Promise<SendMsgResult>;
  sendMsg(message: SendBody): Promise<SendMsgResult>;
  /** Takes a message back, by its id of the server. Rejects with 504 when it is too late for that. */
  recallMessage(params: RecallParams): Promise<SendMsgResult>;
  /** Edits a message that was sent. `message` is resolved for texts. */
  modifyMessage(params: ModifyParams): Promise<ModifyMsgResult>;
  /** The messages in a combined one. Rejects with 200 when it cannot be fetched, 203 when it cannot be read. */
  downloadAndParseCombineMessage(file: { url: string; secret?: string }): Promise<Received[]>;
}

/** Messages, receipts, recalls and edits (API 3.3, 4). */
export const messages: Feature<MessageMethods> = (client) => {
  const streams = new Streams();
  receiveMessages(client, (message, body) => {
    for (const part of streams.take(message, body)) client.events.emitModern("onStreamMessage", part);
  });
  const sendIt = (message: SendBody): Promise<SendMsgResult> => send(client, message, { write: anyContent, prepare });
  return {
    send: sendIt,
    sendMsg: sendIt,
    recallMessage: (params) => tell(client, params, recall(client, params)),
    modifyMessage: (params) => modify(client, params),
    downloadAndParseCombineMessage: (file) => downloadCombined(client, file),
  };
};

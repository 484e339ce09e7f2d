import type { Feature } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { statusCode } from "../../core/status-code.ts";
import { plainContent } from "./contents.ts";
import { receiveMessages } from "./receiving.ts";
import { send } from "./sending.ts";
import type { SendBody, SendMsgResult } from "./types.ts";

/** Rejects with 205 for messages with a file; all else as `send` of the whole feature does. */
export interface TextMethods {
  send(message: SendBody): Promise<SendMsgResult>;
}

/**
 * What is small of messages: all are received but streamed texts, and those without a file are sent. It is in place of the
 * whole feature `messages`, which has all of it.
 */
export const texts: Feature<TextMethods> = (client) => {
  receiveMessages(client);
  return { send: (message) => send(client, message, { write: (_client, body) => plainContent(body) || refuse(body) }) };
};

/** @throws ChatError 205 */
function refuse({ type }: SendBody): never {
  throw new ChatError(statusCode.MESSAGE_PARAMETER_ERROR, `a message of type ${type} takes the feature "messages"`);
}

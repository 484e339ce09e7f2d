import { type Encodable, encode, Meta, MetaNameSpace } from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { statusCode } from "../../core/status-code.ts";
import { downloadFile, uploadAttachment } from "../files/index.ts";
import { anyContent } from "./attachments.ts";
import { readCombined, writeCombined } from "./combine-file.ts";
import { fromMeta } from "./from-wire.ts";
import { toMeta } from "./to-wire.ts";
import type { Received, SendBody } from "./types.ts";

const MAX_MESSAGES = 300;
const MAX_LEVEL = 10;

/**
 * Uploads the messages of a combined one as a file, and gives the body with its address (MSync 8.4).
 *
 * @throws ChatError 50 for none, more than 300, or more than ten levels; 101 when the upload fails.
 */
export async function withUploadedList(client: Client, body: SendBody): Promise<SendBody> {
  const list = body.messageList || [];
  if (list.length < 1 || list.length > MAX_MESSAGES) {
    throw limit(`a combined message has 1 to ${MAX_MESSAGES} messages`);
  }
  const combineLevel = 1 + Math.max(...list.map((one) => Number(one.combineLevel || 0)));
  if (combineLevel > MAX_LEVEL) throw limit(`combined messages have at most ${MAX_LEVEL} levels`);
  const data = writeCombined(list.map((one) => encode(Meta, storedForm(client, one as Received))));
  const { url, secret, raw } = await uploadAttachment(client, {
    file: { data, filename: "combine", filetype: "application/octet-stream" },
    kind: "file",
    filename: "combine",
    chatType: body.chatType,
    to: body.to,
  });
  body.onFileUploadComplete?.(raw);
  const address = `${url}?em-redirect=true${secret ? `&share-secret=${secret}` : ""}`;
  return { ...body, url: address, secret, filename: "combine", file_length: data.length, combineLevel };
}

/** @throws ChatError 200 and its kind when the download fails, 203 for a damaged file. */
export async function downloadCombined(client: Client, file: { url: string; secret?: string }): Promise<Received[]> {
  const { url, secret } = file;
  const bytes = await downloadFile(client.platform, { url, secret, token: client.identity?.token });
  const messages: Received[] = [];
  for (const meta of readCombined(bytes)) {
    const read = fromMeta(client, meta);
    if (read?.is === "message") messages.push(read.message);
  }
  return messages;
}

/** As it was: sender, receiver, time and id of its own. */
function storedForm(client: Client, message: Received): Encodable<Meta> {
  const { from, id, time } = message;
  const meta = toMeta(client, message as unknown as SendBody, anyContent, from || undefined);
  const { to, payload, routetype } = meta;
  return { id, to, payload, routetype, ns: MetaNameSpace.CHAT, timestamp: time };
}

const limit = (message: string): ChatError => new ChatError(statusCode.MAX_LIMIT, message);

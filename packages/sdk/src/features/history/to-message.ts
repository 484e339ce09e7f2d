import { MessageBodyStreamStreamStatus, type Meta } from "@rondo/protocol";
import type { Client } from "../../core/client.ts";
import { fromMeta, type Received, showWhole } from "../messages/index.ts";

/**
 * A meta of the history as a message. Receipts, recalls and edits among them are told as events, as they would be if they
 * had just come; of streamed texts only the whole one is a message (MSync 8.1).
 */
export function toHistoryMessage(client: Client, meta: Meta): Received | undefined {
  const read = fromMeta(client, meta);
  if (read === undefined) return undefined;
  if (read.is === "event") {
    client.events.emit(read.event, read.payload);
    return undefined;
  }
  if (read.is === "message") return read.message;
  const isWhole = read.body.stream?.streamStatus === MessageBodyStreamStreamStatus.STREAM_FULL;
  return isWhole ? showWhole(read.message, read.body) : undefined;
}

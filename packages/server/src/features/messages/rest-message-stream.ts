import {
  type Encodable,
  type MessageBody,
  type MessageBodyContent,
  MessageBodyContentSubType,
  MessageBodyContentType,
  type MessageBodyStream,
  MessageBodyStreamStreamStatus as Stage,
} from "@rondo/protocol";
import type { Entry } from "../../timeline/index.ts";
import { bodyOf, withBody } from "./body.ts";

/** The content of a chunk, or of the whole, of a streamed text (MSync 6.8). */
export function streamContent(text: string): Encodable<MessageBodyContent> {
  return { type: MessageBodyContentType.TEXT, subType: MessageBodyContentSubType.SUB_STREAM, text };
}

/** Undefined for everything but streamed texts; one that was edited is text like any other. */
export function streamOf({ contents, stream }: MessageBody): MessageBodyStream | undefined {
  return contents?.[0]?.subType === MessageBodyContentSubType.SUB_STREAM ? (stream ?? {}) : undefined;
}

/**
 * More than any stream has pieces. Clients pass over what ends a stream when they know its number already, and in histories
 * it is to be shown whatever they have received.
 */
const AFTER_ALL = "1000000";

/**
 * A message as histories show it. The whole of a streamed text is stored as its one and only chunk, so that a device that
 * has seen nothing of it shows it once, and what comes after it says nothing new; in histories clients look for the form
 * that is called full.
 */
export function historyForm({ meta, edits, kind }: Pick<Entry, "meta" | "edits" | "kind">): Uint8Array {
  // The end of a stream replaces what its beginning has stored.
  if (edits === 0 || kind !== "txt") return meta;
  const body = bodyOf(meta);
  const stream = streamOf(body);
  if (stream?.streamStatus !== Stage.STREAM_START_COMPLETED) return meta;
  return withBody(meta, { ...body, stream: { ...stream, streamSeq: AFTER_ALL, streamStatus: Stage.STREAM_FULL } });
}

/** As REST answers describe it. */
export function restStream(stream: MessageBodyStream): Record<string, unknown> {
  const isWhole = stream.streamStatus === Stage.STREAM_START_COMPLETED;
  return {
    stream_type: stream.streamType ?? "",
    stream_status: isWhole ? "stream_full" : "stream_start",
    stream_error: stream.streamError ?? 0,
    stream_finish_reason: stream.streamFinishReason ?? 0,
  };
}

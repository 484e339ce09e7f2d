import { type MessageBody, MessageBodyStreamStreamStatus as Stage } from "@rondo/protocol";
import type { Received } from "./types.ts";

/** Streams whose chunks are remembered; the one that was heard of first is forgotten first. */
const MAX_STREAMS = 200;
/** Chunks that wait for earlier ones. */
const MAX_WAITING = 1000;
const ERROR = 4;
/** The wire's numbers for a gap and for taking too long, and the official ones. */
const ERROR_TYPES: Record<number, number | undefined> = { 512: 513, 513: 514 };

interface Chunk {
  readonly seq: number;
  readonly text: string;
  readonly body: MessageBody;
  readonly message: Received;
}

interface Stream {
  readonly chunks: Map<number, Chunk>;
  next: number | undefined;
  text: string;
  time: number;
  isDone: boolean;
}

/** Puts the chunks of streamed texts in order and together (MSync 6.8). */
export class Streams {
  private readonly streams = new Map<string, Stream>();

  /** What can be told now that this chunk is here, in order. */
  take(message: Received, body: MessageBody): Received[] {
    const stream = this.streamOf(message);
    if (stream.isDone) return [];
    const { streamSeq = "0", streamStatus = Stage.STREAM_START } = body.stream ?? {};
    const chunk = { seq: Number(streamSeq), text: String(message.msg ?? ""), body, message };
    if (streamStatus === Stage.STREAM_FULL) return [this.finish(stream, chunk)];
    const isStart = streamStatus === Stage.STREAM_START || streamStatus === Stage.STREAM_START_COMPLETED;
    if (isStart && stream.next === undefined) stream.next = chunk.seq;
    const isOld = stream.next !== undefined && chunk.seq < stream.next;
    if (!isOld && stream.chunks.size < MAX_WAITING) stream.chunks.set(chunk.seq, chunk);
    const told: Received[] = [];
    for (;;) {
      const due = stream.next === undefined ? undefined : stream.chunks.get(stream.next);
      if (due === undefined || stream.next === undefined) return told;
      stream.chunks.delete(stream.next);
      stream.next += 1;
      stream.text += due.text;
      stream.time = stream.time || due.message.time;
      told.push(show(stream, due, due.text));
    }
  }

  clear(): void {
    this.streams.clear();
  }

  /** The whole text at once: what was missing of it is the news. */
  private finish(stream: Stream, chunk: Chunk): Received {
    const rest = chunk.text.indexOf(stream.text) === 0 ? chunk.text.slice(stream.text.length) : chunk.text;
    stream.text = chunk.text;
    stream.chunks.clear();
    stream.isDone = true;
    return show(stream, chunk, rest, Stage.STREAM_COMPLETED);
  }

  private streamOf({ id, time }: Received): Stream {
    let stream = this.streams.get(id);
    if (stream === undefined) {
      stream = { chunks: new Map(), next: undefined, text: "", time, isDone: false };
      this.streams.set(id, stream);
      // A map is in the order of insertion, and this one is not empty.
      if (this.streams.size > MAX_STREAMS) this.streams.delete(this.streams.keys().next().value as string);
    }
    return stream;
  }
}

/** What REST answers say of a streamed text. */
export interface JsonStream {
  readonly stream_type?: string;
  readonly stream_status?: string;
  readonly stream_error?: number;
  readonly stream_finish_reason?: number;
}

/** In the order of their numbers. */
const STATUSES = ["stream_start", "stream_start_completed", "stream_in_progress", "stream_completed"];

export function streamFromJson(said: JsonStream, text: unknown): Record<string, unknown> {
  const { stream_type: customType, stream_status: stage = "", stream_finish_reason: finishReason } = said;
  const status = stage === "stream_full" ? Stage.STREAM_COMPLETED : Math.max(0, STATUSES.indexOf(stage));
  return { customType, status, errorType: ERROR_TYPES[said.stream_error ?? 0] ?? 0, text, finishReason };
}

/** The whole of a streamed text, as histories have it. */
export function showWhole(message: Received, body: MessageBody): Received {
  const text = String(message.msg ?? "");
  const stream = { chunks: new Map(), next: undefined, text, time: message.time, isDone: true };
  return show(stream, { seq: 0, text, body, message }, text, Stage.STREAM_COMPLETED);
}

function show(stream: Stream, { body, message }: Chunk, text: string, as?: number): Received {
  const {
    streamType = "",
    streamError = 0,
    streamFinishReason = 0,
    streamStatus = Stage.STREAM_START,
  } = body.stream ?? {};
  const status = streamError ? ERROR : (as ?? streamStatus);
  if (status === Stage.STREAM_COMPLETED || status === Stage.STREAM_START_COMPLETED) stream.isDone = true;
  const errorType = ERROR_TYPES[streamError] ?? streamError;
  return {
    ...message,
    msg: stream.text,
    time: stream.time,
    stream: { customType: streamType, status, errorType, text, finishReason: streamFinishReason },
  };
}

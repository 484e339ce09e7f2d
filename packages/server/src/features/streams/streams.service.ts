import {
  decode,
  type Encodable,
  encode,
  MessageBody,
  type MessageBodyStream,
  MessageBodyStreamStreamStatus as Stage,
} from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { KeyedLock } from "../../kernel/keyed-lock.ts";
import {
  type Draft,
  type Entry,
  EVERY_DEVICE,
  parseTimeline,
  type Timelines,
  type Transients,
} from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import {
  chatTypeOf,
  countedBytes,
  draftOfServer,
  serverMeta,
  streamContent,
  type Target,
  toKeyValues,
  whyUnreadable,
  withBody,
} from "../messages/index.ts";
import type { Place, Places } from "../server-messages/index.ts";
import { type StreamRow, type StreamState, type StreamTables, streamStore as store } from "./streams.store.ts";

export interface StreamLimits {
  /** Between two chunks. */
  readonly chunkTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** Of all chunks together, in UTF-8. */
  readonly maxBytes: number;
  readonly maxGroupMembers: number;
  /** How long it is remembered why a stream has ended. */
  readonly memoryMs: number;
}

export const defaultStreamLimits: StreamLimits = {
  chunkTimeoutMs: 30_000,
  totalTimeoutMs: 30 * 60_000,
  maxBytes: 128 * 1024,
  maxGroupMembers: 200,
  memoryMs: 60 * 60_000,
};

export interface Chunk {
  readonly app: string;
  readonly from: string;
  readonly to: { readonly type: "user" | "group"; readonly name: string };
  /** Undefined: the first of a new stream. */
  readonly message: string | undefined;
  readonly text: string;
  readonly seq: number;
  /** It is the last one. */
  readonly isLast: boolean;
  readonly finishReason: number | undefined;
  /** Of the first one only. */
  readonly streamType: string;
  readonly ext: Readonly<Record<string, unknown>>;
}

interface Deps {
  readonly apps: Pick<Apps, "get">;
  readonly places: Places;
  readonly database: Database;
  readonly timelines: Timelines;
  readonly transients: Transients;
  readonly clock: Clock;
  readonly limits: StreamLimits;
  /** A stream has ended: who is not connected may be told of it. */
  readonly onWhole: (message: Entry) => void;
}

const FORGET_EVERY_MS = 60_000;

/** What the wire says of a stream that has not come to its end (MSync 6.8). */
const ERRORS: Readonly<Partial<Record<StreamState, number>>> = { late: 512, long: 513 };

/**
 * Texts that come in pieces while they are being written (SPEC.md, ST).
 *
 * The first chunk is stored as a message, in the form of a stream's beginning; the following ones are pushed to who is
 * connected, and recorded beside. At the end the message is given the whole text, in the form of a stream of one chunk, and
 * an entry tells the whole to all devices: those that have seen the beginning complete it, those that have everything, and
 * those that got the message after its end, pass over it.
 */
export class StreamService {
  private readonly deps: Deps;
  /** Chunks of one stream one after the other. */
  private readonly lock = new KeyedLock();
  /** Messages that have been recalled and whose streams the store does not say to be over yet. */
  private readonly recalling = new Set<string>();
  private forgottenAt = 0;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Answers the id of the message. @throws AppError SEND_…, STREAM_…, MUC_DISABLED. */
  async take(chunk: Chunk): Promise<string> {
    const { message, app } = chunk;
    if (message === undefined) return this.begin(chunk);
    await this.lock.run(`${app}/${message}`, () => this.goOn(chunk, message));
    return message;
  }

  /** Ends the streams that nobody goes on with, and forgets those that ended long ago. */
  async sweep(): Promise<void> {
    const { clock, limits } = this.deps;
    const now = clock.now();
    const times = { chunkBefore: now - limits.chunkTimeoutMs, startBefore: now - limits.totalTimeoutMs };
    for (const { app, message } of await store.overdue(this.db, times)) {
      if (message !== null) await this.lock.run(`${app}/${message}`, () => this.endIfOverdue(app, message));
    }
    if (Math.abs(now - this.forgottenAt) < FORGET_EVERY_MS) return;
    this.forgottenAt = now;
    await store.forgetEndedBefore(this.db, now - limits.memoryMs);
  }

  /** After a start of the server: streams whose message was being stored are open, or have never been. */
  async resume(): Promise<void> {
    for (const row of await store.opening(this.db)) {
      // No message has the id 0: nothing is stored, and what was stored before is found.
      const effect = { type: "remove", id: "0" } as const;
      const appended =
        row.timeline === null ? undefined : await this.deps.timelines.append({ ...beginning(row), effect });
      if (appended?.outcome === "duplicate") await store.setOpen(this.db, row.key, appended.id);
      else await store.remove(this.db, row.key);
    }
  }

  /** The messages of streams are recalled: nothing more comes. */
  async recalled(app: string, messages: readonly string[]): Promise<void> {
    // Before anything is waited for: whoever has recalled it is told so at the same moment.
    for (const message of messages) this.recalling.add(`${app}/${message}`);
    try {
      for (const message of messages) {
        const row = await store.find(this.db, app, message);
        if (row !== undefined) await store.end(this.db, row.key, "gone", this.deps.clock.now());
      }
    } finally {
      for (const message of messages) this.recalling.delete(`${app}/${message}`);
    }
  }

  private async begin(chunk: Chunk): Promise<string> {
    const { app, from, to, text, seq, isLast } = chunk;
    const { clock, timelines, places, database } = this.deps;
    if (seq !== 0) throw new AppError("STREAM_SEQ");
    const head = await this.headOf(chunk);
    const bytes = this.measure(0, text);
    const place = await places.find(app, from, to);
    if (place !== undefined) await this.checkSize(place);
    const now = clock.now();
    const row: StreamRow = {
      key: timelines.newId(),
      app,
      message: null,
      timeline: place?.timeline ?? null,
      placeType: to.type,
      target: to.name,
      sender: from,
      streamType: chunk.streamType,
      head: encode(MessageBody, { ...head, meta: place?.bodyMeta && JSON.stringify(place.bodyMeta) }),
      state: "opening",
      lastSeq: 0,
      chunks: 1,
      bytes,
      startedAt: now,
      chunkAt: now,
    };
    await database.inTransaction((tx) => store.add(tx.query<StreamTables>(), row, text));
    const message = await this.storeBeginning(row, { text, isLast, members: place?.members ?? [] });
    await store.setOpen(this.db, row.key, message);
    if (isLast) await this.end({ ...row, message }, "finished", chunk.finishReason);
    return message;
  }

  private async storeBeginning(
    row: StreamRow,
    first: { text: string; isLast: boolean; members: readonly string[] },
  ): Promise<string> {
    const { timelines } = this.deps;
    if (row.timeline === null) return timelines.newId();
    const appended = await timelines.append(beginning(row, first));
    if (appended.outcome === "conflict") throw new AppError("INTERNAL");
    return appended.outcome === "appended" ? appended.entry.id : appended.id;
  }

  private async goOn(chunk: Chunk, message: string): Promise<void> {
    const { app, from, to, text, seq, isLast } = chunk;
    if (this.recalling.has(`${app}/${message}`)) throw new AppError("STREAM_NOT_FOUND");
    const row = await store.find(this.db, app, message);
    if (row === undefined) throw new AppError("STREAM_NOT_FOUND");
    if (row.sender !== from) throw new AppError("STREAM_FROM");
    if (row.placeType !== to.type || row.target !== to.name) throw new AppError("STREAM_TO");
    const overdue = row.state === "open" ? this.whyOverdue(row) : undefined;
    if (overdue !== undefined) await this.end(row, overdue, undefined);
    refuseIfOver(overdue ?? row.state);
    if (seq <= row.lastSeq) throw new AppError("STREAM_SEQ_TOO_SMALL");
    const bytes = this.measure(row.bytes, text);
    const at = this.deps.clock.now();
    await this.deps.database.inTransaction((tx) =>
      store.append(tx.query<StreamTables>(), row, { text, seq, bytes, at }),
    );
    const streamStatus = isLast ? Stage.STREAM_COMPLETED : Stage.STREAM_IN_PROGRESS;
    const streamFinishReason = chunk.finishReason;
    await this.push(row, text, { streamSeq: String(row.chunks), streamStatus, streamFinishReason });
    if (isLast) await this.end({ ...row, chunks: row.chunks + 1 }, "finished", chunk.finishReason);
  }

  /** To who is connected; whoever misses it gets the whole at the end. */
  private async push(row: StreamRow, text: string, stream: Encodable<MessageBodyStream>): Promise<void> {
    const { timelines, transients, clock, places } = this.deps;
    const { timeline, sender, app, message } = row;
    if (timeline === null || message === null) return;
    const to = targetOf(row, timeline);
    await places.membersOf({ to, timeline, members: [] });
    const payload = bodyOf(row, text, stream);
    const at = clock.now();
    const meta = serverMeta({ app, from: sender, to, ext: undefined }, payload, { id: message, at });
    const nobody = { ref: undefined, audience: undefined, audienceResource: undefined };
    const id = timelines.newId();
    transients.send({ id, timeline, at, kind: "txt", sender, resource: EVERY_DEVICE, ...nobody, meta });
  }

  private async endIfOverdue(app: string, message: string): Promise<void> {
    const row = await store.find(this.db, app, message);
    const why = row?.state === "open" ? this.whyOverdue(row) : undefined;
    if (row !== undefined && why !== undefined) await this.end(row, why, undefined);
  }

  private whyOverdue({ chunkAt, startedAt }: StreamRow): "late" | "long" | undefined {
    const { clock, limits } = this.deps;
    const now = clock.now();
    if (now - startedAt > limits.totalTimeoutMs) return "long";
    return now - chunkAt > limits.chunkTimeoutMs ? "late" : undefined;
  }

  /** The message is the whole text from now on, and everybody is told it. */
  private async end(row: StreamRow, state: StreamState, finishReason: number | undefined): Promise<void> {
    const { database, clock, timelines } = this.deps;
    const facts = { streamError: ERRORS[state], streamFinishReason: finishReason };
    const text = await store.text(this.db, row.key);
    const isThere = await this.storeWhole(row, text, facts);
    const now = clock.now();
    await database.inTransaction((tx) => store.end(tx.query<StreamTables>(), row.key, isThere ? state : "gone", now));
    if (!isThere || row.timeline === null || row.message === null) return;
    const message = await timelines.find(row.timeline, row.message);
    if (message !== undefined) this.deps.onWhole(message);
  }

  /** False when the message is gone. */
  private async storeWhole(
    row: StreamRow,
    text: string,
    facts: Pick<Encodable<MessageBodyStream>, "streamError" | "streamFinishReason">,
  ): Promise<boolean> {
    const { timelines } = this.deps;
    const { timeline, message, sender, app, chunks } = row;
    if (timeline === null || message === null) return true;
    const to = targetOf(row, timeline);
    for (;;) {
      const original = await timelines.find(timeline, message);
      if (original === undefined) return false;
      const only = bodyOf(row, text, { ...facts, streamSeq: "0", streamStatus: Stage.STREAM_START_COMPLETED });
      const stored = withBody(original.meta, decode(MessageBody, only));
      const whole = bodyOf(row, text, { ...facts, streamSeq: String(chunks), streamStatus: Stage.STREAM_FULL });
      const appended = await timelines.append({
        ...blank(row, timeline, to),
        kind: "edit",
        ref: message,
        once: { clientId: `stream-end/${row.key}`, content: Buffer.from(row.key) },
        effect: { type: "replace", id: message, edits: original.edits + 1, meta: () => stored },
        // Clients put the parts of a stream together by the id of its message.
        encode: () => serverMeta({ app, from: sender, to, ext: undefined }, whole, { id: message, at: original.at }),
      });
      // Edited at the same moment: the whole text has the last word.
      if (appended.outcome !== "conflict") return true;
    }
  }

  private async headOf({ app, ext, to }: Chunk): Promise<Encodable<MessageBody>> {
    const { settings } = await this.deps.apps.get(app);
    const body = { ext: toKeyValues(ext) };
    if (countedBytes(body) > settings.maxMessageBytes) throw new AppError("SEND_TOO_LARGE");
    if (whyUnreadable(body, {}) !== undefined) throw new AppError("INVALID_BODY");
    const type =
      to.type === "user"
        ? ({ type: "user", user: "", resource: undefined } as const)
        : ({ type: "group", id: "" } as const);
    return { ...body, type: chatTypeOf(type) };
  }

  /** The bytes of the next chunk. @throws AppError STREAM_TOO_LARGE when all together have too many. */
  private measure(before: number, text: string): number {
    const bytes = Buffer.byteLength(text);
    if (before + bytes > this.deps.limits.maxBytes) throw new AppError("STREAM_TOO_LARGE");
    return bytes;
  }

  /** Every chunk goes to every member. @throws AppError SEND_ILLEGAL. */
  private async checkSize(place: Place): Promise<void> {
    const { places, limits } = this.deps;
    const members = await places.membersOf(place);
    if (place.to.type !== "user" && members.length > limits.maxGroupMembers) {
      throw new AppError(
        "SEND_ILLEGAL",
        `a group of more than ${limits.maxGroupMembers} members takes no stream messages`,
      );
    }
  }

  private get db() {
    return this.deps.database.query<StreamTables>();
  }
}

/** The entry that stores the first chunk; without it, the same for the look whether it was stored. */
function beginning(
  row: StreamRow,
  first: { text: string; isLast: boolean; members: readonly string[] } = { text: "", isLast: false, members: [] },
): Draft {
  const { app, sender, timeline } = row;
  const to = targetOf(row, timeline ?? "");
  const streamStatus = first.isLast ? Stage.STREAM_START_COMPLETED : Stage.STREAM_START;
  const payload = bodyOf(row, first.text, { streamSeq: "0", streamStatus });
  return {
    ...blank(row, timeline ?? "", to),
    members: first.members,
    once: { clientId: `stream/${row.key}`, content: Buffer.from(row.key) },
    encode: (id, at) => serverMeta({ app, from: sender, to, ext: undefined }, payload, { id, at }),
  };
}

/** The sender's devices are not told of streams. */
function blank({ app, sender }: StreamRow, timeline: string, to: Target): Draft {
  const common = { app, from: sender, to, members: [], kind: "txt", ext: undefined, audience: undefined } as const;
  return { ...draftOfServer({ ...common, body: {}, reachesSender: false }), timeline };
}

function targetOf({ target }: StreamRow, timeline: string): Target {
  const place = parseTimeline(timeline);
  if (place.type === "user" || place.type === "conversation") {
    return { type: "user", user: target, resource: undefined };
  }
  return { type: place.type, id: place.id };
}

function bodyOf(row: StreamRow, text: string, stream: Encodable<MessageBodyStream>): Uint8Array {
  return encode(MessageBody, {
    ...decode(MessageBody, row.head),
    from: { name: row.sender },
    to: { name: row.target },
    contents: [streamContent(text)],
    stream: { ...stream, streamType: row.streamType },
  });
}

function refuseIfOver(state: StreamState): void {
  switch (state) {
    case "opening":
    case "open":
      return;
    case "finished":
      throw new AppError("STREAM_FINISHED");
    case "late":
      throw new AppError("STREAM_CHUNK_LATE");
    case "long":
      throw new AppError("STREAM_TOO_LONG");
    case "gone":
      throw new AppError("STREAM_NOT_FOUND");
    default:
      state satisfies never;
  }
}

import {
  decode,
  type Encodable,
  encode,
  fromBase64,
  Meta,
  MetaNameSpace,
  type Status,
  toBase64,
} from "@rondo/protocol";
import type { SendAck } from "./client.ts";
import { ChatError } from "./error.ts";
import { metaFrame } from "./frames.ts";
import type { Clock, KeyValueStorage, Timer } from "./platform.ts";
import { ackError } from "./refusals.ts";

/** Messages that may wait for an answer or a connection. */
const MAX_WAITING = 1000;
/** How long the server may take for an answer before the connection is doubted (MSync 4.3). */
const ACK_TIMEOUT_MS = 15_000;
/** A timer that is so late has slept with its host: the answers may wait to be read. */
const SLEPT_MS = 2000;
/** A message that was written so often without an answer is given up: something is wrong with it. */
const MAX_WRITES = 3;

interface Entry {
  readonly id: string;
  readonly meta: Uint8Array;
  /** Outlives the program, where anything does: who is in a room is decided anew. */
  readonly isKept: boolean;
  /** For who sends it. */
  readonly sent: Promise<SendAck>;
  resolve(ack: SendAck): void;
  reject(error: ChatError): void;
  writes: number;
}

interface Deps {
  readonly clock: Clock;
  /** To the connection that is online; undefined when there is none. */
  readonly writer: () => ((frame: Uint8Array) => void) | undefined;
  /** An answer is overdue: the connection is to be made anew. */
  readonly onOverdue: () => void;
  /** Where what is not acknowledged is kept; undefined: nowhere. */
  readonly keep: { readonly storage: KeyValueStorage; readonly key: () => string | undefined } | undefined;
}

/**
 * Metas the server has not answered yet, in the order of sending. They are written when there is a connection, and again,
 * with the same ids and in the same order, after each reconnect: the server stores each once (MSync 4.6, SPEC ME3).
 */
export class Outbox {
  private readonly deps: Deps;
  private readonly entries = new Map<string, Entry>();
  private timer: Timer | undefined;
  /** Where in the storage something of this run may lie. */
  private keptUnder: string | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async send(meta: Encodable<Meta> & { readonly id: string }): Promise<SendAck> {
    // Sent again by the application while it waits: there is one answer to it.
    const waiting = this.entries.get(meta.id);
    if (waiting !== undefined) return waiting.sent;
    if (this.entries.size >= MAX_WAITING) {
      throw new ChatError(50, `${MAX_WAITING} messages wait for the server already`);
    }
    const entry = this.add(meta.id, encode(Meta, meta), meta.ns === MetaNameSpace.CHAT);
    this.persist();
    this.write(entry);
    return entry.sent;
  }

  /** A connection is there: everything that was not answered goes out. */
  flush(): void {
    for (const entry of Array.from(this.entries.values())) {
      if (entry.writes >= MAX_WRITES) this.settle(entry).reject(new ChatError(512, "send message timeout"));
      else this.write(entry);
    }
  }

  /** The answer to a meta; false when nobody waits for it. */
  answer(id: string, answer: { status: Status | undefined } & SendAck): boolean {
    const entry = this.entries.get(id);
    if (entry === undefined) return false;
    const error = ackError(answer.status);
    const { resolve, reject } = this.settle(entry);
    if (error === undefined) resolve(answer);
    else reject(error);
    return true;
  }

  /** The connection is gone; answers are not overdue while there is none. */
  pause(): void {
    this.deps.clock.clearTimer(this.timer);
    this.timer = undefined;
  }

  /** Everything that waits ends with the error, and is kept no longer: its sender has been told. */
  abandon(error: () => ChatError): void {
    this.pause();
    const entries = Array.from(this.entries.values());
    this.entries.clear();
    if (this.keptUnder !== undefined) this.deps.keep?.storage.remove(this.keptUnder);
    this.keptUnder = undefined;
    for (const { reject } of entries) reject(error());
  }

  /** At a login: what an earlier run of the program has not sent, or not heard of, goes out with the rest. */
  restore(onAck: (meta: Meta, ack: SendAck) => void): void {
    const { keep } = this.deps;
    const key = keep?.key();
    if (keep === undefined || key === undefined) return;
    for (const { id, meta } of parseKept(keep.storage.get(key))) {
      if (this.entries.has(id)) continue;
      this.add(id, meta, true).sent.then(
        (ack) => onAck(decode(Meta, meta), ack),
        () => {}, // the program that would have been told is gone
      );
    }
  }

  private add(id: string, meta: Uint8Array, isKept: boolean): Entry {
    let settle: Pick<Entry, "resolve" | "reject"> | undefined;
    const sent = new Promise<SendAck>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // A promise calls its function at once.
    const { resolve, reject } = settle as unknown as Pick<Entry, "resolve" | "reject">;
    const entry: Entry = { id, meta, isKept, sent, resolve, reject, writes: 0 };
    this.entries.set(id, entry);
    return entry;
  }

  private write(entry: Entry): void {
    const write = this.deps.writer();
    if (write === undefined) return;
    entry.writes++;
    write(metaFrame(entry.meta));
    if (this.timer === undefined) this.watch();
  }

  private watch(): void {
    const { clock } = this.deps;
    const first = this.entries.keys().next().value;
    if (first === undefined) return;
    const dueAt = clock.now() + ACK_TIMEOUT_MS;
    this.timer = clock.setTimer(() => {
      this.timer = undefined;
      // Answers come in any order but soon: when the oldest is still the same, none has come for it in all that time.
      const oldest = this.entries.keys().next().value;
      if (oldest === undefined || this.deps.writer() === undefined) return;
      if (oldest === first && clock.now() - dueAt < SLEPT_MS) this.deps.onOverdue();
      else this.watch();
    }, ACK_TIMEOUT_MS);
  }

  private settle(entry: Entry): Entry {
    this.entries.delete(entry.id);
    this.persist();
    if (this.entries.size === 0) this.pause();
    return entry;
  }

  private persist(): void {
    const { keep } = this.deps;
    const key = keep?.key();
    if (keep === undefined || key === undefined) return;
    const kept = Array.from(this.entries.values())
      .filter(({ isKept }) => isKept)
      .map(({ id, meta }) => [id, toBase64(meta)]);
    this.keptUnder = key;
    if (kept.length === 0) keep.storage.remove(key);
    else keep.storage.set(key, JSON.stringify(kept));
  }
}

function parseKept(text: string | undefined): Array<{ id: string; meta: Uint8Array }> {
  if (text === undefined) return [];
  try {
    const kept = JSON.parse(text) as unknown;
    const entries: Array<{ id: string; meta: Uint8Array }> = [];
    // Another program may have written here: what is no entry is passed over.
    for (const entry of Array.isArray(kept) ? kept : []) {
      const [id, base64] = Array.isArray(entry) ? entry : [];
      const meta = typeof base64 === "string" ? fromBase64(base64) : undefined;
      if (typeof id === "string" && meta !== undefined) entries.push({ id, meta });
    }
    return entries;
  } catch (_) {
    return [];
  }
}

import type { Clock, KeyValueStorage, Timer } from "../../core/platform.ts";

/** A message as the application has been shown it; what else is in it is kept as it is. */
export interface Kept {
  readonly id: string;
  readonly from: string;
  readonly time: number;
}

/** What is stored of a conversation. */
export interface Book {
  /** Of the newest message there was, epoch ms; 0 while it is not to be listed. */
  time: number;
  unread: number;
  /** Messages up to here are in `unread`, or have been read. */
  countedTo: number;
  custom?: Readonly<Record<string, unknown>> | undefined;
  /** The last few, the oldest first. */
  messages: Kept[];
}

/** Of a conversation; when one is taken back the one before it is the last. */
const KEPT_MESSAGES = 10;
/** Beyond, those without news for the longest time are forgotten: storage is small. */
const MAX_BOOKS = 300;
/** Writing is slow and messages come by the hundred: they are written together. */
const WRITE_MS = 200;

/** The conversations of one user in the storage of the host: a list of their times under one key, each under its own. */
export class Shelf {
  readonly user: string;
  private readonly base: string;
  private readonly storage: KeyValueStorage;
  private readonly clock: Clock;
  private readonly times: Record<string, number>;
  private readonly books = new Map<string, Book>();
  private readonly changed = new Set<string>();
  private timer: Timer | undefined;

  constructor(base: string, user: string, { storage, clock }: { storage: KeyValueStorage; clock: Clock }) {
    this.base = base;
    this.user = user;
    this.storage = storage;
    this.clock = clock;
    this.times = (this.read("") ?? {}) as Record<string, number>;
  }

  /** The ids of all that are to be listed, the newest first. */
  get ids(): string[] {
    const { times } = this;
    const isListed = (id: string): boolean => this.timeOf(id) > 0;
    return Object.keys(times)
      .filter(isListed)
      .sort((one, other) => this.timeOf(other) - this.timeOf(one));
  }

  find(id: string): Book | undefined {
    const known = this.books.get(id);
    if (known || this.times[id] === undefined) return known;
    const book = this.read(id) as Book | undefined;
    if (!book || !Array.isArray(book.messages)) return undefined;
    this.books.set(id, book);
    return book;
  }

  open(id: string): Book {
    const book = this.find(id) ?? { time: 0, unread: 0, countedTo: 0, messages: [] };
    this.books.set(id, book);
    return book;
  }

  /** It has been changed. */
  touch(id: string, book: Book): void {
    book.messages.splice(0, book.messages.length - KEPT_MESSAGES);
    this.times[id] = book.time;
    this.changed.add(id);
    this.timer ??= this.clock.setTimer(() => this.write(), WRITE_MS);
  }

  remove(id: string): void {
    this.books.delete(id);
    delete this.times[id];
    this.changed.add(id);
  }

  /** False when something is not there afterwards as it was written. */
  write(): boolean {
    this.clock.clearTimer(this.timer);
    this.timer = undefined;
    const all = Object.keys(this.times).sort((one, other) => this.timeOf(other) - this.timeOf(one));
    for (const id of all.slice(MAX_BOOKS)) this.remove(id);
    let isDone = true;
    for (const id of Array.from(this.changed)) isDone = this.store(id, this.books.get(id)) && isDone;
    this.changed.clear();
    return this.store("", this.times) && isDone;
  }

  private timeOf(id: string): number {
    return this.times[id] ?? 0;
  }

  private store(id: string, value: object | undefined): boolean {
    const { storage } = this;
    const key = this.base + id;
    const text = value && JSON.stringify(value);
    if (text) storage.set(key, text);
    else storage.remove(key);
    return storage.get(key) === text;
  }

  /** What is not ours is as good as nothing. */
  private read(id: string): unknown {
    try {
      const value: unknown = JSON.parse(this.storage.get(this.base + id) ?? "null");
      return typeof value === "object" && value !== null ? value : undefined;
    } catch {
      return undefined;
    }
  }
}

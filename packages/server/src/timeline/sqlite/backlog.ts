/**
 * What is in the log of entries but not yet in the tables that find them again.
 *
 * An append writes one row at the end of `timeline_entry`, which costs a share of a page. Its rows in `timeline_index`,
 * `timeline_ref` and `timeline_once` belong in pages of their own conversation or device; written at once they would
 * cost the store several times what the entry does. So they wait here and are written together with their neighbours:
 * when there are too many, oldest first; and for a conversation that somebody is about to read, at once.
 *
 * Nothing here is lost in a crash: `timeline_node.indexed_up_to` says from where on the log has to be read again.
 */
import type { Connection } from "../../kernel/database/sqlite/index.ts";
import { compareIds } from "../../kernel/ids.ts";
import { Memo } from "../../kernel/memo.ts";
import { DEVICE_CHARS } from "../once.ts";
import type { Position } from "../timeline.ts";

/** Devices of which the newest digest is known. */
const MAX_KNOWN_DEVICES = 50_000;
/** Entries that may wait. Also what has to be read again after a crash. */
const MAX_WAITING = 8192;

export interface Logged {
  readonly id: Position;
  readonly ref: Position | null;
}

interface LogRow extends Logged {
  readonly slot: number;
  readonly timeline: string;
  readonly at: number;
  readonly digest: string | null;
  readonly onceSlot: number | null;
}

interface Conversation {
  readonly slot: number;
  readonly waiting: Logged[];
}

interface Sent {
  readonly slot: number;
  readonly digest: string;
  readonly id: Position;
  readonly at: number;
}

export class Backlog {
  // Both maps are in the order of what has waited longest: a key leaves with all it has, and comes back at the end.
  private conversations = new Map<string, Conversation>();
  private devices = new Map<string, Sent[]>();
  private digests = new Map<string, Sent>();
  /** The digest behind all others of a device, in the table and waiting; empty: it has none. */
  private readonly newest = new Memo<string, string>(MAX_KNOWN_DEVICES);
  private waiting = 0;
  private settled: string[] = [];
  /** What is here is not what is in the log: at the start, and when a transaction was rolled back. */
  private isStale = true;
  private readonly statements: ReturnType<typeof prepare>;

  constructor(writer: Connection) {
    this.statements = prepare(writer);
  }

  /** A transaction was rolled back, and what it has changed here has to go, too. */
  rolledBack(): void {
    this.isStale = true;
  }

  /**
   * To be called first in each transaction: starts over from the log where that is needed. When the log cannot be read it
   * throws, and the transaction with it: one that went on would record as indexed what is not.
   */
  refresh(): void {
    if (!this.isStale) return;
    const rows = this.statements.unindexed.all() as unknown as LogRow[];
    this.conversations = new Map();
    this.devices = new Map();
    this.digests = new Map();
    this.newest.clear();
    this.waiting = 0;
    this.settled = [];
    for (const { slot, timeline, id, at, ref, digest, onceSlot } of rows) {
      this.add(slot, timeline, { id, ref });
      if (digest !== null && onceSlot !== null) this.addDigest({ slot: onceSlot, digest, id, at });
    }
    this.isStale = false;
  }

  add(slot: number, timeline: string, entry: Logged): void {
    const conversation = this.conversations.get(timeline);
    if (conversation === undefined) this.conversations.set(timeline, { slot, waiting: [entry] });
    else conversation.waiting.push(entry);
    this.waiting += 1;
  }

  /** The first entry with this digest, if there was one. Most are new, and behind all others of their device. */
  findDigest(slot: number, digest: string): { id: Position; at: number } | undefined {
    if (digest > this.newestOf(slot, digest.slice(0, DEVICE_CHARS))) return undefined;
    const sent = this.digests.get(digest);
    if (sent !== undefined) return { id: sent.id, at: sent.at };
    return this.statements.findOnce.get(slot, digest) as { id: Position; at: number } | undefined;
  }

  addDigest(sent: Sent): void {
    this.digests.set(sent.digest, sent);
    const device = sent.digest.slice(0, DEVICE_CHARS);
    const waiting = this.devices.get(device);
    if (waiting === undefined) this.devices.set(device, [sent]);
    else waiting.push(sent);
    const newest = this.newest.get(device);
    if (newest !== undefined && sent.digest > newest) this.newest.set(device, sent.digest);
  }

  /** The entry leaves the log: what it says of resends has to be in its table before that. */
  removeEntry(slot: number, timeline: string, id: Position): void {
    this.statements.keepOnce.run(id);
    this.settleConversation(timeline);
    this.statements.unindex.run(slot, timeline, id);
  }

  settleConversation(timeline: string): void {
    const conversation = this.conversations.get(timeline);
    if (conversation === undefined) return;
    const { index, ref: addRef } = this.statements;
    this.conversations.delete(timeline);
    this.settled.push(timeline);
    this.waiting -= conversation.waiting.length;
    for (const { id, ref } of conversation.waiting) {
      index.run(conversation.slot, timeline, id);
      if (ref !== null) addRef.run(conversation.slot, timeline, ref, id);
    }
  }

  settleUser(slot: number, app: string, user: string): void {
    if (this.conversations.size === 0) return;
    for (const { timeline } of this.statements.memberships.all(slot, app, user)) {
      this.settleConversation(timeline as string);
    }
  }

  settleAll(): void {
    for (const timeline of this.conversations.keys()) this.settleConversation(timeline);
    for (const device of this.devices.keys()) this.settleDevice(device);
  }

  /** Brings the backlog back to its bound, in step with what was added. */
  trim(): void {
    for (const timeline of this.conversations.keys()) {
      if (this.waiting <= MAX_WAITING) break;
      this.settleConversation(timeline);
    }
    for (const device of this.devices.keys()) {
      if (this.digests.size <= MAX_WAITING) break;
      this.settleDevice(device);
    }
  }

  /** The conversations settled since this was asked the last time, except those with something new. */
  takeSettled(): string[] {
    const settled = this.settled.filter((timeline) => !this.conversations.has(timeline));
    this.settled = [];
    return settled;
  }

  /** Everything up to here is in its tables; undefined: all there is. */
  get indexedUpTo(): Position | undefined {
    const firsts = [first(this.conversations)?.waiting[0]?.id, first(this.devices)?.[0]?.id];
    const [oldest] = firsts.filter((id) => id !== undefined).sort(compareIds);
    return oldest === undefined ? undefined : (BigInt(oldest) - 1n).toString();
  }

  private newestOf(slot: number, device: string): string {
    let newest = this.newest.get(device);
    if (newest === undefined) {
      const { digest } = this.statements.newestOnce.get(slot, device, `${device}~`) as { digest: string | null };
      newest = digest ?? "";
      for (const sent of this.devices.get(device) ?? []) if (sent.digest > newest) newest = sent.digest;
      this.newest.set(device, newest);
    }
    return newest;
  }

  private settleDevice(device: string): void {
    for (const { slot, digest, id, at } of this.devices.get(device) ?? []) {
      this.statements.once.run(slot, digest, id, at);
      this.digests.delete(digest);
    }
    this.devices.delete(device);
  }
}

function first<T>(map: ReadonlyMap<string, T>): T | undefined {
  for (const value of map.values()) return value;
  return undefined;
}

function prepare(writer: Connection) {
  return {
    index: writer.prepare("insert into timeline_index (slot, timeline, id) values (?, ?, ?) on conflict do nothing"),
    unindex: writer.prepare("delete from timeline_index where slot = ? and timeline = ? and id = ?"),
    ref: writer.prepare(
      "insert into timeline_ref (slot, timeline, ref, id) values (?, ?, ?, ?) on conflict do nothing",
    ),
    once: writer.prepare("insert into timeline_once (slot, digest, id, at) values (?, ?, ?, ?) on conflict do nothing"),
    findOnce: writer.prepare("select cast(id as text) as id, at from timeline_once where slot = ? and digest = ?"),
    newestOnce: writer.prepare(
      "select max(digest) as digest from timeline_once where slot = ? and digest between ? and ?",
    ),
    keepOnce: writer.prepare(
      `insert into timeline_once (slot, digest, id, at)
       select once_slot, digest, id, at from timeline_entry where id = ? and digest is not null
       on conflict do nothing`,
    ),
    memberships: writer.prepare("select timeline from timeline_member where slot = ? and app = ? and username = ?"),
    // By the primary key, which is the order of acceptance. A store has one log, whichever node wrote to it last.
    unindexed: writer.prepare(
      `select slot, timeline, cast(id as text) as id, at, cast(ref as text) as ref, digest, once_slot as onceSlot
       from timeline_entry where id > coalesce(
         (select indexed_up_to from timeline_node order by last_id desc, indexed_up_to desc limit 1), 0)
       order by timeline_entry.id`,
    ),
  };
}

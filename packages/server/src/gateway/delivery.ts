import { CONFERENCE_DOMAIN, type Jid, normalizeUserId } from "@rondo/protocol";
import type { Logger } from "pino";
import type { Clock } from "../kernel/clock.ts";
import { compareIds } from "../kernel/ids.ts";
import {
  conversationTimeline,
  type Device,
  type Entry,
  isForDevice,
  type Position,
  type Timelines,
} from "../timeline/index.ts";
import { AckGate } from "./ack-gate.ts";
import { type Cursor, CursorWriter } from "./cursors.ts";
import type { Frame } from "./frame.ts";
import { pageFrame, QueueAddress, unreadFrame } from "./frames.ts";
import { metasOf, type PageMemo, type QueueBook } from "./queues.ts";

/**
 * Entries a device may have received without a recorded acknowledgement. After a crash of the server exactly these may
 * come again, and the official client recognises a repeated id among its last hundred, which it shares with what it sends:
 * see `AckGate`.
 */
const WINDOW = 50;
/** Entries of one batch: two queues can always be on their way. */
const MAX_PAGE = 25;
/** Bytes of one batch, unless a single entry is larger. */
const MAX_PAGE_BYTES = 128 * 1024;
/** The store is not asked for less than this; live entries need room for one. */
const MIN_READ = 10;
/**
 * Room is taken for the whole of a page before it is read, so that two full ones exclude every other queue. Who returns to
 * many queues has little in most of them: while there are more than `MANY_QUEUES`, the first page of each is small.
 */
const MANY_QUEUES = 20;
const FIRST_PAGE = 4;
/** Committed entries that wait in memory for a session, over all its queues; more are read back from the store. */
const MAX_LIVE = 128;
/** Queues named in one UNREAD answer, each of which the client asks for at once. The others are pushed without being named. */
const MAX_LISTED = 100;
/** A batch without an acknowledgement, or a listing without a pull, is repeated in an UNREAD answer after so long. */
const STALE_MS = 10_000;
/**
 * After so long it is repeated unasked. Some hosts lose what arrives while they open a page, and a client that hears of
 * other queues sends no heartbeat. Not sooner: on a slow line a batch is that long on its way.
 */
const LOST_MS = 30_000;
/** Queues without anything to deliver that are remembered, so that a lively conversation costs nothing to resume. */
const MAX_IDLE = 16;

/**
 * One queue of one session. A queue that is not in the map is idle.
 *
 * - idle: the device has received and acknowledged everything; committed entries are pushed at once.
 * - in flight (`inflight`): a batch waits for the client's acknowledgement; committed entries gather in `live`.
 * - behind: the store holds more than memory; committed entries are not kept, pages are read when the client asks.
 * - reading: a page is being read; committed entries gather in `live` because the page may not have them.
 * - waiting (in `Delivery.waiting`): the next batch is due, but the window is full.
 */
interface Queue extends Cursor {
  readonly address: QueueAddress;
  inflight: Batch | undefined;
  isBehind: boolean;
  isReading: boolean;
  /** Entries were dropped from `live` during the read: the store has more than the page, whatever its length. */
  hasMissed: boolean;
  /** The client has asked and is owed an answer: a batch, or "nothing more". */
  isAsked: boolean;
  live: Entry[];
  /** Everything up to here has been in a batch; a commit event that comes after the read that saw it adds nothing. */
  sentUpTo: Position;
  listedAt: number;
}

interface Batch {
  readonly key: string;
  readonly upTo: Position;
  readonly count: number;
  readonly sentAt: number;
}

/** What all sessions share. */
export interface DeliveryDeps {
  readonly timelines: Timelines;
  readonly hub: { readonly queues: QueueBook; readonly memo: PageMemo };
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * What a session still has to receive, and how it gets there (SPEC.md, DE). Nothing is pushed before the first UNREAD:
 * until then the store alone knows. After that new entries are pushed when their queue is idle and follow the
 * acknowledgement otherwise. Every batch has a key of its own and is acknowledged with it; the device's cursor moves
 * then, never before.
 */
export class Delivery {
  private readonly device: Device;
  private readonly deps: DeliveryDeps;
  private readonly outlet: { send(frame: Frame): void };
  /** By name. Most sessions are idle most of the time: the collections are made when they are needed. */
  private queues: Map<string, Queue> | undefined;
  private waiting: Set<Queue> | undefined;
  private touched: Queue[] | undefined;
  private cursors: CursorWriter | undefined;
  /** `unlisted`: no UNREAD yet. `listing`: the store is being asked what is pending. */
  private phase: "unlisted" | "listing" | "listed" | "closed" = "unlisted";
  private listing: Promise<void> | undefined;
  /** Timelines with entries committed while listing: the store's answer may not have them. */
  private committedWhileListing: Set<string> | undefined;
  /** Queues whose first entries an earlier session may have delivered, with how many of them are recorded by now. */
  private returning: Map<Queue, number> | undefined;
  private exposed = 0;
  private liveCount = 0;
  /** Acks of the device's own messages go through here. */
  readonly acks: AckGate;

  constructor(deps: DeliveryDeps, session: { device: Device; outlet: { send(frame: Frame): void } }) {
    this.deps = deps;
    this.device = session.device;
    this.outlet = session.outlet;
    this.acks = new AckGate(session.outlet);
  }

  /** A committed entry of a timeline this user is a member of. True: call `flush` after the last one of the commit. */
  offer(entry: Entry, address: QueueAddress): boolean {
    if (this.phase === "listing") {
      if (isForDevice(entry, this.device)) this.committedWhileListing?.add(entry.timeline);
      return false;
    }
    if (this.phase !== "listed" || !isForDevice(entry, this.device)) return false;
    const queue = this.queues?.get(address.name) ?? this.open(entry.timeline, address);
    if (compareIds(entry.id, queue.sentUpTo) <= 0 || (queue.isBehind && !queue.isReading)) return false;
    queue.live.push(entry);
    if (++this.liveCount > MAX_LIVE) {
      this.fallBehind(queue);
      // With nothing in flight no acknowledgement will ask for what the store has now.
      if (queue.inflight === undefined && !queue.isReading) this.wait(queue);
      return true;
    }
    if (queue.live.length === 1) {
      this.touched ??= [];
      this.touched.push(queue);
    }
    return true;
  }

  /** Pushes what the last commit brought, one frame per queue. */
  flush(): void {
    const { touched } = this;
    this.touched = undefined;
    for (const queue of touched ?? NOTHING) {
      if (queue.inflight !== undefined || queue.isBehind || queue.live.length === 0) continue;
      if (this.room() > 0) this.sendLive(queue);
      else this.wait(queue);
    }
    this.serve();
  }

  /** Answers one UNREAD with the queues the client has to ask for. Only the first has to wait for the store. */
  answerUnread(): void {
    if (this.phase === "listed") {
      this.sendUnread();
      return;
    }
    if (this.phase === "closed") return;
    this.listing ??= this.list();
    void this.listing.then(() => this.sendUnread());
  }

  /** Called now and then: names queues that the client must have lost sight of. */
  remind(): void {
    if (this.phase !== "listed") return;
    const now = this.deps.clock.now();
    const lost = this.nameStranded(now, LOST_MS);
    if (lost.length > 0) this.tellUnread(lost, now);
  }

  /** A SYNC without a meta: the client acknowledges `key`, if it is the one in flight, and asks for what comes next. */
  pull(jid: Jid, key: string | undefined): void {
    const queue = this.find(jid);
    if (queue === undefined) {
      // Every pull is answered: an unanswered one stalls the client's other queues (MSync 5.4).
      this.outlet.send(new QueueAddress(jid).last);
      return;
    }
    if (queue.inflight === undefined) {
      if (this.phase !== "listed") queue.isBehind = true;
      queue.isAsked = true;
      this.advance(queue);
    } else if (key === queue.inflight.key) {
      this.acknowledge(queue, queue.inflight);
    } else if (key !== undefined && key !== "0") {
      // The key of an earlier batch. The one that followed it is on its way and has its own acknowledgement.
      this.outlet.send(queue.address.last);
    } else this.redeliver(queue, queue.inflight);
  }

  /** The user is no member of this timeline any more: what was not sent yet is not sent. */
  drop(timeline: string): void {
    this.committedWhileListing?.delete(timeline);
    const queue = this.queues?.get(this.deps.hub.queues.ofTimeline(timeline, this.device.user).name);
    if (queue === undefined) return;
    this.dropLive(queue);
    queue.isBehind = false;
    queue.hasMissed = false;
    if (queue.inflight === undefined && !queue.isReading) this.finish(queue);
  }

  /**
   * Nothing is sent any more. `caughtUp`: everything that was committed until now has been acknowledged; it holds only
   * for what is asked of the store in the same turn, because what is committed from now on is not heard of.
   */
  close(): { caughtUp: boolean } {
    const wasListed = this.phase === "listed";
    this.phase = "closed";
    const queues = [...(this.queues?.values() ?? NOTHING)];
    this.queues = undefined;
    this.waiting = undefined;
    this.cursors?.flush(queues);
    return { caughtUp: wasListed && queues.every(isIdle) };
  }

  /** The queue a client means, or undefined when nothing can be in it. */
  private find({ name = "", domain }: Jid): Queue | undefined {
    const known = this.queues?.get(name);
    // What is pending was listed, and what came after that is known, too.
    if (known !== undefined || this.phase === "listed" || this.phase === "closed") return known;
    // Whether the user is a member of a group follows from what is pending, and from nothing a client says.
    if (domain === CONFERENCE_DOMAIN) return undefined;
    if (normalizeUserId(name) !== name) return undefined;
    const { app, user } = this.device;
    return this.open(conversationTimeline(app, user, name), this.deps.hub.queues.of(app, name));
  }

  private async list(): Promise<void> {
    this.phase = "listing";
    this.committedWhileListing = new Set();
    try {
      const pending = await this.deps.timelines.pending(this.device);
      if (this.phase !== "listing") return;
      for (const { timeline, cursor } of pending) this.openBehind(timeline).acked ??= cursor;
      if (this.returning === undefined) this.beginReturn();
      for (const timeline of this.committedWhileListing) this.openBehind(timeline);
      this.phase = "listed";
    } catch (error) {
      this.deps.log.error({ err: error, ...this.device }, "pending messages could not be listed");
      // The answer names nothing, and the client's next UNREAD tries again.
      if (this.phase === "listing") this.phase = "unlisted";
    }
    this.committedWhileListing = undefined;
    this.listing = undefined;
  }

  /** What is pending may have been delivered before, up to a window of it; memory has it as behind. */
  private beginReturn(): void {
    this.returning = new Map();
    for (const queue of this.queues?.values() ?? NOTHING) this.returning.set(queue, 0);
    if (this.returning.size === 0) this.acks.returned();
  }

  private hasReturned(queue: Queue): void {
    if (this.returning?.delete(queue) === true && this.returning.size === 0) this.acks.returned();
  }

  private openBehind(timeline: string): Queue {
    const address = this.deps.hub.queues.ofTimeline(timeline, this.device.user);
    const queue = this.queues?.get(address.name) ?? this.open(timeline, address);
    if (queue.isReading) queue.hasMissed = true;
    queue.isBehind = true;
    return queue;
  }

  private sendUnread(): void {
    if (this.phase === "closed") return;
    const now = this.deps.clock.now();
    this.tellUnread(this.phase === "listed" ? this.nameStranded(now, STALE_MS) : NOTHING, now);
  }

  private tellUnread(listed: readonly QueueAddress[], now: number): void {
    this.outlet.send(unreadFrame(listed, now));
    this.serve();
  }

  /** The queues that have been stranded for so long, which are named with this; what is too many for one answer is pushed. */
  private nameStranded(now: number, afterMs: number): readonly QueueAddress[] {
    let listed: QueueAddress[] | undefined;
    for (const queue of this.queues?.values() ?? NOTHING) {
      if (!this.isStranded(queue, now, afterMs)) continue;
      listed ??= [];
      if (listed.length < MAX_LISTED) {
        queue.listedAt = now;
        listed.push(queue.address);
      } else if (queue.inflight === undefined) this.wait(queue);
    }
    return listed ?? NOTHING;
  }

  /** Nothing will move this queue unless the client asks for it. */
  private isStranded(queue: Queue, now: number, afterMs: number): boolean {
    if (now - queue.listedAt < afterMs) return false;
    if (queue.inflight !== undefined) return now - queue.inflight.sentAt >= afterMs;
    return queue.isBehind && !queue.isReading && this.waiting?.has(queue) !== true;
  }

  private acknowledge(queue: Queue, batch: Batch): void {
    queue.inflight = undefined;
    queue.isAsked = true;
    this.cursors ??= new CursorWriter({ ...this.deps, device: this.device }, (cursor, upTo, entries) =>
      this.recorded(cursor as Queue, upTo, entries),
    );
    this.acks.acknowledged(queue, batch.upTo);
    this.cursors.acknowledged(queue, batch.upTo, batch.count);
    if (!queue.isBehind && queue.live.length === 0) this.finish(queue);
    else {
      // Behind those that wait already: no queue keeps the window for itself.
      this.wait(queue);
      this.serve();
    }
  }

  /** The client asks again without acknowledging: it has lost the batch, and gets it again under another key. */
  private redeliver(queue: Queue, batch: Batch): void {
    queue.inflight = undefined;
    this.exposed -= batch.count;
    this.fallBehind(queue);
    queue.isAsked = true;
    this.advance(queue);
  }

  /** The next batch of a queue without one in flight: from memory, from the store, or the answer that there is none. */
  private advance(queue: Queue): void {
    if (queue.isReading) return;
    const isEmpty = !queue.isBehind && queue.live.length === 0;
    if (isEmpty) this.finish(queue);
    else if (this.room() < this.neededRoom(queue)) this.wait(queue);
    else {
      this.waiting?.delete(queue);
      if (queue.isBehind) void this.readPage(queue);
      else this.sendLive(queue);
    }
  }

  private async readPage(queue: Queue): Promise<void> {
    const { timelines, log } = this.deps;
    const { device } = this;
    const limit = Math.min(this.pageSize(queue), this.room());
    this.dropLive(queue);
    queue.isReading = true;
    queue.hasMissed = false;
    // Room is taken before waiting, so that parallel pulls share it.
    this.exposed += limit;
    let page: Entry[] | undefined;
    try {
      queue.acked ??= await timelines.cursor(device, queue.timeline);
      page = await timelines.read({ device, timeline: queue.timeline, after: queue.acked, limit });
    } catch (error) {
      log.error({ err: error, ...device, timeline: queue.timeline }, "a page could not be read");
    }
    queue.isReading = false;
    this.exposed -= limit;
    if (this.phase === "closed") return;
    // After a failure the queue stays behind, and an UNREAD answer will list it again.
    if (page !== undefined) this.sendPage(queue, page, { isEnd: page.length < limit });
    this.serve();
  }

  private sendPage(queue: Queue, page: readonly Entry[], { isEnd }: { isEnd: boolean }): void {
    const batch = page.slice(0, fitting(page, page.length));
    const last = batch.at(-1);
    if (isEnd && batch.length === page.length && !queue.hasMissed) {
      // The store has no more: from here on memory knows everything.
      queue.isBehind = false;
      if (last !== undefined) this.dropLive(queue, last.id);
    } else this.dropLive(queue);

    if (last === undefined) this.advance(queue);
    else {
      // A key of its own, because the same entries may have been in a batch before (MSync 5.4).
      const key = this.deps.timelines.newId();
      this.sent(queue, batch, key);
      this.outlet.send(pageFrame(queue.address, metasOf(batch), key));
    }
  }

  private sendLive(queue: Queue): void {
    const count = fitting(queue.live, Math.min(queue.live.length, MAX_PAGE, this.room()));
    const batch = queue.live.splice(0, count);
    this.liveCount -= count;
    // An entry ends a live batch once in the life of a device, and no other key is the id of an entry.
    const key = (batch.at(-1) as Entry).id;
    this.sent(queue, batch, key);
    this.outlet.send(this.deps.hub.memo.page(queue.address, batch, key));
  }

  private sent(queue: Queue, batch: readonly Entry[], key: string): void {
    const upTo = (batch.at(-1) as Entry).id;
    queue.inflight = { key, upTo, count: batch.length, sentAt: this.deps.clock.now() };
    queue.isAsked = false;
    if (compareIds(upTo, queue.sentUpTo) > 0) queue.sentUpTo = upTo;
    this.exposed += batch.length;
    this.acks.exposed(queue, upTo);
  }

  private finish(queue: Queue): void {
    if (queue.isAsked) this.outlet.send(queue.address.last);
    queue.isAsked = false;
    this.waiting?.delete(queue);
    if (!queue.isMoving) this.hasReturned(queue);
    this.forgetIfIdle(queue);
  }

  private recorded(queue: Queue, upTo: Position, entries: number): void {
    this.exposed -= entries;
    if (this.phase === "closed") return;
    this.acks.recorded(queue, upTo);
    const before = this.returning?.get(queue);
    if (before !== undefined) {
      this.returning?.set(queue, before + entries);
      if (before + entries >= WINDOW || (isIdle(queue) && !queue.isMoving)) this.hasReturned(queue);
    }
    this.forgetIfIdle(queue);
    this.serve();
  }

  private serve(): void {
    for (const queue of this.waiting ?? NOTHING) {
      // Sending may have found the reader too slow, and ended the session.
      if (this.phase === "closed" || this.room() < this.neededRoom(queue)) return;
      this.waiting?.delete(queue);
      if (queue.inflight === undefined) this.advance(queue);
    }
    this.waiting = undefined;
  }

  private wait(queue: Queue): void {
    this.waiting ??= new Set();
    this.waiting.add(queue);
  }

  private forgetIfIdle(queue: Queue): void {
    if (!isIdle(queue) || queue.isMoving) return;
    // Before the first UNREAD nothing that is committed is heard of, so memory may not claim to know.
    if (this.phase !== "listed" || (this.queues?.size ?? 0) > MAX_IDLE) this.queues?.delete(queue.address.name);
  }

  private fallBehind(queue: Queue): void {
    this.dropLive(queue);
    queue.isBehind = true;
    if (queue.isReading) queue.hasMissed = true;
  }

  /** Forgets what waits in memory, up to an id or all of it. */
  private dropLive(queue: Queue, upTo?: Position): void {
    const kept = upTo === undefined ? [] : queue.live.filter(({ id }) => compareIds(id, upTo) > 0);
    this.liveCount -= queue.live.length - kept.length;
    queue.live = kept;
  }

  private open(timeline: string, address: QueueAddress): Queue {
    const queue: Queue = {
      timeline,
      address,
      acked: undefined,
      unrecorded: 0,
      isMoving: false,
      inflight: undefined,
      isBehind: false,
      isReading: false,
      hasMissed: false,
      isAsked: false,
      live: [],
      sentUpTo: "0",
      listedAt: 0,
    };
    this.queues ??= new Map();
    this.queues.set(address.name, queue);
    return queue;
  }

  private room(): number {
    return WINDOW - this.exposed;
  }

  private neededRoom(queue: Queue): number {
    return queue.isBehind ? Math.min(MIN_READ, this.pageSize(queue)) : 1;
  }

  private pageSize({ sentUpTo }: Queue): number {
    const isOneOfMany = sentUpTo === "0" && (this.queues?.size ?? 0) > MANY_QUEUES;
    return isOneOfMany ? FIRST_PAGE : MAX_PAGE;
  }
}

function isIdle(queue: Queue): boolean {
  return queue.inflight === undefined && !queue.isBehind && !queue.isReading && queue.live.length === 0;
}

/** How many of the first `count` entries fit into one batch; at least one. */
function fitting(entries: readonly Entry[], count: number): number {
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    // The loop bound is not past the array's end.
    bytes += (entries[i] as Entry).meta.length;
    if (bytes > MAX_PAGE_BYTES && i > 0) return i;
  }
  return count;
}

const NOTHING: readonly never[] = [];

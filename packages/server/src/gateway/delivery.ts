import type { Logger } from "pino";
import { compareIds } from "../kernel/ids.ts";
import type { Device, Entry, Timelines } from "../timeline/index.ts";
import { lastFrame, pageFrame, type QueueJid } from "./frames.ts";

/**
 * Metas a session may have received without having acknowledged them. After a crash of the server they may come again,
 * and the official client recognises a repeated id only among its last hundred (MSync 5.8).
 */
const WINDOW = 64;
const MAX_PAGE = 50;
/** Committed entries kept in memory for a queue that waits for an acknowledgement; more are read back from the store. */
const MAX_LIVE = 256;
/** A batch unacknowledged for so long is listed again in heartbeat answers. */
const STALE_MS = 5000;

/**
 * One queue of one session.
 *
 * - idle: no `Queue` object; the device has everything.
 * - in flight: a batch waits for the client's acknowledgement.
 * - behind: more is in the store than in `live`; pages are read from there.
 */
interface Queue {
  readonly timeline: string;
  readonly jid: QueueJid;
  /** Acknowledged up to here; undefined until it is needed and read from the store. */
  acked: string | undefined;
  inflight: { key: string; upTo: string; count: number; sentAt: number } | undefined;
  behind: boolean;
  /** A page is being read; what is committed meanwhile gathers in `live`. */
  reading: boolean;
  /** The client has asked and waits for an answer. */
  asked: boolean;
  live: Entry[];
  /** Entries up to here were in a batch; a commit event that comes late does not repeat them. */
  sentUpTo: string;
}

interface Deps {
  readonly device: Device;
  readonly timelines: Timelines;
  readonly send: (frame: Uint8Array) => void;
  readonly queueOf: (timeline: string) => QueueJid;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * What a session still has to receive, and how it gets there: new entries are pushed at once when the queue is idle and
 * wait for the acknowledgement otherwise; older ones are pulled from the store page by page. Every batch is acknowledged
 * by the client with its key, and the device's cursor moves then, never before.
 */
export class Delivery {
  private readonly deps: Deps;
  private readonly queues = new Map<string, Queue>();
  /** Entries committed before the first UNREAD was answered. Undefined afterwards. */
  private early: Map<string, Entry[]> | undefined = new Map();
  private readonly touched = new Set<Queue>();
  private readonly waiting = new Set<Queue>();
  private unacked = 0;
  private isListed = false;
  private isClosed = false;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Everything has been received and acknowledged. */
  get isCaughtUp(): boolean {
    return this.isListed && this.queues.size === 0;
  }

  /** A committed entry of a timeline this user is a member of. Call `flush` after the last one of a commit. */
  offer(entry: Entry): void {
    if (this.isClosed || !this.isForThisDevice(entry)) return;
    if (this.early !== undefined) {
      const list = this.early.get(entry.timeline);
      if (list === undefined) this.early.set(entry.timeline, [entry]);
      else list.push(entry);
      return;
    }
    const queue = this.queues.get(entry.timeline) ?? this.open(entry.timeline);
    if (compareIds(entry.id, queue.sentUpTo) <= 0 || (queue.behind && !queue.reading)) return;
    queue.live.push(entry);
    if (queue.live.length > MAX_LIVE) this.fallBehind(queue);
    this.touched.add(queue);
  }

  /** Pushes what the last commit brought, one frame per queue. */
  flush(): void {
    for (const queue of this.touched) {
      if (queue.inflight === undefined && !queue.behind && !queue.reading && queue.live.length > 0)
        this.sendLive(queue);
    }
    this.touched.clear();
  }

  /** The queues to name in an UNREAD answer. The first call asks the store; later ones know. */
  async unread(): Promise<QueueJid[]> {
    if (!this.isListed) await this.list();
    const now = this.deps.now();
    return [...this.queues.values()]
      .filter(({ behind, live, inflight }) =>
        inflight === undefined ? behind || live.length > 0 : now - inflight.sentAt > STALE_MS,
      )
      .map((queue) => queue.jid);
  }

  /** SYNC without a meta: the client acknowledges `key` if it is the one in flight, and asks for the next page. */
  async pull(timeline: string, ask: { key: string | undefined; jid: QueueJid }): Promise<void> {
    const queue = this.queues.get(timeline);
    if (queue?.inflight !== undefined) {
      if (ask.key === queue.inflight.key) {
        await this.acknowledge(queue);
        return;
      }
      // The key of an older batch: the one that is on its way will be acknowledged by itself.
      if (ask.key !== undefined && ask.key !== "0") {
        this.deps.send(lastFrame(ask.jid));
        return;
      }
      this.release(queue);
      this.fallBehind(queue);
    }
    const asking = queue ?? this.open(timeline);
    if (queue === undefined) asking.behind = true;
    asking.asked = true;
    await this.next(asking);
  }

  /** Ends delivery; nothing is sent any more. */
  close(): void {
    this.isClosed = true;
    this.early = undefined;
  }

  private async list(): Promise<void> {
    const pending = await this.deps.timelines.pending(this.deps.device);
    if (this.isListed || this.isClosed) return;
    this.isListed = true;
    for (const { timeline, cursor } of pending) {
      const queue = this.queues.get(timeline) ?? this.open(timeline);
      queue.acked ??= cursor;
      if (queue.inflight === undefined) queue.behind = true;
    }
    const early = this.early;
    this.early = undefined;
    for (const entries of early?.values() ?? []) for (const entry of entries) this.offer(entry);
    // What came early is pushed after the UNREAD answer, like everything that comes later.
    setImmediate(() => this.flush());
  }

  private async acknowledge(queue: Queue): Promise<void> {
    const { upTo } = queue.inflight as NonNullable<Queue["inflight"]>;
    this.release(queue);
    queue.acked = upTo;
    this.deps.timelines
      .moveCursor(this.deps.device, queue.timeline, upTo)
      .catch((error: unknown) => this.deps.log.warn({ err: error }, "a cursor could not be stored"));
    queue.asked = true;
    await this.next(queue);
    await this.serveWaiting();
  }

  /** Answers a queue that was asked for with its next page, from memory or from the store. */
  private async next(queue: Queue): Promise<void> {
    if (this.isClosed || queue.reading || queue.inflight !== undefined) return;
    if (queue.behind) {
      if (this.room() === 0) this.waiting.add(queue);
      else await this.readPage(queue);
    } else if (queue.live.length > 0) this.sendLive(queue);
    else this.finish(queue);
  }

  private async readPage(queue: Queue): Promise<void> {
    const { device, timelines } = this.deps;
    const limit = this.room();
    queue.reading = true;
    queue.live = [];
    // Room is taken before waiting, so that parallel pulls share it.
    this.unacked += limit;
    let page: Entry[];
    try {
      queue.acked ??= await timelines.cursor(device, queue.timeline);
      page = await timelines.read({ device, timeline: queue.timeline, after: queue.acked, limit });
    } finally {
      this.unacked -= limit;
      queue.reading = false;
    }
    if (this.isClosed) return;
    const last = page.at(-1);
    if (page.length < limit) {
      // The store has no more: from here on memory knows everything.
      queue.behind = false;
      if (last !== undefined) queue.live = queue.live.filter((entry) => compareIds(entry.id, last.id) > 0);
    } else queue.live = [];
    if (last !== undefined) this.sendBatch(queue, page, this.deps.timelines.newId());
    else if (queue.live.length > 0) this.sendLive(queue);
    else this.finish(queue);
  }

  private sendLive(queue: Queue): void {
    const room = this.room();
    if (room === 0) {
      this.waiting.add(queue);
      return;
    }
    const batch = queue.live.splice(0, room);
    // The id of an entry is pushed live once per device, so it can serve as the key (MSync 5.4 wants it unique).
    this.sendBatch(queue, batch, (batch.at(-1) as Entry).id);
  }

  private sendBatch(queue: Queue, entries: readonly Entry[], key: string): void {
    const upTo = (entries.at(-1) as Entry).id;
    queue.inflight = { key, upTo, count: entries.length, sentAt: this.deps.now() };
    queue.asked = false;
    if (compareIds(upTo, queue.sentUpTo) > 0) queue.sentUpTo = upTo;
    this.unacked += entries.length;
    this.deps.send(
      pageFrame(
        queue.jid,
        entries.map((entry) => entry.meta),
        key,
      ),
    );
  }

  private finish(queue: Queue): void {
    if (queue.asked) this.deps.send(lastFrame(queue.jid));
    this.queues.delete(queue.timeline);
    this.waiting.delete(queue);
  }

  private async serveWaiting(): Promise<void> {
    for (const queue of this.waiting) {
      if (this.room() === 0) return;
      this.waiting.delete(queue);
      if (queue.inflight === undefined) await this.next(queue);
    }
  }

  private release(queue: Queue): void {
    this.unacked -= queue.inflight?.count ?? 0;
    queue.inflight = undefined;
  }

  private fallBehind(queue: Queue): void {
    queue.behind = true;
    queue.live = [];
    queue.sentUpTo = queue.acked ?? "0";
  }

  private open(timeline: string): Queue {
    const queue: Queue = {
      timeline,
      jid: this.deps.queueOf(timeline),
      acked: undefined,
      inflight: undefined,
      behind: false,
      reading: false,
      asked: false,
      live: [],
      sentUpTo: "0",
    };
    this.queues.set(timeline, queue);
    return queue;
  }

  private room(): number {
    return Math.max(0, Math.min(MAX_PAGE, WINDOW - this.unacked));
  }

  private isForThisDevice(entry: Entry): boolean {
    const { user, resource } = this.deps.device;
    if (entry.sender === user && entry.resource === resource) return false;
    if (entry.audience !== undefined && entry.audience !== user) return false;
    return entry.audienceResource === undefined || entry.audienceResource === resource;
  }
}

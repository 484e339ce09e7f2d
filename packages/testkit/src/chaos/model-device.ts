import { lastPage, page, unreadAnswer } from "./model-frames.ts";
import type { Entry, ModelStore, Queue } from "./model-store.ts";

const BATCH = 25;
/** Metas without an acknowledgement, or with one that is not recorded yet (SPEC DE7). */
const WINDOW = 50;
/** SPEC DE8. */
const OVERDUE_MS = 10_000;

interface Batch {
  readonly key: string;
  readonly entries: readonly Entry[];
  /** Where the device stands when it is acknowledged. */
  readonly upTo: number;
  readonly sentAt: number;
}

interface Deps {
  readonly store: ModelStore;
  readonly now: () => number;
  /** Arranges that `record` is called soon. */
  readonly recordSoon: (device: ModelDevice) => void;
}

/**
 * What the model remembers of a device while it runs: what was acknowledged and is not recorded yet, and the batches that
 * are on their way. A crash loses all of it.
 */
export class ModelDevice {
  readonly user: string;
  readonly resource: string;
  private readonly deps: Deps;
  private readonly positions: Map<string, number>;
  private readonly batches = new Map<string, Batch>();
  /** Queues whose SYNC waits for room in the window. */
  private readonly owed = new Set<string>();
  private unrecorded = 0;
  private send: ((frame: Uint8Array) => void) | undefined;
  /** Nothing is pushed before the first UNREAD of a session (SPEC DE1). */
  private hasAsked = false;

  constructor(user: string, resource: string, deps: Deps) {
    this.user = user;
    this.resource = resource;
    this.deps = deps;
    this.positions = new Map(deps.store.positionsOf(user, resource));
  }

  /** A new session of the device: what was on its way and not acknowledged is delivered again. */
  attach(send: (frame: Uint8Array) => void): void {
    this.detach();
    this.send = send;
  }

  detach(): void {
    this.send = undefined;
    this.hasAsked = false;
    this.batches.clear();
    this.owed.clear();
  }

  unread(): void {
    this.hasAsked = true;
    const now = this.deps.now();
    const named: string[] = [];
    for (const [partner, queue] of this.queues()) {
      const batch = this.batches.get(partner);
      if (batch === undefined ? this.hasPending(partner, queue) : now - batch.sentAt >= OVERDUE_MS) named.push(partner);
    }
    this.send?.(unreadAnswer(named, now));
  }

  /** A SYNC that names a queue (SPEC DE3-DE5). */
  pull(partner: string, key: string | undefined): void {
    const batch = this.batches.get(partner);
    if (batch !== undefined && key === batch.key) this.acknowledge(partner, batch);
    else if (batch !== undefined && key !== undefined && key !== "0") return; // the one that followed is on its way
    this.batches.delete(partner);
    this.next(partner);
  }

  /** Something was stored for the user (SPEC DE6). */
  committed(partner: string): void {
    const queue = this.queues().get(partner);
    if (!this.hasAsked || this.batches.has(partner) || queue === undefined) return;
    if (this.hasPending(partner, queue)) this.deliver(partner, queue);
  }

  /** What was acknowledged survives a crash from now on, and there is room again. */
  record(): void {
    const recorded = this.deps.store.positionsOf(this.user, this.resource);
    for (const [partner, index] of this.positions) recorded.set(partner, index);
    this.unrecorded = 0;
    for (const partner of [...this.owed]) this.next(partner);
    if (!this.hasAsked) return;
    for (const partner of this.queues().keys()) this.committed(partner);
  }

  private queues(): Map<string, Queue> {
    return this.deps.store.queuesOf(this.user);
  }

  private acknowledge(partner: string, { upTo, entries }: Batch): void {
    this.positions.set(partner, upTo);
    this.unrecorded += entries.length;
    this.deps.recordSoon(this);
  }

  /** The answer to a SYNC: the next batch, or that there is none. */
  private next(partner: string): void {
    this.owed.delete(partner);
    const queue = this.queues().get(partner);
    if (queue !== undefined && this.hasPending(partner, queue)) this.deliver(partner, queue);
    else this.send?.(lastPage(partner));
  }

  private deliver(partner: string, queue: Queue): void {
    const underWay = [...this.batches.values()].reduce((sum, { entries }) => sum + entries.length, 0);
    const room = Math.min(BATCH, WINDOW - underWay - this.unrecorded);
    if (room <= 0) {
      this.owed.add(partner);
      return;
    }
    const entries: Entry[] = [];
    let index = this.positions.get(partner) ?? 0;
    for (; index < queue.length && entries.length < room; index++) {
      const entry = queue[index] as Entry; // the index is inside the queue
      if (!this.isOwn(entry)) entries.push(entry);
    }
    const key = this.deps.store.newId();
    this.batches.set(partner, { key, entries, upTo: index, sentAt: this.deps.now() });
    this.send?.(page(partner, entries, key));
  }

  private hasPending(partner: string, queue: Queue): boolean {
    for (let index = this.positions.get(partner) ?? 0; index < queue.length; index++) {
      if (!this.isOwn(queue[index] as Entry)) return true; // the index is inside the queue
      this.positions.set(partner, index + 1);
    }
    return false;
  }

  /** SPEC DE9. */
  private isOwn({ from, resource }: Entry): boolean {
    return from === this.user && resource === this.resource;
  }
}

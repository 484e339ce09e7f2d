import type { RemoteProcedures } from "../../kernel/database/sqlite/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { compareIds } from "../../kernel/ids.ts";
import { Pressure } from "../pressure.ts";
import type { Appended } from "../timeline.ts";
import type { Batch, Move, Work } from "./batch.ts";
import { BatchBuilder, type NewEntry, type Stored } from "./batch-builder.ts";
import type { TimelineProcedures } from "./procedures.ts";

export interface QueueLimits {
  /**
   * Items in one transaction, at most. Nobody waits for a batch to fill up; but the more arrives while the last one is
   * being stored, the more the next ones share: what a message costs the store is mostly the pages it touches.
   */
  readonly batchItems: number;
  /**
   * With more items than `busyItems` waiting or under way the queue is busy until fewer than `calmItems` are: some three
   * full transactions, and half a one. What waits longer costs more than its memory: each collection of garbage copies it.
   */
  readonly busyItems: number;
  readonly calmItems: number;
  /** Items and bytes that wait or are under way; more is refused with OVERLOADED. */
  readonly queueItems: number;
  readonly queueBytes: number;
}

export const defaultQueueLimits: QueueLimits = {
  batchItems: 1024,
  busyItems: 3000,
  calmItems: 500,
  queueItems: 50_000,
  queueBytes: 64 * 1024 * 1024,
};

/** While one batch is being stored a full one may follow, so that the thread of the database never waits for us. */
const MAX_IN_FLIGHT = 2;
/**
 * From the beginning of one batch to the beginning of the next, at least. A batch has costs of its own (a transaction, a
 * sync of the disk, two passages between threads): under load this gathers what they are shared by, and a message after
 * a pause is not kept waiting.
 */
const MIN_GAP_MS = 4;

interface Deps {
  readonly remote: RemoteProcedures<TimelineProcedures>;
  readonly limits: QueueLimits;
  /** What every batch carries. */
  readonly stamp: () => Pick<Batch, "node" | "lastId" | "skewMs">;
  /** Called for each commit in order, before the callers learn of it. */
  readonly onStored: (stored: Stored & { readonly settled: readonly string[] }) => void;
}

/**
 * The queue in front of the store. What is asked for within one turn of the event loop, while the last batch is being
 * stored, or soon after it was sent, shares one transaction. Batches are filled, sent, stored and answered in the order of
 * the calls, one after the other.
 */
export class GroupCommit {
  private readonly deps: Deps;
  private current = new BatchBuilder();
  /** Full ones that wait to be sent. */
  private sealed: BatchBuilder[] = [];
  private inFlight = 0;
  private sentAt = Number.NEGATIVE_INFINITY;
  private items = 0;
  private bytes = 0;
  private isScheduled = false;
  private readonly pressure: Pressure;
  private isClosed = false;
  private readonly drained: Array<() => void> = [];

  constructor(deps: Deps) {
    this.deps = deps;
    this.pressure = new Pressure({ high: deps.limits.busyItems, low: deps.limits.calmItems });
  }

  get isBusy(): boolean {
    return this.pressure.isHigh;
  }

  onceCalm(callback: () => void): void {
    this.pressure.hold(callback);
  }

  /** @throws AppError OVERLOADED when nothing more can be taken. Ask before the id is assigned. */
  checkRoom(): void {
    if (this.isClosed) throw new Error("the timelines are closed");
    const { queueItems, queueBytes } = this.deps.limits;
    if (this.items >= queueItems || this.bytes >= queueBytes) throw new AppError("OVERLOADED");
  }

  append(entry: NewEntry, done: { resolve(appended: Appended): void; reject(error: unknown): void }): void {
    this.add((batch) => batch.append(entry, done));
  }

  move(key: string, move: Move): Promise<void> {
    return this.add((batch) => batch.move(key, move, isAhead));
  }

  work(work: Work): Promise<number> {
    return this.add((batch) => batch.work(work));
  }

  /** Takes nothing more, and resolves when everything taken is stored. */
  close(): Promise<void> {
    this.isClosed = true;
    return new Promise((resolve) => {
      this.drained.push(resolve);
      this.checkDrained();
    });
  }

  private add<T>(fill: (batch: BatchBuilder) => T): T {
    const batch = this.current;
    const { count, bytes } = batch;
    const result = fill(batch);
    this.items += batch.count - count;
    this.bytes += batch.bytes - bytes;
    this.pressure.changed(this.items);
    if (batch.count >= this.deps.limits.batchItems) {
      this.sealed.push(batch);
      this.current = new BatchBuilder();
    }
    this.schedule();
    return result;
  }

  private schedule(): void {
    if (this.isScheduled || !this.maySend()) return;
    this.isScheduled = true;
    const send = (): void => {
      this.isScheduled = false;
      const batch = this.sealed.shift() ?? this.takeCurrent();
      if (batch !== undefined) void this.send(batch);
      this.schedule();
    };
    const waitMs = this.sentAt + MIN_GAP_MS - performance.now();
    if (waitMs > 0) setTimeout(send, Math.ceil(waitMs));
    else setImmediate(send);
  }

  private maySend(): boolean {
    if (this.inFlight === 0) return this.sealed.length > 0 || this.current.count > 0;
    return this.inFlight < MAX_IN_FLIGHT && this.sealed.length > 0;
  }

  private takeCurrent(): BatchBuilder | undefined {
    if (this.current.count === 0) return undefined;
    const batch = this.current;
    this.current = new BatchBuilder();
    return batch;
  }

  private async send(builder: BatchBuilder): Promise<void> {
    this.inFlight += 1;
    this.sentAt = performance.now();
    try {
      const { batch, transfer } = builder.build(this.deps.stamp());
      const result = await this.deps.remote.write("commit", batch, transfer);
      this.release(builder);
      this.deps.onStored({ ...builder.stored(result), settled: result.settled });
      builder.settle(result);
    } catch (error) {
      this.release(builder);
      builder.fail(error);
    }
    this.checkDrained();
  }

  private release(builder: BatchBuilder): void {
    this.inFlight -= 1;
    this.items -= builder.count;
    this.bytes -= builder.bytes;
    this.schedule();
    this.pressure.changed(this.items);
  }

  private checkDrained(): void {
    if (this.items > 0) return;
    for (const resolve of this.drained.splice(0)) resolve();
  }
}

function isAhead(a: string, b: string): boolean {
  return compareIds(a, b) > 0;
}

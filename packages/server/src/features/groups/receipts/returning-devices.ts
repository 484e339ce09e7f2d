import type { Bus, DeviceEvent } from "../../../cluster/bus.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { type Timelines, type Transients, userTimeline } from "../../../timeline/index.ts";
import type { Apps } from "../../apps/api.ts";
import { countsMeta } from "./receipt-metas.ts";
import { type ReceiptTables, receiptStore as store } from "./receipts.store.ts";

/** Messages named to a device that comes back; of those beyond it can ask. */
const MAX_NAMED = 500;

interface Deps {
  readonly database: Database;
  readonly timelines: Pick<Timelines, "newId">;
  readonly transients: Transients;
  readonly apps: Pick<Apps, "find">;
  readonly bus: Bus;
  readonly clock: Clock;
  /** How long a connection may be gone before the server notices. */
  readonly unnoticedMs: number;
  readonly onFault: (error: unknown, device: DeviceEvent) => void;
}

/**
 * Tells a device that comes back how many have read what meanwhile. Counts are told as they are and not as they grow, so
 * that one told twice does no harm: what was told to a connection that was gone already is told again.
 */
export class ReturningDevices {
  private readonly deps: Deps;
  private readonly unsubscribe: ReadonlyArray<() => void>;
  private readonly running = new Set<Promise<void>>();

  constructor(deps: Deps) {
    this.deps = deps;
    const { bus } = deps;
    this.unsubscribe = [
      bus.subscribe("device.online", (device) => this.run(device, () => this.welcome(device))),
      bus.subscribe("device.offline", (device) => this.run(device, () => this.remember(device))),
    ];
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  async close(): Promise<void> {
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    await this.settled();
  }

  private run(device: DeviceEvent, work: () => Promise<void>): void {
    const task = work()
      .catch((error: unknown) => this.deps.onFault(error, device))
      .finally(() => this.running.delete(task));
    this.running.add(task);
  }

  private async welcome(device: DeviceEvent): Promise<void> {
    const { database, timelines, transients, clock } = this.deps;
    const now = clock.now();
    const db = database.query<ReceiptTables>();
    const counts = await store.news(db, device, { since: await this.oldest(device), limit: MAX_NAMED });
    if (counts.length === 0) return;
    const { app, user, resource } = device;
    const id = timelines.newId();
    transients.send({
      id,
      timeline: userTimeline(app, user),
      at: now,
      kind: "event",
      sender: "",
      resource: "",
      ref: undefined,
      audience: undefined,
      audienceResource: resource,
      meta: countsMeta(device, counts, { id, at: now }),
    });
    await store.mark(db, device, now - this.deps.unnoticedMs);
  }

  private async remember(device: DeviceEvent): Promise<void> {
    const { database, clock, unnoticedMs } = this.deps;
    const db = database.query<ReceiptTables>();
    // Who has no receipts needs no row.
    if (await store.hasAny(db, device, await this.oldest(device))) {
      await store.mark(db, device, clock.now() - unnoticedMs);
    }
  }

  /** Of messages older than that nothing is counted any more. */
  private async oldest({ app }: DeviceEvent): Promise<number> {
    const window = (await this.deps.apps.find(app))?.settings.groupReceiptWindowMs ?? 0;
    return this.deps.clock.now() - window;
  }
}

import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { compareIds } from "../../kernel/ids.ts";
import { type Entry, messageKinds, type Position, parseTimeline, type Timelines } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import { dateOfQuarter, quarterOf, startOfQuarter } from "./days.ts";
import { type UsageRow, type UsageTables, usageStore } from "./usage.store.ts";

const FLUSH_MS = 10_000;
/** Entries looked at in a step, of what was committed while nobody counted. */
const STEP = 1000;
const RETRY_MS = 5000;

/** What people write to each other: nobody reads commands. */
const countedKinds = messageKinds.filter((kind) => kind !== "cmd");
const isCounted = new Set<string>(countedKinds);

interface Deps {
  readonly database: Database;
  readonly timelines: Pick<Timelines, "log" | "onCommitted">;
  readonly apps: Pick<Apps, "getRecord" | "find">;
  /** Devices of a user that are connected to this node. */
  readonly devices: (app: string, user: string) => number;
  readonly countUsers: (app: string) => Promise<number>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly nodeId: number;
  readonly log: Logger;
}

interface Tally {
  messages: number;
  peak: number;
}

/**
 * Counts as things happen, in memory, and adds it to the days of the applications every ten seconds. How far the log has been
 * counted is stored with the counts: what a crash loses is counted at the next start, and nothing twice. So figures cost no
 * look at messages, however many there are.
 */
export class Counter {
  private readonly deps: Deps;
  private readonly stops: Array<() => void>;
  private readonly timer: NodeJS.Timeout;
  /** By application, and by quarter of an hour: which day that is depends on the application. */
  private tallies = new Map<string, Map<number, Tally>>();
  /** Users online, by application. */
  private readonly online = new Map<string, number>();
  /** Applications whose number of users has changed. */
  private registrations = new Set<string>();
  /** Up to where the log is in what is stored and in `tallies`. */
  private position: Position = "0";
  /** Committed while the log is being caught up with: those that the next look will not see. */
  private since: Entry[] | undefined = [];
  private flushing: Promise<void> = Promise.resolve();
  private catchingUp: Promise<void>;
  private isClosed = false;

  constructor(deps: Deps) {
    this.deps = deps;
    const { timelines, bus } = deps;
    this.stops = [
      timelines.onCommitted((entries) => this.committed(entries)),
      bus.subscribe("device.online", ({ app, user }) => this.came(app, user)),
      bus.subscribe("device.offline", ({ app, user }) => this.went(app, user)),
      bus.subscribe("user.changed", ({ app }) => this.registrations.add(app)),
    ];
    this.catchingUp = this.catchUp();
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  onlineUsers(app: string): number {
    return this.online.get(app) ?? 0;
  }

  /** Resolves when everything committed until now is counted and stored. */
  async settle(): Promise<void> {
    await this.catchingUp;
    await this.flush();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    for (const stop of this.stops) stop();
    await this.catchingUp;
    await this.flush();
  }

  private committed(entries: readonly Entry[]): void {
    if (this.since !== undefined) this.since.push(...entries);
    else this.count(entries);
  }

  private count(entries: readonly Entry[]): void {
    for (const { id, timeline, kind, at } of entries) {
      if (compareIds(id, this.position) <= 0) continue;
      this.position = id;
      if (isCounted.has(kind)) this.tally(parseTimeline(timeline).app, at).messages += 1;
    }
  }

  private came(app: string, user: string): void {
    // Of several devices the first one brings the user.
    if (this.deps.devices(app, user) === 1) this.setOnline(app, this.onlineUsers(app) + 1);
  }

  private went(app: string, user: string): void {
    if (this.deps.devices(app, user) === 0) this.setOnline(app, this.onlineUsers(app) - 1);
  }

  private setOnline(app: string, count: number): void {
    if (count <= 0) this.online.delete(app);
    else this.online.set(app, count);
    const tally = this.tally(app, this.deps.clock.now());
    tally.peak = Math.max(tally.peak, count);
  }

  private tally(app: string, at: number): Tally {
    const quarters = this.tallies.get(app) ?? new Map<number, Tally>();
    this.tallies.set(app, quarters);
    const quarter = quarterOf(at);
    const known = quarters.get(quarter);
    if (known !== undefined) return known;
    const tally = { messages: 0, peak: 0 };
    quarters.set(quarter, tally);
    return tally;
  }

  /** From where the last run stopped to the end of the log; from then on the commits say what is new. */
  private async catchUp(): Promise<void> {
    while (!this.isClosed) {
      try {
        this.position = await usageStore.position(this.deps.database.query<UsageTables>(), this.deps.nodeId);
        while (!this.isClosed && (await this.step())) await this.flush();
        return;
      } catch (error) {
        this.deps.log.error({ err: error }, "what was said while nobody counted cannot be counted");
        this.tallies = new Map();
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
      }
    }
  }

  /** False: that was the end. */
  private async step(): Promise<boolean> {
    this.since = [];
    const { entries, upTo } = await this.deps.timelines.log({ after: this.position, limit: STEP, kinds: countedKinds });
    if (upTo === undefined) {
      const { since } = this;
      this.since = undefined;
      this.count(since);
      return false;
    }
    this.count(entries);
    this.position = upTo;
    return true;
  }

  private flush(): Promise<void> {
    this.flushing = this.flushing.then(() => this.store());
    return this.flushing;
  }

  private async store(): Promise<void> {
    // Who is online over midnight is online on the new day, too.
    const now = this.deps.clock.now();
    for (const [app, count] of this.online) {
      const tally = this.tally(app, now);
      tally.peak = Math.max(tally.peak, count);
    }
    const { tallies, registrations, position } = this;
    if (tallies.size === 0 && registrations.size === 0) return;
    this.tallies = new Map();
    this.registrations = new Set();
    try {
      const rows = await this.rowsOf(tallies, registrations);
      await this.deps.database.inTransaction(async (tx) => {
        const db = tx.query<UsageTables>();
        for (const row of rows) await usageStore.add(db, row);
        await usageStore.setPosition(db, this.deps.nodeId, position);
      });
    } catch (error) {
      this.deps.log.error({ err: error }, "figures could not be stored; they are tried again");
      this.putBack(tallies, registrations);
    }
  }

  private async rowsOf(tallies: Counter["tallies"], registrations: ReadonlySet<string>): Promise<UsageRow[]> {
    const rows = new Map<string, UsageRow>();
    const rowOf = (app: string, date: string): UsageRow => {
      const key = `${app} ${date}`;
      const row = rows.get(key) ?? { app, date, messages: 0, peakOnline: 0, registered: null };
      rows.set(key, row);
      return row;
    };
    for (const app of new Set([...tallies.keys(), ...registrations])) {
      // Undefined: it has been deleted.
      if ((await this.deps.apps.find(app)) === undefined) continue;
      const { timeZone } = await this.deps.apps.getRecord(app);
      for (const [quarter, { messages, peak }] of tallies.get(app) ?? []) {
        const row = rowOf(app, dateOfQuarter(quarter, timeZone));
        row.messages += messages;
        row.peakOnline = Math.max(row.peakOnline, peak);
      }
      if (!registrations.has(app)) continue;
      const today = dateOfQuarter(quarterOf(this.deps.clock.now()), timeZone);
      rowOf(app, today).registered = await this.deps.countUsers(app);
    }
    return [...rows.values()];
  }

  private putBack(tallies: Counter["tallies"], registrations: ReadonlySet<string>): void {
    for (const app of registrations) this.registrations.add(app);
    for (const [app, quarters] of tallies) {
      for (const [quarter, { messages, peak }] of quarters) {
        const tally = this.tally(app, startOfQuarter(quarter));
        tally.messages += messages;
        tally.peak = Math.max(tally.peak, peak);
      }
    }
  }
}

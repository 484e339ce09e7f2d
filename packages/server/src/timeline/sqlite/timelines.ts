import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { RemoteProcedures, SqliteDatabase } from "../../kernel/database/sqlite/index.ts";
import { AppError } from "../../kernel/errors.ts";
import { firstIdAt, IdGenerator, isId, timeOfId } from "../../kernel/ids.ts";
import { Memo } from "../../kernel/memo.ts";
import { siblingModule } from "../../kernel/sibling-module.ts";
import { Newest } from "../newest.ts";
import { OnceKeys } from "../once.ts";
import { SLOTS, slotOf, userSlot } from "../slots.ts";
import type { TimelineTables } from "../tables.ts";
import { TimelineStore } from "../timeline.store.ts";
import type {
  Appended,
  Device,
  Draft,
  Entry,
  HistoryQuery,
  Pending,
  Position,
  Recent,
  RecentQuery,
  TimelineKey,
  Timelines,
} from "../timeline.ts";
import type { DeviceKey, Work } from "./batch.ts";
import type { BuiltEffect } from "./batch-builder.ts";
import { defaultQueueLimits, GroupCommit, type QueueLimits } from "./group-commit.ts";
import { entriesOf } from "./pages.ts";
import type { TimelineProcedures } from "./procedures.ts";

/** How long a resend is recognised. */
const ONCE_MS = 30 * 24 * 60 * 60 * 1000;
/** One of the 256 slots is pruned at a time: all of them in about a day. */
const PRUNE_EVERY_MS = 6 * 60 * 1000;
const FORGET_AT_ONCE = 100;
const SEEN_AT_ONCE = 100;
/** Entries looked at in one transaction, which messages wait for. */
const EXPIRE_AT_ONCE = 500;
/** Timelines whose members are remembered as stored. */
const MAX_KNOWN_TIMELINES = 50_000;
/** Times of messages that somebody has looked up, probably to change them. */
const MAX_KNOWN_TIMES = 10_000;

export interface TimelinesOptions {
  readonly database: SqliteDatabase;
  readonly clock: Clock;
  /** 0..1023, unique in a cluster. */
  readonly nodeId: number;
  readonly log: Logger;
  readonly limits?: Partial<QueueLimits>;
}

export interface OpenTimelines extends Timelines {
  /** Takes nothing more and resolves when everything taken is stored. The database stays open. */
  close(): Promise<void>;
}

/** The timelines on the embedded store, which has `timelineMigrations` applied. */
export async function openTimelines(options: TimelinesOptions): Promise<OpenTimelines> {
  const module = siblingModule("procedures", import.meta.url);
  const remote = await options.database.procedures<TimelineProcedures>(module);
  const store = new TimelineStore(options.database.query<TimelineTables>());
  const timelines = new SqliteTimelines({ ...options, remote, store, state: await store.state() });
  await timelines.settleAll();
  return timelines;
}

interface Deps extends TimelinesOptions {
  readonly remote: RemoteProcedures<TimelineProcedures>;
  readonly store: TimelineStore;
  readonly state: { readonly lastId: Position | undefined; readonly skewMs: number };
}

class SqliteTimelines implements OpenTimelines {
  private readonly deps: Deps;
  private readonly ids: IdGenerator;
  private readonly queue: GroupCommit;
  private readonly listeners = new Set<(entries: readonly Entry[]) => void>();
  /** Timelines with entries that are committed and told, but not in timeline_index yet. */
  private readonly unsettled = new Set<TimelineKey>();
  private readonly newest: Newest;
  private readonly onceKeys = new OnceKeys();
  /** Who is stored as a member of a timeline. */
  private readonly knownMembers = new Memo<TimelineKey, readonly string[]>(MAX_KNOWN_TIMELINES);
  private readonly knownTimes = new Memo<Position, number>(MAX_KNOWN_TIMES);
  /** Devices with a session here: they are not forgotten however long the session lasts. */
  private readonly openDevices = new Map<string, { device: Device; sessions: number }>();
  private readonly pruning: NodeJS.Timeout;
  private prunedSlot = 0;
  private lastId: Position;
  /** The newest entry that the listeners have been told of; every one before it is stored and known too. */
  private toldUpTo: Position;
  private newestAt: number;
  private skewMs: number;

  constructor(deps: Deps) {
    this.deps = deps;
    const { lastId, skewMs } = deps.state;
    const after = lastId === undefined ? undefined : BigInt(lastId);
    this.ids = new IdGenerator({ clock: deps.clock, node: deps.nodeId, after });
    this.lastId = lastId ?? "0";
    this.toldUpTo = this.lastId;
    this.newest = new Newest(this.lastId);
    this.newestAt = lastId === undefined ? 0 : timeOfId(lastId);
    this.skewMs = skewMs;
    this.queue = new GroupCommit({
      remote: deps.remote,
      limits: { ...defaultQueueLimits, ...deps.limits },
      stamp: () => ({ node: deps.nodeId, lastId: this.lastId, skewMs: this.skewMs }),
      onStored: ({ entries, effects, members, settled }) => {
        for (const { timeline, user } of members) this.remember(timeline, user);
        for (const { timeline } of entries) this.unsettled.add(timeline);
        for (const timeline of settled) this.unsettled.delete(timeline);
        this.newest.add(entries);
        for (const effect of effects) {
          if (effect.type === "remove") this.newest.remove(effect.timeline, effect.id);
          else this.newest.replace(effect.timeline, effect.id, effect);
        }
        this.tell(entries);
      },
    });
    this.pruning = setInterval(() => this.prune(), PRUNE_EVERY_MS).unref();
  }

  append(draft: Draft): Promise<Appended> {
    const { effect } = draft;
    if (effect?.type !== "replace") return this.enqueue(draft, effect);
    const at = this.knownTimes.get(effect.id);
    if (at !== undefined) return this.enqueue(draft, { ...effect, meta: effect.meta(effect.id, at) });
    return this.appendAfterLookup(draft, effect);
  }

  get isBusy(): boolean {
    return this.queue.isBusy;
  }

  onceCalm(callback: () => void): void {
    this.queue.onceCalm(callback);
  }

  newId(): Position {
    this.lastId = this.ids.next();
    return this.lastId;
  }

  onCommitted(listener: (entries: readonly Entry[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async read(query: Parameters<Timelines["read"]>[0]): Promise<Entry[]> {
    const newest = this.newest.read(query);
    if (newest !== undefined) return newest;
    await this.settle(query.timeline);
    return entriesOf(query.timeline, await this.deps.remote.read("page", query));
  }

  async find(timeline: TimelineKey, id: Position): Promise<Entry | undefined> {
    const entry = await this.deps.store.find(timeline, id);
    if (entry !== undefined) this.knownTimes.set(id, entry.at);
    return entry;
  }

  async history(query: HistoryQuery): Promise<Entry[]> {
    await this.settle(query.timeline);
    return this.deps.store.history(query, this.skewMs);
  }

  findVisible(query: Parameters<Timelines["findVisible"]>[0]): Promise<Entry[]> {
    return this.deps.store.findVisible(query);
  }

  log(query: Parameters<Timelines["log"]>[0]): ReturnType<Timelines["log"]> {
    return this.deps.store.log(query);
  }

  async refs(query: Parameters<Timelines["refs"]>[0]): Promise<Set<Position>> {
    await this.settle(query.timeline);
    return this.deps.store.refs(query);
  }

  async recent(query: RecentQuery): Promise<Recent[]> {
    await this.settleUser(query.app, query.user);
    return this.deps.store.recent(query);
  }

  async countUnread(query: Parameters<Timelines["countUnread"]>[0]): Promise<number> {
    await this.settle(query.timeline);
    return this.deps.store.countUnread(query);
  }

  hide(query: Parameters<Timelines["hide"]>[0]): Promise<void> {
    return this.deps.store.hide(query);
  }

  async hideBefore(query: Parameters<Timelines["hideBefore"]>[0]): Promise<void> {
    if (query.timeline === undefined) await this.settleUser(query.app, query.user);
    else await this.settle(query.timeline);
    return this.deps.store.hideBefore(query, this.skewMs);
  }

  memberships(app: string, user: string): Promise<TimelineKey[]> {
    return this.deps.store.memberships(app, user);
  }

  async openDevice(device: Device): Promise<{ isNew: boolean }> {
    const now = this.deps.clock.now();
    const isNew = await this.work({ type: "open", ...keyOf(device), newId: this.newId(), now });
    const known = this.openDevices.get(nameOf(device));
    if (known !== undefined) known.sessions += 1;
    else this.openDevices.set(nameOf(device), { device, sessions: 1 });
    return { isNew: isNew === 1 };
  }

  async pending(device: Device): Promise<Pending[]> {
    await this.settleUser(device.app, device.user);
    return this.deps.store.pending(device);
  }

  cursor(device: Device, timeline: TimelineKey): Promise<Position> {
    return this.deps.store.cursor(device, timeline);
  }

  async moveCursor(device: Device, timeline: TimelineKey, to: Position): Promise<void> {
    this.queue.checkRoom();
    await this.queue.move(`${nameOf(device)}\n${timeline}`, { ...keyOf(device), timeline, to });
  }

  async closeDevice(device: Device, { caughtUp }: { caughtUp: boolean }): Promise<void> {
    const known = this.openDevices.get(nameOf(device));
    if (known !== undefined && --known.sessions === 0) this.openDevices.delete(nameOf(device));
    // What is committed but not told yet has not reached the session.
    const caughtUpTo = caughtUp ? this.toldUpTo : undefined;
    await this.work({ type: "close", ...keyOf(device), now: this.deps.clock.now(), caughtUpTo });
  }

  async forgetDevices(unseenSince: number): Promise<number> {
    const now = this.deps.clock.now();
    const open = [...this.openDevices.values()];
    // A few at a time: messages have to find room in the queue meanwhile.
    while (open.length > 0) {
      const some = open.splice(-SEEN_AT_ONCE);
      await Promise.all(some.map(({ device }) => this.work({ type: "see", ...keyOf(device), now })));
    }
    let total = 0;
    for (let count = FORGET_AT_ONCE; count === FORGET_AT_ONCE; total += count) {
      count = await this.work({ type: "forget-devices", unseenSince, limit: FORGET_AT_ONCE });
    }
    return total;
  }

  async skipBefore(device: Device, at: number): Promise<void> {
    // Ids are never behind the clock: whatever has a smaller one was accepted before.
    const upTo = (BigInt(firstIdAt(at)) - 1n).toString();
    if (!upTo.startsWith("-")) await this.work({ type: "skip", ...keyOf(device), upTo });
  }

  async expire(app: string, before: number): ReturnType<Timelines["expire"]> {
    const { removed, upTo, isDone } = await this.deps.store.findExpired({ app, before, limit: EXPIRE_AT_ONCE });
    const ids = removed.map(({ id }) => id);
    if (upTo !== undefined) await this.work({ type: "expire", app, ids, upTo });
    for (const { timeline, id } of removed) this.newest.remove(timeline, id);
    return { removed, isDone };
  }

  listDevices(app: string, user: string): Promise<Array<{ resource: string; seenAt: number }>> {
    return this.deps.store.listDevices(app, user);
  }

  async forgetUser(app: string, user: string): Promise<void> {
    const slot = userSlot(app, user);
    const stamp = { upTo: this.lastId, newId: this.newId(), now: this.deps.clock.now() };
    await this.work({ type: "forget-user", slot, app, user, ...stamp });
    this.knownMembers.clear();
  }

  async settleAll(): Promise<void> {
    await this.queue.work({ type: "settle-all" });
  }

  async close(): Promise<void> {
    clearInterval(this.pruning);
    const settled = this.settleAll();
    await this.queue.close();
    await settled;
  }

  /** Ids are given out in the order of the calls, which is the order of the commits: a higher id never becomes visible first. */
  private enqueue(draft: Draft, effect: BuiltEffect | undefined): Promise<Appended> {
    return new Promise((resolve, reject) => {
      this.queue.checkRoom();
      // In this order the millisecond inside the id is never earlier than `at`, which `history` relies on.
      const at = this.now();
      const id = this.newId();
      const { timeline, kind, sender, resource, ref, audience, audienceResource } = draft;
      if (ref !== undefined && !isId(ref)) throw new AppError("INVALID_ARGUMENT", "that is not the id of a message");
      const meta = draft.encode(id, at);
      const entry: Entry = {
        id,
        timeline,
        at,
        kind,
        sender,
        resource,
        ref,
        audience,
        audienceResource,
        meta,
        edits: 0,
      };
      const known = this.knownMembers.get(timeline) ?? NOBODY;
      const members = draft.members
        .filter((user) => !known.includes(user))
        .map((user) => ({ slot: userSlot(draft.app, user), app: draft.app, user }));
      this.queue.append(
        {
          entry,
          slot: slotOf(timeline),
          once: this.onceKeys.of(draft),
          members,
          effect,
        },
        { resolve, reject },
      );
    });
  }

  /**
   * The replaced bytes contain the time of the original. It is known when somebody has just found the original, which
   * who edits it has; otherwise it is read first, and the append has its place in the order after that.
   */
  private async appendAfterLookup(
    draft: Draft,
    effect: Extract<NonNullable<Draft["effect"]>, { type: "replace" }>,
  ): Promise<Appended> {
    const original = await this.find(draft.timeline, effect.id);
    // If it is not there the bytes go nowhere: the answer is a conflict, or that it is a resend.
    const meta = original === undefined ? new Uint8Array(0) : effect.meta(effect.id, original.at);
    return this.enqueue(draft, { ...effect, meta });
  }

  /** Readers are not refused when the queue is full; there are no more of them than callers who wait. */
  private async settle(timeline: TimelineKey): Promise<void> {
    if (this.unsettled.has(timeline)) await this.queue.work({ type: "settle", timeline });
  }

  private async settleUser(app: string, user: string): Promise<void> {
    if (this.unsettled.size > 0) await this.queue.work({ type: "settle-user", slot: userSlot(app, user), app, user });
  }

  private work(work: Work): Promise<number> {
    this.queue.checkRoom();
    return this.queue.work(work);
  }

  private now(): number {
    const now = this.deps.clock.now();
    if (now >= this.newestAt) this.newestAt = now;
    else if (this.newestAt - now > this.skewMs) this.skewMs = this.newestAt - now;
    return now;
  }

  private tell(entries: readonly Entry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    for (const listener of this.listeners) {
      try {
        listener(entries);
      } catch (error) {
        this.deps.log.error({ err: error }, "a listener failed on committed entries");
      }
    }
    this.toldUpTo = last.id;
  }

  private remember(timeline: TimelineKey, user: string): void {
    const known = this.knownMembers.get(timeline) ?? NOBODY;
    if (known.includes(user)) return;
    this.knownMembers.set(timeline, [...known, user]);
  }

  private prune(): void {
    const slot = this.prunedSlot;
    this.prunedSlot = (slot + 1) % SLOTS;
    const olderThan = firstIdAt(this.deps.clock.now() - ONCE_MS);
    this.work({ type: "prune-once", slot, olderThan }).catch((error: unknown) =>
      this.deps.log.warn({ err: error }, "old digests could not be pruned"),
    );
  }
}

const NOBODY: readonly string[] = [];

function keyOf({ app, user, resource }: Device): DeviceKey {
  return { slot: userSlot(app, user), app, user, resource };
}

function nameOf({ app, user, resource }: Device): string {
  return `${app}/${user}/${resource}`;
}

import { entryBytes } from "../entry-bytes.ts";
import type { OnceKey } from "../once.ts";
import type { Appended, Entry, TimelineKey } from "../timeline.ts";
import {
  type Appends,
  type Batch,
  type BatchResult,
  emptyAppends,
  emptyMoves,
  type Move,
  type Moves,
  type NewMember,
  type Work,
} from "./batch.ts";

export interface NewEntry {
  readonly entry: Entry;
  readonly slot: number;
  readonly once: OnceKey | undefined;
  readonly members: readonly Omit<NewMember, "index">[];
  readonly effect: BuiltEffect | undefined;
}

interface StoredMember {
  readonly timeline: TimelineKey;
  readonly user: string;
}

export interface Stored {
  readonly entries: readonly Entry[];
  readonly effects: ReadonlyArray<BuiltEffect & { readonly timeline: TimelineKey }>;
  readonly members: readonly StoredMember[];
}

export type BuiltEffect =
  | { readonly type: "remove"; readonly id: string }
  | { readonly type: "replace"; readonly id: string; readonly edits: number; readonly meta: Uint8Array };

interface Deferred<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** Gathers what will be one transaction, and hands out the results. */
export class BatchBuilder {
  private readonly entries: Entry[] = [];
  count = 0;
  bytes = 0;
  private readonly appends: Appends = emptyAppends();
  private metaBytes = 0;
  private readonly appended: Deferred<Appended>[] = [];
  private readonly moves: Moves = emptyMoves();
  /** Where in `moves` each cursor is. */
  private readonly moveOf = new Map<string, number>();
  private readonly moved = Promise.withResolvers<void>();
  private readonly works: Work[] = [];
  private readonly worked: Deferred<number>[] = [];

  constructor() {
    // Nobody may be waiting for a cursor.
    this.moved.promise.catch(() => undefined);
  }

  append({ entry, slot, once, members, effect }: NewEntry, done: Deferred<Appended>): void {
    const { appends } = this;
    const index = this.entries.length;
    this.entries.push(entry);
    this.appended.push(done);
    appends.ids.push(entry.id);
    appends.ats.push(entry.at);
    appends.slots.push(slot);
    appends.timelines.push(entry.timeline);
    appends.kinds.push(entry.kind);
    appends.senders.push(entry.sender);
    appends.resources.push(entry.resource);
    appends.refs.push(entry.ref ?? null);
    appends.audiences.push(entry.audience ?? null);
    appends.audienceResources.push(entry.audienceResource ?? null);
    appends.onceSlots.push(once?.slot ?? null);
    appends.digests.push(once?.digest ?? null);
    this.metaBytes += entry.meta.length;
    appends.metaEnds.push(this.metaBytes);
    for (const member of members) appends.members.push({ index, ...member });
    if (effect !== undefined) appends.effects.push({ index, ...effect });
    this.count += 1;
    this.bytes += entryBytes(entry) + (effect?.type === "replace" ? effect.meta.length : 0);
  }

  /** Several moves of one cursor are one. */
  move(key: string, move: Move, isAhead: (a: string, b: string) => boolean): Promise<void> {
    const { moves } = this;
    const known = this.moveOf.get(key);
    if (known === undefined) {
      this.moveOf.set(key, moves.tos.length);
      moves.slots.push(move.slot);
      moves.apps.push(move.app);
      moves.users.push(move.user);
      moves.resources.push(move.resource);
      moves.timelines.push(move.timeline);
      moves.tos.push(move.to);
      this.count += 1;
      this.bytes += MOVE_BYTES;
    } else if (isAhead(move.to, moves.tos[known] as string)) moves.tos[known] = move.to;
    return this.moved.promise;
  }

  work(work: Work): Promise<number> {
    this.count += 1;
    this.bytes += MOVE_BYTES;
    this.works.push(work);
    return new Promise((resolve, reject) => this.worked.push({ resolve, reject }));
  }

  /** The batch, and the buffers in it that can change hands. */
  build(stamp: Pick<Batch, "node" | "lastId" | "skewMs">): { batch: Batch; transfer: ArrayBuffer[] } {
    const metas = new Uint8Array(this.metaBytes);
    let at = 0;
    for (const { meta } of this.entries) {
      metas.set(meta, at);
      at += meta.length;
    }
    const appends = { ...this.appends, metas };
    const batch = { ...stamp, appends, moves: this.moves, works: this.works };
    return { batch, transfer: [metas.buffer] };
  }

  /** What was stored, in order, with its effects, and whose memberships; `settle` afterwards tells the callers. */
  stored({ exceptions }: BatchResult): Stored {
    const refused = new Set(exceptions.map(({ index }) => index));
    return {
      effects: this.appends.effects
        .filter(({ index }) => !refused.has(index))
        .map((effect) => ({ ...effect, timeline: (this.entries[effect.index] as Entry).timeline })),
      entries: refused.size === 0 ? this.entries : this.entries.filter((_, index) => !refused.has(index)),
      members: this.appends.members
        .filter(({ index }) => !refused.has(index))
        .map(({ index, user }) => ({ timeline: (this.entries[index] as Entry).timeline, user })),
    };
  }

  settle({ exceptions, works }: BatchResult): void {
    const exceptionOf = new Map(exceptions.map((exception) => [exception.index, exception]));
    this.appended.forEach((done, index) => {
      const exception = exceptionOf.get(index);
      if (exception === undefined) done.resolve({ outcome: "appended", entry: this.entries[index] as Entry });
      else if (exception.outcome === "conflict") done.resolve({ outcome: "conflict" });
      else done.resolve({ outcome: "duplicate", id: exception.id, at: exception.at });
    });
    this.moved.resolve();
    this.worked.forEach((done, index) => {
      done.resolve(works[index] as number);
    });
  }

  fail(error: unknown): void {
    for (const done of this.appended) done.reject(error);
    this.moved.reject(error);
    for (const done of this.worked) done.reject(error);
  }
}

/** Roughly what a cursor move or a piece of work holds in memory. */
const MOVE_BYTES = 200;

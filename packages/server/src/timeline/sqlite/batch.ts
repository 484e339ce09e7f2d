/**
 * What goes to the thread of the database as one transaction: appends and cursor moves by column, since a few long arrays
 * pass between threads much faster than many small objects; then what sessions and housekeeping ask for.
 */
import type { Position } from "../timeline.ts";

export interface Batch {
  readonly node: number;
  /** The newest id given out, stored or not. */
  readonly lastId: Position;
  readonly skewMs: number;
  readonly appends: Appends;
  readonly moves: Moves;
  readonly works: readonly Work[];
}

export interface Appends {
  readonly ids: Position[];
  readonly ats: number[];
  readonly slots: number[];
  readonly timelines: string[];
  readonly kinds: string[];
  readonly senders: string[];
  readonly resources: string[];
  readonly refs: Array<Position | null>;
  readonly audiences: Array<string | null>;
  readonly audienceResources: Array<string | null>;
  /** What recognises a resend, with the sender's slot; null: never a resend. */
  readonly digests: Array<string | null>;
  readonly onceSlots: Array<number | null>;
  /** Where each entry's bytes end in `metas`. */
  readonly metaEnds: number[];
  metas: Uint8Array;
  /** Few: only new conversations and recalls or edits have them. */
  readonly members: NewMember[];
  readonly effects: EffectRow[];
}

export interface NewMember {
  readonly index: number;
  readonly slot: number;
  readonly app: string;
  readonly user: string;
}

export type EffectRow = { readonly index: number; readonly id: Position } & (
  | { readonly type: "remove" }
  | { readonly type: "replace"; readonly edits: number; readonly meta: Uint8Array }
);

export interface DeviceKey {
  readonly slot: number;
  readonly app: string;
  readonly user: string;
  readonly resource: string;
}

export interface Move extends DeviceKey {
  readonly timeline: string;
  readonly to: Position;
}

export interface Moves {
  readonly slots: number[];
  readonly apps: string[];
  readonly users: string[];
  readonly resources: string[];
  readonly timelines: string[];
  readonly tos: Position[];
}

export type Work =
  | ({ readonly type: "open"; readonly newId: Position; readonly now: number } & DeviceKey)
  | ({ readonly type: "see"; readonly now: number } & DeviceKey)
  | ({ readonly type: "close"; readonly now: number; readonly caughtUpTo: Position | undefined } & DeviceKey)
  | ({ readonly type: "skip"; readonly upTo: Position } & DeviceKey)
  | { readonly type: "expire"; readonly app: string; readonly ids: readonly Position[]; readonly upTo: Position }
  | { readonly type: "forget-devices"; readonly unseenSince: number; readonly limit: number }
  | {
      readonly type: "forget-user";
      readonly slot: number;
      readonly app: string;
      readonly user: string;
      readonly newId: Position;
      readonly now: number;
      /** The newest id at the time of the call. */
      readonly upTo: Position;
    }
  /** Before a timeline, or all timelines of a user, are read. */
  | { readonly type: "settle"; readonly timeline: string }
  | { readonly type: "settle-user"; readonly slot: number; readonly app: string; readonly user: string }
  | { readonly type: "settle-all" }
  | { readonly type: "prune-once"; readonly slot: number; readonly olderThan: Position };

/**
 * Results of the appends that were not simply stored; of the works, in order; and the timelines whose entries, this
 * batch's included, are all in timeline_index now.
 */
export interface BatchResult {
  readonly exceptions: ReadonlyArray<
    | { readonly index: number; readonly outcome: "conflict" }
    | { readonly index: number; readonly outcome: "duplicate"; readonly id: Position; readonly at: number }
  >;
  readonly works: readonly number[];
  readonly settled: readonly string[];
}

export function emptyAppends(): Appends {
  return {
    ids: [],
    ats: [],
    slots: [],
    timelines: [],
    kinds: [],
    senders: [],
    resources: [],
    refs: [],
    audiences: [],
    audienceResources: [],
    onceSlots: [],
    digests: [],
    metaEnds: [],
    metas: NOTHING,
    members: [],
    effects: [],
  };
}

export function emptyMoves(): Moves {
  return { slots: [], apps: [], users: [], resources: [], timelines: [], tos: [] };
}

const NOTHING = new Uint8Array(0);

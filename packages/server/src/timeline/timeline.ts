/**
 * Timelines: the heart of Rondo. A message is stored once, in the timeline of its conversation; a device has a cursor
 * per timeline; nothing is copied per recipient and nothing is capped.
 *
 * One implementation per storage engine, one contract suite for all (`timeline.contract.ts`).
 */

/** A message id and at the same time its place in its timeline: decimal text of a 64-bit integer. "0" is before everything. */
export type Position = string;

/** See `timelineOf` and friends in keys.ts: who makes keys is not the store's business. */
export type TimelineKey = string;

/** What an entry is. The first group is what people see as messages and what history returns. */
export const messageKinds = ["txt", "img", "audio", "video", "file", "loc", "cmd", "custom", "combine"] as const;
export type MessageKind = (typeof messageKinds)[number];
export type EntryKind = MessageKind | "read" | "delivered" | "channel" | "recall" | "edit" | "event";

/** A login of a user: the resource of the MSync session. */
export interface Device {
  readonly app: string;
  readonly user: string;
  readonly resource: string;
}

export interface Entry {
  readonly id: Position;
  readonly timeline: TimelineKey;
  /** Epoch milliseconds of acceptance. */
  readonly at: number;
  readonly kind: EntryKind;
  /** Who caused it, and from which device; resource is "" or EVERY_DEVICE when the server or a REST caller did. */
  readonly sender: string;
  readonly resource: string;
  /** The message that a receipt, recall or edit speaks of. */
  readonly ref: Position | undefined;
  /** Who of the members receives it: see audience.ts; undefined: every one. */
  readonly audience: string | undefined;
  /** Only this device of the audience receives it. */
  readonly audienceResource: string | undefined;
  /** The encoded `Meta` exactly as every device receives it. */
  readonly meta: Uint8Array;
  /** How often the message has been edited. */
  readonly edits: number;
}

/** What is appended. The store assigns id and time and asks for the bytes with them. */
export interface Draft {
  readonly app: string;
  readonly timeline: TimelineKey;
  /**
   * Users whose device queues this timeline belongs to; memberships that exist already cost nothing. None for groups and
   * rooms: who is in a group is a change of its own (`timelineMembers`).
   */
  readonly members: readonly string[];
  readonly kind: EntryKind;
  readonly sender: string;
  readonly resource: string;
  readonly ref: Position | undefined;
  readonly audience: string | undefined;
  readonly audienceResource: string | undefined;
  /**
   * Recognises a resend: the same app, sender, resource and clientId with the same content is the same message. The
   * bytes must not change before the answer. Undefined: never a resend.
   */
  readonly once: { readonly clientId: string; readonly content: Uint8Array } | undefined;
  /** A change of an earlier entry of the same timeline, made in the same transaction. */
  readonly effect: Effect | undefined;
  /** Encodes the `Meta` for the id and time the store has assigned. */
  encode(id: Position, at: number): Uint8Array;
}

export type Effect =
  /** The entry disappears from history, from unread counts and from what devices still have to receive. */
  | { readonly type: "remove"; readonly id: Position }
  /** The entry's bytes are replaced; `edits` is its new edit count and must be one more than the stored one. */
  | {
      readonly type: "replace";
      readonly id: Position;
      readonly meta: (id: Position, at: number) => Uint8Array;
      readonly edits: number;
    };

export type Appended =
  | { readonly outcome: "appended"; readonly entry: Entry }
  /** A resend: nothing was stored; id and time are those of the first. */
  | { readonly outcome: "duplicate"; readonly id: Position; readonly at: number }
  /** The effect's condition did not hold any more (removed or edited meanwhile): nothing was stored. */
  | { readonly outcome: "conflict" };

export interface Pending {
  readonly timeline: TimelineKey;
  /** Everything up to here has been received by the device. */
  readonly cursor: Position;
}

export interface HistoryQuery {
  readonly timeline: TimelineKey;
  /** Whose view: what this user has deleted is left out, and so is what was addressed to others. */
  readonly user: string;
  /** Exclusive; undefined: from the newest (or, oldestFirst, from the oldest). */
  readonly from: Position | undefined;
  readonly oldestFirst: boolean;
  readonly limit: number;
  readonly kinds: readonly MessageKind[] | undefined;
  readonly sender: string | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
}

export interface RecentQuery {
  readonly app: string;
  readonly user: string;
  /** Exclusive: goes on behind this item; undefined: from the newest. */
  readonly after: { readonly newest: Position; readonly timeline: TimelineKey } | undefined;
  /** Timelines without any message the user can see come last (as if their newest were "0"); false: not at all. */
  readonly includeEmpty: boolean;
  readonly limit: number;
}

export interface Recent {
  readonly timeline: TimelineKey;
  /** Undefined: nothing the user can see. */
  readonly newest: Entry | undefined;
}

export interface Timelines {
  /**
   * Appends in the order of the calls, grouped into one transaction with its neighbours, and resolves after the commit.
   * @throws AppError OVERLOADED when the queue in front of the store is full; nothing was stored then.
   */
  append(draft: Draft): Promise<Appended>;

  /**
   * More waits for the store than it takes for its transactions to be full. Whoever can wait should: what waits in memory
   * makes all of it slower. `onceCalm` calls back, in the order of the calls, when little is left.
   */
  readonly isBusy: boolean;
  onceCalm(callback: () => void): void;

  /** A fresh id from the same sequence, for what is not stored and for keys that must not repeat. */
  newId(): Position;

  /** Called after each commit with what it appended, in order, before the appends resolve. */
  onCommitted(listener: (entries: readonly Entry[]) => void): () => void;

  /**
   * The next entries a device has to receive after `after`, oldest first: without removed ones, without those it sent
   * itself, and without those addressed to others.
   */
  read(query: { device: Device; timeline: TimelineKey; after: Position; limit: number }): Promise<Entry[]>;

  find(timeline: TimelineKey, id: Position): Promise<Entry | undefined>;

  history(query: HistoryQuery): Promise<Entry[]>;

  /**
   * Of these messages, in whatever timeline of the user they are, those that are in the user's view now: not removed, not
   * hidden, not addressed to others. Newest first.
   */
  findVisible(query: { app: string; user: string; ids: readonly Position[] }): Promise<Entry[]>;

  /**
   * What was accepted after a position, in that order, in all timelines: for what follows behind. At most `limit` entries
   * are looked at, and those of the wanted kinds are answered. `upTo` is where to go on; undefined: there is nothing more.
   */
  log(query: { after: Position; limit: number; kinds: readonly EntryKind[] }): Promise<{
    entries: Entry[];
    upTo: Position | undefined;
  }>;

  /** Receipts about messages: which of `ids` have an entry of `kind` (by somebody other than `exceptSender`). */
  refs(query: {
    timeline: TimelineKey;
    kind: EntryKind;
    ids: readonly Position[];
    exceptSender: string;
  }): Promise<Set<Position>>;

  /**
   * The timelines of a user that hold conversations, by the newest message the user can see in each (not removed, not
   * hidden, not addressed to others, no `cmd`), newest first. One page of it; serves conversation lists, so a page
   * must stay cheap for a user with 10,000 conversations.
   */
  recent(query: RecentQuery): Promise<Recent[]>;

  /** Messages of others after a position, without `cmd`, removed and hidden ones. */
  countUnread(query: { timeline: TimelineKey; user: string; after: Position }): Promise<number>;

  /** Hides messages from one user's history. Unknown ids are ignored. */
  hide(query: { app: string; user: string; timeline: TimelineKey; ids: readonly Position[] }): Promise<void>;
  /**
   * Hides everything up to and including a time (epoch milliseconds) from one user's history. Undefined timeline: in
   * all timelines of the user.
   */
  hideBefore(query: { app: string; user: string; timeline: TimelineKey | undefined; at: number }): Promise<void>;

  /** The timelines a user is a member of. */
  memberships(app: string, user: string): Promise<TimelineKey[]>;

  /**
   * A device begins or resumes. A known device goes on from its own cursors. One that is seen for the first time
   * starts, in each timeline, where the user's most advanced device stands.
   */
  openDevice(device: Device): Promise<{ isNew: boolean }>;
  /** What the device has not received yet, one item per timeline; complete, however long it was away. */
  pending(device: Device): Promise<Pending[]>;
  /** Where a device stands in one timeline. */
  cursor(device: Device, timeline: TimelineKey): Promise<Position>;
  /** Records what a device has received. Never moves back. Grouped with appends into the same commits. */
  moveCursor(device: Device, timeline: TimelineKey, to: Position): Promise<void>;
  /** A session ends. `caughtUp`: it had received everything, so that its cursors can shrink to one position. */
  closeDevice(device: Device, state: { caughtUp: boolean }): Promise<void>;
  /** Forgets devices not seen since a time; the user's most advanced position survives. Returns how many. */
  forgetDevices(unseenSince: number): Promise<number>;
  /** Counts as received by the device, in all timelines, what was accepted before a time (epoch milliseconds). */
  skipBefore(device: Device, at: number): Promise<void>;
  /**
   * Removes for good what an application has from before a time (epoch milliseconds): messages, and what speaks of them;
   * events stay. It goes on where the last call ended and looks at a bounded piece of the log. Answers what was removed;
   * `isDone`: nothing is left that is so old.
   */
  expire(
    app: string,
    before: number,
  ): Promise<{ removed: ReadonlyArray<Pick<Entry, "id" | "timeline">>; isDone: boolean }>;
  /** The devices of a user that are known, most recently seen first. */
  listDevices(app: string, user: string): Promise<Array<{ resource: string; seenAt: number }>>;
  /**
   * The account is removed: its devices, cursors and memberships go. Whoever registers under the name again begins with
   * nothing of what was there; the other members keep theirs.
   */
  forgetUser(app: string, user: string): Promise<void>;
}

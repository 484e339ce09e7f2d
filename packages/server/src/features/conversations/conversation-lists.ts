import type { Database } from "../../kernel/database/database.ts";
import { compareIds } from "../../kernel/ids.ts";
import { type Entry, type MessageKind, messageKinds, parseTimeline, type Timelines } from "../../timeline/index.ts";
import type { Mucs } from "../muc/index.ts";
import type { Partner } from "./conv-event.ts";
import { type ConversationState, type ConversationTables, conversationStore as store } from "./conversations.store.ts";
import { fromCursor, type ListPosition, toCursor } from "./cursor.ts";

/** Read per step when much of what was read had been deleted. */
const STEP = 2000;

/** Commands are not shown as messages. */
const shownKinds: readonly MessageKind[] = messageKinds.filter((kind) => kind !== "cmd");

export interface Conversation extends Partner {
  /** Undefined: the user can see none of its messages. */
  readonly lastMessage: Entry | undefined;
  readonly unread: number;
  /** Epoch milliseconds; undefined: not pinned. */
  readonly pinnedAt: number | undefined;
  /** One bit per mark. */
  readonly marks: number;
}

export interface ConversationPage {
  readonly items: readonly Conversation[];
  /** "" on the last page. */
  readonly nextCursor: string;
}

export interface ListQuery {
  readonly app: string;
  readonly user: string;
  readonly cursor: string | undefined;
  readonly limit: number;
  /** Also conversations without a message left to see, at the end. */
  readonly includeEmpty: boolean;
}

/** A conversation before it is counted and described. */
interface Row {
  readonly timeline: string;
  readonly newest: Entry | undefined;
  readonly state: ConversationState | undefined;
  /** What the user has deleted up to here does not count. */
  readonly deletedUpTo: string;
}

/**
 * The conversations of a user. They are derived: that a conversation exists follows from the user's timelines, and only
 * what the user did with it (read, pinned, marked, deleted) has a row.
 */
export class ConversationLists {
  private readonly timelines: Timelines;
  private readonly database: Database;
  private readonly mucs: Pick<Mucs, "isMember">;

  constructor(deps: { timelines: Timelines; database: Database; mucs: Pick<Mucs, "isMember"> }) {
    this.timelines = deps.timelines;
    this.database = deps.database;
    this.mucs = deps.mucs;
  }

  /** By newest message, newest first. @throws AppError INVALID_ARGUMENT for a cursor that is not ours. */
  async list(query: ListQuery): Promise<ConversationPage> {
    const rows = await this.rows(query, query.limit + 1);
    return this.page(query, rows, newestId);
  }

  /** Those that carry a mark, in the same order. @throws AppError INVALID_ARGUMENT for a cursor that is not ours. */
  async marked(query: ListQuery, mark: number): Promise<ConversationPage> {
    const states = await store.marked(this.db, query, 1 << mark);
    return this.ordered(query, states, newestId);
  }

  /** Newest pin first. @throws AppError INVALID_ARGUMENT for a cursor that is not ours. */
  async pinned(query: ListQuery): Promise<ConversationPage> {
    const states = await store.pinned(this.db, query);
    return this.ordered(query, states, ({ state }) => String(state?.pinnedAt ?? 0));
  }

  /** Page `number`, from 1, of the same list. */
  async numberedPage(owner: { app: string; user: string }, page: { number: number; size: number }) {
    const end = page.number * page.size;
    const query = { ...owner, cursor: undefined, limit: end, includeEmpty: false };
    const rows = await this.rows(query, end);
    return Promise.all(rows.slice(end - page.size).map((row) => this.describe(owner, row)));
  }

  /** Whether the user has this conversation: a message that can be seen and was not deleted with it. */
  async exists(key: { app: string; user: string; timeline: string }): Promise<boolean> {
    const [newest, [state], resetUpTo] = await Promise.all([
      this.newest(key),
      store.states(this.db, key, [key.timeline]),
      store.resetUpTo(this.db, key),
    ]);
    return newest !== undefined && compareIds(newest.id, laterId(state?.deletedUpTo ?? "0", resetUpTo)) > 0;
  }

  /** Messages that the user can see, has not read and has not deleted. */
  async unread(key: { app: string; user: string; timeline: string }): Promise<number> {
    const [newest, [state], resetUpTo] = await Promise.all([
      this.newest(key),
      store.states(this.db, key, [key.timeline]),
      store.resetUpTo(this.db, key),
    ]);
    const deletedUpTo = laterId(state?.deletedUpTo ?? "0", resetUpTo);
    return this.countUnread(key.user, { timeline: key.timeline, newest, state, deletedUpTo });
  }

  /** With whom there are messages to see, on the list or not; those with the newest first. */
  async partners({ app, user }: { app: string; user: string }, limit: number): Promise<Partner[]> {
    const recent = await this.timelines.recent({ app, user, after: undefined, includeEmpty: false, limit });
    const talks = recent.filter(({ timeline }) => parseTimeline(timeline).type !== "thread");
    return talks.map(({ timeline }) => partnerOf(timeline, user));
  }

  private get db() {
    return this.database.query<ConversationTables>();
  }

  /** The first `count` rows behind the cursor that belong to the list, in its order. */
  private async rows(query: ListQuery, count: number): Promise<Row[]> {
    const { app, user, cursor, includeEmpty } = query;
    const start = fromCursor(app, cursor);
    let after = start === undefined ? undefined : { newest: start.value, timeline: start.timeline };
    const resetUpTo = await store.resetUpTo(this.db, query);
    const rows: Row[] = [];
    for (let limit = count; ; limit = Math.max(count, STEP)) {
      const recent = await this.timelines.recent({ app, user, after, includeEmpty, limit });
      const states = await this.statesOf(
        query,
        recent.map(({ timeline }) => timeline),
      );
      for (const { timeline, newest } of recent) {
        const state = states.get(timeline);
        const row = { timeline, newest, state, deletedUpTo: laterId(state?.deletedUpTo ?? "0", resetUpTo) };
        if (isListed(row)) rows.push(row);
        if (rows.length === count) return rows;
      }
      const last = recent.at(-1);
      if (recent.length < limit || last === undefined) return rows;
      after = { newest: last.newest?.id ?? "0", timeline: last.timeline };
    }
  }

  /** A page of the conversations that have these states, the largest `orderOf` first. */
  private async ordered(
    query: ListQuery,
    states: readonly ConversationState[],
    orderOf: (row: Row) => string,
  ): Promise<ConversationPage> {
    const after = fromCursor(query.app, query.cursor);
    const resetUpTo = await store.resetUpTo(this.db, query);
    const rows = await Promise.all(
      states.map(async (state): Promise<Row> => {
        const newest = await this.newest({ ...query, timeline: state.timeline });
        return { timeline: state.timeline, newest, state, deletedUpTo: laterId(state.deletedUpTo, resetUpTo) };
      }),
    );
    const placed = rows
      .filter((row) => isListed(row) && (query.includeEmpty || row.newest !== undefined))
      .map((row) => ({ row, place: { value: orderOf(row), timeline: row.timeline } }))
      .filter(({ place }) => after === undefined || inListOrder(after, place) < 0)
      .sort((a, b) => inListOrder(a.place, b.place));
    return this.page(
      query,
      placed.map(({ row }) => row),
      orderOf,
    );
  }

  private async page(
    query: Pick<ListQuery, "app" | "user" | "limit">,
    rows: readonly Row[],
    orderOf: (row: Row) => string,
  ): Promise<ConversationPage> {
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const hasMore = rows.length > query.limit && last !== undefined;
    return {
      items: await Promise.all(shown.map((row) => this.describe(query, row))),
      nextCursor: hasMore ? toCursor({ value: orderOf(last), timeline: last.timeline }) : "",
    };
  }

  private async describe({ user }: { user: string }, row: Row) {
    const { timeline, newest, state } = row;
    return {
      ...partnerOf(timeline, user),
      lastMessage: newest,
      unread: await this.countUnread(user, row),
      pinnedAt: state?.pinnedAt ?? undefined,
      marks: state?.marks ?? 0,
    };
  }

  private async countUnread(user: string, { timeline, newest, state, deletedUpTo }: Row): Promise<number> {
    const after = laterId(state?.readUpTo ?? "0", deletedUpTo);
    if (newest === undefined || compareIds(newest.id, after) <= 0) return 0;
    return this.timelines.countUnread({ timeline, user, after });
  }

  private async statesOf(
    owner: { app: string; user: string },
    timelines: readonly string[],
  ): Promise<Map<string, ConversationState>> {
    const states = timelines.length === 0 ? [] : await store.states(this.db, owner, timelines);
    return new Map(states.map((state) => [state.timeline, state]));
  }

  private async newest({ user, timeline }: { user: string; timeline: string }): Promise<Entry | undefined> {
    const parsed = parseTimeline(timeline);
    // Who has left a group may have pinned it, and sees nothing of it any more.
    if (parsed.type === "group" && !(await this.mucs.isMember(parsed.app, parsed.id, user))) return undefined;
    const [newest] = await this.timelines.history({
      timeline,
      user,
      from: undefined,
      oldestFirst: false,
      limit: 1,
      kinds: shownKinds,
      sender: undefined,
      startAt: undefined,
      endAt: undefined,
    });
    return newest;
  }
}

function isListed({ timeline, newest, deletedUpTo }: Row): boolean {
  // A thread is found in its group.
  if (parseTimeline(timeline).type === "thread") return false;
  if (newest !== undefined) return compareIds(newest.id, deletedUpTo) > 0;
  // An own timeline without messages only carries events, and what was deleted stays away until its next message.
  return deletedUpTo === "0" && parseTimeline(timeline).type === "conversation";
}

function newestId({ newest }: Row): string {
  return newest?.id ?? "0";
}

/** The order of `Timelines.recent`: the larger value first, equal ones by their timeline. */
function inListOrder(a: ListPosition, b: ListPosition): number {
  return compareIds(b.value, a.value) || (a.timeline < b.timeline ? -1 : a.timeline > b.timeline ? 1 : 0);
}

function partnerOf(timeline: string, user: string): Partner {
  const parsed = parseTimeline(timeline);
  if (parsed.type === "user") return { type: "chat", peer: parsed.user };
  if (parsed.type !== "conversation") return { type: "groupchat", peer: parsed.id };
  const [first, second] = parsed.users;
  return { type: "chat", peer: first === user ? second : first };
}

function laterId(a: string, b: string): string {
  return compareIds(a, b) >= 0 ? a : b;
}

import { type ExpressionBuilder, type Kysely, sql } from "kysely";
import { firstIdAt, LARGEST_ID } from "../kernel/ids.ts";
import { addressedSql, EVERY_DEVICE } from "./audience.ts";
import { parseTimeline, userTimeline } from "./keys.ts";
import { slotOf, userSlot } from "./slots.ts";
import type { TimelineTables } from "./tables.ts";
import {
  type Device,
  type Entry,
  type EntryKind,
  type HistoryQuery,
  messageKinds,
  type Pending,
  type Position,
  type Recent,
  type RecentQuery,
  type TimelineKey,
  type Timelines,
} from "./timeline.ts";

type Db = Kysely<TimelineTables>;
type Eb = ExpressionBuilder<TimelineTables & { e: TimelineTables["timelineEntry"] }, "e">;

/**
 * Everything about timelines that is not on the hot path: one implementation for all engines. Except for `find` and
 * `hide` it sees what is in timeline_index: whoever asks settles the timeline before.
 */
export class TimelineStore {
  private readonly db: Db;

  constructor(db: Db) {
    this.db = db;
  }

  async find(timeline: TimelineKey, id: Position): Promise<Entry | undefined> {
    const row = await this.db
      .selectFrom("timelineEntry as e")
      .select(COLUMNS)
      .where("e.id", "=", id)
      .where("e.timeline", "=", timeline)
      .executeTakeFirst();
    return row && toEntry(row);
  }

  /**
   * By the key of timeline_index, in either direction. Ids and times run together except where the clock has gone back, by at most
   * `skewMs`, so that a range of times is also a range of ids.
   */
  async history(query: HistoryQuery, skewMs: number): Promise<Entry[]> {
    const { timeline, user, from, oldestFirst, startAt, endAt, kinds, sender } = query;
    let select = this.entries(timeline)
      .where("i.id", ">", viewStart(timeline, user))
      .where("e.kind", "in", kinds ?? messageKinds)
      .where((eb) => isVisible(eb, user))
      .orderBy("i.id", oldestFirst ? "asc" : "desc")
      .limit(query.limit);
    if (from !== undefined) select = select.where("i.id", oldestFirst ? ">" : "<", from);
    if (sender !== undefined) select = select.where("e.sender", "=", sender);
    if (startAt !== undefined) select = select.where("e.at", ">=", startAt).where("i.id", ">=", firstIdAt(startAt));
    if (endAt !== undefined) select = select.where("e.at", "<=", endAt).where("i.id", "<", endOf(endAt, skewMs));
    return (await select.execute()).map(toEntry);
  }

  /** By the primary key, and of each the key of timeline_member. */
  async findVisible({ app, user, ids }: Parameters<Timelines["findVisible"]>[0]): Promise<Entry[]> {
    if (ids.length === 0) return [];
    const rows = await this.db
      .selectFrom("timelineEntry as e")
      .select(COLUMNS)
      .where("e.id", "in", ids)
      .where("e.kind", "in", messageKinds)
      .where((eb) => isVisible(eb, user))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom("timelineMember as m")
            .select(sql`1`.as("one"))
            .where("m.slot", "=", userSlot(app, user))
            .where("m.app", "=", app)
            .where("m.username", "=", user)
            .whereRef("m.timeline", "=", "e.timeline"),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("timelineHiddenBefore as b")
              .select(sql`1`.as("one"))
              .whereRef("b.slot", "=", "e.slot")
              .whereRef("b.timeline", "=", "e.timeline")
              .where("b.username", "=", user)
              .whereRef("b.upTo", ">=", "e.id"),
          ),
        ),
      )
      .orderBy("e.id", "desc")
      .execute();
    return rows.map(toEntry);
  }

  /** By the primary key, which is the order of acceptance; needs nothing settled. */
  async log({ after, limit, kinds }: Parameters<Timelines["log"]>[0]): ReturnType<Timelines["log"]> {
    const { rows } = await sql<{ upTo: string | null }>`
      select cast(max(id) as text) as up_to from (
        select e.id from timeline_entry e where e.id > ${after} order by e.id limit ${limit}) as next`.execute(this.db);
    const upTo = rows[0]?.upTo ?? undefined;
    if (upTo === undefined) return { entries: [], upTo };
    const entries = await this.db
      .selectFrom("timelineEntry as e")
      .select(COLUMNS)
      .where("e.id", ">", after)
      .where("e.id", "<=", upTo)
      .where("e.kind", "in", kinds)
      .orderBy("e.id")
      .execute();
    return { entries: entries.map(toEntry), upTo };
  }

  /** By the key of timeline_ref. */
  async refs({ timeline, kind, ids, exceptSender }: Parameters<Timelines["refs"]>[0]): Promise<Set<Position>> {
    if (ids.length === 0) return new Set();
    const rows = await this.db
      .selectFrom("timelineRef as r")
      .innerJoin("timelineEntry as e", "e.id", "r.id")
      .select(sql<string>`cast(r.ref as text)`.as("ref"))
      .distinct()
      .where("r.slot", "=", slotOf(timeline))
      .where("r.timeline", "=", timeline)
      .where("r.ref", "in", ids)
      .where("e.kind", "=", kind)
      .where("e.sender", "<>", exceptSender)
      .execute();
    return new Set(rows.map(({ ref }) => ref));
  }

  /**
   * For each membership one descent of timeline_index, from the newest entry back to the first that the
   * user can see: with 10,000 conversations 10,000 descents, and full rows only for the page.
   */
  async recent({ app, user, after, includeEmpty, limit }: RecentQuery): Promise<Recent[]> {
    const isAfter =
      after === undefined
        ? sql`1 = 1`
        : sql`(newest < cast(${after.newest} as bigint)
            or (newest = cast(${after.newest} as bigint) and timeline > ${after.timeline}))`;
    // The user's own queue holds events, and is a conversation only once the user has written to himself.
    const isListed = includeEmpty ? sql`(newest > 0 or timeline <> ${userTimeline(app, user)})` : sql`newest > 0`;
    const { rows } = await sql<RecentRow>`
      select page.timeline, cast(e.id as text) as id, e.at, e.kind, e.sender, e.resource, cast(e.ref as text) as ref,
        e.audience, e.audience_resource, e.meta, e.edits
      from (
        select timeline, newest from (
          select m.timeline, coalesce((
            select i.id from timeline_index i join timeline_entry e on e.id = i.id
            where i.slot = m.timeline_slot and i.timeline = m.timeline
              and i.id > coalesce((
                select b.up_to from timeline_hidden_before b
                where b.slot = m.timeline_slot and b.timeline = m.timeline and b.username = m.username), 0)
              and e.kind in (${sql.join(COUNTED)})
              and (e.sender = m.username or ${sql.raw(addressedSql("m.username"))})
              and not exists (
                select 1 from timeline_hidden h
                where h.slot = i.slot and h.timeline = i.timeline and h.username = m.username and h.id = i.id)
            order by i.id desc limit 1), 0) as newest
          from timeline_member m
          where m.slot = ${userSlot(app, user)} and m.app = ${app} and m.username = ${user}
        ) as listed
        where ${isListed} and ${isAfter}
        order by newest desc, timeline limit ${limit}
      ) as page
      left join timeline_entry e on e.id = page.newest
      order by page.newest desc, page.timeline`.execute(this.db);
    return rows.map(({ id, ...row }) => ({
      timeline: row.timeline,
      newest: id === null ? undefined : toEntry({ ...row, id }),
    }));
  }

  async countUnread({ timeline, user, after }: Parameters<Timelines["countUnread"]>[0]): Promise<number> {
    const { count } = await this.indexed(timeline)
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("i.id", ">", after)
      .where("i.id", ">", viewStart(timeline, user))
      .where("i.id", ">", joinedAfter(timeline, user))
      .where("e.kind", "in", COUNTED)
      .where("e.sender", "<>", user)
      .where((eb) => isVisible(eb, user))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async hide({ user, timeline, ids }: Parameters<Timelines["hide"]>[0]): Promise<void> {
    if (ids.length === 0) return;
    const slot = slotOf(timeline);
    // From the entries themselves, so that unknown ids leave nothing behind.
    await this.db
      .insertInto("timelineHidden")
      .columns(["slot", "timeline", "username", "id"])
      .expression((eb) =>
        eb
          .selectFrom("timelineEntry")
          .select(["slot", "timeline", sql.val(user).as("username"), "id"])
          .where("slot", "=", slot)
          .where("timeline", "=", timeline)
          .where("id", "in", ids),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** A time becomes the newest entry accepted by then, in each timeline: views are cut by position. */
  async hideBefore({ app, user, timeline, at }: Parameters<Timelines["hideBefore"]>[0], skewMs: number): Promise<void> {
    // One that is named need not be among those the user receives: who is in a room, or has shielded a group, reads it too.
    const views =
      timeline === undefined
        ? sql`(select timeline_slot, timeline, username from timeline_member
            where slot = ${userSlot(app, user)} and app = ${app} and username = ${user})`
        : sql`(select ${slotOf(timeline)} as timeline_slot, ${timeline} as timeline, ${user} as username)`;
    await sql`
      insert into timeline_hidden_before (slot, timeline, username, up_to)
      select slot, timeline, username, up_to from (
        select m.timeline_slot as slot, m.timeline, m.username, (
          select i.id from timeline_index i join timeline_entry e on e.id = i.id
          where i.slot = m.timeline_slot and i.timeline = m.timeline
            and e.at <= ${at} and i.id < ${endOf(at, skewMs)}
          order by i.id desc limit 1) as up_to
        from ${views} as m
      ) as mark
      where up_to is not null
      on conflict (slot, timeline, username) do update set up_to = excluded.up_to
      where excluded.up_to > timeline_hidden_before.up_to`.execute(this.db);
  }

  async memberships(app: string, user: string): Promise<TimelineKey[]> {
    const rows = await this.db
      .selectFrom("timelineMember")
      .select("timeline")
      .where("slot", "=", userSlot(app, user))
      .where("app", "=", app)
      .where("username", "=", user)
      .execute();
    return rows.map(({ timeline }) => timeline);
  }

  /**
   * Memberships and cursors are ranges of their primary keys. For each timeline one descent of timeline_index finds the
   * first entry after the cursor; nothing that was received is read. What lies after the cursor but is not
   * for this device is skipped, at most since the device was last caught up.
   */
  async pending({ app, user, resource }: Device): Promise<Pending[]> {
    const slot = userSlot(app, user);
    const { rows } = await sql<Pending>`
      select timeline, cast(cursor as text) as cursor from (
        select m.timeline_slot, m.timeline,
          ${FROM} as cursor
        from timeline_device d
        join timeline_member m on m.slot = d.slot and m.app = d.app and m.username = d.username
        left join timeline_cursor c on c.slot = d.slot and c.device = d.id and c.timeline = m.timeline
        where d.slot = ${slot} and d.app = ${app} and d.username = ${user} and d.floor = 0 and d.resource = ${resource}
      ) as own
      where exists (
        select 1 from timeline_index i join timeline_entry e on e.id = i.id
        where i.slot = own.timeline_slot and i.timeline = own.timeline and i.id > own.cursor
          and not (e.sender = ${user} and e.resource in (${resource}, ${EVERY_DEVICE}))
          and ${isAddressedTo(user)} and (e.audience_resource is null or e.audience_resource = ${resource})
      )`.execute(this.db);
    return rows;
  }

  async cursor({ app, user, resource }: Device, timeline: TimelineKey): Promise<Position> {
    const row = await this.db
      .selectFrom("timelineDevice as d")
      .leftJoin("timelineCursor as c", (join) =>
        join.onRef("c.slot", "=", "d.slot").onRef("c.device", "=", "d.id").on("c.timeline", "=", timeline),
      )
      .leftJoin("timelineMember as m", (join) =>
        join
          .onRef("m.slot", "=", "d.slot")
          .onRef("m.app", "=", "d.app")
          .onRef("m.username", "=", "d.username")
          .on("m.timeline", "=", timeline),
      )
      .select(sql<string>`cast(${FROM} as text)`.as("position"))
      .where("d.slot", "=", userSlot(app, user))
      .where("d.app", "=", app)
      .where("d.username", "=", user)
      .where("d.floor", "=", 0)
      .where("d.resource", "=", resource)
      .executeTakeFirst();
    return row?.position ?? "0";
  }

  async listDevices(app: string, user: string): Promise<Array<{ resource: string; seenAt: number }>> {
    return this.db
      .selectFrom("timelineDevice")
      .select(["resource", "seenAt"])
      .where("slot", "=", userSlot(app, user))
      .where("app", "=", app)
      .where("username", "=", user)
      .where("floor", "=", 0)
      .orderBy("seenAt", "desc")
      .orderBy("id", "desc")
      .execute();
  }

  /**
   * The next piece of the log, of at most `limit` entries, in which nothing of the application has been looked at: what of it is
   * to be removed there, and up to where the piece goes. By the primary key; what is older was looked at by earlier calls.
   */
  async findExpired({ app, before, limit }: { app: string; before: number; limit: number }): Promise<{
    removed: Array<Pick<Entry, "id" | "timeline">>;
    upTo: Position | undefined;
    isDone: boolean;
  }> {
    const { rows } = await sql<{ id: string; timeline: string; isTheirs: number }>`
      select cast(e.id as text) as id, e.timeline, e.timeline >= ${`${app}/`} and e.timeline < ${`${app}0`} and e.kind <> 'event' as is_theirs
      from timeline_entry e
      where e.id > coalesce((select up_to from timeline_expired where app = ${app}), 0) and e.id < ${firstIdAt(before)}
      order by e.id limit ${limit}`.execute(this.db);
    return {
      removed: rows.flatMap(({ id, timeline, isTheirs }) => (Number(isTheirs) === 1 ? [{ id, timeline }] : [])),
      upTo: rows.at(-1)?.id,
      isDone: rows.length < limit,
    };
  }

  /** Behind which id, and with which skew, the nodes of this store continue. */
  async state(): Promise<{ lastId: Position | undefined; skewMs: number }> {
    const row = await this.db
      .selectFrom("timelineNode")
      .select([sql<string | null>`cast(max(last_id) as text)`.as("lastId"), (eb) => eb.fn.max("skewMs").as("skewMs")])
      .executeTakeFirst();
    return { lastId: row?.lastId ?? undefined, skewMs: Number(row?.skewMs ?? 0) };
  }

  private entries(timeline: TimelineKey) {
    return this.indexed(timeline).select(COLUMNS);
  }

  private indexed(timeline: TimelineKey) {
    return this.db
      .selectFrom("timelineIndex as i")
      .innerJoin("timelineEntry as e", "e.id", "i.id")
      .where("i.slot", "=", slotOf(timeline))
      .where("i.timeline", "=", timeline);
  }
}

/** Where a device goes on in a timeline: behind its cursor, its base and the moment its user became a member. */
const FROM = sql`case when coalesce(c.position, 0) > d.base and coalesce(c.position, 0) > coalesce(m.since, 0)
  then c.position when coalesce(m.since, 0) > d.base then m.since else d.base end`;

export const COLUMNS = [
  sql<string>`cast(e.id as text)`.as("id"),
  "e.timeline",
  "e.at",
  "e.kind",
  "e.sender",
  "e.resource",
  sql<string | null>`cast(e.ref as text)`.as("ref"),
  "e.audience",
  "e.audienceResource",
  "e.meta",
  "e.edits",
] as const;

/** Ids may be a little ahead of the clock: more than 4096 in a millisecond, or one more millisecond per restart. */
const SLACK_MS = 60_000;

/** Everything accepted until a time has a smaller id. */
function endOf(at: number, skewMs: number): Position {
  // Before ids begin to count, at a time only tests have, they say nothing.
  const end = firstIdAt(at + skewMs + SLACK_MS);
  return end === "0" ? LARGEST_ID : end;
}

/** What conversation lists and unread counts speak of: nobody reads commands. */
const COUNTED = messageKinds.filter((kind) => kind !== "cmd");

/** Not addressed to somebody else, and not deleted by this user. Who has sent it sees it too. */
function isVisible(eb: Eb, user: string) {
  const isHidden = eb
    .selectFrom("timelineHidden as h")
    .select(sql`1`.as("one"))
    .whereRef("h.slot", "=", "e.slot")
    .whereRef("h.timeline", "=", "e.timeline")
    .where("h.username", "=", user)
    .whereRef("h.id", "=", "e.id");
  return eb.and([eb.or([eb("e.sender", "=", user), isAddressedTo(user)]), eb.not(eb.exists(isHidden))]);
}

/** Where the user's view of a timeline begins, as a bound of the range that is read. */
function viewStart(timeline: TimelineKey, user: string) {
  return sql<string>`coalesce((
    select up_to from timeline_hidden_before
    where slot = ${slotOf(timeline)} and timeline = ${timeline} and username = ${user}), 0)`;
}

/** From where on a member receives: what came before does not count as unread. */
function joinedAfter(timeline: TimelineKey, user: string) {
  const { app } = parseTimeline(timeline);
  return sql<string>`coalesce((
    select since from timeline_member
    where slot = ${userSlot(app, user)} and app = ${app} and username = ${user} and timeline = ${timeline}), 0)`;
}

type Row = Omit<TimelineTables["timelineEntry"], "slot">;
type RecentRow = Omit<Row, "id"> & { id: string | null };

export function toEntry(row: Row): Entry {
  return {
    ...row,
    // Only kinds that are in the type are ever stored.
    kind: row.kind as EntryKind,
    ref: row.ref ?? undefined,
    audience: row.audience ?? undefined,
    audienceResource: row.audienceResource ?? undefined,
  };
}

/** `addressedSql` for a user given by value. */
function isAddressedTo(user: string) {
  const isNamed = sql`instr(e.audience, ${`,${user},`}) > 0`;
  return sql<boolean>`(e.audience is null or e.audience = ${user}
    or case substr(e.audience, 1, 1) when ',' then ${isNamed} when '!' then not (${isNamed}) else false end)`;
}

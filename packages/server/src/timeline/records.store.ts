import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "../kernel/database/database.ts";
import { compareIds, firstIdAt, LARGEST_ID } from "../kernel/ids.ts";
import { slotOf, userSlot } from "./slots.ts";
import type { TimelineTables } from "./tables.ts";
import { COLUMNS, toEntry } from "./timeline.store.ts";
import { type Entry, type MessageKind, messageKinds, type Position, type TimelineKey } from "./timeline.ts";

/** Entries looked at for one page: what an application with few messages waits for, among those of others. */
const SCAN = 20_000;
/** Ids may run ahead of the times they are given out at by as much as the clock has ever gone back. */
const SKEW_MS = 24 * 60 * 60 * 1000;

export interface RecordQuery {
  readonly app: string;
  /** Only in one of these; undefined: anywhere in the application. */
  readonly timelines: readonly TimelineKey[] | undefined;
  /** Only what this user has sent, or could receive as a member; undefined: of anybody. */
  readonly user: string | undefined;
  readonly kind: MessageKind | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Exclusive: goes on behind this message; undefined: from the end that comes first. */
  readonly from: Position | undefined;
  readonly oldestFirst: boolean;
  readonly limit: number;
}

export interface RecordPage {
  readonly entries: readonly Entry[];
  /** Undefined: there are no more. There may be more although this page has few. */
  readonly next: Position | undefined;
}

/** Messages as those see them who run the application: everybody's, whoever has hidden them from the own view. */
export class Records {
  private readonly db: Kysely<TimelineTables>;

  constructor(database: Database) {
    this.db = database.query<TimelineTables>();
  }

  /** By the primary key. */
  async find(app: string, id: Position): Promise<Entry | undefined> {
    const [entry] = await this.findMany(app, [id]);
    return entry;
  }

  /** In the order of `ids`; those that are no messages of the application are left out. */
  async findMany(app: string, ids: readonly Position[]): Promise<Entry[]> {
    if (ids.length === 0) return [];
    const rows = await this.db
      .selectFrom("timelineEntry as e")
      .select(COLUMNS)
      .where("e.id", "in", ids)
      .where("e.kind", "in", messageKinds)
      .where(sql<boolean>`${inApp(app)}`)
      .execute();
    const entries = new Map(rows.map((row) => [row.id, toEntry(row)]));
    return ids.flatMap((id) => entries.get(id) ?? []);
  }

  /**
   * Of given timelines by the key of `timeline_index`, and by that of the log for what is not there yet; of a whole application
   * by that of the log, in steps of 20,000 entries.
   */
  async page(query: RecordQuery): Promise<RecordPage> {
    const range = rangeOf(query);
    const candidates =
      query.timelines === undefined ? await this.scan(query, range) : await this.indexed(query, query.timelines, range);
    const ids = candidates.ids.slice(0, query.limit);
    const next = candidates.ids.length > query.limit ? ids.at(-1) : candidates.next;
    return { entries: await this.findMany(query.app, ids), next };
  }

  private async scan(query: RecordQuery, { after, before }: Range): Promise<Candidates> {
    const { oldestFirst, app, user, limit } = query;
    const direction = sql.raw(oldestFirst ? "asc" : "desc");
    const { rows: bounds } = await sql<{ last: string | null; count: number }>`
      select cast(${sql.raw(oldestFirst ? "max" : "min")}(id) as text) as last, count(*) as count from (
        select id from timeline_entry where id > ${after} and id < ${before} order by id ${direction} limit ${SCAN})`.execute(
      this.db,
    );
    const [{ last = null, count = 0 } = {}] = bounds;
    if (last === null) return { ids: [], next: undefined };
    const isWithin = oldestFirst ? sql`e.id > ${after} and e.id <= ${last}` : sql`e.id >= ${last} and e.id < ${before}`;
    const isOf = user === undefined ? sql`true` : sql`(e.sender = ${user} or ${isMember(app, user)})`;
    const { rows } = await sql<{ id: string }>`
      select cast(e.id as text) as id from timeline_entry e
      where ${isWithin} and ${inApp(app)} and ${matches(query)} and ${isOf}
      order by e.id ${direction} limit ${limit + 1}`.execute(this.db);
    return { ids: rows.map(({ id }) => id), next: count < SCAN ? undefined : last };
  }

  private async indexed(
    query: RecordQuery,
    timelines: readonly TimelineKey[],
    { after, before }: Range,
  ): Promise<Candidates> {
    const { oldestFirst, limit, user } = query;
    const direction = sql.raw(oldestFirst ? "asc" : "desc");
    const found: Position[] = [];
    const isOf = user === undefined ? sql`true` : sql`e.sender = ${user}`;
    for (const timeline of timelines) {
      const { rows } = await sql<{ id: string }>`
        select cast(e.id as text) as id from timeline_entry e
        where e.timeline = ${timeline} and ${matches(query)} and ${isOf} and e.id in (
          select id from timeline_index
            where slot = ${slotOf(timeline)} and timeline = ${timeline} and id > ${after} and id < ${before}
          union select id from timeline_entry
            where id > (select coalesce(min(indexed_up_to), 0) from timeline_node)
              and id > ${after} and id < ${before} and timeline = ${timeline})
        order by e.id ${direction} limit ${limit + 1}`.execute(this.db);
      found.push(...rows.map(({ id }) => id));
    }
    found.sort(oldestFirst ? compareIds : (a, b) => compareIds(b, a));
    return { ids: found.slice(0, limit + 1), next: undefined };
  }
}

interface Range {
  /** Both exclusive. */
  readonly after: Position;
  readonly before: Position;
}

interface Candidates {
  readonly ids: readonly Position[];
  /** Where to go on when these are not too many. */
  readonly next: Position | undefined;
}

/** A range of times as one of ids, so that times behind it are not looked at. */
function rangeOf({ since, until, from, oldestFirst }: RecordQuery): Range {
  const first = since === undefined ? "0" : String(BigInt(firstIdAt(since)) - 1n);
  const last = until === undefined ? LARGEST_ID : firstIdAt(until + SKEW_MS);
  const after = oldestFirst && from !== undefined && compareIds(from, first) > 0 ? from : first;
  const before = !oldestFirst && from !== undefined && compareIds(from, last) < 0 ? from : last;
  return { after: after.startsWith("-") ? "0" : after, before: before === "0" ? LARGEST_ID : before };
}

function matches({ kind, since, until }: RecordQuery): RawBuilder<boolean> {
  const kinds = sql.join(kind === undefined ? messageKinds : [kind]);
  return sql<boolean>`e.kind in (${kinds}) and e.at >= ${since ?? 0} and e.at <= ${until ?? Number.MAX_SAFE_INTEGER}`;
}

/** Keys of timelines begin with the application's and a slash; a zero comes right behind the slash. */
function inApp(app: string): RawBuilder<boolean> {
  return sql<boolean>`e.timeline >= ${`${app}/`} and e.timeline < ${`${app}0`}`;
}

function isMember(app: string, user: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from timeline_member m
    where m.slot = ${userSlot(app, user)} and m.app = ${app} and m.username = ${user} and m.timeline = e.timeline)`;
}

import { type Kysely, sql } from "kysely";

export const reportStates = ["open", "handled"] as const;
export type ReportState = (typeof reportStates)[number];

/** Ids are 64 bits: given as decimal text, read with a cast to text. */
interface ReportRow {
  app: string;
  id: string;
  messageId: string;
  /** Null: the account is removed. */
  reporter: string | null;
  tag: string;
  reason: string;
  timeline: string;
  meta: Uint8Array;
  state: string;
  reportedAt: number;
  handledAt: number | null;
}

export interface ReportTables {
  report: ReportRow;
}

export type Report = Omit<ReportRow, "state"> & { readonly state: ReportState };

export interface ReportQuery {
  readonly app: string;
  readonly state: ReportState | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  /** Exclusive: goes on behind this report; undefined: from the newest. */
  readonly before: string | undefined;
  readonly limit: number;
}

type Db = Kysely<ReportTables>;

export const reportStore = {
  /** False when this user has reported this message already. */
  async insert(db: Db, row: Report): Promise<boolean> {
    const result = await db
      .insertInto("report")
      .values(row)
      .onConflict((conflict) => conflict.columns(["app", "reporter", "messageId"]).doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  /** By report_once, which a user of whom many reports are kept has one row each in. */
  async isReported(db: Db, key: { app: string; reporter: string; messageId: string }): Promise<boolean> {
    const row = await db
      .selectFrom("report")
      .select(sql`1`.as("one"))
      .where("app", "=", key.app)
      .where("reporter", "=", key.reporter)
      .where("messageId", "=", key.messageId)
      .executeTakeFirst();
    return row !== undefined;
  },

  /** How many reports a user has made since a time, by report_once. */
  async countSince(
    db: Db,
    { app, reporter, since }: { app: string; reporter: string; since: number },
  ): Promise<number> {
    const { count } = await db
      .selectFrom("report")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("reporter", "=", reporter)
      .where("reportedAt", ">", since)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** Newest first, by report_state or, for all states, by the primary key. */
  async list(db: Db, { app, state, startAt, endAt, before, limit }: ReportQuery): Promise<Report[]> {
    let select = db.selectFrom("report").select(COLUMNS).where("app", "=", app).orderBy("id", "desc").limit(limit);
    if (state !== undefined) select = select.where("state", "=", state);
    if (startAt !== undefined) select = select.where("reportedAt", ">=", startAt);
    if (endAt !== undefined) select = select.where("reportedAt", "<=", endAt);
    if (before !== undefined) select = select.where("id", "<", before);
    return (await select.execute()).map(toReport);
  },

  /** The report as it is afterwards; undefined when there is none. */
  async setState(db: Db, key: { app: string; id: string }, change: { state: ReportState; handledAt: number | null }) {
    const row = await db
      .updateTable("report")
      .set(change)
      .where("app", "=", key.app)
      .where("id", "=", key.id)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toReport(row);
  },

  /** The reports stay, without the name of who made them. */
  async forgetReporter(db: Db, app: string, reporter: string): Promise<void> {
    await db
      .updateTable("report")
      .set({ reporter: null })
      .where("app", "=", app)
      .where("reporter", "=", reporter)
      .execute();
  },
};

const COLUMNS = [
  "app",
  sql<string>`cast(id as text)`.as("id"),
  sql<string>`cast(message_id as text)`.as("messageId"),
  "reporter",
  "tag",
  "reason",
  "timeline",
  "meta",
  "state",
  "reportedAt",
  "handledAt",
] as const;

// Only states that are in the type are ever stored.
const toReport = (row: ReportRow): Report => row as Report;

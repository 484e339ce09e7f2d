import { type Kysely, sql } from "kysely";

export interface UsageRow {
  app: string;
  date: string;
  messages: number;
  peakOnline: number;
  registered: number | null;
}

export interface UsageTables {
  usageDay: UsageRow;
  /** `position` is text: a 64-bit number. */
  usagePosition: { node: number; position: string };
}

type Db = Kysely<UsageTables>;

export const usageStore = {
  /** Messages are added up, of peaks the highest counts, of what is registered the last. */
  async add(db: Db, row: UsageRow): Promise<void> {
    await db
      .insertInto("usageDay")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["app", "date"]).doUpdateSet({
          messages: sql`usage_day.messages + excluded.messages`,
          peakOnline: sql`max(usage_day.peak_online, excluded.peak_online)`,
          registered: sql`coalesce(excluded.registered, usage_day.registered)`,
        }),
      )
      .execute();
  },

  async position(db: Db, node: number): Promise<string> {
    const row = await db.selectFrom("usagePosition").select("position").where("node", "=", node).executeTakeFirst();
    return row?.position ?? "0";
  },

  async setPosition(db: Db, node: number, position: string): Promise<void> {
    await db
      .insertInto("usagePosition")
      .values({ node, position })
      .onConflict((conflict) => conflict.column("node").doUpdateSet({ position }))
      .execute();
  },

  /** From a day on, oldest first. By the primary key. */
  list(db: Db, app: string, from: string): Promise<UsageRow[]> {
    return db
      .selectFrom("usageDay")
      .selectAll()
      .where("app", "=", app)
      .where("date", ">=", from)
      .orderBy("date")
      .execute();
  },

  /** What was registered last before a day; undefined: nobody has looked. */
  async registeredBefore(db: Db, app: string, date: string): Promise<number | undefined> {
    const row = await db
      .selectFrom("usageDay")
      .select("registered")
      .where("app", "=", app)
      .where("date", "<", date)
      .where("registered", "is not", null)
      .orderBy("date", "desc")
      .limit(1)
      .executeTakeFirst();
    return row?.registered ?? undefined;
  },
};

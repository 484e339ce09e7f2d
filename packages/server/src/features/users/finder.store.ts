import { type Kysely, sql } from "kysely";
import type { AccountRow, UserTables } from "./users.store.ts";

type Db = Kysely<UserTables>;

export interface Search {
  /** Of user ids, in lower case; "": all. */
  readonly prefix: string;
  readonly isActive: boolean | undefined;
  /** Exclusive. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** Behind every character of a user id. */
const LAST = "\u{10ffff}";

export const finderStore = {
  /** By the primary key: a prefix is a range of it. */
  search(db: Db, app: string, { prefix, isActive, after, limit }: Search): Promise<AccountRow[]> {
    let select = db
      .selectFrom("account")
      .selectAll()
      .where("app", "=", app)
      .where("username", ">=", prefix)
      .where("username", "<", `${prefix}${LAST}`)
      .orderBy("username")
      .limit(limit);
    if (after !== undefined) select = select.where("username", ">", after);
    if (isActive !== undefined) select = select.where("isActive", "=", isActive ? 1 : 0);
    return select.execute();
  },

  /** Walks over the index of an application: milliseconds for a hundred thousand. */
  async count(db: Db, app: string): Promise<number> {
    const row = await db
      .selectFrom("account")
      .select(sql<number>`count(*)`.as("count"))
      .where("app", "=", app)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  async hasPassword(db: Db, app: string, username: string): Promise<boolean> {
    const row = await db
      .selectFrom("account")
      .select("passwordHash")
      .where("app", "=", app)
      .where("username", "=", username)
      .executeTakeFirst();
    return row !== undefined && row.passwordHash !== null;
  },
};

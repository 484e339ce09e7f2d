import type { Kysely } from "kysely";

interface TestUserRow {
  app: string;
  username: string;
  expiresAt: number;
}

export interface TestUserTables {
  consoleTestUser: TestUserRow;
}

type Db = Kysely<TestUserTables>;

export const testUserStore = {
  async insert(db: Db, row: TestUserRow): Promise<void> {
    await db.insertInto("consoleTestUser").values(row).execute();
  },

  /** A few whose time is over. There are never many. */
  listDue(db: Db, now: number): Promise<TestUserRow[]> {
    return db.selectFrom("consoleTestUser").selectAll().where("expiresAt", "<=", now).limit(100).execute();
  },

  async remove(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("consoleTestUser").where("app", "=", app).where("username", "=", username).execute();
  },
};

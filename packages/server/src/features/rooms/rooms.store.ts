import type { Kysely } from "kysely";

export interface RoomTables {
  roomSuperAdmin: { app: string; username: string };
}

type Db = Kysely<RoomTables>;

/** The users who may create rooms. */
export const superAdminStore = {
  async has(db: Db, app: string, username: string): Promise<boolean> {
    const row = await db
      .selectFrom("roomSuperAdmin")
      .select("username")
      .where("app", "=", app)
      .where("username", "=", username)
      .executeTakeFirst();
    return row !== undefined;
  },

  /** By name. By the primary key. */
  async list(db: Db, app: string, page: { offset: number; limit: number }): Promise<string[]> {
    const rows = await db
      .selectFrom("roomSuperAdmin")
      .select("username")
      .where("app", "=", app)
      .orderBy("username")
      .offset(page.offset)
      .limit(page.limit)
      .execute();
    return rows.map(({ username }) => username);
  },

  async add(db: Db, app: string, username: string): Promise<void> {
    await db
      .insertInto("roomSuperAdmin")
      .values({ app, username })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },

  async remove(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("roomSuperAdmin").where("app", "=", app).where("username", "=", username).execute();
  },
};

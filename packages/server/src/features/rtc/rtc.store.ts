import type { Kysely } from "kysely";

export interface RtcTables {
  rtcUid: { app: string; uid: number; username: string };
}

type Db = Kysely<RtcTables>;

/** Which number a user has in calls. */
export const rtcStore = {
  async find(db: Db, app: string, username: string): Promise<number | undefined> {
    const row = await db
      .selectFrom("rtcUid")
      .select("uid")
      .where("app", "=", app)
      .where("username", "=", username)
      .executeTakeFirst();
    return row?.uid;
  },

  /** False when the number is another user's, or the user has one. */
  async insert(db: Db, row: { app: string; uid: number; username: string }): Promise<boolean> {
    const result = await db
      .insertInto("rtcUid")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  usersOf(db: Db, app: string, uids: readonly number[]): Promise<Array<{ uid: number; username: string }>> {
    return db
      .selectFrom("rtcUid")
      .select(["uid", "username"])
      .where("app", "=", app)
      .where("uid", "in", uids)
      .execute();
  },

  async forget(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("rtcUid").where("app", "=", app).where("username", "=", username).execute();
  },
};

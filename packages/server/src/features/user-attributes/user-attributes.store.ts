import type { Kysely } from "kysely";

export interface AttributeTables {
  userAttributes: { app: string; username: string; attributes: string; bytes: number };
}

type Db = Kysely<AttributeTables>;

export type Attributes = Readonly<Record<string, string>>;

export const attributeStore = {
  /** By user; those who have none are not there. Served by the primary key. */
  async find(db: Db, app: string, users: readonly string[]): Promise<Map<string, Attributes>> {
    if (users.length === 0) return new Map();
    const rows = await db
      .selectFrom("userAttributes")
      .select(["username", "attributes"])
      .where("app", "=", app)
      .where("username", "in", users)
      .execute();
    // Written by `set` below.
    return new Map(rows.map(({ username, attributes }) => [username, JSON.parse(attributes) as Attributes]));
  },

  async set(db: Db, row: { app: string; user: string; attributes: Attributes; bytes: number }): Promise<void> {
    const { app, user, bytes } = row;
    const attributes = JSON.stringify(row.attributes);
    await db
      .insertInto("userAttributes")
      .values({ app, username: user, attributes, bytes })
      .onConflict((conflict) => conflict.columns(["app", "username"]).doUpdateSet({ attributes, bytes }))
      .execute();
  },

  async remove(db: Db, app: string, user: string): Promise<void> {
    await db.deleteFrom("userAttributes").where("app", "=", app).where("username", "=", user).execute();
  },

  /** Bytes of all users together. Reads the whole of `user_attributes_bytes` for the application. */
  async total(db: Db, app: string): Promise<number> {
    const row = await db
      .selectFrom("userAttributes")
      .select((expression) => expression.fn.sum("bytes").as("total"))
      .where("app", "=", app)
      .executeTakeFirstOrThrow();
    return Number(row.total ?? 0);
  },
};

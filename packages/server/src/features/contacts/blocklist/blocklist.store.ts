import type { Kysely } from "kysely";

export interface BlocklistTables {
  blockedUser: { app: string; username: string; blocked: string; blockedAt: number };
}

type Db = Kysely<BlocklistTables>;

interface Owner {
  readonly app: string;
  readonly user: string;
}

export interface Blocked {
  readonly blocked: string;
  readonly blockedAt: number;
}

export const blocklistStore = {
  /** In no order. By the user's range of the primary key. */
  async names(db: Db, owner: Owner): Promise<string[]> {
    const rows = await listOf(db, owner).execute();
    return rows.map(({ blocked }) => blocked);
  },

  async has(db: Db, owner: Owner, name: string): Promise<boolean> {
    const row = await listOf(db, owner).where("blocked", "=", name).executeTakeFirst();
    return row !== undefined;
  },

  /** Newest first; those of one moment by name. A list is short: it is read by the primary key and sorted. */
  page(db: Db, owner: Owner, { after, limit }: { after: Blocked | undefined; limit: number }): Promise<Blocked[]> {
    return listOf(db, owner)
      .$if(after !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where("blockedAt", "<", after?.blockedAt ?? 0),
            where.and([where("blockedAt", "=", after?.blockedAt ?? 0), where("blocked", ">", after?.blocked ?? "")]),
          ]),
        ),
      )
      .orderBy("blockedAt", "desc")
      .orderBy("blocked")
      .limit(limit)
      .execute();
  },

  /** Those that are on the list keep their place. */
  async add(db: Db, { app, user }: Owner, names: readonly string[], blockedAt: number): Promise<void> {
    await db
      .insertInto("blockedUser")
      .values(names.map((blocked) => ({ app, username: user, blocked, blockedAt })))
      .onConflict((conflict) => conflict.columns(["app", "username", "blocked"]).doNothing())
      .execute();
  },

  /** Answers those that were on the list. */
  async remove(db: Db, { app, user }: Owner, names: readonly string[]): Promise<string[]> {
    const rows = await db
      .deleteFrom("blockedUser")
      .where("app", "=", app)
      .where("username", "=", user)
      .where("blocked", "in", names)
      .returning("blocked")
      .execute();
    return rows.map(({ blocked }) => blocked);
  },

  /** The user's own list, and the user's place on those of others; answers whose these are. Served by `blocked_user_blocked`. */
  async forgetUser(db: Db, { app, user }: Owner): Promise<string[]> {
    await db.deleteFrom("blockedUser").where("app", "=", app).where("username", "=", user).execute();
    const rows = await db
      .deleteFrom("blockedUser")
      .where("app", "=", app)
      .where("blocked", "=", user)
      .returning("username")
      .execute();
    return rows.map(({ username }) => username);
  },
};

function listOf(db: Db, { app, user }: Owner) {
  return db
    .selectFrom("blockedUser")
    .select(["blocked", "blockedAt"])
    .where("app", "=", app)
    .where("username", "=", user);
}

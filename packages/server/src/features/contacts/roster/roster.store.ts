import type { Kysely } from "kysely";

export interface RosterTables {
  contact: { app: string; username: string; peer: string; remark: string; addedAt: number };
  contactInvitation: { app: string; username: string; inviter: string; invitedAt: number };
}

type Db = Kysely<RosterTables>;

export interface Owner {
  readonly app: string;
  readonly user: string;
}

/** Two users of an application, in no order. */
interface Pair {
  readonly app: string;
  readonly users: readonly [string, string];
}

export interface Contact {
  readonly username: string;
  /** "" when there is none. */
  readonly remark: string;
}

/** Who are contacts. Both sides' rows are written together: inside a transaction. */
export const rosterStore = {
  async has(db: Db, { app, user }: Owner, peer: string): Promise<boolean> {
    const row = await contactsOf(db, { app, user }).where("peer", "=", peer).executeTakeFirst();
    return row !== undefined;
  },

  async count(db: Db, { app, user }: Owner): Promise<number> {
    const row = await db
      .selectFrom("contact")
      .select((expression) => expression.fn.countAll().as("count"))
      .where("app", "=", app)
      .where("username", "=", user)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  /** Those who are contacts already keep their remarks. */
  async add(db: Db, { app, users: [first, second] }: Pair, addedAt: number): Promise<void> {
    const row = { app, remark: "", addedAt };
    await db
      .insertInto("contact")
      .values([
        { ...row, username: first, peer: second },
        { ...row, username: second, peer: first },
      ])
      .onConflict((conflict) => conflict.columns(["app", "username", "peer"]).doNothing())
      .execute();
  },

  /** False when they were no contacts. */
  async remove(db: Db, { app, users: [first, second] }: Pair): Promise<boolean> {
    const mine = await removeRow(db, app, { username: first, peer: second });
    const theirs = await removeRow(db, app, { username: second, peer: first });
    return mine || theirs;
  },

  /** Removes all contacts of a user and answers who they were. */
  async removeAll(db: Db, { app, user }: Owner): Promise<string[]> {
    const own = db.selectFrom("contact").select("peer").where("app", "=", app).where("username", "=", user);
    await db
      .deleteFrom("contact")
      .where("app", "=", app)
      .where("username", "in", own)
      .where("peer", "=", user)
      .execute();
    const rows = await db
      .deleteFrom("contact")
      .where("app", "=", app)
      .where("username", "=", user)
      .returning("peer")
      .execute();
    return rows.map(({ peer }) => peer);
  },

  /** False when the peer is no contact. */
  async setRemark(db: Db, { app, user }: Owner, { peer, remark }: { peer: string; remark: string }): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable("contact")
      .set({ remark })
      .where("app", "=", app)
      .where("username", "=", user)
      .where("peer", "=", peer)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  },

  /** By name. Served by the primary key. */
  list(db: Db, owner: Owner): Promise<Contact[]> {
    return contactsOf(db, owner).orderBy("peer").execute();
  },

  /** Those behind a name, by name. Served by the primary key. */
  page(db: Db, owner: Owner, { after, limit }: { after: string; limit: number }): Promise<Contact[]> {
    return contactsOf(db, owner).where("peer", ">", after).orderBy("peer").limit(limit).execute();
  },

  /** Which of these names are contacts. */
  async among(db: Db, owner: Owner, names: readonly string[]): Promise<Set<string>> {
    if (names.length === 0) return new Set();
    const rows = await contactsOf(db, owner).where("peer", "in", names).execute();
    return new Set(rows.map(({ username }) => username));
  },
};

function contactsOf(db: Db, { app, user }: Owner) {
  return db
    .selectFrom("contact")
    .select(["peer as username", "remark"])
    .where("app", "=", app)
    .where("username", "=", user);
}

async function removeRow(db: Db, app: string, row: { username: string; peer: string }): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("contact")
    .where("app", "=", app)
    .where("username", "=", row.username)
    .where("peer", "=", row.peer)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

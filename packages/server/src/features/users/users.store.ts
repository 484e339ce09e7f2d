import { type Kysely, sql } from "kysely";

/** A row of `account`. */
export interface AccountRow {
  app: string;
  username: string;
  uuid: string;
  nickname: string | null;
  passwordHash: string | null;
  isActive: number;
  tokenEpoch: number;
  signedOutAt: number | null;
  createdAt: number;
  modifiedAt: number;
}

export interface UserTables {
  account: AccountRow;
  /** Accounts that are gone, while what the rest of the server keeps of them is not. */
  removedAccount: { app: string; username: string };
}

type Db = Kysely<UserTables>;

interface Changes {
  readonly nickname?: string | null;
  readonly passwordHash?: string;
  readonly isActive?: number;
}

export const userStore = {
  find(db: Db, app: string, username: string): Promise<AccountRow | undefined> {
    return db
      .selectFrom("account")
      .selectAll()
      .where("app", "=", app)
      .where("username", "=", username)
      .executeTakeFirst();
  },

  /** Oldest first, behind `after`. Served by `account_by_age`. */
  page(
    db: Db,
    app: string,
    page: { after: { createdAt: number; username: string } | undefined; limit: number },
  ): Promise<AccountRow[]> {
    const { after, limit } = page;
    return db
      .selectFrom("account")
      .selectAll()
      .where("app", "=", app)
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(created_at, username) > (${after?.createdAt}, ${after?.username})`),
      )
      .orderBy("createdAt")
      .orderBy("username")
      .limit(limit)
      .execute();
  },

  /** Reads the whole of `account_by_age` for the application. */
  async count(db: Db, app: string): Promise<number> {
    const { count } = await db
      .selectFrom("account")
      .select((expression) => expression.fn.countAll().as("count"))
      .where("app", "=", app)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** False when the name is taken. */
  async insert(db: Db, row: AccountRow): Promise<boolean> {
    const result = await db
      .insertInto("account")
      .values(row)
      .onConflict((conflict) => conflict.columns(["app", "username"]).doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  /**
   * The row as it is afterwards; undefined when there is none. `signOut` begins a new epoch of tokens in the same
   * statement, so that two at a time cannot begin the same one.
   */
  update(
    db: Db,
    account: { app: string; username: string },
    options: { changes: Changes; signOut: boolean; now: number },
  ): Promise<AccountRow | undefined> {
    const { changes, signOut, now } = options;
    return db
      .updateTable("account")
      .set({ ...changes, modifiedAt: now })
      .$if(signOut, (update) => update.set({ tokenEpoch: sql<number>`token_epoch + 1`, signedOutAt: now }))
      .where("app", "=", account.app)
      .where("username", "=", account.username)
      .returningAll()
      .executeTakeFirst();
  },

  /**
   * The row as it was; undefined when there was none. In a transaction: that the rest has to be forgotten is noted with
   * it, until `markForgotten`.
   */
  async remove(db: Db, app: string, username: string): Promise<AccountRow | undefined> {
    const row = await db
      .deleteFrom("account")
      .where("app", "=", app)
      .where("username", "=", username)
      .returningAll()
      .executeTakeFirst();
    if (row !== undefined) {
      const removed = { app, username };
      await db
        .insertInto("removedAccount")
        .values(removed)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    return row;
  },

  /** Whether there was an account of this name whose removal is not finished. */
  async isToBeForgotten(db: Db, app: string, username: string): Promise<boolean> {
    const row = await db
      .selectFrom("removedAccount")
      .select("username")
      .where("app", "=", app)
      .where("username", "=", username)
      .executeTakeFirst();
    return row !== undefined;
  },

  async markForgotten(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("removedAccount").where("app", "=", app).where("username", "=", username).execute();
  },
};

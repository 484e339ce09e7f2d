/** What belongs to logging in: sessions, links that were mailed, failures. */
import type { Kysely } from "kysely";

/** A row of `console_session`. */
export interface SessionRow {
  tokenHash: string;
  id: string;
  accountId: string;
  address: string;
  userAgent: string;
  createdAt: number;
  lastSeenAt: number;
  provenAt: number;
}

export interface LoginTables {
  consoleSession: SessionRow;
  consoleLink: { tokenHash: string; purpose: string; accountId: string; expiresAt: number };
  consoleLoginFailure: { emailHash: string; failures: number; lockedUntil: number; at: number };
}

type Db = Kysely<LoginTables>;

export const sessionStore = {
  async insert(db: Db, row: SessionRow): Promise<void> {
    await db.insertInto("consoleSession").values(row).execute();
  },

  find(db: Db, tokenHash: string): Promise<SessionRow | undefined> {
    return db.selectFrom("consoleSession").selectAll().where("tokenHash", "=", tokenHash).executeTakeFirst();
  },

  async see(db: Db, tokenHash: string, at: number): Promise<void> {
    await db.updateTable("consoleSession").set({ lastSeenAt: at }).where("tokenHash", "=", tokenHash).execute();
  },

  async prove(db: Db, id: string, at: number): Promise<void> {
    await db.updateTable("consoleSession").set({ provenAt: at }).where("id", "=", id).execute();
  },

  /** Most recently seen first. */
  list(db: Db, accountId: string): Promise<SessionRow[]> {
    return db
      .selectFrom("consoleSession")
      .selectAll()
      .where("accountId", "=", accountId)
      .orderBy("lastSeenAt", "desc")
      .execute();
  },

  /** When each of these accounts was last seen; those that never were are not in it. */
  async lastSeen(db: Db, accountIds: readonly string[]): Promise<Map<string, number>> {
    if (accountIds.length === 0) return new Map();
    const rows = await db
      .selectFrom("consoleSession")
      .select((eb) => ["accountId", eb.fn.max("lastSeenAt").as("at")])
      .where("accountId", "in", accountIds)
      .groupBy("accountId")
      .execute();
    return new Map(rows.map(({ accountId, at }) => [accountId, Number(at)]));
  },

  /** False when there is no such session of the account. */
  async remove(db: Db, session: { accountId: string; id: string }): Promise<boolean> {
    const { accountId, id } = session;
    const result = await db
      .deleteFrom("consoleSession")
      .where("accountId", "=", accountId)
      .where("id", "=", id)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  },

  async removeAll(db: Db, accountId: string, options: { exceptId: string | undefined }): Promise<void> {
    let remove = db.deleteFrom("consoleSession").where("accountId", "=", accountId);
    if (options.exceptId !== undefined) remove = remove.where("id", "<>", options.exceptId);
    await remove.execute();
  },

  async removeOld(db: Db, times: { seenBefore: number; createdBefore: number }): Promise<void> {
    const { seenBefore, createdBefore } = times;
    await db
      .deleteFrom("consoleSession")
      .where((eb) => eb.or([eb("lastSeenAt", "<", seenBefore), eb("createdAt", "<", createdBefore)]))
      .execute();
  },
};

export const linkStore = {
  /** Replaces those of the same account and purpose: only the newest link works. */
  async replace(db: Db, row: LoginTables["consoleLink"]): Promise<void> {
    await linkStore.remove(db, row);
    await db.insertInto("consoleLink").values(row).execute();
  },

  async remove(db: Db, { accountId, purpose }: { accountId: string; purpose: string }): Promise<void> {
    await db.deleteFrom("consoleLink").where("accountId", "=", accountId).where("purpose", "=", purpose).execute();
  },

  /** Undefined when there is none, or somebody else has just used it. */
  take(db: Db, link: { tokenHash: string; purpose: string }): Promise<LoginTables["consoleLink"] | undefined> {
    return db
      .deleteFrom("consoleLink")
      .where("tokenHash", "=", link.tokenHash)
      .where("purpose", "=", link.purpose)
      .returningAll()
      .executeTakeFirst();
  },

  async removeOld(db: Db, now: number): Promise<void> {
    await db.deleteFrom("consoleLink").where("expiresAt", "<", now).execute();
  },
};

export const failureStore = {
  find(db: Db, emailHash: string): Promise<LoginTables["consoleLoginFailure"] | undefined> {
    return db.selectFrom("consoleLoginFailure").selectAll().where("emailHash", "=", emailHash).executeTakeFirst();
  },

  async set(db: Db, row: LoginTables["consoleLoginFailure"]): Promise<void> {
    await db
      .insertInto("consoleLoginFailure")
      .values(row)
      .onConflict((conflict) => conflict.column("emailHash").doUpdateSet(row))
      .execute();
  },

  async forget(db: Db, emailHash: string): Promise<void> {
    await db.deleteFrom("consoleLoginFailure").where("emailHash", "=", emailHash).execute();
  },

  async removeOld(db: Db, before: number): Promise<void> {
    await db.deleteFrom("consoleLoginFailure").where("at", "<", before).execute();
  },
};

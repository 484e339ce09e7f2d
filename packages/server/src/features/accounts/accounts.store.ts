import { type Kysely, sql } from "kysely";

/** A row of `console_account`. */
export interface AccountRow {
  id: string;
  email: string;
  name: string;
  language: string;
  /** `NO_PASSWORD` opens for nobody: see `passwordOf`. */
  passwordHash: string;
  confirmedAt: number | null;
  sealedTotpSecret: string | null;
  totpSince: number | null;
  totpLastStep: number;
  createdAt: number;
}

export interface AccountTables {
  consoleAccount: AccountRow;
  consoleRecoveryCode: { accountId: string; codeHash: string };
}

type Db = Kysely<AccountTables>;

/** Of an account whose password has to be chosen by who reads its mail. */
export const NO_PASSWORD = "";

/** What a password is compared with; undefined: none is right. */
export function passwordOf(row: Pick<AccountRow, "passwordHash"> | undefined): string | undefined {
  return row === undefined || row.passwordHash === NO_PASSWORD ? undefined : row.passwordHash;
}

export const accountStore = {
  /** False when the address is taken. */
  async insert(db: Db, row: AccountRow): Promise<boolean> {
    const result = await db
      .insertInto("consoleAccount")
      .values(row)
      .onConflict((conflict) => conflict.column("email").doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  async isEmpty(db: Db): Promise<boolean> {
    return (await db.selectFrom("consoleAccount").select("id").limit(1).executeTakeFirst()) === undefined;
  },

  find(db: Db, id: string): Promise<AccountRow | undefined> {
    return db.selectFrom("consoleAccount").selectAll().where("id", "=", id).executeTakeFirst();
  },

  findByEmail(db: Db, email: string): Promise<AccountRow | undefined> {
    return db.selectFrom("consoleAccount").selectAll().where("email", "=", email).executeTakeFirst();
  },

  findMany(db: Db, ids: readonly string[]): Promise<AccountRow[]> {
    return db.selectFrom("consoleAccount").selectAll().where("id", "in", ids).execute();
  },

  /** The row as it is afterwards; undefined when there is none. */
  update(
    db: Db,
    id: string,
    changes: Partial<Omit<AccountRow, "id" | "email" | "createdAt">>,
  ): Promise<AccountRow | undefined> {
    return db.updateTable("consoleAccount").set(changes).where("id", "=", id).returningAll().executeTakeFirst();
  },

  /** False when a code of this time step, or of a later one, has been used already. */
  async useStep(db: Db, id: string, step: number): Promise<boolean> {
    const result = await db
      .updateTable("consoleAccount")
      .set({ totpLastStep: step })
      .where("id", "=", id)
      .where("totpLastStep", "<", step)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  async setRecoveryCodes(db: Db, accountId: string, hashes: readonly string[]): Promise<void> {
    await db.deleteFrom("consoleRecoveryCode").where("accountId", "=", accountId).execute();
    if (hashes.length === 0) return;
    const rows = hashes.map((codeHash) => ({ accountId, codeHash }));
    await db.insertInto("consoleRecoveryCode").values(rows).execute();
  },

  /** False when there is no such code, or it has been used. */
  async useRecoveryCode(db: Db, accountId: string, codeHash: string): Promise<boolean> {
    const result = await db
      .deleteFrom("consoleRecoveryCode")
      .where("accountId", "=", accountId)
      .where("codeHash", "=", codeHash)
      .executeTakeFirst();
    return result.numDeletedRows > 0n;
  },

  async countRecoveryCodes(db: Db, accountId: string): Promise<number> {
    const row = await db
      .selectFrom("consoleRecoveryCode")
      .select(sql<number>`count(*)`.as("count"))
      .where("accountId", "=", accountId)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },
};

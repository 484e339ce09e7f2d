import type { Kysely } from "kysely";

/** A row of `app`. */
export interface AppRow {
  appKey: string;
  id: string;
  org: string;
  name: string;
  clientId: string;
  sealedClientSecret: string;
  settings: string;
  isDisabled: number;
  tokenEpoch: number;
  createdAt: number;
  modifiedAt: number;
}

export interface AppTables {
  app: AppRow;
}

type Db = Kysely<AppTables>;

export const appStore = {
  find(db: Db, appKey: string): Promise<AppRow | undefined> {
    return db.selectFrom("app").selectAll().where("appKey", "=", appKey).executeTakeFirst();
  },

  findById(db: Db, id: string): Promise<AppRow | undefined> {
    return db.selectFrom("app").selectAll().where("id", "=", id).executeTakeFirst();
  },

  /** False when the key is taken. */
  async insert(db: Db, row: AppRow): Promise<boolean> {
    const result = await db
      .insertInto("app")
      .values(row)
      .onConflict((conflict) => conflict.column("appKey").doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  /** The row as it is afterwards; undefined when there is none. */
  update(
    db: Db,
    appKey: string,
    changes: Partial<Pick<AppRow, "settings" | "isDisabled" | "modifiedAt">>,
  ): Promise<AppRow | undefined> {
    return db.updateTable("app").set(changes).where("appKey", "=", appKey).returningAll().executeTakeFirst();
  },
};

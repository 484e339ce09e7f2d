import { type Kysely, sql } from "kysely";

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
  title: string;
  description: string;
  timeZone: string;
  dataCentre: string;
  deletesAt: number | null;
  deletedAt: number | null;
  secretMadeAt: number;
  sealedPreviousSecret: string | null;
  previousSecretUntil: number | null;
}

export interface AppTables {
  app: AppRow;
}

type Db = Kysely<AppTables>;

export type AppChanges = Partial<
  Omit<AppRow, "appKey" | "id" | "org" | "name" | "clientId" | "dataCentre" | "createdAt">
>;

/** Nothing here sees an application that has been deleted, save `insert`: its key stays taken. */
export const appStore = {
  find(db: Db, appKey: string): Promise<AppRow | undefined> {
    return apps(db).where("appKey", "=", appKey).executeTakeFirst();
  },

  findById(db: Db, id: string): Promise<AppRow | undefined> {
    return apps(db).where("id", "=", id).executeTakeFirst();
  },

  /** By name. `text` is part of a name or title. Served by `app_by_org`. */
  list(db: Db, org: string, text: string | undefined): Promise<AppRow[]> {
    let select = apps(db).where("org", "=", org).orderBy("name");
    if (text !== undefined) {
      const wanted = text.toLowerCase();
      const contains = (column: "name" | "title") => sql<boolean>`instr(lower(${sql.ref(column)}), ${wanted}) > 0`;
      select = select.where((eb) => eb.or([contains("name"), contains("title")]));
    }
    return select.execute();
  },

  async count(db: Db, org: string): Promise<number> {
    const row = await db
      .selectFrom("app")
      .select(sql<number>`count(*)`.as("count"))
      .where("org", "=", org)
      .where("deletedAt", "is", null)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  async listOrgs(db: Db): Promise<string[]> {
    const rows = await db
      .selectFrom("app")
      .select("org")
      .distinct()
      .where("deletedAt", "is", null)
      .orderBy("org")
      .execute();
    return rows.map(({ org }) => org);
  },

  /** Those whose deletion was asked for until then. */
  async listDue(db: Db, now: number): Promise<string[]> {
    const rows = await db
      .selectFrom("app")
      .select("appKey")
      .where("deletesAt", "<=", now)
      .where("deletedAt", "is", null)
      .execute();
    return rows.map(({ appKey }) => appKey);
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
  update(db: Db, appKey: string, changes: AppChanges): Promise<AppRow | undefined> {
    return db
      .updateTable("app")
      .set(changes)
      .where("appKey", "=", appKey)
      .where("deletedAt", "is", null)
      .returningAll()
      .executeTakeFirst();
  },
};

function apps(db: Db) {
  return db.selectFrom("app").selectAll().where("deletedAt", "is", null);
}

import type { Kysely } from "kysely";

export interface SharedFileRow {
  readonly app: string;
  readonly muc: string;
  /** What clients know it by. */
  readonly id: string;
  /** The uuid of the attachment: who knows it can have the bytes without being a member, so nobody is told. */
  readonly attachment: string;
  readonly name: string;
  readonly owner: string;
  readonly size: number;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

export interface SharedFileTables {
  mucFile: SharedFileRow;
}

type Db = Kysely<SharedFileTables>;

interface Key {
  readonly app: string;
  readonly id: string;
}

export const sharedFileStore = {
  async insert(db: Db, file: SharedFileRow): Promise<void> {
    await db.insertInto("mucFile").values(file).execute();
  },

  /** Also one that has expired. */
  find(db: Db, muc: Key, id: string): Promise<SharedFileRow | undefined> {
    return of(db, muc).where("id", "=", id).executeTakeFirst();
  },

  /** Those that have not expired, newest first. Served by `muc_file_by_time`. */
  page(
    db: Db,
    muc: Key,
    { now, offset, limit }: { now: number; offset: number; limit: number },
  ): Promise<SharedFileRow[]> {
    return of(db, muc)
      .where((where) => where.or([where("expiresAt", "is", null), where("expiresAt", ">", now)]))
      .orderBy("createdAt", "desc")
      .orderBy("id", "desc")
      .offset(offset)
      .limit(limit)
      .execute();
  },

  async count(db: Db, { app, id }: Key): Promise<number> {
    const row = await db
      .selectFrom("mucFile")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("muc", "=", id)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  async removeExpired(db: Db, { app, id }: Key, now: number): Promise<void> {
    await db.deleteFrom("mucFile").where("app", "=", app).where("muc", "=", id).where("expiresAt", "<=", now).execute();
  },

  /** False: it was gone already. */
  async remove(db: Db, { app, muc, id }: SharedFileRow): Promise<boolean> {
    const removed = await db
      .deleteFrom("mucFile")
      .where("app", "=", app)
      .where("muc", "=", muc)
      .where("id", "=", id)
      .returning("id")
      .executeTakeFirst();
    return removed !== undefined;
  },

  /** Answers the attachments. */
  async removeAll(db: Db, { app, id }: Key): Promise<string[]> {
    const rows = await db
      .deleteFrom("mucFile")
      .where("app", "=", app)
      .where("muc", "=", id)
      .returning("attachment")
      .execute();
    return rows.map(({ attachment }) => attachment);
  },
};

function of(db: Db, { app, id }: Key) {
  return db.selectFrom("mucFile").selectAll().where("app", "=", app).where("muc", "=", id);
}

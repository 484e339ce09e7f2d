import type { Database, Transaction } from "../../kernel/database/database.ts";
import type { FileRow, FileTables, RenditionRow } from "./tables.ts";

type Queries = Pick<Database, "query"> | Transaction;

/** Values per statement: an engine takes some thousand at once. */
const STEP = 500;

interface RenditionKey {
  readonly sourceHash: string;
  readonly width: number;
  readonly height: number;
}

export const filesStore = {
  async insert(tx: Transaction, file: FileRow): Promise<void> {
    await tx.query<FileTables>().insertInto("file").values(file).execute();
  },

  /** Also finds a file that has expired, while its row is kept. */
  find(db: Queries, app: string, uuid: string): Promise<FileRow | undefined> {
    return db
      .query<FileTables>()
      .selectFrom("file")
      .selectAll()
      .where("app", "=", app)
      .where("uuid", "=", uuid)
      .executeTakeFirst();
  },

  /** Files whose time is over and whose bytes are still kept, by `file_by_expiry`. */
  listExpired(db: Queries, page: { now: number; limit: number }): Promise<Pick<FileRow, "app" | "uuid" | "hash">[]> {
    return db
      .query<FileTables>()
      .selectFrom("file")
      .select(["app", "uuid", "hash"])
      .where("expiresAt", "<=", page.now)
      .where("releasedAt", "is", null)
      .orderBy("expiresAt")
      .limit(page.limit)
      .execute();
  },

  async markReleased(tx: Transaction, file: { app: string; uuid: string }, now: number): Promise<void> {
    await tx
      .query<FileTables>()
      .updateTable("file")
      .set({ releasedAt: now })
      .where("app", "=", file.app)
      .where("uuid", "=", file.uuid)
      .execute();
  },

  /** Answers what those of them referred to whose bytes had not been given up yet. */
  async remove(tx: Transaction, app: string, uuids: readonly string[]): Promise<string[]> {
    const hashes: string[] = [];
    for (let i = 0; i < uuids.length; i += STEP) {
      const rows = await tx
        .query<FileTables>()
        .deleteFrom("file")
        .where("app", "=", app)
        .where("uuid", "in", uuids.slice(i, i + STEP))
        .returning(["hash", "releasedAt"])
        .execute();
      hashes.push(...rows.filter(({ releasedAt }) => releasedAt === null).map(({ hash }) => hash));
    }
    return hashes;
  },

  /** Forgets files whose bytes were given up and that expired before `before`; they become unknown. */
  async removeExpiredBefore(db: Queries, before: number): Promise<void> {
    await db
      .query<FileTables>()
      .deleteFrom("file")
      .where("expiresAt", "<", before)
      .where("releasedAt", "is not", null)
      .execute();
  },

  findRendition(db: Queries, key: RenditionKey): Promise<RenditionRow | undefined> {
    return db
      .query<FileTables>()
      .selectFrom("fileRendition")
      .selectAll()
      .where("sourceHash", "=", key.sourceHash)
      .where("width", "=", key.width)
      .where("height", "=", key.height)
      .executeTakeFirst();
  },

  async insertRendition(tx: Transaction, rendition: RenditionRow): Promise<void> {
    await tx
      .query<FileTables>()
      .insertInto("fileRendition")
      .values(rendition)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },
};

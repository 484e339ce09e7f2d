import type { Database, Transaction } from "../../kernel/database/database.ts";
import type { FileTables } from "./tables.ts";

type Queries = Pick<Database, "query"> | Transaction;

/** Which blobs are referred to, and which are to be looked at. */
export const contentsStore = {
  async addLoose(db: Queries, hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    await db
      .query<FileTables>()
      .insertInto("fileLooseBlob")
      .values(hashes.map((hash) => ({ hash })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  },

  async removeLoose(db: Queries, hash: string): Promise<void> {
    await db.query<FileTables>().deleteFrom("fileLooseBlob").where("hash", "=", hash).execute();
  },

  /** In the order of the hashes (primary key). */
  async listLoose(db: Queries, page: { after: string; limit: number }): Promise<string[]> {
    const rows = await db
      .query<FileTables>()
      .selectFrom("fileLooseBlob")
      .select("hash")
      .where("hash", ">", page.after)
      .orderBy("hash")
      .limit(page.limit)
      .execute();
    return rows.map((row) => row.hash);
  },

  /** Whether a file, a thumbnail or a part of an upload needs the blob: three look-ups by index. */
  async isReferenced(db: Queries, hash: string): Promise<boolean> {
    const row = await db
      .query<FileTables>()
      .selectFrom("file")
      .select("hash")
      .where("hash", "=", hash)
      .where("releasedAt", "is", null)
      .unionAll((query) => query.selectFrom("fileRendition").select("sourceHash as hash").where("hash", "=", hash))
      .unionAll((query) => query.selectFrom("filePart").select("hash").where("hash", "=", hash))
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  },

  /** Forgets the thumbnails made of a blob; answers their own blobs. */
  async removeRenditions(db: Queries, sourceHash: string): Promise<string[]> {
    const rows = await db
      .query<FileTables>()
      .deleteFrom("fileRendition")
      .where("sourceHash", "=", sourceHash)
      .returning("hash")
      .execute();
    return rows.map((row) => row.hash).filter((hash) => hash !== null);
  },
};

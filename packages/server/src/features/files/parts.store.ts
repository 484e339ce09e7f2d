import type { Database, Transaction } from "../../kernel/database/database.ts";
import type { FileTables, PartRow, UploadRow } from "./tables.ts";

type Queries = Pick<Database, "query"> | Transaction;
interface UploadKey {
  readonly app: string;
  readonly uuid: string;
}

export const partsStore = {
  async insertUpload(tx: Transaction, upload: UploadRow): Promise<void> {
    await tx.query<FileTables>().insertInto("fileUpload").values(upload).execute();
  },

  findUpload(db: Queries, { app, uuid }: UploadKey): Promise<UploadRow | undefined> {
    return db
      .query<FileTables>()
      .selectFrom("fileUpload")
      .selectAll()
      .where("app", "=", app)
      .where("uuid", "=", uuid)
      .executeTakeFirst();
  },

  /** By `file_upload_by_owner`. */
  async countUploads(db: Queries, app: string, owner: string | null): Promise<number> {
    const { count } = await db
      .query<FileTables>()
      .selectFrom("fileUpload")
      .select((query) => query.fn.countAll().as("count"))
      .where("app", "=", app)
      .where("owner", owner === null ? "is" : "=", owner)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** By `file_upload_by_expiry`. */
  listExpired(db: Queries, page: { now: number; limit: number }): Promise<UploadRow[]> {
    return db
      .query<FileTables>()
      .selectFrom("fileUpload")
      .selectAll()
      .where("expiresAt", "<=", page.now)
      .orderBy("expiresAt")
      .limit(page.limit)
      .execute();
  },

  /** In the order of their numbers (primary key). */
  listParts(db: Queries, { app, uuid }: UploadKey): Promise<PartRow[]> {
    return db
      .query<FileTables>()
      .selectFrom("filePart")
      .selectAll()
      .where("app", "=", app)
      .where("uuid", "=", uuid)
      .orderBy("number")
      .execute();
  },

  async sumOfParts(db: Queries, { app, uuid }: UploadKey): Promise<number> {
    const { sum } = await db
      .query<FileTables>()
      .selectFrom("filePart")
      .select((query) => query.fn.sum("size").as("sum"))
      .where("app", "=", app)
      .where("uuid", "=", uuid)
      .executeTakeFirstOrThrow();
    return Number(sum ?? 0);
  },

  /** Answers the blob of the part that had this number before, if there was one. */
  async replacePart(tx: Transaction, part: PartRow): Promise<string | undefined> {
    const db = tx.query<FileTables>();
    const before = await db
      .deleteFrom("filePart")
      .where("app", "=", part.app)
      .where("uuid", "=", part.uuid)
      .where("number", "=", part.number)
      .returning("hash")
      .executeTakeFirst();
    await db.insertInto("filePart").values(part).execute();
    return before?.hash;
  },

  /** Removes the upload with its parts; answers their blobs, or undefined when it was not there any more. */
  async removeUpload(tx: Transaction, { app, uuid }: UploadKey): Promise<string[] | undefined> {
    const db = tx.query<FileTables>();
    const upload = await db
      .deleteFrom("fileUpload")
      .where("app", "=", app)
      .where("uuid", "=", uuid)
      .returning("uuid")
      .executeTakeFirst();
    if (upload === undefined) return undefined;
    const parts = await db
      .deleteFrom("filePart")
      .where("app", "=", app)
      .where("uuid", "=", uuid)
      .returning("hash")
      .execute();
    return parts.map((part) => part.hash);
  },
};

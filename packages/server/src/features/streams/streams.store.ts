import type { Kysely } from "kysely";

/**
 * - `opening`: the first chunk is recorded, and the message is being stored.
 * - `open`: chunks are taken.
 * - `finished`, `late`, `long`: over; at its end, or because the next chunk or the end took too long.
 * - `gone`: its message was recalled meanwhile.
 */
export type StreamState = "opening" | "open" | "finished" | "late" | "long" | "gone";

export interface StreamRow {
  readonly key: string;
  readonly app: string;
  /** Null until the message is stored. */
  readonly message: string | null;
  /** Null: nobody is there to receive it. */
  readonly timeline: string | null;
  readonly placeType: "user" | "group";
  readonly target: string;
  readonly sender: string;
  readonly streamType: string;
  /** The encoded body without what changes from chunk to chunk. */
  readonly head: Uint8Array;
  readonly state: StreamState;
  /** As the caller counts. */
  readonly lastSeq: number;
  readonly chunks: number;
  /** Of all chunks, in UTF-8. */
  readonly bytes: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly chunkAt: number;
}

export interface StreamTables {
  stream: StreamRow;
  streamChunk: { stream: string; place: number; text: string };
}

type Db = Kysely<StreamTables>;

/** Streamed texts that are under way, chunk by chunk, and those that have ended lately. */
export const streamStore = {
  async add(db: Db, row: StreamRow, text: string): Promise<void> {
    await db.insertInto("stream").values(row).execute();
    await db.insertInto("streamChunk").values({ stream: row.key, place: 0, text }).execute();
  },

  async setOpen(db: Db, key: string, message: string): Promise<void> {
    await db.updateTable("stream").set({ state: "open", message }).where("key", "=", key).execute();
  },

  async find(db: Db, app: string, message: string): Promise<StreamRow | undefined> {
    return db.selectFrom("stream").selectAll().where("app", "=", app).where("message", "=", message).executeTakeFirst();
  },

  /** The next chunk, of a stream with so many before it. */
  async append(
    db: Db,
    { key, chunks, bytes }: StreamRow,
    chunk: { text: string; seq: number; bytes: number; at: number },
  ): Promise<void> {
    await db.insertInto("streamChunk").values({ stream: key, place: chunks, text: chunk.text }).execute();
    await db
      .updateTable("stream")
      .set({ lastSeq: chunk.seq, chunks: chunks + 1, bytes: bytes + chunk.bytes, chunkAt: chunk.at })
      .where("key", "=", key)
      .execute();
  },

  /** All chunks together. */
  async text(db: Db, key: string): Promise<string> {
    const rows = await db.selectFrom("streamChunk").select("text").where("stream", "=", key).orderBy("place").execute();
    return rows.map(({ text }) => text).join("");
  },

  /** From now on it is only known that it has been; false when it was over already. */
  async end(db: Db, key: string, state: StreamState, at: number): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable("stream")
      .set({ state, chunkAt: at })
      .where("key", "=", key)
      .where("state", "in", ["opening", "open"])
      .executeTakeFirst();
    await db.deleteFrom("streamChunk").where("stream", "=", key).execute();
    return numUpdatedRows > 0n;
  },

  async remove(db: Db, key: string): Promise<void> {
    await db.deleteFrom("streamChunk").where("stream", "=", key).execute();
    await db.deleteFrom("stream").where("key", "=", key).execute();
  },

  /** Those whose message was being stored when the server ended. */
  async opening(db: Db): Promise<StreamRow[]> {
    return db.selectFrom("stream").selectAll().where("state", "=", "opening").execute();
  },

  /** Open ones whose last chunk, or whose first, is older than that. By stream_state; there are few open ones. */
  async overdue(db: Db, times: { chunkBefore: number; startBefore: number }): Promise<StreamRow[]> {
    return db
      .selectFrom("stream")
      .selectAll()
      .where("state", "=", "open")
      .where((eb) => eb.or([eb("chunkAt", "<", times.chunkBefore), eb("startedAt", "<", times.startBefore)]))
      .execute();
  },

  async forgetEndedBefore(db: Db, at: number): Promise<void> {
    const over: StreamState[] = ["finished", "late", "long", "gone"];
    await db.deleteFrom("stream").where("state", "in", over).where("chunkAt", "<", at).execute();
  },
};

import { type Kysely, sql } from "kysely";
import { compareIds } from "../../kernel/ids.ts";

export interface ThreadTables {
  chatThread: {
    app: string;
    id: string;
    parent: string;
    message: string;
    messageCount: number;
    updatedAt: number;
  };
}

type Db = Kysely<ThreadTables>;

/** What a thread is besides a muc. */
export type ThreadFacts = ThreadTables["chatThread"];

export const threadStore = {
  async find(db: Db, app: string, id: string): Promise<ThreadFacts | undefined> {
    return db.selectFrom("chatThread").selectAll().where("app", "=", app).where("id", "=", id).executeTakeFirst();
  },

  /** In no order. By the primary key. */
  async findSome(db: Db, app: string, ids: readonly string[]): Promise<ThreadFacts[]> {
    if (ids.length === 0) return [];
    return db.selectFrom("chatThread").selectAll().where("app", "=", app).where("id", "in", ids).execute();
  },

  /** Threads on these messages, in no order. By `chat_thread_message`. */
  async onMessages(db: Db, app: string, messages: readonly string[]): Promise<ThreadFacts[]> {
    if (messages.length === 0) return [];
    return db.selectFrom("chatThread").selectAll().where("app", "=", app).where("message", "in", messages).execute();
  },

  /** Newest first. Served by `chat_thread_of_group`. */
  async ofGroup(db: Db, app: string, parent: string): Promise<ThreadFacts[]> {
    const rows = await db
      .selectFrom("chatThread")
      .selectAll()
      .where("app", "=", app)
      .where("parent", "=", parent)
      .execute();
    return rows.sort((a, b) => compareIds(b.id, a.id));
  },

  /** False when the message has a thread already. */
  async insert(db: Db, facts: ThreadFacts): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto("chatThread")
      .values(facts)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  },

  /** The new state; undefined when the thread is gone. */
  async count(db: Db, app: string, id: string, change: { by: number; at: number }): Promise<ThreadFacts | undefined> {
    return db
      .updateTable("chatThread")
      .set({ messageCount: sql<number>`message_count + ${change.by}`, updatedAt: change.at })
      .where("app", "=", app)
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirst();
  },

  async remove(db: Db, app: string, id: string): Promise<void> {
    await db.deleteFrom("chatThread").where("app", "=", app).where("id", "=", id).execute();
  },
};

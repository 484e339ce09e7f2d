import type { Kysely } from "kysely";
import type { MessageKind } from "../../../timeline/index.ts";
import type { Priority } from "../sending/priority.ts";

/** All users, those who are online, or all rooms. */
export type BroadcastAudience = "users" | "online" | "rooms";

export interface Broadcast {
  readonly app: string;
  readonly id: number;
  readonly audience: BroadcastAudience;
  readonly sender: string;
  readonly kind: MessageKind;
  /** The encoded body, without what differs from receiver to receiver. */
  readonly body: Uint8Array;
  readonly priority: Priority;
  /** The last user or room that has it; null: none yet. */
  readonly position: string | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export interface BroadcastTables {
  broadcast: Broadcast & { isDone: number };
}

type Db = Kysely<BroadcastTables>;

/** What is being sent to everybody, and how far it has come. */
export const broadcastStore = {
  async add(db: Db, broadcast: Broadcast): Promise<void> {
    await db
      .insertInto("broadcast")
      .values({ ...broadcast, isDone: 0 })
      .execute();
  },

  async moveOn(db: Db, { app, id }: Broadcast, position: string): Promise<void> {
    await db.updateTable("broadcast").set({ position }).where("app", "=", app).where("id", "=", id).execute();
  },

  async finish(db: Db, { app, id }: Broadcast): Promise<void> {
    await db.updateTable("broadcast").set({ isDone: 1 }).where("app", "=", app).where("id", "=", id).execute();
  },

  /** Oldest first, of all applications; there are few. */
  async unfinished(db: Db): Promise<Broadcast[]> {
    return db.selectFrom("broadcast").selectAll().where("isDone", "=", 0).orderBy("id").execute();
  },

  async countSince(
    db: Db,
    app: string,
    { audience, since }: { audience: BroadcastAudience; since: number },
  ): Promise<number> {
    const row = await db
      .selectFrom("broadcast")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("audience", "=", audience)
      .where("createdAt", ">", since)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  async newestId(db: Db, app: string): Promise<number> {
    const row = await db
      .selectFrom("broadcast")
      .select((eb) => eb.fn.max("id").as("id"))
      .where("app", "=", app)
      .executeTakeFirst();
    return Number(row?.id ?? 0);
  },

  async forgetBefore(db: Db, app: string, at: number): Promise<void> {
    await db
      .deleteFrom("broadcast")
      .where("app", "=", app)
      .where("isDone", "=", 1)
      .where("createdAt", "<", at)
      .execute();
  },
};

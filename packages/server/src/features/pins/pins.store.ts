import type { Kysely } from "kysely";

export interface PinTables {
  messagePin: { timeline: string; message: string; operator: string; pinnedAt: number };
}

type Db = Kysely<PinTables>;

export interface Pin {
  readonly message: string;
  readonly operator: string;
  /** Epoch milliseconds. */
  readonly pinnedAt: number;
}

/** Messages that a conversation, group or room keeps in front. */
export const pinStore = {
  /** Newest pin first; there are few. By the primary key. */
  async list(db: Db, timeline: string): Promise<Pin[]> {
    return db
      .selectFrom("messagePin")
      .select(["message", "operator", "pinnedAt"])
      .where("timeline", "=", timeline)
      .orderBy("pinnedAt", "desc")
      .orderBy("message", "desc")
      .execute();
  },

  /** Pinned again it is in front again. */
  async add(db: Db, timeline: string, pin: Pin): Promise<void> {
    const { operator, pinnedAt } = pin;
    await db
      .insertInto("messagePin")
      .values({ timeline, ...pin })
      .onConflict((conflict) => conflict.columns(["timeline", "message"]).doUpdateSet({ operator, pinnedAt }))
      .execute();
  },

  /** False when it was not pinned. */
  async remove(db: Db, timeline: string, message: string): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom("messagePin")
      .where("timeline", "=", timeline)
      .where("message", "=", message)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  },
};

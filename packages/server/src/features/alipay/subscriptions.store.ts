import { type Kysely, sql } from "kysely";

export interface Subscription {
  app: string;
  username: string;
  template: string;
  /** How many messages the user has agreed to and not got yet; null: to all that come. */
  messages: number | null;
}

export interface SubscriptionTables {
  alipaySubscription: Subscription;
}

type Db = Kysely<SubscriptionTables>;
type Key = Pick<Subscription, "app" | "username" | "template">;

/** What users have agreed to get from Alipay's template messages. */
export const subscriptionStore = {
  find(db: Db, key: Key): Promise<Subscription | undefined> {
    return db
      .selectFrom("alipaySubscription")
      .selectAll()
      .where((eb) => eb.and(key))
      .executeTakeFirst();
  },

  /** One message more, up to `max`. */
  async addOne(db: Db, key: Key, max: number): Promise<void> {
    const before = sql`coalesce(alipay_subscription.messages, 0)`;
    const messages = sql<number>`case when ${before} < ${max} then ${before} + 1 else ${max} end`;
    await db
      .insertInto("alipaySubscription")
      .values({ ...key, messages: 1 })
      .onConflict((conflict) => conflict.columns(["app", "username", "template"]).doUpdateSet({ messages }))
      .execute();
  },

  async addAll(db: Db, key: Key): Promise<void> {
    await db
      .insertInto("alipaySubscription")
      .values({ ...key, messages: null })
      .onConflict((conflict) => conflict.columns(["app", "username", "template"]).doUpdateSet({ messages: null }))
      .execute();
  },

  /** Uses up one message. False when the user has agreed to none. */
  async take(db: Db, key: Key): Promise<boolean> {
    const result = await db
      .updateTable("alipaySubscription")
      .set({ messages: sql<number | null>`messages - 1` })
      .where((eb) => eb.and(key))
      .where((eb) => eb.or([eb("messages", "is", null), eb("messages", ">", 0)]))
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  },

  /** The one that was taken was not used. */
  async giveBack(db: Db, key: Key): Promise<void> {
    await db
      .updateTable("alipaySubscription")
      .set({ messages: sql<number | null>`messages + 1` })
      .where((eb) => eb.and(key))
      .execute();
  },

  async remove(db: Db, key: Key): Promise<void> {
    await db
      .deleteFrom("alipaySubscription")
      .where((eb) => eb.and(key))
      .execute();
  },

  async forget(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("alipaySubscription").where("app", "=", app).where("username", "=", username).execute();
  },
};

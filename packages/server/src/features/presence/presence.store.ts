import type { Kysely } from "kysely";

export interface PresenceTables {
  presenceText: { app: string; username: string; text: string; publishedAt: number };
  presenceSubscription: { app: string; username: string; target: string; expiresAt: number };
}

type Db = Kysely<PresenceTables>;

interface Owner {
  readonly app: string;
  readonly user: string;
}

export interface Subscription {
  readonly target: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** What users publish, and who wants to know. A subscription whose time is over counts nowhere. */
export const presenceStore = {
  async publish(db: Db, { app, user }: Owner, { text, at }: { text: string; at: number }): Promise<void> {
    await db
      .insertInto("presenceText")
      .values({ app, username: user, text, publishedAt: at })
      .onConflict((conflict) => conflict.columns(["app", "username"]).doUpdateSet({ text, publishedAt: at }))
      .execute();
  },

  /** Those of the users who have published something. By the primary key. */
  texts(db: Db, app: string, users: readonly string[]) {
    return db
      .selectFrom("presenceText")
      .select(["username", "text", "publishedAt"])
      .where("app", "=", app)
      .where("username", "in", users)
      .execute();
  },

  /** A new time takes the place of an old one. */
  async subscribe(db: Db, { app, user }: Owner, subscriptions: readonly Subscription[]): Promise<void> {
    await db
      .insertInto("presenceSubscription")
      .values(subscriptions.map((each) => ({ app, username: user, ...each })))
      .onConflict((conflict) =>
        conflict
          .columns(["app", "username", "target"])
          .doUpdateSet((eb) => ({ expiresAt: eb.ref("excluded.expiresAt") })),
      )
      .execute();
  },

  async unsubscribe(db: Db, { app, user }: Owner, targets: readonly string[]): Promise<void> {
    await ownRows(db, { app, user }).where("target", "in", targets).execute();
  },

  /** Those of the targets that have at least `count` subscribers besides the user. By `presence_subscription_target`. */
  async popular(
    db: Db,
    { app, user }: Owner,
    { targets, count, now }: { targets: readonly string[]; count: number; now: number },
  ): Promise<string[]> {
    const rows = await db
      .selectFrom("presenceSubscription")
      .select("target")
      .where("app", "=", app)
      .where("target", "in", targets)
      .where("expiresAt", ">", now)
      .where("username", "<>", user)
      .groupBy("target")
      .having((eb) => eb(eb.fn.countAll(), ">=", count))
      .execute();
    return rows.map(({ target }) => target);
  },

  /** Of what the user has subscribed to, other than `kept`, the rows beyond `max` go: first those that end first. */
  async trim(
    db: Db,
    { app, user }: Owner,
    { kept, max, now }: { kept: readonly string[]; max: number; now: number },
  ): Promise<void> {
    await ownRows(db, { app, user }).where("expiresAt", "<=", now).execute();
    const surplus = db
      .selectFrom("presenceSubscription")
      .select("target")
      .where("app", "=", app)
      .where("username", "=", user)
      .where("target", "not in", kept)
      .orderBy("expiresAt", "desc")
      .orderBy("target")
      .limit(1_000_000)
      .offset(Math.max(0, max - kept.length));
    await ownRows(db, { app, user }).where("target", "in", surplus).execute();
  },

  /** By name. By the primary key. */
  async subscriptions(
    db: Db,
    { app, user }: Owner,
    page: { now: number; offset: number; limit: number },
  ): Promise<{ total: number; items: Subscription[] }> {
    const own = db
      .selectFrom("presenceSubscription")
      .where("app", "=", app)
      .where("username", "=", user)
      .where("expiresAt", ">", page.now);
    const { total } = await own.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
    const items = await own
      .select(["target", "expiresAt"])
      .orderBy("target")
      .limit(page.limit)
      .offset(page.offset)
      .execute();
    return { total, items };
  },

  /** Which of the targets the user has subscribed to. By the primary key. */
  subscriptionsTo(db: Db, { app, user }: Owner, { targets, now }: { targets: readonly string[]; now: number }) {
    return db
      .selectFrom("presenceSubscription")
      .select(["target", "expiresAt"])
      .where("app", "=", app)
      .where("username", "=", user)
      .where("target", "in", targets)
      .where("expiresAt", ">", now)
      .execute();
  },

  /** Who wants to know of these users. By `presence_subscription_target`. */
  subscribers(db: Db, app: string, { targets, now }: { targets: readonly string[]; now: number }) {
    return db
      .selectFrom("presenceSubscription")
      .select(["target", "username", "expiresAt"])
      .where("app", "=", app)
      .where("target", "in", targets)
      .where("expiresAt", ">", now)
      .execute();
  },

  async removeExpired(db: Db, now: number): Promise<void> {
    await db.deleteFrom("presenceSubscription").where("expiresAt", "<=", now).execute();
  },

  async forgetUser(db: Db, { app, user }: Owner): Promise<void> {
    await db.deleteFrom("presenceText").where("app", "=", app).where("username", "=", user).execute();
    await ownRows(db, { app, user }).execute();
    await db.deleteFrom("presenceSubscription").where("app", "=", app).where("target", "=", user).execute();
  },
};

function ownRows(db: Db, { app, user }: Owner) {
  return db.deleteFrom("presenceSubscription").where("app", "=", app).where("username", "=", user);
}

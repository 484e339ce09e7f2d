import type { Kysely } from "kysely";

export interface ReceiptTables {
  groupReadReceipt: {
    app: string;
    muc: string;
    message: string;
    username: string;
    content: string;
    readAt: number;
  };
  groupReceiptCount: {
    app: string;
    muc: string;
    message: string;
    sender: string;
    readers: number;
    changedAt: number;
  };
  groupReceiptMark: { app: string; username: string; resource: string; toldAt: number };
}

type Db = Kysely<ReceiptTables>;

interface Message {
  readonly app: string;
  readonly group: string;
  readonly message: string;
}

interface Device {
  readonly app: string;
  readonly user: string;
  readonly resource: string;
}

/** How many have read one message. */
export interface Count {
  readonly muc: string;
  readonly message: string;
  readonly readers: number;
}

/** Who has read which message of a group, how many these are, and what the devices of the sender know of it. */
export const receiptStore = {
  /** False when this reader has read it before. */
  async add(
    db: Db,
    { app, group, message }: Message,
    { reader, content, at }: { reader: string; content: string; at: number },
  ): Promise<boolean> {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto("groupReadReceipt")
      .values({ app, muc: group, message, username: reader, content, readAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows > 0n;
  },

  /** One reader more; answers how many there are. */
  async count(
    db: Db,
    { app, group, message }: Message,
    { sender, at }: { sender: string; at: number },
  ): Promise<number> {
    const { readers } = await db
      .insertInto("groupReceiptCount")
      .values({ app, muc: group, message, sender, readers: 1, changedAt: at })
      .onConflict((conflict) =>
        conflict
          .columns(["app", "muc", "message"])
          .doUpdateSet((eb) => ({ readers: eb("groupReceiptCount.readers", "+", 1), changedAt: at })),
      )
      .returning("readers")
      .executeTakeFirstOrThrow();
    return readers;
  },

  /** How many have read it, and when the last of them did; undefined: nobody. By the primary key. */
  async total(db: Db, { app, group, message }: Message): Promise<{ readers: number; changedAt: number } | undefined> {
    return db
      .selectFrom("groupReceiptCount")
      .select(["readers", "changedAt"])
      .where("app", "=", app)
      .where("muc", "=", group)
      .where("message", "=", message)
      .executeTakeFirst();
  },

  /** By name, behind `after`. By the primary key. */
  async readers(
    db: Db,
    { app, group, message }: Message,
    { after, limit }: { after: string; limit: number },
  ): Promise<string[]> {
    const rows = await db
      .selectFrom("groupReadReceipt")
      .select("username")
      .where("app", "=", app)
      .where("muc", "=", group)
      .where("message", "=", message)
      .where("username", ">", after)
      .orderBy("username")
      .limit(limit)
      .execute();
    return rows.map(({ username }) => username);
  },

  /** Counts of a sender's messages that have changed since the device was told, latest first. Served by `group_receipt_count_of_sender`. */
  async news(
    db: Db,
    { app, user, resource }: Device,
    { since, limit }: { since: number; limit: number },
  ): Promise<Count[]> {
    const counts = await db
      .selectFrom("groupReceiptCount")
      .select(["muc", "message", "readers", "changedAt"])
      .where("app", "=", app)
      .where("sender", "=", user)
      .where("changedAt", ">=", since)
      .orderBy("changedAt", "desc")
      .limit(limit)
      .execute();
    // Almost everybody who logs in has none.
    if (counts.length === 0) return [];
    const mark = await db
      .selectFrom("groupReceiptMark")
      .select("toldAt")
      .where("app", "=", app)
      .where("username", "=", user)
      .where("resource", "=", resource)
      .executeTakeFirst();
    return counts.filter(({ changedAt }) => changedAt >= (mark?.toldAt ?? 0));
  },

  /** Whether anybody has read anything of this sender's since. */
  async hasAny(db: Db, { app, user }: { app: string; user: string }, since: number): Promise<boolean> {
    const row = await db
      .selectFrom("groupReceiptCount")
      .select("message")
      .where("app", "=", app)
      .where("sender", "=", user)
      .where("changedAt", ">=", since)
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  },

  async mark(db: Db, { app, user, resource }: Device, toldAt: number): Promise<void> {
    await db
      .insertInto("groupReceiptMark")
      .values({ app, username: user, resource, toldAt })
      .onConflict((conflict) => conflict.columns(["app", "username", "resource"]).doUpdateSet({ toldAt }))
      .execute();
  },

  /** By the primary keys. */
  async forgetMessages(
    db: Db,
    { app, group, messages }: { app: string; group: string; messages: readonly string[] },
  ): Promise<void> {
    for (const table of ["groupReadReceipt", "groupReceiptCount"] as const) {
      await db
        .deleteFrom(table)
        .where("app", "=", app)
        .where("muc", "=", group)
        .where("message", "in", messages)
        .execute();
    }
  },

  async forgetGroup(db: Db, { app, id }: { app: string; id: string }): Promise<void> {
    await db.deleteFrom("groupReadReceipt").where("app", "=", app).where("muc", "=", id).execute();
    await db.deleteFrom("groupReceiptCount").where("app", "=", app).where("muc", "=", id).execute();
  },

  /** The user's messages count no more; where the user has read those of others stays counted, as the messages stay. */
  async forgetUser(db: Db, { app, user }: { app: string; user: string }): Promise<void> {
    await db.deleteFrom("groupReceiptCount").where("app", "=", app).where("sender", "=", user).execute();
    await db.deleteFrom("groupReceiptMark").where("app", "=", app).where("username", "=", user).execute();
  },
};

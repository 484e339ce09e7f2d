import type { Kysely } from "kysely";

export interface PendingTables {
  groupInvitation: { app: string; muc: string; username: string; inviter: string; invitedAt: number };
  groupApplication: { app: string; muc: string; username: string; reason: string; appliedAt: number };
}

type Db = Kysely<PendingTables>;

interface Group {
  readonly app: string;
  readonly id: string;
}

/** Rows or names per statement: an engine takes some thousand values at once. */
const STEP = 500;

/** Who has been asked to join a group, and who has asked to. */
export const pendingStore = {
  /** An invitation that is open already has its time renewed. */
  async invite(
    db: Db,
    { app, id }: Group,
    { users, inviter, at }: { users: readonly string[]; inviter: string; at: number },
  ): Promise<void> {
    for (let i = 0; i < users.length; i += STEP) {
      await db
        .insertInto("groupInvitation")
        .values(users.slice(i, i + STEP).map((username) => ({ app, muc: id, username, inviter, invitedAt: at })))
        .onConflict((conflict) =>
          conflict
            .columns(["app", "muc", "username", "inviter"])
            .doUpdateSet((eb) => ({ invitedAt: eb.ref("excluded.invitedAt") })),
        )
        .execute();
    }
  },

  /** Who has invited this user. By the primary key. */
  async inviters(db: Db, { app, id }: Group, user: string): Promise<string[]> {
    const rows = await db
      .selectFrom("groupInvitation")
      .select("inviter")
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", user)
      .orderBy("inviter")
      .execute();
    return rows.map(({ inviter }) => inviter);
  },

  /** How many invitations to a group are open. By the primary key. */
  async countInvitations(db: Db, { app, id }: Group): Promise<number> {
    const { count } = await db
      .selectFrom("groupInvitation")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("muc", "=", id)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  /** Answers who had invited. */
  async closeInvitations(db: Db, { app, id }: Group, user: string): Promise<string[]> {
    const rows = await db
      .deleteFrom("groupInvitation")
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", user)
      .returning("inviter")
      .execute();
    return rows.map(({ inviter }) => inviter).sort();
  },

  /** One that is open already gets the new reason. */
  async apply(
    db: Db,
    { app, id }: Group,
    { user, reason, at }: { user: string; reason: string; at: number },
  ): Promise<void> {
    await db
      .insertInto("groupApplication")
      .values({ app, muc: id, username: user, reason, appliedAt: at })
      .onConflict((conflict) => conflict.columns(["app", "muc", "username"]).doUpdateSet({ reason, appliedAt: at }))
      .execute();
  },

  async hasApplied(db: Db, { app, id }: Group, user: string): Promise<boolean> {
    const row = await db
      .selectFrom("groupApplication")
      .select("username")
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", user)
      .executeTakeFirst();
    return row !== undefined;
  },

  /** False when none was open. */
  async closeApplication(db: Db, { app, id }: Group, user: string): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom("groupApplication")
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", user)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  },

  /** What was open for users who have joined. */
  async close(db: Db, { app, id }: Group, users: readonly string[]): Promise<void> {
    for (let i = 0; i < users.length; i += STEP) {
      const some = users.slice(i, i + STEP);
      for (const table of ["groupInvitation", "groupApplication"] as const) {
        await db.deleteFrom(table).where("app", "=", app).where("muc", "=", id).where("username", "in", some).execute();
      }
    }
  },

  async forgetGroup(db: Db, { app, id }: Group): Promise<void> {
    for (const table of ["groupInvitation", "groupApplication"] as const) {
      await db.deleteFrom(table).where("app", "=", app).where("muc", "=", id).execute();
    }
  },

  async forgetUser(db: Db, { app, user }: { app: string; user: string }): Promise<void> {
    await db.deleteFrom("groupInvitation").where("app", "=", app).where("username", "=", user).execute();
    await db.deleteFrom("groupInvitation").where("app", "=", app).where("inviter", "=", user).execute();
    await db.deleteFrom("groupApplication").where("app", "=", app).where("username", "=", user).execute();
  },
};

import type { Kysely } from "kysely";
import type { Owner, RosterTables } from "./roster.store.ts";

type Db = Kysely<RosterTables>;

interface Invitation {
  readonly app: string;
  readonly inviter: string;
  readonly invited: string;
}

/** Invitations nobody has answered yet. */
export const invitationStore = {
  /** One that is open already has its time renewed. */
  async open(db: Db, { app, inviter, invited }: Invitation, invitedAt: number): Promise<void> {
    await db
      .insertInto("contactInvitation")
      .values({ app, username: invited, inviter, invitedAt })
      .onConflict((conflict) => conflict.columns(["app", "username", "inviter"]).doUpdateSet({ invitedAt }))
      .execute();
  },

  /** False when there is none. */
  async close(db: Db, { app, inviter, invited }: Invitation): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom("contactInvitation")
      .where("app", "=", app)
      .where("username", "=", invited)
      .where("inviter", "=", inviter)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  },

  /** In both directions. */
  async closeBetween(db: Db, { app, user }: Owner, peer: string): Promise<void> {
    await invitationStore.close(db, { app, inviter: user, invited: peer });
    await invitationStore.close(db, { app, inviter: peer, invited: user });
  },

  /** How many others the user has invited besides `invited`. Served by `contact_invitation_inviter`. */
  async countOthers(db: Db, { app, inviter, invited }: Invitation): Promise<number> {
    const row = await db
      .selectFrom("contactInvitation")
      .select((expression) => expression.fn.countAll().as("count"))
      .where("app", "=", app)
      .where("inviter", "=", inviter)
      .where("username", "<>", invited)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  /** Sent and received. */
  async closeAll(db: Db, { app, user }: Owner): Promise<void> {
    await db.deleteFrom("contactInvitation").where("app", "=", app).where("username", "=", user).execute();
    await db.deleteFrom("contactInvitation").where("app", "=", app).where("inviter", "=", user).execute();
  },
};

import type { ConsoleRole } from "@rondo/protocol/console";
import { type Kysely, sql } from "kysely";

export interface OrganisationRow {
  name: string;
  title: string;
  createdAt: number;
}

export interface MemberRow {
  org: string;
  accountId: string;
  role: ConsoleRole;
  remark: string;
  since: number;
}

export interface InvitationRow {
  id: string;
  org: string;
  email: string;
  role: ConsoleRole;
  remark: string;
  tokenHash: string;
  invitedBy: string;
  createdAt: number;
  expiresAt: number;
}

export interface OrganisationTables {
  organisation: OrganisationRow;
  organisationMember: MemberRow;
  organisationInvitation: InvitationRow;
}

type Db = Kysely<OrganisationTables>;

export const organisationStore = {
  /** False when the name is taken. */
  async insert(db: Db, row: OrganisationRow): Promise<boolean> {
    const result = await db
      .insertInto("organisation")
      .values(row)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  find(db: Db, name: string): Promise<OrganisationRow | undefined> {
    return db.selectFrom("organisation").selectAll().where("name", "=", name).executeTakeFirst();
  },

  async setTitle(db: Db, name: string, title: string): Promise<void> {
    await db.updateTable("organisation").set({ title }).where("name", "=", name).execute();
  },

  /** Of an account, by name. Served by `organisation_member_by_account`. */
  listOf(db: Db, accountId: string): Promise<Array<OrganisationRow & { role: ConsoleRole }>> {
    return db
      .selectFrom("organisationMember as m")
      .innerJoin("organisation as o", "o.name", "m.org")
      .select(["o.name", "o.title", "o.createdAt", "m.role"])
      .where("m.accountId", "=", accountId)
      .orderBy("o.name")
      .execute();
  },
};

export const memberStore = {
  find(db: Db, org: string, accountId: string): Promise<MemberRow | undefined> {
    return db
      .selectFrom("organisationMember")
      .selectAll()
      .where("org", "=", org)
      .where("accountId", "=", accountId)
      .executeTakeFirst();
  },

  /** In the order in which they came. */
  list(db: Db, org: string): Promise<MemberRow[]> {
    return db
      .selectFrom("organisationMember")
      .selectAll()
      .where("org", "=", org)
      .orderBy("since")
      .orderBy("accountId")
      .execute();
  },

  /** An account that is a member already stays what it is. */
  async insert(db: Db, row: MemberRow): Promise<void> {
    await db
      .insertInto("organisationMember")
      .values(row)
      .onConflict((conflict) => conflict.columns(["org", "accountId"]).doNothing())
      .execute();
  },

  async update(db: Db, row: MemberRow): Promise<void> {
    const { org, accountId, role, remark } = row;
    await db
      .updateTable("organisationMember")
      .set({ role, remark })
      .where("org", "=", org)
      .where("accountId", "=", accountId)
      .execute();
  },

  async remove(db: Db, org: string, accountId: string): Promise<void> {
    await db.deleteFrom("organisationMember").where("org", "=", org).where("accountId", "=", accountId).execute();
  },

  async countOwners(db: Db, org: string): Promise<number> {
    const row = await db
      .selectFrom("organisationMember")
      .select(sql<number>`count(*)`.as("count"))
      .where("org", "=", org)
      .where("role", "=", "owner")
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },
};

export const invitationStore = {
  find(db: Db, org: string, id: string): Promise<InvitationRow | undefined> {
    return db
      .selectFrom("organisationInvitation")
      .selectAll()
      .where("org", "=", org)
      .where("id", "=", id)
      .executeTakeFirst();
  },

  findByToken(db: Db, tokenHash: string): Promise<InvitationRow | undefined> {
    return db.selectFrom("organisationInvitation").selectAll().where("tokenHash", "=", tokenHash).executeTakeFirst();
  },

  /** Oldest first. */
  list(db: Db, org: string): Promise<InvitationRow[]> {
    return db.selectFrom("organisationInvitation").selectAll().where("org", "=", org).orderBy("createdAt").execute();
  },

  /** False when the address has been invited already. */
  async insert(db: Db, row: InvitationRow): Promise<boolean> {
    const result = await db
      .insertInto("organisationInvitation")
      .values(row)
      .onConflict((conflict) => conflict.columns(["org", "email"]).doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  async update(
    db: Db,
    id: string,
    changes: Partial<Pick<InvitationRow, "role" | "remark" | "tokenHash" | "expiresAt">>,
  ): Promise<void> {
    await db.updateTable("organisationInvitation").set(changes).where("id", "=", id).execute();
  },

  /** False when it is gone. */
  async remove(db: Db, id: string): Promise<boolean> {
    const result = await db.deleteFrom("organisationInvitation").where("id", "=", id).executeTakeFirst();
    return result.numDeletedRows > 0n;
  },
};

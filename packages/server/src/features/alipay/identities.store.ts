import type { Kysely } from "kysely";

/** What Alipay calls a user: `open` in one mini program, `user` everywhere. Older programs are told the second, newer ones the first. */
export interface AlipayId {
  readonly kind: "open" | "user";
  readonly id: string;
}

export interface Identity {
  app: string;
  /** Id of the mini program. */
  program: string;
  kind: AlipayId["kind"];
  alipayId: string;
  username: string;
  /** Of the account: a name may be somebody else's one day. */
  uuid: string;
}

export interface IdentityTables {
  alipayUser: Identity;
}

type Db = Kysely<IdentityTables>;

export interface Program {
  readonly app: string;
  readonly program: string;
}

/** Which account a user of Alipay has. */
export const identityStore = {
  find(db: Db, { app, program }: Program, { kind, id }: AlipayId): Promise<Identity | undefined> {
    return db
      .selectFrom("alipayUser")
      .selectAll()
      .where("app", "=", app)
      .where("program", "=", program)
      .where("kind", "=", kind)
      .where("alipayId", "=", id)
      .executeTakeFirst();
  },

  /** Of one account, at most one of each kind. Served by `alipay_user_name`. */
  listOf(db: Db, { app, program }: Program, username: string): Promise<Identity[]> {
    return db
      .selectFrom("alipayUser")
      .selectAll()
      .where("app", "=", app)
      .where("program", "=", program)
      .where("username", "=", username)
      .execute();
  },

  /** False when the user of Alipay has an account. */
  async insert(db: Db, row: Identity): Promise<boolean> {
    const result = await db
      .insertInto("alipayUser")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  /** Those of one account, whatever has become of it. */
  async remove(db: Db, { app, username, uuid }: Pick<Identity, "app" | "username" | "uuid">): Promise<void> {
    await db
      .deleteFrom("alipayUser")
      .where("app", "=", app)
      .where("username", "=", username)
      .where("uuid", "=", uuid)
      .execute();
  },

  async forget(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("alipayUser").where("app", "=", app).where("username", "=", username).execute();
  },
};

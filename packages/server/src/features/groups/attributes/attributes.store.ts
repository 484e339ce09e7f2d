import type { Kysely } from "kysely";

export interface AttributeTables {
  groupMemberAttribute: { app: string; muc: string; username: string; name: string; value: string };
}

type Db = Kysely<AttributeTables>;

interface Group {
  readonly app: string;
  readonly id: string;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** Names per statement: an engine takes some thousand values at once. */
const STEP = 500;

/** What members of a group say of themselves there. */
export const attributeStore = {
  /** By the primary key. */
  async read(db: Db, { app, id }: Group, users: readonly string[]): Promise<Array<Attribute & { username: string }>> {
    if (users.length === 0) return [];
    return db
      .selectFrom("groupMemberAttribute")
      .select(["username", "name", "value"])
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "in", users)
      .orderBy("username")
      .orderBy("name")
      .execute();
  },

  async put(db: Db, { app, id }: Group, username: string, attributes: readonly Attribute[]): Promise<void> {
    if (attributes.length === 0) return;
    await db
      .insertInto("groupMemberAttribute")
      .values(attributes.map((attribute) => ({ app, muc: id, username, ...attribute })))
      .onConflict((conflict) =>
        conflict.columns(["app", "muc", "username", "name"]).doUpdateSet((eb) => ({ value: eb.ref("excluded.value") })),
      )
      .execute();
  },

  async remove(db: Db, { app, id }: Group, username: string, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await db
      .deleteFrom("groupMemberAttribute")
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", username)
      .where("name", "in", names)
      .execute();
  },

  async forgetMembers(db: Db, { app, id }: Group, users: readonly string[]): Promise<void> {
    for (let i = 0; i < users.length; i += STEP) {
      await db
        .deleteFrom("groupMemberAttribute")
        .where("app", "=", app)
        .where("muc", "=", id)
        .where("username", "in", users.slice(i, i + STEP))
        .execute();
    }
  },

  async forgetGroup(db: Db, { app, id }: Group): Promise<void> {
    await db.deleteFrom("groupMemberAttribute").where("app", "=", app).where("muc", "=", id).execute();
  },
};

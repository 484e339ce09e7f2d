import type { Kysely } from "kysely";

export interface AttributeTables {
  roomAttribute: {
    app: string;
    room: string;
    name: string;
    value: string;
    owner: string;
    autoDelete: number;
  };
}

type Db = Kysely<AttributeTables>;

interface Room {
  readonly app: string;
  readonly id: string;
}

export interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly owner: string;
}

/** What a room knows by name. */
export const attributeStore = {
  /** All, or those of these names. By the primary key. */
  async list(db: Db, { app, id }: Room, names?: readonly string[]): Promise<Attribute[]> {
    if (names?.length === 0) return [];
    let select = db
      .selectFrom("roomAttribute")
      .select(["name", "value", "owner"])
      .where("app", "=", app)
      .where("room", "=", id);
    if (names !== undefined) select = select.where("name", "in", names);
    return select.orderBy("name").execute();
  },

  async count(db: Db, { app, id }: Room): Promise<number> {
    const { count } = await db
      .selectFrom("roomAttribute")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("room", "=", id)
      .executeTakeFirstOrThrow();
    return Number(count);
  },

  async set(db: Db, { app, id }: Room, attribute: Attribute & { autoDelete: boolean }): Promise<void> {
    const { name, value, owner } = attribute;
    const row = { app, room: id, name, value, owner, autoDelete: attribute.autoDelete ? 1 : 0 };
    await db
      .insertInto("roomAttribute")
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(["app", "room", "name"]).doUpdateSet({ value, owner, autoDelete: row.autoDelete }),
      )
      .execute();
  },

  async remove(db: Db, { app, id }: Room, names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await db
      .deleteFrom("roomAttribute")
      .where("app", "=", app)
      .where("room", "=", id)
      .where("name", "in", names)
      .execute();
  },

  /** Those that go with their owners. Answers their names. */
  async removeOfOwners(db: Db, { app, id }: Room, owners: readonly string[]): Promise<string[]> {
    const rows = await db
      .deleteFrom("roomAttribute")
      .where("app", "=", app)
      .where("room", "=", id)
      .where("owner", "in", owners)
      .where("autoDelete", "=", 1)
      .returning("name")
      .execute();
    return rows.map(({ name }) => name);
  },

  async removeAll(db: Db, { app, id }: Room): Promise<void> {
    await db.deleteFrom("roomAttribute").where("app", "=", app).where("room", "=", id).execute();
  },
};

import type { Kysely, Selectable } from "kysely";
import type { PushTables } from "./tables.ts";

type Db = Kysely<PushTables>;

export interface Template {
  readonly name: string;
  readonly title: string;
  readonly content: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const templateStore = {
  async find(db: Db, app: string, name: string): Promise<Template | undefined> {
    return toTemplate(await one(db, app, name).executeTakeFirst());
  },

  async findSome(db: Db, app: string, names: readonly string[]): Promise<Map<string, Template>> {
    if (names.length === 0) return new Map();
    const rows = await db
      .selectFrom("pushTemplate")
      .selectAll()
      .where("app", "=", app)
      .where("name", "in", names)
      .execute();
    return new Map(rows.flatMap((row) => toTemplate(row) ?? []).map((template) => [template.name, template]));
  },

  async count(db: Db, app: string): Promise<number> {
    const { count } = await db
      .selectFrom("pushTemplate")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .executeTakeFirstOrThrow();
    return count;
  },

  /** False when there is one of this name. */
  async insert(db: Db, app: string, { name, title, content, createdAt, updatedAt }: Template): Promise<boolean> {
    const result = await db
      .insertInto("pushTemplate")
      .values({ app, name, titlePattern: title, contentPattern: content, createdAt, updatedAt })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  },

  /** Undefined when there is none. */
  async update(
    db: Db,
    app: string,
    { name, title, content, updatedAt }: Omit<Template, "createdAt">,
  ): Promise<Template | undefined> {
    const row = await db
      .updateTable("pushTemplate")
      .set({ titlePattern: title, contentPattern: content, updatedAt })
      .where("app", "=", app)
      .where("name", "=", name)
      .returningAll()
      .executeTakeFirst();
    return toTemplate(row);
  },

  /** As it was; undefined when there was none. */
  async remove(db: Db, app: string, name: string): Promise<Template | undefined> {
    const row = await db
      .deleteFrom("pushTemplate")
      .where("app", "=", app)
      .where("name", "=", name)
      .returningAll()
      .executeTakeFirst();
    return toTemplate(row);
  },
};

function one(db: Db, app: string, name: string) {
  return db.selectFrom("pushTemplate").selectAll().where("app", "=", app).where("name", "=", name);
}

function toTemplate(row: Selectable<PushTables["pushTemplate"]> | undefined): Template | undefined {
  if (row === undefined) return undefined;
  const { name, titlePattern: title, contentPattern: content, createdAt, updatedAt } = row;
  return { name, title, content, createdAt, updatedAt };
}

import type { Kysely } from "kysely";
import type { MucList, MucTables } from "./muc.store.ts";
import type { MucType, Role } from "./muc.ts";

type Db = Kysely<MucTables>;

/** Names per statement: an engine takes some thousand values at once. */
const STEP = 500;

/** What users have to do with all groups and rooms. */
export const membershipStore = {
  /** Latest joined first. Served by `muc_member_of_user`. */
  async page(
    db: Db,
    user: { app: string; username: string; type: MucType },
    { offset, limit }: { offset: number; limit: number },
  ): Promise<Array<{ id: string; role: Role }>> {
    const rows = await db
      .selectFrom("mucMember as m")
      .innerJoin("muc as g", (join) => join.onRef("g.app", "=", "m.app").onRef("g.id", "=", "m.muc"))
      .select(["g.id", "m.role"])
      .where("m.app", "=", user.app)
      .where("m.username", "=", user.username)
      .where("g.type", "=", user.type)
      .orderBy("m.joinedAt", "desc")
      .orderBy("m.muc", "desc")
      .limit(limit)
      .offset(offset)
      .execute();
    // Only roles are ever stored.
    return rows.map(({ id, role }) => ({ id, role: role as Role }));
  },

  /** How many each of the users has joined; who has joined none is left out. Served by `muc_member_of_user`. */
  async counts(db: Db, app: string, type: MucType, users: readonly string[]): Promise<Map<string, number>> {
    const counts = new Map<string, number>();
    for (let i = 0; i < users.length; i += STEP) {
      const rows = await db
        .selectFrom("mucMember as m")
        .innerJoin("muc as g", (join) => join.onRef("g.app", "=", "m.app").onRef("g.id", "=", "m.muc"))
        .select(["m.username", (eb) => eb.fn.countAll<number>().as("count")])
        .where("m.app", "=", app)
        .where("m.username", "in", users.slice(i, i + STEP))
        .where("g.type", "=", type)
        .groupBy("m.username")
        .execute();
      for (const { username, count } of rows) counts.set(username, Number(count));
    }
    return counts;
  },

  /** Takes a user from a list of every group and room, and says whose lists they were. Served by the list's `…_of_user`. */
  async delistEverywhere(db: Db, list: MucList, { app, user }: { app: string; user: string }): Promise<string[]> {
    const rows = await db
      .deleteFrom(list)
      .where("app", "=", app)
      .where("username", "=", user)
      .returning("muc")
      .execute();
    return rows.map(({ muc }) => muc);
  },
};

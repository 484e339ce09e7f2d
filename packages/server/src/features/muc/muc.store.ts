import type { Kysely } from "kysely";
import type { Member, Muc, MucChanges, MucType, Role } from "./muc.ts";

export interface MucTables {
  muc: {
    app: string;
    id: string;
    type: string;
    name: string;
    description: string;
    avatar: string;
    custom: string;
    announcement: string;
    owner: string;
    maxUsers: number;
    isPublic: number;
    needsApproval: number;
    allowsInvites: number;
    invitesNeedConsent: number;
    isMuted: number;
    isDisabled: number;
    memberCount: number;
    createdAt: number;
    modifiedAt: number;
  };
  mucMember: { app: string; muc: string; username: string; role: string; joinedAt: number; isShielded: number };
  mucMute: ListRow;
  mucAllow: ListRow;
  mucBlock: ListRow;
}

interface ListRow {
  app: string;
  muc: string;
  username: string;
  /** Epoch milliseconds; read for mutes only. */
  until: number;
}

export type MucList = "mucMute" | "mucAllow" | "mucBlock";

type Db = Kysely<MucTables>;

interface Key {
  readonly app: string;
  readonly id: string;
}

/** Rows per statement: an engine takes some thousand values at once. */
const STEP = 500;

export interface MemberRow extends Member {
  readonly isShielded: boolean;
}

/** Groups and rooms, their members and their lists. */
export const mucStore = {
  async find(db: Db, { app, id }: Key): Promise<Muc | undefined> {
    const row = await db.selectFrom("muc").selectAll().where("app", "=", app).where("id", "=", id).executeTakeFirst();
    return row && toMuc(row);
  },

  /** In no order; those that do not exist are left out. By the primary key. */
  async findSome(db: Db, app: string, ids: readonly string[]): Promise<Muc[]> {
    if (ids.length === 0) return [];
    const rows = await db.selectFrom("muc").selectAll().where("app", "=", app).where("id", "in", ids).execute();
    return rows.map(toMuc);
  },

  /** By id, behind `after`. Served by `muc_listed`; `onlyPublic` for groups. */
  async list(
    db: Db,
    query: { app: string; type: MucType; onlyPublic: boolean; after: string | undefined; limit: number },
  ): Promise<Muc[]> {
    let select = db.selectFrom("muc").selectAll().where("app", "=", query.app).where("type", "=", query.type);
    if (query.onlyPublic) select = select.where("isPublic", "=", 1);
    if (query.after !== undefined) select = select.where("id", ">", query.after);
    return (await select.orderBy("isPublic").orderBy("id").limit(query.limit).execute()).map(toMuc);
  },

  /** By id, the newest first, before `before`. By the primary key; rows of the other type are passed over. */
  async newest(
    db: Db,
    query: { app: string; type: MucType; before: string | undefined; limit: number },
  ): Promise<Muc[]> {
    let select = db.selectFrom("muc").selectAll().where("app", "=", query.app).where("type", "=", query.type);
    if (query.before !== undefined) select = select.where("id", "<", query.before);
    return (await select.orderBy("id", "desc").limit(query.limit).execute()).map(toMuc);
  },

  async insert(db: Db, muc: Muc): Promise<void> {
    await db.insertInto("muc").values(toRow(muc)).execute();
  },

  async update(db: Db, { app, id }: Key, changes: MucChanges & { modifiedAt: number }): Promise<void> {
    await db.updateTable("muc").set(toColumns(changes)).where("app", "=", app).where("id", "=", id).execute();
  },

  /** The group or room with its members and lists. */
  async remove(db: Db, { app, id }: Key): Promise<void> {
    await db.deleteFrom("muc").where("app", "=", app).where("id", "=", id).execute();
    for (const table of ["mucMember", "mucMute", "mucAllow", "mucBlock"] as const) {
      await db.deleteFrom(table).where("app", "=", app).where("muc", "=", id).execute();
    }
  },

  async member(db: Db, { app, id }: Key, username: string): Promise<MemberRow | undefined> {
    const row = await db
      .selectFrom("mucMember")
      .selectAll()
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", username)
      .executeTakeFirst();
    return row && toMember(row);
  },

  /** All of them, in the order of their names. By the primary key. */
  async members(db: Db, { app, id }: Key): Promise<MemberRow[]> {
    const rows = await db
      .selectFrom("mucMember")
      .selectAll()
      .where("app", "=", app)
      .where("muc", "=", id)
      .orderBy("username")
      .execute();
    return rows.map(toMember);
  },

  /** Of these users, those that are members. */
  async membersAmong(db: Db, { app, id }: Key, users: readonly string[]): Promise<MemberRow[]> {
    const found: MemberRow[] = [];
    for (let i = 0; i < users.length; i += STEP) {
      const rows = await db
        .selectFrom("mucMember")
        .selectAll()
        .where("app", "=", app)
        .where("muc", "=", id)
        .where("username", "in", users.slice(i, i + STEP))
        .execute();
      found.push(...rows.map(toMember));
    }
    return found;
  },

  /** What a user has joined, of one type. Served by `muc_member_of_user`. */
  async joined(db: Db, user: { app: string; username: string; type: MucType }): Promise<Array<Muc & { role: Role }>> {
    const rows = await db
      .selectFrom("mucMember as m")
      .innerJoin("muc as g", (join) => join.onRef("g.app", "=", "m.app").onRef("g.id", "=", "m.muc"))
      .selectAll("g")
      .select("m.role")
      .where("m.app", "=", user.app)
      .where("m.username", "=", user.username)
      .where("g.type", "=", user.type)
      .orderBy("m.joinedAt", "desc")
      .orderBy("m.muc", "desc")
      .execute();
    // Only roles are ever stored.
    return rows.map((row) => ({ ...toMuc(row), role: row.role as Role }));
  },

  /** A scan of all members. */
  async usersIn(db: Db, type: MucType): Promise<Array<{ app: string; user: string }>> {
    return db
      .selectFrom("mucMember as m")
      .innerJoin("muc as g", (join) => join.onRef("g.app", "=", "m.app").onRef("g.id", "=", "m.muc"))
      .select(["m.app", "m.username as user"])
      .distinct()
      .where("g.type", "=", type)
      .execute();
  },

  /** None of them may be a member already. */
  async addMembers(db: Db, { app, id }: Key, members: readonly Member[]): Promise<void> {
    for (let i = 0; i < members.length; i += STEP) {
      await db
        .insertInto("mucMember")
        .values(members.slice(i, i + STEP).map((member) => ({ app, muc: id, isShielded: 0, ...member })))
        .execute();
    }
    await changeCount(db, { app, id }, members.length);
  },

  /** All of them must be members. */
  async removeMembers(db: Db, { app, id }: Key, users: readonly string[]): Promise<void> {
    for (let i = 0; i < users.length; i += STEP) {
      await db
        .deleteFrom("mucMember")
        .where("app", "=", app)
        .where("muc", "=", id)
        .where("username", "in", users.slice(i, i + STEP))
        .execute();
    }
    await changeCount(db, { app, id }, -users.length);
  },

  async changeMember(
    db: Db,
    { app, id }: Key,
    username: string,
    changes: { role?: Role; isShielded?: boolean },
  ): Promise<void> {
    const { role, isShielded } = changes;
    const columns = {
      ...(role === undefined ? {} : { role }),
      ...(isShielded === undefined ? {} : { isShielded: isShielded ? 1 : 0 }),
    };
    await db
      .updateTable("mucMember")
      .set(columns)
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "=", username)
      .execute();
  },

  /** The whole list, by name. By the primary key. */
  async listed(db: Db, list: MucList, { app, id }: Key): Promise<Array<{ username: string; until: number }>> {
    return db
      .selectFrom(list)
      .select(["username", "until"])
      .where("app", "=", app)
      .where("muc", "=", id)
      .orderBy("username")
      .execute();
  },

  /** Of these users, those that are on the list. */
  async listedAmong(db: Db, list: MucList, { app, id }: Key, users: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (let i = 0; i < users.length; i += STEP) {
      const rows = await db
        .selectFrom(list)
        .select("username")
        .where("app", "=", app)
        .where("muc", "=", id)
        .where("username", "in", users.slice(i, i + STEP))
        .execute();
      found.push(...rows.map(({ username }) => username));
    }
    return found;
  },

  async countListed(db: Db, list: MucList, { app, id }: Key): Promise<number> {
    const row = await db
      .selectFrom(list)
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("muc", "=", id)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  /** Takes from the list what ended before `now`. */
  async delistEnded(db: Db, list: MucList, { app, id }: Key, now: number): Promise<void> {
    await db.deleteFrom(list).where("app", "=", app).where("muc", "=", id).where("until", "<=", now).execute();
  },

  async countAdmins(db: Db, { app, id }: Key): Promise<number> {
    const row = await db
      .selectFrom("mucMember")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("role", "=", "admin")
      .executeTakeFirstOrThrow();
    return Number(row.count);
  },

  /** Who is on the list already gets the new `until`. */
  async enlist(
    db: Db,
    list: MucList,
    { app, id }: Key,
    entries: ReadonlyArray<{ username: string; until: number }>,
  ): Promise<void> {
    for (let i = 0; i < entries.length; i += STEP) {
      await db
        .insertInto(list)
        .values(entries.slice(i, i + STEP).map((entry) => ({ app, muc: id, ...entry })))
        .onConflict((conflict) =>
          conflict.columns(["app", "muc", "username"]).doUpdateSet((eb) => ({ until: eb.ref("excluded.until") })),
        )
        .execute();
    }
  },

  /** The names that were on the list. */
  async delist(db: Db, list: MucList, { app, id }: Key, users: readonly string[]): Promise<string[]> {
    if (users.length === 0) return [];
    const rows = await db
      .deleteFrom(list)
      .where("app", "=", app)
      .where("muc", "=", id)
      .where("username", "in", users)
      .returning("username")
      .execute();
    return rows.map(({ username }) => username);
  },
};

async function changeCount(db: Db, { app, id }: Key, by: number): Promise<void> {
  await db
    .updateTable("muc")
    .set((eb) => ({ memberCount: eb("memberCount", "+", by) }))
    .where("app", "=", app)
    .where("id", "=", id)
    .execute();
}

const FLAGS = ["isPublic", "needsApproval", "allowsInvites", "invitesNeedConsent", "isMuted", "isDisabled"] as const;

function toColumns(changes: Partial<Muc>): Partial<MucTables["muc"]> {
  const flags = FLAGS.filter((flag) => changes[flag] !== undefined).map((flag) => [flag, changes[flag] ? 1 : 0]);
  // The flags are numbers in the table, and everything else has the same type there.
  return { ...changes, ...Object.fromEntries(flags) } as unknown as Partial<MucTables["muc"]>;
}

function toRow(muc: Muc): MucTables["muc"] {
  return toColumns(muc) as MucTables["muc"];
}

function toMuc(row: MucTables["muc"]): Muc {
  return {
    app: row.app,
    id: row.id,
    // Only these two are ever stored.
    type: row.type as MucType,
    name: row.name,
    description: row.description,
    avatar: row.avatar,
    custom: row.custom,
    announcement: row.announcement,
    owner: row.owner,
    maxUsers: row.maxUsers,
    isPublic: row.isPublic !== 0,
    needsApproval: row.needsApproval !== 0,
    allowsInvites: row.allowsInvites !== 0,
    invitesNeedConsent: row.invitesNeedConsent !== 0,
    isMuted: row.isMuted !== 0,
    isDisabled: row.isDisabled !== 0,
    memberCount: row.memberCount,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
  };
}

function toMember(row: MucTables["mucMember"]): MemberRow {
  const { username, role, joinedAt, isShielded } = row;
  return { username, role: role as Role, joinedAt, isShielded: isShielded !== 0 };
}

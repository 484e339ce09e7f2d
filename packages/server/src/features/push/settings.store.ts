import type { Kysely } from "kysely";
import type { Owner, PushTables, RemindType, SettingKind, SettingRow } from "./tables.ts";

type Db = Kysely<PushTables>;

export interface Target {
  readonly kind: SettingKind;
  readonly target: string;
}

/** Undefined: not set. */
export interface Setting {
  readonly type: RemindType | undefined;
  /** `HH:MM-HH:MM`. */
  readonly ignoreInterval: string | undefined;
  /** Epoch milliseconds. */
  readonly ignoreUntil: number | undefined;
}

export interface Profile {
  readonly language: string | undefined;
  readonly timeZone: string | undefined;
  readonly template: string | undefined;
  /** 0: a notice says that there is a message; 1: it shows who wrote what. */
  readonly displayStyle: number | undefined;
}

export const nothingSet: Setting = { type: undefined, ignoreInterval: undefined, ignoreUntil: undefined };

/** What users have set for their conversations, one by one and all together. */
export const settingStore = {
  async find(db: Db, { app, user }: Owner, { kind, target }: Target): Promise<Setting> {
    const row = await db
      .selectFrom("pushSetting")
      .selectAll()
      .where("app", "=", app)
      .where("username", "=", user)
      .where("kind", "=", kind)
      .where("target", "=", target)
      .executeTakeFirst();
    return row === undefined ? nothingSet : toSetting(row);
  },

  /** Those of the targets that have a row. By the primary key. */
  async findSome(
    db: Db,
    { app, user }: Owner,
    kind: SettingKind,
    targets: readonly string[],
  ): Promise<Map<string, Setting>> {
    if (targets.length === 0) return new Map();
    const rows = await db
      .selectFrom("pushSetting")
      .selectAll()
      .where("app", "=", app)
      .where("username", "=", user)
      .where("kind", "=", kind)
      .where("target", "in", targets)
      .execute();
    return new Map(rows.map((row) => [row.target, toSetting(row)]));
  },

  /** What each of the users has set for all conversations, and for this one. By the primary key. */
  async forNotice(
    db: Db,
    app: string,
    { users, conversation }: { users: readonly string[]; conversation: Target },
  ): Promise<Map<string, { own: Setting; conversation: Setting }>> {
    const rows = await db
      .selectFrom("pushSetting")
      .selectAll()
      .where("app", "=", app)
      .where("username", "in", users)
      .where((eb) =>
        eb.or([
          eb.and([eb("kind", "=", conversation.kind), eb("target", "=", conversation.target)]),
          eb.and([eb("kind", "=", "user"), eb("target", "=", eb.ref("username"))]),
        ]),
      )
      .execute();
    const found = new Map(users.map((user) => [user, { own: nothingSet, conversation: nothingSet }]));
    for (const row of rows) {
      const both = found.get(row.username);
      if (both === undefined) continue;
      if (row.kind === "user" && row.target === row.username) both.own = toSetting(row);
      else both.conversation = toSetting(row);
    }
    return found;
  },

  /** How many rows the user has. */
  async count(db: Db, { app, user }: Owner): Promise<number> {
    const { count } = await db
      .selectFrom("pushSetting")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("app", "=", app)
      .where("username", "=", user)
      .executeTakeFirstOrThrow();
    return count;
  },

  async put(db: Db, { app, user }: Owner, { kind, target }: Target, setting: Setting): Promise<void> {
    const values = {
      type: setting.type ?? null,
      ignoreInterval: setting.ignoreInterval ?? null,
      ignoreUntil: setting.ignoreUntil ?? null,
    };
    await db
      .insertInto("pushSetting")
      .values({ app, username: user, kind, target, ...values })
      .onConflict((conflict) => conflict.columns(["app", "username", "kind", "target"]).doUpdateSet(values))
      .execute();
  },

  async remove(db: Db, { app, user }: Owner, { kind, target }: Target): Promise<void> {
    await db
      .deleteFrom("pushSetting")
      .where("app", "=", app)
      .where("username", "=", user)
      .where("kind", "=", kind)
      .where("target", "=", target)
      .execute();
  },

  /** Conversations with a type of their own, by kind and target, behind `after`. By the primary key. */
  typed(db: Db, { app, user }: Owner, page: { after: Target | undefined; limit: number }) {
    const { after, limit } = page;
    return db
      .selectFrom("pushSetting")
      .select(["kind", "target", "type"])
      .where("app", "=", app)
      .where("username", "=", user)
      .where("type", "is not", null)
      .where((eb) => eb.not(eb.and([eb("kind", "=", "user"), eb("target", "=", user)])))
      .$if(after !== undefined, (query) =>
        query.where((eb) =>
          eb.or([
            eb("kind", ">", after?.kind ?? "user"),
            eb.and([eb("kind", "=", after?.kind ?? "user"), eb("target", ">", after?.target ?? "")]),
          ]),
        ),
      )
      .orderBy("kind")
      .orderBy("target")
      .limit(limit)
      .execute();
  },

  async profiles(db: Db, app: string, users: readonly string[]): Promise<Map<string, Profile>> {
    const rows = await db
      .selectFrom("pushProfile")
      .selectAll()
      .where("app", "=", app)
      .where("username", "in", users)
      .execute();
    return new Map(
      rows.map(({ username, language, timeZone, template, displayStyle }) => [
        username,
        {
          language: language ?? undefined,
          timeZone: timeZone ?? undefined,
          template: template ?? undefined,
          displayStyle: displayStyle ?? undefined,
        },
      ]),
    );
  },

  /** Changes the named members; null unsets one. */
  async changeProfile(
    db: Db,
    { app, user }: Owner,
    changes: { language?: string | null; timeZone?: string | null; template?: string | null; displayStyle?: number },
  ): Promise<void> {
    const unset = { language: null, timeZone: null, template: null, displayStyle: null };
    await db
      .insertInto("pushProfile")
      .values({ app, username: user, ...unset, ...changes })
      .onConflict((conflict) => conflict.columns(["app", "username"]).doUpdateSet(changes))
      .execute();
  },

  async forgetUser(db: Db, { app, user }: Owner): Promise<void> {
    await db.deleteFrom("pushSetting").where("app", "=", app).where("username", "=", user).execute();
    await db.deleteFrom("pushProfile").where("app", "=", app).where("username", "=", user).execute();
    await db.deleteFrom("pushBinding").where("app", "=", app).where("username", "=", user).execute();
  },
};

function toSetting({ type, ignoreInterval, ignoreUntil }: SettingRow): Setting {
  return {
    type: type ?? undefined,
    ignoreInterval: ignoreInterval ?? undefined,
    ignoreUntil: ignoreUntil ?? undefined,
  };
}

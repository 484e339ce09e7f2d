import { type ColumnType, type Kysely, sql } from "kysely";

/** A position is a 64-bit integer in the table, written as a bigint and read as text: numbers would lose digits. */
type PositionColumn = ColumnType<string, bigint, bigint>;

/** A row exists only for what the user has read, pinned, marked or deleted. */
export interface ConversationTables {
  conversationState: {
    app: string;
    username: string;
    timeline: string;
    readUpTo: PositionColumn;
    wholeReadUpTo: PositionColumn;
    deletedUpTo: PositionColumn;
    pinnedAt: number | null;
    marks: number;
  };
  /** All conversations of the user were deleted up to here. */
  conversationReset: { app: string; username: string; deletedUpTo: PositionColumn };
}

type Db = Kysely<ConversationTables>;

interface Owner {
  readonly app: string;
  readonly user: string;
}
interface Key extends Owner {
  readonly timeline: string;
}

export interface ReadMark extends Key {
  readonly upTo: string;
  /** "0": no change of what was read as a whole. */
  readonly wholeUpTo: string;
}

export interface ConversationState {
  readonly timeline: string;
  readonly readUpTo: string;
  readonly deletedUpTo: string;
  readonly pinnedAt: number | null;
  /** One bit per mark. */
  readonly marks: number;
}

const untouched = { readUpTo: 0n, wholeReadUpTo: 0n, deletedUpTo: 0n, pinnedAt: null, marks: 0 };

const rowOf = ({ app, user, timeline }: Key) => ({ ...untouched, app, username: user, timeline });

const text = (column: "readUpTo" | "wholeReadUpTo" | "deletedUpTo") => sql<string>`cast(${sql.ref(column)} as text)`;

/** The larger of the stored and the new value: neither engine's `max` function exists on the other. */
const larger = (
  column: "readUpTo" | "wholeReadUpTo" | "deletedUpTo",
  table: "conversationState" | "conversationReset",
) => {
  const stored = sql.ref(`${table}.${column}`);
  const fresh = sql.ref(`excluded.${column}`);
  return sql<bigint>`case when ${fresh} > ${stored} then ${fresh} else ${stored} end`;
};

export const conversationStore = {
  /** Moves read marks forward; those that stand further already stay. One statement: at most some thousand marks. */
  async markRead(db: Db, marks: readonly ReadMark[]): Promise<void> {
    const rows = marks.map((mark) => ({
      ...rowOf(mark),
      readUpTo: BigInt(mark.upTo),
      wholeReadUpTo: BigInt(mark.wholeUpTo),
    }));
    await db
      .insertInto("conversationState")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["app", "username", "timeline"]).doUpdateSet({
          readUpTo: larger("readUpTo", "conversationState"),
          wholeReadUpTo: larger("wholeReadUpTo", "conversationState"),
        }),
      )
      .execute();
  },

  /** "0" when the user never said so. */
  async wholeReadUpTo(db: Db, { app, user, timeline }: Key): Promise<string> {
    const row = await db
      .selectFrom("conversationState")
      .select(text("wholeReadUpTo").as("position"))
      .where("app", "=", app)
      .where("username", "=", user)
      .where("timeline", "=", timeline)
      .executeTakeFirst();
    return row?.position ?? "0";
  },

  /** Of these timelines, those that have a row. Served by the primary key. */
  states(db: Db, { app, user }: Owner, timelines: readonly string[]): Promise<ConversationState[]> {
    return stateQuery(db)
      .where("app", "=", app)
      .where("username", "=", user)
      .where("timeline", "in", timelines)
      .execute();
  },

  /** Those with this bit among their marks, in no order. By the user's range of the primary key. */
  marked(db: Db, { app, user }: Owner, bit: number): Promise<ConversationState[]> {
    return stateQuery(db)
      .where("app", "=", app)
      .where("username", "=", user)
      .where(sql<number>`${sql.ref("marks")} & ${bit}`, "<>", 0)
      .execute();
  },

  /** In no order. Served by `conversation_state_pinned`. */
  pinned(db: Db, { app, user }: Owner): Promise<ConversationState[]> {
    return stateQuery(db)
      .where("app", "=", app)
      .where("username", "=", user)
      .where("pinnedAt", "is not", null)
      .execute();
  },

  /** Null takes the pin away. */
  async pin(db: Db, key: Key, pinnedAt: number | null): Promise<void> {
    await db
      .insertInto("conversationState")
      .values({ ...rowOf(key), pinnedAt })
      .onConflict((conflict) => conflict.columns(["app", "username", "timeline"]).doUpdateSet({ pinnedAt }))
      .execute();
  },

  async setMarks(db: Db, key: Key, marks: number): Promise<void> {
    await db
      .insertInto("conversationState")
      .values({ ...rowOf(key), marks })
      .onConflict((conflict) => conflict.columns(["app", "username", "timeline"]).doUpdateSet({ marks }))
      .execute();
  },

  /** Takes the conversation from the list, with its pin and marks. */
  async remove(db: Db, key: Key, upTo: string): Promise<void> {
    await db
      .insertInto("conversationState")
      .values({ ...rowOf(key), deletedUpTo: BigInt(upTo) })
      .onConflict((conflict) =>
        conflict.columns(["app", "username", "timeline"]).doUpdateSet({
          deletedUpTo: larger("deletedUpTo", "conversationState"),
          pinnedAt: null,
          marks: 0,
        }),
      )
      .execute();
  },

  async removeAll(db: Db, { app, user }: Owner, upTo: string): Promise<void> {
    await db
      .insertInto("conversationReset")
      .values({ app, username: user, deletedUpTo: BigInt(upTo) })
      .onConflict((conflict) =>
        conflict.columns(["app", "username"]).doUpdateSet({ deletedUpTo: larger("deletedUpTo", "conversationReset") }),
      )
      .execute();
    await db
      .updateTable("conversationState")
      .set({ pinnedAt: null, marks: 0 })
      .where("app", "=", app)
      .where("username", "=", user)
      .execute();
  },

  /** Up to where all conversations were deleted at once; "0": never. */
  async resetUpTo(db: Db, { app, user }: Owner): Promise<string> {
    const row = await db
      .selectFrom("conversationReset")
      .select(text("deletedUpTo").as("position"))
      .where("app", "=", app)
      .where("username", "=", user)
      .executeTakeFirst();
    return row?.position ?? "0";
  },

  async forgetUser(db: Db, { app, user }: Owner): Promise<void> {
    await db.deleteFrom("conversationState").where("app", "=", app).where("username", "=", user).execute();
    await db.deleteFrom("conversationReset").where("app", "=", app).where("username", "=", user).execute();
  },
};

function stateQuery(db: Db) {
  return db
    .selectFrom("conversationState")
    .select(["timeline", "pinnedAt", "marks", text("readUpTo").as("readUpTo"), text("deletedUpTo").as("deletedUpTo")]);
}

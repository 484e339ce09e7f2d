import type { Kysely } from "kysely";
import { compareIds } from "../../kernel/ids.ts";

export interface ReactionTables {
  reaction: { app: string; message: string; reaction: string; username: string; id: string };
}

type Db = Kysely<ReactionTables>;

/** One reaction of one message, with everybody who has it, in the order in which they came. */
export interface Reaction {
  /** Of the first of them. */
  readonly id: string;
  readonly reaction: string;
  readonly users: readonly string[];
}

export const reactionStore = {
  /** By message, the oldest reaction first. By the primary key. */
  async of(db: Db, app: string, messages: readonly string[]): Promise<Map<string, Reaction[]>> {
    const found = new Map<string, Reaction[]>();
    if (messages.length === 0) return found;
    const rows = await db
      .selectFrom("reaction")
      .select(["message", "reaction", "username", "id"])
      .where("app", "=", app)
      .where("message", "in", messages)
      .execute();
    rows.sort((a, b) => compareIds(a.id, b.id));
    for (const { message, reaction, username, id } of rows) {
      const reactions = found.get(message) ?? [];
      found.set(message, reactions);
      const known = reactions.find((each) => each.reaction === reaction);
      if (known === undefined) reactions.push({ id, reaction, users: [username] });
      else (known.users as string[]).push(username);
    }
    return found;
  },

  /** False when this user has it already. */
  async add(db: Db, row: ReactionTables["reaction"]): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto("reaction")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  },

  /** False when it was not there. */
  async remove(db: Db, { app, message, reaction, username }: Omit<ReactionTables["reaction"], "id">): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom("reaction")
      .where("app", "=", app)
      .where("message", "=", message)
      .where("reaction", "=", reaction)
      .where("username", "=", username)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  },

  async removeMessages(db: Db, app: string, messages: readonly string[]): Promise<void> {
    await db.deleteFrom("reaction").where("app", "=", app).where("message", "in", messages).execute();
  },

  async forgetUser(db: Db, app: string, username: string): Promise<void> {
    await db.deleteFrom("reaction").where("app", "=", app).where("username", "=", username).execute();
  },
};

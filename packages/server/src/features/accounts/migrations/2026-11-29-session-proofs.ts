import type { Migration } from "../../../kernel/database/database.ts";

/** When who is in a session has last shown who it is. Sessions from before have not. */
export const sessionProofs: Migration = {
  name: "2026-11-29-session-proofs",
  async up(db) {
    await db.schema
      .alterTable("console_session")
      .addColumn("proven_at", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

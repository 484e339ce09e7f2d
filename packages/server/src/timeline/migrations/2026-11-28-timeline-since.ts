import type { Migration } from "../../kernel/database/database.ts";

/** From where on a member receives: who joins a group does not get what was written before. */
export const timelineSince: Migration = {
  name: "2026-11-28-timeline-since",
  async up(db) {
    await db.schema
      .alterTable("timeline_member")
      .addColumn("since", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
  },
};

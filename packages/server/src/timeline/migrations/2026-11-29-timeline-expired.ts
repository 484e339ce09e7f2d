import type { Migration } from "../../kernel/database/database.ts";

/** Up to where an application's messages have been looked at, and those that were too old removed. */
export const timelineExpired: Migration = {
  name: "2026-11-29-timeline-expired",
  async up(db) {
    await db.schema
      .createTable("timeline_expired")
      .addColumn("app", "text", (column) => column.primaryKey())
      .addColumn("up_to", "bigint", (column) => column.notNull())
      .execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createPinTable: Migration = {
  name: "2026-11-28-message-pins",
  async up(db) {
    await db.schema
      .createTable("message_pin")
      .addColumn("timeline", "text", (column) => column.notNull())
      .addColumn("message", "text", (column) => column.notNull())
      .addColumn("operator", "text", (column) => column.notNull())
      .addColumn("pinned_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("message_pin_pk", ["timeline", "message"])
      .execute();
  },
};

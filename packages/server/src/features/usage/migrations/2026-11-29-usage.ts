import type { Migration } from "../../../kernel/database/database.ts";

export const createUsage: Migration = {
  name: "2026-11-29-usage",
  async up(db) {
    await db.schema
      .createTable("usage_day")
      .addColumn("app", "text", (column) => column.notNull())
      // `2026-11-28`, where the application says what time it is.
      .addColumn("date", "text", (column) => column.notNull())
      .addColumn("messages", "integer", (column) => column.notNull())
      .addColumn("peak_online", "integer", (column) => column.notNull())
      // Null: nobody has looked on this day.
      .addColumn("registered", "integer")
      .addPrimaryKeyConstraint("usage_day_key", ["app", "date"])
      .execute();
    // Up to where the log of messages has been counted.
    await db.schema
      .createTable("usage_position")
      .addColumn("node", "integer", (column) => column.primaryKey())
      .addColumn("position", "text", (column) => column.notNull())
      .execute();
  },
};

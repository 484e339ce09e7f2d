import type { Migration } from "../../../kernel/database/database.ts";

export const createApp: Migration = {
  name: "2026-11-25-apps",
  async up(db) {
    await db.schema
      .createTable("app")
      .addColumn("app_key", "text", (column) => column.primaryKey())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("org", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("client_id", "text", (column) => column.notNull())
      .addColumn("sealed_client_secret", "text", (column) => column.notNull())
      // JSON: only what differs from the defaults of the running version.
      .addColumn("settings", "text", (column) => column.notNull())
      .addColumn("is_disabled", "integer", (column) => column.notNull())
      .addColumn("token_epoch", "bigint", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("modified_at", "bigint", (column) => column.notNull())
      .execute();
  },
};

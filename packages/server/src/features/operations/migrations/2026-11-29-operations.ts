import type { Migration } from "../../../kernel/database/database.ts";

export const createOperation: Migration = {
  name: "2026-11-29-operations",
  async up(db) {
    await db.schema
      .createTable("operation")
      // Ordered by time.
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("at", "bigint", (column) => column.notNull())
      // Null: about an account, and so of every organisation it is in.
      .addColumn("org", "text")
      .addColumn("app_key", "text")
      .addColumn("account_id", "text")
      .addColumn("actor", "text", (column) => column.notNull())
      .addColumn("address", "text", (column) => column.notNull())
      .addColumn("action", "text", (column) => column.notNull())
      .addColumn("object", "text", (column) => column.notNull())
      // JSON.
      .addColumn("changes", "text", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("operation_by_org").on("operation").columns(["org", "id"]).execute();
    await db.schema.createIndex("operation_by_account").on("operation").columns(["account_id", "id"]).execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createTestUsers: Migration = {
  name: "2026-11-29-test-users",
  async up(db) {
    // Users that the console has made for a test, and when they go.
    await db.schema
      .createTable("console_test_user")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("console_test_user_key", ["app", "username"])
      .execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createRemovedAccount: Migration = {
  name: "2026-11-25-removed-accounts",
  async up(db) {
    // Removed accounts whose messages and conversations have not been forgotten yet.
    await db.schema
      .createTable("removed_account")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("removed_account_pk", ["app", "username"])
      .execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createAccount: Migration = {
  name: "2026-11-25-users",
  async up(db) {
    await db.schema
      .createTable("account")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("uuid", "text", (column) => column.notNull())
      .addColumn("nickname", "text")
      // PHC string; null: the account has no password and cannot log in by one.
      .addColumn("password_hash", "text")
      .addColumn("is_active", "integer", (column) => column.notNull())
      .addColumn("token_epoch", "bigint", (column) => column.notNull())
      .addColumn("signed_out_at", "bigint")
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("modified_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("account_pk", ["app", "username"])
      .execute();
  },
};

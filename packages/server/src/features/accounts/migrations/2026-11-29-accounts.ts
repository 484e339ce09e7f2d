import type { Migration } from "../../../kernel/database/database.ts";

export const createConsoleAccounts: Migration = {
  name: "2026-11-29-accounts",
  async up(db) {
    await db.schema
      .createTable("console_account")
      .addColumn("id", "text", (column) => column.primaryKey())
      // In lower case.
      .addColumn("email", "text", (column) => column.notNull().unique())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("language", "text", (column) => column.notNull())
      .addColumn("password_hash", "text", (column) => column.notNull())
      .addColumn("confirmed_at", "bigint")
      .addColumn("sealed_totp_secret", "text")
      // Null: the secret has been made and no code of it seen yet.
      .addColumn("totp_since", "bigint")
      // The newest time step whose code has been used: no code opens twice.
      .addColumn("totp_last_step", "bigint", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("console_recovery_code")
      .addColumn("account_id", "text", (column) => column.notNull())
      .addColumn("code_hash", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("console_recovery_code_key", ["account_id", "code_hash"])
      .execute();
    await db.schema
      .createTable("console_session")
      // What the browser keeps is not in the database.
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("id", "text", (column) => column.notNull().unique())
      .addColumn("account_id", "text", (column) => column.notNull())
      .addColumn("address", "text", (column) => column.notNull())
      .addColumn("user_agent", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("last_seen_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("console_session_by_account").on("console_session").column("account_id").execute();
    await db.schema
      .createTable("console_link")
      .addColumn("token_hash", "text", (column) => column.primaryKey())
      .addColumn("purpose", "text", (column) => column.notNull())
      .addColumn("account_id", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("console_login_failure")
      // A hash of the address that was typed, whether there is such an account or not.
      .addColumn("email_hash", "text", (column) => column.primaryKey())
      .addColumn("failures", "integer", (column) => column.notNull())
      .addColumn("locked_until", "bigint", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
  },
};

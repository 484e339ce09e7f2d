import type { Migration } from "../../../kernel/database/database.ts";

export const indexAccountsByAge: Migration = {
  name: "2026-11-28-users-by-age",
  async up(db) {
    // Lists of an application's users, oldest first, and their number.
    await db.schema.createIndex("account_by_age").on("account").columns(["app", "created_at", "username"]).execute();
  },
};

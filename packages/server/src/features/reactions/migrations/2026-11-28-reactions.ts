import type { Migration } from "../../../kernel/database/database.ts";

export const createReactionTable: Migration = {
  name: "2026-11-28-reactions",
  async up(db) {
    await db.schema
      .createTable("reaction")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("message", "text", (column) => column.notNull())
      .addColumn("reaction", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      // Its place in the order of reactions, and its id.
      .addColumn("id", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("reaction_pk", ["app", "message", "reaction", "username"])
      .execute();
    // Serves the removal of accounts.
    await db.schema.createIndex("reaction_of_user").on("reaction").columns(["app", "username"]).execute();
  },
};

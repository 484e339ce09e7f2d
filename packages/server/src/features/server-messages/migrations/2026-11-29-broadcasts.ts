import type { Migration } from "../../../kernel/database/database.ts";

export const createBroadcastTable: Migration = {
  name: "2026-11-29-broadcasts",
  async up(db) {
    await db.schema
      .createTable("broadcast")
      .addColumn("app", "text", (column) => column.notNull())
      // A number that clients of JavaScript can hold: it is answered as one.
      .addColumn("id", "bigint", (column) => column.notNull())
      .addColumn("audience", "text", (column) => column.notNull())
      .addColumn("sender", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      // The encoded body.
      .addColumn("body", "blob", (column) => column.notNull())
      .addColumn("priority", "text", (column) => column.notNull())
      // The last user or room that has it; null: none yet.
      .addColumn("position", "text")
      .addColumn("is_done", "integer", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("broadcast_pk", ["app", "id"])
      .execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createThreadTable: Migration = {
  name: "2026-11-28-threads",
  async up(db) {
    // What a thread is besides a muc: which message of which group it hangs on.
    await db.schema
      .createTable("chat_thread")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("id", "text", (column) => column.notNull())
      .addColumn("parent", "text", (column) => column.notNull())
      .addColumn("message", "text", (column) => column.notNull())
      .addColumn("message_count", "integer", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("chat_thread_pk", ["app", "id"])
      // A message has one thread.
      .addUniqueConstraint("chat_thread_message", ["app", "message"])
      .execute();
    // Serves the lists of a group's threads.
    await db.schema.createIndex("chat_thread_of_group").on("chat_thread").columns(["app", "parent", "id"]).execute();
  },
};

import { sql } from "kysely";
import type { Migration } from "../../../kernel/database/database.ts";

export const createConversationTables: Migration = {
  name: "2026-11-25-conversations",
  async up(db) {
    await db.schema
      .createTable("conversation_state")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("timeline", "text", (column) => column.notNull())
      .addColumn("read_up_to", "bigint", (column) => column.notNull())
      .addColumn("whole_read_up_to", "bigint", (column) => column.notNull())
      .addColumn("deleted_up_to", "bigint", (column) => column.notNull())
      // Null: not pinned.
      .addColumn("pinned_at", "bigint")
      // One bit per mark.
      .addColumn("marks", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("conversation_state_pk", ["app", "username", "timeline"])
      .execute();
    await db.schema
      .createIndex("conversation_state_pinned")
      .on("conversation_state")
      .columns(["app", "username", "pinned_at"])
      .where(sql.ref("pinned_at"), "is not", null)
      .execute();
    await db.schema
      .createTable("conversation_reset")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("deleted_up_to", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("conversation_reset_pk", ["app", "username"])
      .execute();
  },
};

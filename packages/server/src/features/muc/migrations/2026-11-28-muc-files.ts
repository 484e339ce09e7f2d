import type { Migration } from "../../../kernel/database/database.ts";

/** The shared files of groups and rooms. The bytes are attachments like others, under a uuid that is never told. */
export const createMucFileTable: Migration = {
  name: "2026-11-28-muc-shared-files",
  async up(db) {
    await db.schema
      .createTable("muc_file")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("id", "text", notNull)
      .addColumn("attachment", "text", notNull)
      .addColumn("name", "text", notNull)
      .addColumn("owner", "text", notNull)
      .addColumn("size", "bigint", notNull)
      .addColumn("created_at", "bigint", notNull)
      // Null: kept for ever.
      .addColumn("expires_at", "bigint")
      .addPrimaryKeyConstraint("muc_file_pk", ["app", "muc", "id"])
      .execute();
    // Serves the list, newest first.
    await db.schema
      .createIndex("muc_file_by_time")
      .on("muc_file")
      .columns(["app", "muc", "created_at", "id"])
      .execute();
  },
};

const notNull = <Column extends { notNull(): Column }>(column: Column): Column => column.notNull();

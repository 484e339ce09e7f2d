import type { Migration } from "../../../kernel/database/database.ts";

export const createReport: Migration = {
  name: "2026-11-28-reports",
  async up(db) {
    await db.schema
      .createTable("report")
      .addColumn("app", "text", (column) => column.notNull())
      // From the sequence of message ids, so that it is in the order of the reports.
      .addColumn("id", "bigint", (column) => column.notNull())
      .addColumn("message_id", "bigint", (column) => column.notNull())
      // Null: the reporter's account is removed.
      .addColumn("reporter", "text")
      .addColumn("tag", "text", (column) => column.notNull())
      .addColumn("reason", "text", (column) => column.notNull())
      .addColumn("timeline", "text", (column) => column.notNull())
      // The message as the reporter saw it: it may be recalled or edited later.
      .addColumn("meta", "blob", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("reported_at", "bigint", (column) => column.notNull())
      .addColumn("handled_at", "bigint")
      .addPrimaryKeyConstraint("report_pk", ["app", "id"])
      .execute();
    // One report of a message by a user; also finds what a user has reported.
    await db.schema
      .createIndex("report_once")
      .on("report")
      .columns(["app", "reporter", "message_id"])
      .unique()
      .execute();
    await db.schema.createIndex("report_state").on("report").columns(["app", "state", "id"]).execute();
  },
};

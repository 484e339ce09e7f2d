import type { Migration } from "../../../kernel/database/database.ts";

export const createRtcUid: Migration = {
  name: "2026-11-28-rtc",
  async up(db) {
    await db.schema
      .createTable("rtc_uid")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("uid", "integer", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("rtc_uid_pk", ["app", "uid"])
      .execute();
    await db.schema.createIndex("rtc_uid_user").on("rtc_uid").columns(["app", "username"]).unique().execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createAlipayUser: Migration = {
  name: "2026-11-29-alipay",
  async up(db) {
    await db.schema
      .createTable("alipay_user")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("program", "text", (column) => column.notNull())
      .addColumn("kind", "text", (column) => column.notNull())
      .addColumn("alipay_id", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("uuid", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("alipay_user_pk", ["app", "program", "kind", "alipay_id"])
      .execute();
    await db.schema.createIndex("alipay_user_name").on("alipay_user").columns(["app", "username"]).execute();
  },
};

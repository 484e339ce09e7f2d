import type { Migration } from "../../../kernel/database/database.ts";

export const createAlipaySubscription: Migration = {
  name: "2026-11-29-alipay-subscriptions",
  async up(db) {
    await db.schema
      .createTable("alipay_subscription")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("template", "text", (column) => column.notNull())
      // NULL: to all that come.
      .addColumn("messages", "integer")
      .addPrimaryKeyConstraint("alipay_subscription_pk", ["app", "username", "template"])
      .execute();
  },
};

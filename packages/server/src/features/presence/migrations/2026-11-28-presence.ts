import type { Migration } from "../../../kernel/database/database.ts";

/** Which devices are online is in no table: after a crash nobody may seem to be. */
export const createPresenceTables: Migration = {
  name: "2026-11-28-presence",
  async up(db) {
    await db.schema
      .createTable("presence_text")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("text", "text", (column) => column.notNull())
      .addColumn("published_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("presence_text_pk", ["app", "username"])
      .execute();
    await db.schema
      .createTable("presence_subscription")
      .addColumn("app", "text", (column) => column.notNull())
      // Who wants to know.
      .addColumn("username", "text", (column) => column.notNull())
      // Of whom.
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("presence_subscription_pk", ["app", "username", "target"])
      .execute();
    await db.schema
      .createIndex("presence_subscription_target")
      .on("presence_subscription")
      .columns(["app", "target", "expires_at"])
      .execute();
    await db.schema
      .createIndex("presence_subscription_expiry")
      .on("presence_subscription")
      .columns(["expires_at"])
      .execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createPushTables: Migration = {
  name: "2026-11-28-push",
  async up(db) {
    // One row per conversation a user has a setting for, and one for all of the user's conversations.
    await db.schema
      .createTable("push_setting")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      // `user` or `chatgroup`.
      .addColumn("kind", "text", (column) => column.notNull())
      // The other user, the group, or the user: all conversations.
      .addColumn("target", "text", (column) => column.notNull())
      // Null: as for all conversations.
      .addColumn("type", "text")
      .addColumn("ignore_interval", "text")
      .addColumn("ignore_until", "bigint")
      .addPrimaryKeyConstraint("push_setting_pk", ["app", "username", "kind", "target"])
      .execute();
    await db.schema
      .createTable("push_profile")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("language", "text")
      .addColumn("time_zone", "text")
      .addColumn("template", "text")
      .addColumn("display_style", "integer")
      .addPrimaryKeyConstraint("push_profile_pk", ["app", "username"])
      .execute();
    await db.schema
      .createTable("push_binding")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("device_id", "text", (column) => column.notNull())
      .addColumn("notifier_name", "text", (column) => column.notNull())
      .addColumn("device_token", "text", (column) => column.notNull())
      .addColumn("bound_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("push_binding_pk", ["app", "username", "device_id", "notifier_name"])
      .execute();
    await db.schema
      .createIndex("push_binding_token")
      .on("push_binding")
      .columns(["app", "notifier_name", "device_token"])
      .execute();
    await db.schema
      .createTable("push_template")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("title_pattern", "text", (column) => column.notNull())
      .addColumn("content_pattern", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("updated_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("push_template_pk", ["app", "name"])
      .execute();
  },
};

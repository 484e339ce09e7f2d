import type { Migration } from "../../../kernel/database/database.ts";

/** Groups and chat rooms are the same thing in the store: they share their ids, their roles and their lists. */
export const createMucTables: Migration = {
  name: "2026-11-28-muc",
  async up(db) {
    await db.schema
      .createTable("muc")
      .addColumn("app", "text", notNull)
      .addColumn("id", "text", notNull)
      .addColumn("type", "text", notNull)
      .addColumn("name", "text", notNull)
      .addColumn("description", "text", notNull)
      .addColumn("avatar", "text", notNull)
      .addColumn("custom", "text", notNull)
      .addColumn("announcement", "text", notNull)
      .addColumn("owner", "text", notNull)
      .addColumn("max_users", "integer", notNull)
      .addColumn("is_public", "integer", notNull)
      .addColumn("needs_approval", "integer", notNull)
      .addColumn("allows_invites", "integer", notNull)
      .addColumn("invites_need_consent", "integer", notNull)
      .addColumn("is_muted", "integer", notNull)
      .addColumn("is_disabled", "integer", notNull)
      .addColumn("member_count", "integer", notNull)
      .addColumn("created_at", "bigint", notNull)
      .addColumn("modified_at", "bigint", notNull)
      .addPrimaryKeyConstraint("muc_pk", ["app", "id"])
      .execute();
    // Serves the lists of public groups and of rooms.
    await db.schema.createIndex("muc_listed").on("muc").columns(["app", "type", "is_public", "id"]).execute();

    await db.schema
      .createTable("muc_member")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("username", "text", notNull)
      .addColumn("role", "text", notNull)
      .addColumn("joined_at", "bigint", notNull)
      // The member does not want this group's messages.
      .addColumn("is_shielded", "integer", notNull)
      .addPrimaryKeyConstraint("muc_member_pk", ["app", "muc", "username"])
      .execute();
    // Serves the lists of what a user has joined.
    await db.schema
      .createIndex("muc_member_of_user")
      .on("muc_member")
      .columns(["app", "username", "joined_at", "muc"])
      .execute();

    // Who may not speak until a time, who may always speak, who may not come in. They outlast membership.
    for (const list of ["muc_mute", "muc_allow", "muc_block"]) {
      await db.schema
        .createTable(list)
        .addColumn("app", "text", notNull)
        .addColumn("muc", "text", notNull)
        .addColumn("username", "text", notNull)
        .addColumn("until", "bigint", notNull)
        .addPrimaryKeyConstraint(`${list}_pk`, ["app", "muc", "username"])
        .execute();
    }
  },
};

const notNull = <Column extends { notNull(): Column }>(column: Column): Column => column.notNull();

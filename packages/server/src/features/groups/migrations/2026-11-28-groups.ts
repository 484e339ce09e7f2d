import type { Migration } from "../../../kernel/database/database.ts";

/** What is about groups alone; the groups themselves are in the tables of `muc`. */
export const createGroupTables: Migration = {
  name: "2026-11-28-groups",
  async up(db) {
    // Open invitations: a user may be invited by several members.
    await db.schema
      .createTable("group_invitation")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("username", "text", notNull)
      .addColumn("inviter", "text", notNull)
      .addColumn("invited_at", "bigint", notNull)
      .addPrimaryKeyConstraint("group_invitation_pk", ["app", "muc", "username", "inviter"])
      .execute();
    await db.schema
      .createIndex("group_invitation_of_user")
      .on("group_invitation")
      .columns(["app", "username"])
      .execute();
    await db.schema
      .createIndex("group_invitation_by_inviter")
      .on("group_invitation")
      .columns(["app", "inviter"])
      .execute();

    // Open applications to join.
    await db.schema
      .createTable("group_application")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("username", "text", notNull)
      .addColumn("reason", "text", notNull)
      .addColumn("applied_at", "bigint", notNull)
      .addPrimaryKeyConstraint("group_application_pk", ["app", "muc", "username"])
      .execute();
    await db.schema
      .createIndex("group_application_of_user")
      .on("group_application")
      .columns(["app", "username"])
      .execute();

    // What a member says of itself in one group. It goes when the member comes again.
    await db.schema
      .createTable("group_member_attribute")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("username", "text", notNull)
      .addColumn("name", "text", notNull)
      .addColumn("value", "text", notNull)
      .addPrimaryKeyConstraint("group_member_attribute_pk", ["app", "muc", "username", "name"])
      .execute();

    // Who has read a message that asks for it, and how many these are.
    await db.schema
      .createTable("group_read_receipt")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("message", "text", notNull)
      .addColumn("username", "text", notNull)
      .addColumn("content", "text", notNull)
      .addColumn("read_at", "bigint", notNull)
      .addPrimaryKeyConstraint("group_read_receipt_pk", ["app", "muc", "message", "username"])
      .execute();
    await db.schema
      .createTable("group_receipt_count")
      .addColumn("app", "text", notNull)
      .addColumn("muc", "text", notNull)
      .addColumn("message", "text", notNull)
      .addColumn("sender", "text", notNull)
      .addColumn("readers", "integer", notNull)
      .addColumn("changed_at", "bigint", notNull)
      .addPrimaryKeyConstraint("group_receipt_count_pk", ["app", "muc", "message"])
      .execute();
    // Serves what a device is told when it comes back.
    await db.schema
      .createIndex("group_receipt_count_of_sender")
      .on("group_receipt_count")
      .columns(["app", "sender", "changed_at"])
      .execute();
    // Up to when a device of the sender has been told.
    await db.schema
      .createTable("group_receipt_mark")
      .addColumn("app", "text", notNull)
      .addColumn("username", "text", notNull)
      .addColumn("resource", "text", notNull)
      .addColumn("told_at", "bigint", notNull)
      .addPrimaryKeyConstraint("group_receipt_mark_pk", ["app", "username", "resource"])
      .execute();
  },
};

const notNull = <Column extends { notNull(): Column }>(column: Column): Column => column.notNull();

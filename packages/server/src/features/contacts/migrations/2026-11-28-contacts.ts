import type { Migration } from "../../../kernel/database/database.ts";

export const createContactTables: Migration = {
  name: "2026-11-28-contacts",
  async up(db) {
    // Two rows for two contacts, one for each side, written and deleted together.
    await db.schema
      .createTable("contact")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("peer", "text", (column) => column.notNull())
      // What the user has noted about the peer; "": nothing.
      .addColumn("remark", "text", (column) => column.notNull())
      .addColumn("added_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("contact_pk", ["app", "username", "peer"])
      .execute();
    // Open invitations only; `username` is who was invited.
    await db.schema
      .createTable("contact_invitation")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("inviter", "text", (column) => column.notNull())
      .addColumn("invited_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("contact_invitation_pk", ["app", "username", "inviter"])
      .execute();
    await db.schema
      .createIndex("contact_invitation_inviter")
      .on("contact_invitation")
      .columns(["app", "inviter"])
      .execute();
    await db.schema
      .createTable("blocked_user")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addColumn("blocked", "text", (column) => column.notNull())
      .addColumn("blocked_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("blocked_user_pk", ["app", "username", "blocked"])
      .execute();
    // For an account that is removed: on whose lists it is.
    await db.schema.createIndex("blocked_user_blocked").on("blocked_user").columns(["app", "blocked"]).execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createRoomTables: Migration = {
  name: "2026-11-28-rooms",
  async up(db) {
    // Who may create rooms with a user's token.
    await db.schema
      .createTable("room_super_admin")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("room_super_admin_pk", ["app", "username"])
      .execute();
    await db.schema
      .createTable("room_attribute")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("room", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("value", "text", (column) => column.notNull())
      // Who set it; only this user changes it without force.
      .addColumn("owner", "text", (column) => column.notNull())
      // It goes when its owner leaves the room.
      .addColumn("auto_delete", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("room_attribute_pk", ["app", "room", "name"])
      .execute();
  },
};

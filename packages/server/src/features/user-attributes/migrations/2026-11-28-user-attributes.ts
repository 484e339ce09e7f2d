import type { Migration } from "../../../kernel/database/database.ts";

export const createUserAttributes: Migration = {
  name: "2026-11-28-user-attributes",
  async up(db) {
    await db.schema
      .createTable("user_attributes")
      .addColumn("app", "text", (column) => column.notNull())
      .addColumn("username", "text", (column) => column.notNull())
      // A JSON object of texts: they are read together and written together.
      .addColumn("attributes", "text", (column) => column.notNull())
      // Of keys and values, in UTF-8: what counts against the limit.
      .addColumn("bytes", "integer", (column) => column.notNull())
      .addPrimaryKeyConstraint("user_attributes_pk", ["app", "username"])
      .execute();
    // For the sum of an application, without reading the attributes.
    await db.schema.createIndex("user_attributes_bytes").on("user_attributes").columns(["app", "bytes"]).execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createFileTables: Migration = {
  name: "2026-11-25-files",
  async up(db) {
    await db.schema
      .createTable("file")
      .addColumn("app", "text", (c) => c.notNull())
      .addColumn("uuid", "text", (c) => c.notNull())
      .addColumn("owner", "text")
      .addColumn("secret", "text", (c) => c.notNull())
      .addColumn("name", "text")
      .addColumn("content_type", "text", (c) => c.notNull())
      .addColumn("size", "bigint", (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .addColumn("thumbnail_width", "integer", (c) => c.notNull())
      .addColumn("thumbnail_height", "integer", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("expires_at", "bigint")
      .addColumn("released_at", "bigint")
      .addPrimaryKeyConstraint("file_pk", ["app", "uuid"])
      .execute();
    await db.schema.createIndex("file_by_hash").on("file").columns(["hash", "released_at"]).execute();
    await db.schema.createIndex("file_by_expiry").on("file").columns(["expires_at"]).execute();

    await db.schema
      .createTable("file_rendition")
      .addColumn("source_hash", "text", (c) => c.notNull())
      .addColumn("width", "integer", (c) => c.notNull())
      .addColumn("height", "integer", (c) => c.notNull())
      .addColumn("hash", "text")
      .addColumn("size", "bigint", (c) => c.notNull())
      .addColumn("content_type", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("file_rendition_pk", ["source_hash", "width", "height"])
      .execute();
    await db.schema.createIndex("file_rendition_by_hash").on("file_rendition").columns(["hash"]).execute();

    await db.schema
      .createTable("file_upload")
      .addColumn("app", "text", (c) => c.notNull())
      .addColumn("uuid", "text", (c) => c.notNull())
      .addColumn("owner", "text")
      .addColumn("expires_at", "bigint", (c) => c.notNull())
      .addPrimaryKeyConstraint("file_upload_pk", ["app", "uuid"])
      .execute();
    await db.schema.createIndex("file_upload_by_owner").on("file_upload").columns(["app", "owner"]).execute();
    await db.schema.createIndex("file_upload_by_expiry").on("file_upload").columns(["expires_at"]).execute();

    await db.schema
      .createTable("file_part")
      .addColumn("app", "text", (c) => c.notNull())
      .addColumn("uuid", "text", (c) => c.notNull())
      .addColumn("number", "integer", (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .addColumn("size", "bigint", (c) => c.notNull())
      .addColumn("name", "text")
      .addColumn("content_type", "text")
      .addPrimaryKeyConstraint("file_part_pk", ["app", "uuid", "number"])
      .execute();
    await db.schema.createIndex("file_part_by_hash").on("file_part").columns(["hash"]).execute();

    await db.schema
      .createTable("file_loose_blob")
      .addColumn("hash", "text", (c) => c.primaryKey())
      .execute();
  },
};

import type { Migration } from "../../../kernel/database/database.ts";

export const createStreamTables: Migration = {
  name: "2026-11-29-streams",
  async up(db) {
    await db.schema
      .createTable("stream")
      .addColumn("key", "text", (column) => column.primaryKey())
      .addColumn("app", "text", (column) => column.notNull())
      // Null until the message is stored.
      .addColumn("message", "text")
      // Null: nobody is there to receive it.
      .addColumn("timeline", "text")
      .addColumn("place_type", "text", (column) => column.notNull())
      .addColumn("target", "text", (column) => column.notNull())
      .addColumn("sender", "text", (column) => column.notNull())
      .addColumn("stream_type", "text", (column) => column.notNull())
      // The encoded body without what changes from chunk to chunk.
      .addColumn("head", "blob", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      // As the caller counts.
      .addColumn("last_seq", "integer", (column) => column.notNull())
      .addColumn("chunks", "integer", (column) => column.notNull())
      .addColumn("bytes", "integer", (column) => column.notNull())
      .addColumn("started_at", "bigint", (column) => column.notNull())
      .addColumn("chunk_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("stream_message").on("stream").columns(["app", "message"]).execute();
    // Serves the look for streams that are over, and for ended ones to be forgotten.
    await db.schema.createIndex("stream_state").on("stream").columns(["state", "chunk_at"]).execute();
    await db.schema
      .createTable("stream_chunk")
      .addColumn("stream", "text", (column) => column.notNull())
      .addColumn("place", "integer", (column) => column.notNull())
      .addColumn("text", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("stream_chunk_pk", ["stream", "place"])
      .execute();
  },
};

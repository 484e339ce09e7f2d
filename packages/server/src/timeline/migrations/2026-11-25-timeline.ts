import { type CreateTableBuilder, sql } from "kysely";
import type { Migration } from "../../kernel/database/database.ts";

export const timeline: Migration = {
  name: "2026-11-25-timeline",
  async up(db) {
    // The log: one row per message whatever the audience, in the order of acceptance, so that appending touches only the
    // last page. An integer primary key is the row's own address; there is no second tree.
    await db.schema
      .createTable("timeline_entry")
      .addColumn("id", "integer", (column) => column.primaryKey())
      .addColumn("slot", "integer", notNull)
      .addColumn("timeline", "text", notNull)
      .addColumn("at", "bigint", notNull)
      .addColumn("kind", "text", notNull)
      .addColumn("sender", "text", notNull)
      .addColumn("resource", "text", notNull)
      .addColumn("ref", "bigint")
      .addColumn("audience", "text")
      .addColumn("audience_resource", "text")
      .addColumn("edits", "integer", notNull)
      .addColumn("once_slot", "integer")
      .addColumn("digest", "text")
      .addColumn("meta", "blob", notNull)
      .execute();
    // Which entries a timeline has, in order, and which of them speak of a message. They follow the log at a distance:
    // see sqlite/backlog.ts.
    await clustered(
      db.schema
        .createTable("timeline_index")
        .addColumn("slot", "integer", notNull)
        .addColumn("timeline", "text", notNull)
        .addColumn("id", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_index_key", ["slot", "timeline", "id"]),
    );
    await clustered(
      db.schema
        .createTable("timeline_ref")
        .addColumn("slot", "integer", notNull)
        .addColumn("timeline", "text", notNull)
        .addColumn("ref", "bigint", notNull)
        .addColumn("id", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_ref_key", ["slot", "timeline", "ref", "id"]),
    );

    // What recognises a resend: a digest of who sent what, and the id and time of the first. `slot` is the sender's.
    await clustered(
      db.schema
        .createTable("timeline_once")
        .addColumn("slot", "integer", notNull)
        .addColumn("digest", "text", notNull)
        .addColumn("id", "bigint", notNull)
        .addColumn("at", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_once_key", ["slot", "digest"]),
    );

    // Which timelines a user has. `slot` is the user's, `timeline_slot` the timeline's.
    await clustered(
      db.schema
        .createTable("timeline_member")
        .addColumn("slot", "integer", notNull)
        .addColumn("app", "text", notNull)
        .addColumn("username", "text", notNull)
        .addColumn("timeline", "text", notNull)
        .addColumn("timeline_slot", "integer", notNull)
        .addPrimaryKeyConstraint("timeline_member_key", ["slot", "app", "username", "timeline"]),
    );

    // `base`: everything up to there has been received, in all timelines. A row with floor = 1 stands for the devices
    // that were forgotten; its resource is empty.
    await clustered(
      db.schema
        .createTable("timeline_device")
        .addColumn("slot", "integer", notNull)
        .addColumn("app", "text", notNull)
        .addColumn("username", "text", notNull)
        .addColumn("floor", "integer", notNull)
        .addColumn("resource", "text", notNull)
        .addColumn("id", "bigint", notNull)
        .addColumn("base", "bigint", notNull)
        .addColumn("seen_at", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_device_key", ["slot", "app", "username", "floor", "resource"]),
    );
    // Serves `forgetDevices`.
    await db.schema.createIndex("timeline_device_seen").on("timeline_device").columns(["floor", "seen_at"]).execute();

    // Where a device stands in the timelines in which it has received more than its base says.
    await clustered(
      db.schema
        .createTable("timeline_cursor")
        .addColumn("slot", "integer", notNull)
        .addColumn("device", "bigint", notNull)
        .addColumn("timeline", "text", notNull)
        .addColumn("position", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_cursor_key", ["slot", "device", "timeline"]),
    );

    await clustered(
      db.schema
        .createTable("timeline_hidden")
        .addColumn("slot", "integer", notNull)
        .addColumn("timeline", "text", notNull)
        .addColumn("username", "text", notNull)
        .addColumn("id", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_hidden_key", ["slot", "timeline", "username", "id"]),
    );
    // A user's view of a timeline begins after `up_to`.
    await clustered(
      db.schema
        .createTable("timeline_hidden_before")
        .addColumn("slot", "integer", notNull)
        .addColumn("timeline", "text", notNull)
        .addColumn("username", "text", notNull)
        .addColumn("up_to", "bigint", notNull)
        .addPrimaryKeyConstraint("timeline_hidden_before_key", ["slot", "timeline", "username"]),
    );

    // Where the ids of a node continue after a restart, how far its clock has ever gone back, and up to where the log is
    // in timeline_index, timeline_ref and timeline_once.
    await clustered(
      db.schema
        .createTable("timeline_node")
        .addColumn("node", "integer", (column) => column.primaryKey())
        .addColumn("last_id", "bigint", notNull)
        .addColumn("skew_ms", "bigint", notNull)
        .addColumn("indexed_up_to", "bigint", notNull),
    );
  },
};

const notNull = <Column extends { notNull(): Column }>(column: Column): Column => column.notNull();

/** SQLite stores the rows in the tree of the primary key only when it is told to. */
function clustered(table: CreateTableBuilder<string, string>): Promise<void> {
  return table.modifyEnd(sql`without rowid`).execute();
}

import type { Migration } from "../../../kernel/database/database.ts";

export const createOrganisations: Migration = {
  name: "2026-11-29-organisations",
  async up(db) {
    await db.schema
      .createTable("organisation")
      // The first half of the keys of its applications.
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("title", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("organisation_member")
      .addColumn("org", "text", (column) => column.notNull())
      .addColumn("account_id", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("remark", "text", (column) => column.notNull())
      .addColumn("since", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("organisation_member_key", ["org", "account_id"])
      .execute();
    await db.schema
      .createIndex("organisation_member_by_account")
      .on("organisation_member")
      .column("account_id")
      .execute();
    await db.schema
      .createTable("organisation_invitation")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("org", "text", (column) => column.notNull())
      .addColumn("email", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("remark", "text", (column) => column.notNull())
      .addColumn("token_hash", "text", (column) => column.notNull().unique())
      .addColumn("invited_by", "text", (column) => column.notNull())
      .addColumn("created_at", "bigint", (column) => column.notNull())
      .addColumn("expires_at", "bigint", (column) => column.notNull())
      .addUniqueConstraint("organisation_invitation_key", ["org", "email"])
      .execute();
  },
};

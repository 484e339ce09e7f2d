import type { Migration } from "../../../kernel/database/database.ts";

export const describeApps: Migration = {
  name: "2026-11-29-apps-of-the-console",
  async up(db) {
    const table = () => db.schema.alterTable("app");
    await table()
      .addColumn("title", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await table()
      .addColumn("description", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await table()
      .addColumn("time_zone", "text", (column) => column.notNull().defaultTo("Asia/Shanghai"))
      .execute();
    // "": the one of the node that looks, for applications from before there were several.
    await table()
      .addColumn("data_centre", "text", (column) => column.notNull().defaultTo(""))
      .execute();
    await table().addColumn("deletes_at", "bigint").execute();
    // The row stays, so that nobody gets the key, and what is stored under it, again.
    await table().addColumn("deleted_at", "bigint").execute();
    await table()
      .addColumn("secret_made_at", "bigint", (column) => column.notNull().defaultTo(0))
      .execute();
    await table().addColumn("sealed_previous_secret", "text").execute();
    await table().addColumn("previous_secret_until", "bigint").execute();
    await db.schema.createIndex("app_by_org").on("app").columns(["org", "name"]).execute();
  },
};

import { sql } from "kysely";
import type { Migration } from "../../../kernel/database/database.ts";

/** In a database of its own: it can be deleted, and is then made anew from the record. */
export const createSearchTables: Migration = {
  name: "2026-11-28-search",
  async up(db) {
    // Keeps no text, only where tokens occur; the row's number is the message's id. Tokens come apart by spaces, and how
    // they are made is words.ts's business: nothing is folded here.
    await sql`create virtual table message_search using fts5(
      facets, body, content = '', contentless_delete = 1,
      tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'")`.execute(db);
    await db.schema
      .createTable("search_position")
      .addColumn("name", "text", (column) => column.primaryKey())
      .addColumn("up_to", "bigint", (column) => column.notNull())
      .execute();
  },
};

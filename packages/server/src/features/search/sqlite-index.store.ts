import { type Kysely, sql } from "kysely";
import type { Database } from "../../kernel/database/database.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import type { Position } from "../../timeline/index.ts";
import { createSearchTables } from "./migrations/2026-11-28-search.ts";
import type { Document, IndexQuery, SearchIndex } from "./search-index.ts";
import type { Phrase } from "./words.ts";

interface SearchTables {
  searchPosition: { name: string; upTo: string };
}

/** There is one log. */
const NAME = "log";
const ROWS_PER_STATEMENT = 100;

/**
 * The index as a database of its own, with a thread of its own: neither filling it nor asking it holds up a message.
 * `dir` as for `openSqlite`.
 */
export async function openSqliteIndex(dir: string | ":memory:"): Promise<SearchIndex> {
  return new SqliteIndex(await openSqlite({ dir, migrations: [createSearchTables] }));
}

class SqliteIndex implements SearchIndex {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  async position(): Promise<Position> {
    const row = await this.database
      .query<SearchTables>()
      .selectFrom("searchPosition")
      .select(sql<string>`cast(up_to as text)`.as("upTo"))
      .where("name", "=", NAME)
      .executeTakeFirst();
    return row?.upTo ?? "0";
  }

  async apply({ put, remove, upTo }: Parameters<SearchIndex["apply"]>[0]): Promise<void> {
    const kept = put.filter(({ tokens, facets }) => tokens.length + facets.length > 0);
    await this.database.inTransaction(async (tx) => {
      const db = tx.query<SearchTables>();
      await deleteRows(db, [...put.map(({ id }) => id), ...remove]);
      for (const some of chunks(kept)) await insertRows(db, some);
      // Those that were put and recalled in the same batch.
      await deleteRows(db, remove);
      await db
        .insertInto("searchPosition")
        .values({ name: NAME, upTo })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ upTo }))
        .execute();
    });
  }

  async remove(ids: readonly Position[]): Promise<void> {
    await this.database.inTransaction((tx) => deleteRows(tx.query<SearchTables>(), ids));
  }

  async find({ facets, phrases, after, before, limit }: IndexQuery): Promise<Position[]> {
    const groups = facets.map((group) => `facets : (${group.map(quoted).join(" OR ")})`);
    const match = [...groups, ...phrases.map((phrase) => `body : ${inFts(phrase)}`)].join(" AND ");
    const { rows } = await sql<{ id: string }>`
      select cast(rowid as text) as id from message_search
      where message_search match ${match}
        and rowid > cast(${after} as integer) and rowid < cast(${before} as integer)
      order by rowid desc limit ${limit}`.execute(this.database.query<SearchTables>());
    return rows.map(({ id }) => id);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

async function deleteRows(db: Kysely<SearchTables>, ids: readonly Position[]): Promise<void> {
  for (const some of chunks(ids)) {
    const list = sql.join(some.map((id) => sql`cast(${id} as integer)`));
    await sql`delete from message_search where rowid in (${list})`.execute(db);
  }
}

async function insertRows(db: Kysely<SearchTables>, documents: readonly Document[]): Promise<void> {
  const rows = documents.map(
    ({ id, facets, tokens }) => sql`(cast(${id} as integer), ${facets.join(" ")}, ${tokens.join(" ")})`,
  );
  await sql`insert into message_search (rowid, facets, body) values ${sql.join(rows)}`.execute(db);
}

function* chunks<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += ROWS_PER_STATEMENT) yield list.slice(at, at + ROWS_PER_STATEMENT);
}

/** Tokens hold letters, digits and marks only. */
const quoted = (token: string): string => `"${token}"`;

function inFts({ tokens, isPrefix }: Phrase): string {
  return `"${tokens.join(" ")}"${isPrefix ? " *" : ""}`;
}

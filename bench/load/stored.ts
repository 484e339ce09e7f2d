/** What a server has on disk, read when it has ended. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export interface Stored {
  /** Rows of texts, of which each message should have one. */
  readonly rows: number;
  /** Bytes of everything that is kept of messages: the log, and the tables that find entries in it. */
  readonly bytes: number;
}

/** Undefined: there is no database where ours has it. */
export function storedIn(directory: string): Stored | undefined {
  const path = join(directory, "data", "rondo.db");
  if (!existsSync(path)) return undefined;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const { rows } = one<{ rows: number }>(database, "select count(*) as rows from timeline_entry where kind = 'txt'");
    const tables = "('timeline_entry', 'timeline_index', 'timeline_ref', 'timeline_once')";
    const { bytes } = one<{ bytes: number }>(
      database,
      `select sum(s.pgsize) as bytes from dbstat s join sqlite_schema m on m.name = s.name where m.tbl_name in ${tables}`,
    );
    return { rows, bytes };
  } finally {
    database.close();
  }
}

/** The only row of a query whose columns are those of `Row`. */
function one<Row>(database: DatabaseSync, query: string): Row {
  return database.prepare(query).get() as Row;
}

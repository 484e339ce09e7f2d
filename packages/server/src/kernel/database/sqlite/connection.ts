import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { QueryRows, Statement, Value } from "./wire.ts";

const MAX_CACHED = 256;

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** One SQLite connection with its prepared statements. Lives in the thread of the database. */
export class Connection {
  readonly db: DatabaseSync;
  private readonly cache = new Map<string, Prepared>();

  constructor(path: string, options: { readOnly: boolean; pragmas: readonly string[] }) {
    // Somebody may look into the file with other tools: wait for them rather than fail.
    this.db = new DatabaseSync(path, { readOnly: options.readOnly, timeout: 5000 });
    for (const pragma of options.pragmas) this.db.exec(`pragma ${pragma}`);
  }

  /** A statement to keep: for code that runs it again and again. */
  prepare(sql: string): StatementSync {
    return this.db.prepare(sql);
  }

  query({ sql, params }: Statement): QueryRows {
    const { statement, returnsRows } = this.cached(sql);
    const values = params as Value[];
    if (returnsRows) return { rows: statement.all(...values), changes: 0 };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  close(): void {
    this.cache.clear();
    this.db.close();
  }

  /** The least recently used statement leaves when the cache is full. */
  private cached(sql: string): Prepared {
    let prepared = this.cache.get(sql);
    if (prepared === undefined) {
      const statement = this.db.prepare(sql);
      prepared = { statement, returnsRows: statement.columns().length > 0 };
      if (this.cache.size >= MAX_CACHED) {
        for (const oldest of this.cache.keys()) {
          this.cache.delete(oldest);
          break;
        }
      }
    } else this.cache.delete(sql);
    this.cache.set(sql, prepared);
    return prepared;
  }
}

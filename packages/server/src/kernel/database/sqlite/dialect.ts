import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Channel } from "./channel.ts";
import type { QueryRows, Value } from "./wire.ts";

/** Kysely on the thread of the database. */
export function sqliteDialect(channel: Channel): Dialect {
  return {
    createDriver: () => new ThreadDriver(channel),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new ThreadAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  };
}

/** Who has to wait for whom is decided in the thread of the database; statements outside a transaction never wait here. */
class ThreadAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class ThreadDriver implements Driver {
  private readonly channel: Channel;

  constructor(channel: Channel) {
    this.channel = channel;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<ThreadConnection> {
    return new ThreadConnection(this.channel);
  }

  async beginTransaction(connection: ThreadConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: ThreadConnection): Promise<void> {
    await connection.end("commit");
  }

  async rollbackTransaction(connection: ThreadConnection): Promise<void> {
    await connection.end("rollback");
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

/** Not a real connection, only the number of the transaction it is in, if any. */
class ThreadConnection implements DatabaseConnection {
  private readonly channel: Channel;
  private tx: number | undefined;

  constructor(channel: Channel) {
    this.channel = channel;
  }

  async begin(): Promise<void> {
    // The engine answers a begin with its number.
    this.tx = (await this.channel.call({ type: "begin" })) as number;
  }

  async end(how: "commit" | "rollback"): Promise<void> {
    const { tx } = this;
    this.tx = undefined;
    if (tx !== undefined) await this.channel.call({ type: "end", tx, how });
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const answer = await this.channel.call({
      type: "query",
      statement: { sql: query.sql, params: query.parameters.map(toValue) },
      tx: this.tx,
      // A raw statement that begins otherwise may change something, and takes its turn among the writers.
      reads: query.query.kind === "SelectQueryNode" || /^\s*select\b/i.test(query.sql),
    });
    // The engine answers queries with rows, and what is in them is what Kysely's types were told.
    const { rows, changes } = answer as QueryRows & { rows: Row[] };
    return { rows, numAffectedRows: BigInt(changes) };
  }

  // biome-ignore lint/correctness/useYield: it refuses
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error("rows are not streamed from the thread of the database: read pages");
  }
}

function toValue(value: unknown): Value {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || value instanceof Uint8Array) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  throw new TypeError(`a ${typeof value} cannot be stored`);
}

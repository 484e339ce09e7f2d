import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CamelCasePlugin, Kysely } from "kysely";
import { systemClock } from "../../clock.ts";
import type { Database, Migration, Transaction } from "../database.ts";
import { migrate } from "../migrate.ts";
import { Channel, InUse } from "./channel.ts";
import { sqliteDialect } from "./dialect.ts";
import type { ProcedureTable, RemoteProcedures } from "./procedures.ts";

/** The embedded engine. Tables are snake_case, rows are seen in camelCase. 64-bit integers are read as text (`cast`). */
export interface SqliteDatabase extends Database {
  /** Resolves when the thread of the database has ended without being told to. Every call is refused from then on. */
  readonly failed: Promise<Error>;
  /** Loads a module that exports `procedures` into the thread of the database. */
  procedures<Table extends ProcedureTable>(module: URL): Promise<RemoteProcedures<Table>>;
}

export interface SqliteOptions {
  /** Created when missing. ":memory:" is a private store that vanishes on close and promises no durability: for tests. */
  readonly dir: string | ":memory:";
  readonly migrations: readonly Migration[];
}

/**
 * Opens the store and brings its schema up to date.
 * @throws Error when another process has the directory, or when a newer version has written it.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteDatabase> {
  const isPrivate = options.dir === ":memory:";
  const dir = isPrivate ? await mkdtemp(join(tmpdir(), "rondo-")) : resolve(options.dir);
  const channel = new Channel();
  const database = new ThreadDatabase(channel, async () => {
    if (isPrivate) await rm(dir, { recursive: true, force: true });
  });
  try {
    await channel.call({ type: "open", dir, durable: !isPrivate });
    await migrate(database, { migrations: options.migrations, clock: systemClock });
  } catch (error) {
    await database.close();
    throw error instanceof InUse ? new Error(inUse(dir, error.pid)) : error;
  }
  return database;
}

function inUse(dir: string, pid: number | undefined): string {
  const owner = pid === undefined ? "another process" : `process ${pid}`;
  return `the data directory ${dir} is in use by ${owner}: stop it, or start with another --data directory`;
}

class ThreadDatabase implements SqliteDatabase {
  private readonly channel: Channel;
  private readonly kysely: Kysely<unknown>;
  private readonly onClosed: () => Promise<void>;

  constructor(channel: Channel, onClosed: () => Promise<void>) {
    this.channel = channel;
    this.onClosed = onClosed;
    this.kysely = new Kysely({ dialect: sqliteDialect(channel), plugins: [new CamelCasePlugin()] });
  }

  get failed(): Promise<Error> {
    return this.channel.failed;
  }

  query<Tables>(): Kysely<Tables> {
    // Which tables there are is the knowledge of the stores.
    return this.kysely as Kysely<Tables>;
  }

  inTransaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.kysely
      .transaction()
      .execute((inner) => run({ query: <Tables>() => inner as unknown as Kysely<Tables> }));
  }

  async procedures<Table extends ProcedureTable>(module: URL): Promise<RemoteProcedures<Table>> {
    const { channel } = this;
    await channel.call({ type: "load", module: module.href });
    const run = (reads: boolean) => (name: string, args: unknown, transfer?: readonly ArrayBuffer[]) =>
      channel.call({ type: "run", module: module.href, name, args, reads }, transfer);
    // The module on the other side is the one whose type the caller has named.
    return { write: run(false), read: run(true) } as RemoteProcedures<Table>;
  }

  async close(): Promise<void> {
    await this.channel.close();
    await this.onClosed();
  }
}

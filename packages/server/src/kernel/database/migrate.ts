import type { Kysely } from "kysely";
import type { Clock } from "../clock.ts";
import type { Database, Migration } from "./database.ts";

interface Tables {
  migration: { name: string; appliedAt: number };
}

/**
 * Brings the schema up to date: each migration that is not applied yet, in the order of their names, each in a
 * transaction of its own.
 * @throws Error when the database knows migrations that this program does not: it was written by a newer one.
 */
export async function migrate(
  database: Database,
  options: { migrations: readonly Migration[]; clock: Clock },
): Promise<void> {
  const db = database.query<Tables>();
  await db.schema
    .createTable("migration")
    .ifNotExists()
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("applied_at", "bigint", (column) => column.notNull())
    .execute();
  const applied = new Set((await db.selectFrom("migration").select("name").execute()).map((row) => row.name));
  refuseNewer(applied, options.migrations);

  const missing = options.migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    await database.inTransaction(async (tx) => {
      await migration.up(tx.query<unknown>() as Kysely<unknown>);
      const row = { name: migration.name, appliedAt: options.clock.now() };
      await tx.query<Tables>().insertInto("migration").values(row).execute();
    });
  }
}

function refuseNewer(applied: ReadonlySet<string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `the database was written by a newer version of Rondo (it has the migrations ${unknown.join(", ")}): start that version, or restore a backup`,
  );
}

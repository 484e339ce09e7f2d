import type { Kysely } from "kysely";

/**
 * The relational store: SQLite in a worker thread (embedded), later PostgreSQL. Features write their SQL once, with
 * Kysely, in their `*.store.ts`.
 */
export interface Database {
  /** Runs single statements. Each store names the tables it knows. */
  query<Tables>(): Kysely<Tables>;
  /**
   * Runs everything in `run` in one transaction and resolves after the commit; a throw rolls back. Do no other waiting
   * inside: on the embedded engine all writers wait meanwhile.
   */
  inTransaction<T>(run: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** An open transaction, handed through services to the stores. */
export interface Transaction {
  query<Tables>(): Kysely<Tables>;
}

/** A merged migration is never edited. Names begin with a date and sort in the order of application. */
export interface Migration {
  readonly name: string;
  /** The schema is not typed: a migration speaks of tables as they were then. */
  up(db: Kysely<unknown>): Promise<void>;
}

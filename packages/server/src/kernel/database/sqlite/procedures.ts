/**
 * Procedures: code of a feature that runs inside the thread of the database, for paths where a round trip per statement
 * would cost too much. A module exports `procedures`; it is loaded by its URL on both sides, for its code there and for
 * its types here.
 */
import type { Connection } from "./connection.ts";

export interface Connections {
  /** Writes go here; the caller's transaction is open already and commits afterwards. */
  readonly writer: Connection;
  /** Sees what has been committed. */
  readonly reader: Connection;
}

// biome-ignore lint/suspicious/noExplicitAny: the argument's type differs from procedure to procedure
type Procedure = (args: any) => unknown;
export type ProcedureTable = Readonly<Record<string, Procedure>>;

export interface ProcedureSet<Table extends ProcedureTable> {
  readonly table: Table;
  /** A transaction of one of them was rolled back: what the module remembers of it never happened. */
  rolledBack(): void;
}

export interface ProcedureModule {
  procedures(connections: Connections): ProcedureSet<ProcedureTable>;
}

/** The procedures of a loaded module, called from the thread of the server. */
export interface RemoteProcedures<Table extends ProcedureTable> {
  /**
   * Runs in the order of the calls, in a transaction of its own, and resolves after the commit. The buffers in `transfer`
   * belong to the other thread afterwards.
   */
  write<Name extends keyof Table & string>(
    name: Name,
    args: Parameters<Table[Name]>[0],
    transfer?: readonly ArrayBuffer[],
  ): Promise<ReturnType<Table[Name]>>;
  /** Runs at once, on what has been committed. */
  read<Name extends keyof Table & string>(
    name: Name,
    args: Parameters<Table[Name]>[0],
  ): Promise<ReturnType<Table[Name]>>;
}

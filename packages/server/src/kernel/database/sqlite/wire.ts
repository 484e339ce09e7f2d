/** What passes between the thread of the server and the thread of the database. Many requests travel in one message. */

export type Value = string | number | bigint | null | Uint8Array;

export interface Statement {
  readonly sql: string;
  readonly params: readonly Value[];
}

export type Request = { readonly call: number } & (
  | { readonly type: "open"; readonly dir: string; readonly durable: boolean }
  /** Outside a transaction when `tx` is undefined; then `reads` says that it changes nothing and need not wait. */
  | { readonly type: "query"; readonly statement: Statement; readonly tx: number | undefined; readonly reads: boolean }
  /** Answers when the transaction has its turn; its number is the number of this call. */
  | { readonly type: "begin" }
  | { readonly type: "end"; readonly tx: number; readonly how: "commit" | "rollback" }
  | { readonly type: "load"; readonly module: string }
  | {
      readonly type: "run";
      readonly module: string;
      readonly name: string;
      readonly args: unknown;
      readonly reads: boolean;
    }
  | { readonly type: "close" }
);

export type Reply = { readonly call: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: Fault }
);

/** An error without its class, which does not survive the way between threads. */
export interface Fault {
  readonly message: string;
  readonly isDuplicateKey: boolean;
  /** The directory belongs to another process; `pid` when it could be read. */
  readonly inUse: { readonly pid: number | undefined } | undefined;
}

export interface QueryRows {
  readonly rows: unknown[];
  readonly changes: number;
}

import { join } from "node:path";
import { Connection } from "./connection.ts";
import { DirectoryInUse, DirectoryLock } from "./directory-lock.ts";
import type { ProcedureModule, ProcedureSet, ProcedureTable } from "./procedures.ts";
import type { Fault, Reply, Request } from "./wire.ts";

/** A transaction that is held open longer keeps every writer waiting; it is rolled back. */
export const MAX_TRANSACTION_MS = 5000;

type Answer = (replies: Reply[]) => void;

/**
 * The thread of the database. One connection writes and one reads.
 *
 * - Reads outside a transaction are answered at once, from what has been committed.
 * - Writes take turns. All single statements that arrive in one message share one commit, and are answered after it. A
 *   statement that fails undoes only itself. A procedure is a transaction.
 * - An interactive transaction has the writer for itself; other writes wait in `waiting`, whose bound is the bound on
 *   calls in `Channel`.
 */
export class Engine {
  private readonly answer: Answer;
  private connections: { readonly writer: Connection; readonly reader: Connection } | undefined;
  private lock: DirectoryLock | undefined;
  private readonly modules = new Map<string, ProcedureSet<ProcedureTable>>();
  private readonly waiting: Request[] = [];
  private transaction: { readonly id: number; readonly timer: NodeJS.Timeout } | undefined;
  /** Answers that wait for the commit of the open group; undefined: no group is open. */
  private group: Reply[] | undefined;
  private out: Reply[] = [];

  constructor(answer: Answer) {
    this.answer = answer;
  }

  handle(requests: readonly Request[]): void {
    for (const request of requests) this.take(request);
    this.commitGroup();
    this.flush();
  }

  private take(request: Request): void {
    if (isFree(request)) this.reply(request, () => this.run(request));
    else if (request.type === "end" || (request.type === "query" && request.tx !== undefined)) this.continue(request);
    else if (this.transaction !== undefined) this.waiting.push(request);
    else if (request.type === "begin") this.begin(request);
    else if (request.type === "run") this.runAlone(request);
    else this.write(request);
  }

  private run(request: Request): unknown {
    switch (request.type) {
      case "open":
        return this.open(request.dir, request.durable);
      case "close":
        return this.close();
      case "load":
        return this.load(request.module, request.call);
      case "query":
        return (request.reads ? this.opened().reader : this.opened().writer).query(request.statement);
      case "run": {
        const procedure = this.modules.get(request.module)?.table[request.name];
        if (procedure === undefined) throw new Error(`no procedure ${request.name} in ${request.module}`);
        return procedure(request.args);
      }
      default:
        throw new Error(`unexpected request ${request.type}`);
    }
  }

  private open(dir: string, durable: boolean): void {
    this.lock = new DirectoryLock(dir);
    try {
      const path = join(dir, "rondo.db");
      const writer = new Connection(path, { readOnly: false, pragmas: writerPragmas(durable) });
      const reader = new Connection(path, { readOnly: true, pragmas: ["cache_size = -16384"] });
      this.connections = { writer, reader };
    } catch (error) {
      this.lock.release();
      throw error;
    }
  }

  private close(): void {
    this.commitGroup();
    this.connections?.reader.close();
    // Closing the last connection writes the log back into the database file.
    this.connections?.writer.close();
    this.lock?.release();
  }

  /** Answers later than the others: importing is asynchronous. */
  private load(module: string, call: number): typeof LATER {
    const done = async (): Promise<void> => {
      let reply: Reply = { call, ok: true, value: undefined };
      try {
        // The module's URL comes from our own code; `procedures` is checked by being called.
        const loaded = (await import(module)) as ProcedureModule;
        this.modules.set(module, loaded.procedures(this.opened()));
      } catch (error) {
        reply = { call, ok: false, fault: toFault(error) };
      }
      this.answer([reply]);
    };
    void done();
    return LATER;
  }

  private write(request: Request): void {
    const { db } = this.opened().writer;
    if (this.group === undefined) {
      try {
        db.exec("begin immediate");
      } catch (error) {
        this.out.push({ call: request.call, ok: false, fault: toFault(error) });
        return;
      }
      this.group = [];
    }
    const reply = attempt(request.call, () => this.run(request));
    this.group.push(reply);
    // A full disk and its like end the whole transaction, not only the statement.
    if (!reply.ok && !db.isTransaction) this.failGroup(reply.fault);
  }

  /**
   * A procedure has a transaction of its own, so that one that throws undoes nothing of its neighbours. (A savepoint
   * within the group would do as well, but copies every page before it is changed.)
   */
  private runAlone(request: Extract<Request, { type: "run" }>): void {
    this.commitGroup();
    this.reply(request, () => {
      const { db } = this.opened().writer;
      db.exec("begin immediate");
      try {
        const value = this.run(request);
        db.exec("commit");
        return value;
      } catch (error) {
        if (db.isTransaction) db.exec("rollback");
        this.modules.get(request.module)?.rolledBack();
        throw error;
      }
    });
  }

  private commitGroup(): void {
    if (this.group === undefined) return;
    const { db } = this.opened().writer;
    try {
      db.exec("commit");
    } catch (error) {
      if (db.isTransaction) db.exec("rollback");
      this.failGroup(toFault(error));
      return;
    }
    this.out.push(...this.group);
    this.group = undefined;
  }

  private failGroup(fault: Fault): void {
    for (const { call } of this.group ?? []) this.out.push({ call, ok: false, fault });
    this.group = undefined;
  }

  private begin(request: Request): void {
    this.commitGroup();
    const { db } = this.opened().writer;
    this.reply(request, () => {
      db.exec("begin immediate");
      return request.call;
    });
    if (!db.isTransaction) return;
    const timer = setTimeout(() => this.expire(), MAX_TRANSACTION_MS);
    this.transaction = { id: request.call, timer };
  }

  /** One more statement of the open transaction, or its end. */
  private continue(request: Extract<Request, { type: "query" | "end" }>): void {
    if (this.transaction?.id !== request.tx) {
      const seconds = MAX_TRANSACTION_MS / 1000;
      const message = `the transaction was rolled back: it was open for more than ${seconds} s, or a fault ended it`;
      const fault = { message, isDuplicateKey: false, inUse: undefined };
      // The transaction is gone, which is all that a rollback asks for.
      if (request.type === "end" && request.how === "rollback") this.reply(request, () => undefined);
      else this.out.push({ call: request.call, ok: false, fault });
      return;
    }
    const { writer } = this.opened();
    if (request.type === "query") this.reply(request, () => writer.query(request.statement));
    else this.reply(request, () => writer.db.exec(request.how));
    if (request.type === "end" && writer.db.isTransaction) writer.db.exec("rollback");
    if (!writer.db.isTransaction) this.endTransaction();
  }

  private expire(): void {
    const { db } = this.opened().writer;
    if (db.isTransaction) db.exec("rollback");
    this.endTransaction();
    this.commitGroup();
    this.flush();
  }

  private endTransaction(): void {
    clearTimeout(this.transaction?.timer);
    this.transaction = undefined;
    while (this.transaction === undefined) {
      const next = this.waiting.shift();
      if (next === undefined) return;
      this.take(next);
    }
  }

  private reply(request: Request, work: () => unknown): void {
    const reply = attempt(request.call, work);
    if (!reply.ok || reply.value !== LATER) this.out.push(reply);
  }

  private flush(): void {
    if (this.out.length === 0) return;
    const out = this.out;
    this.out = [];
    this.answer(out);
  }

  private opened(): { readonly writer: Connection; readonly reader: Connection } {
    if (this.connections === undefined) throw new Error("the database is not open");
    return this.connections;
  }
}

const LATER = Symbol("answered later");

/** What does not wait for its turn among the writers. */
function isFree(request: Request): boolean {
  switch (request.type) {
    case "open":
    case "close":
    case "load":
      return true;
    case "query":
      return request.tx === undefined && request.reads;
    case "run":
      return request.reads;
    default:
      return false;
  }
}

function writerPragmas(durable: boolean): string[] {
  return [
    "journal_mode = wal",
    `synchronous = ${durable ? "full" : "off"}`,
    "foreign_keys = on",
    "cache_size = -65536",
    // Pages that are written again and again reach the database file once per 8 MB of log. More would save writing, but
    // commits wait while the log is copied: 80 ms for 64 MB.
    "wal_autocheckpoint = 2048",
    "journal_size_limit = 67108864",
    "temp_store = memory",
  ];
}

function attempt(call: number, work: () => unknown): Reply {
  try {
    return { call, ok: true, value: work() };
  } catch (error) {
    return { call, ok: false, fault: toFault(error) };
  }
}

const DUPLICATE_KEY = new Set([1555, 2067, 2579]);

function toFault(error: unknown): Fault {
  const { message, errcode } = error as { message: string; errcode?: number };
  return {
    message,
    isDuplicateKey: errcode !== undefined && DUPLICATE_KEY.has(errcode),
    inUse: error instanceof DirectoryInUse ? { pid: error.pid } : undefined,
  };
}

import { Worker } from "node:worker_threads";
import { AppError } from "../../errors.ts";
import { siblingModule } from "../../sibling-module.ts";
import { DatabaseError } from "../database-error.ts";
import type { Fault, Reply, Request } from "./wire.ts";

/** Calls that may wait for an answer; further ones are refused. What continues a transaction always passes. */
const MAX_CALLS = 100_000;

type WithoutCall<R> = R extends unknown ? Omit<R, "call"> : never;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly type: Request["type"];
}

/** Calls into the thread of the database. What is called within one turn of the event loop travels in one message. */
export class Channel {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private requests: Request[] = [];
  private transfers: ArrayBuffer[] = [];
  private lastCall = 0;
  private openTransactions = 0;
  private isClosing = false;
  private onIdle: (() => void) | undefined;
  private broken: Error | undefined;
  private readonly breaking = Promise.withResolvers<Error>();
  /** Resolves when the thread has ended without being told to: nothing is stored or read any more. */
  readonly failed = this.breaking.promise;

  constructor() {
    // Flags of the process, such as an evaluated script or an inspector, are not meant for this thread.
    this.worker = new Worker(siblingModule("worker", import.meta.url), { name: "database", execArgv: [] });
    this.worker.on("message", (replies: Reply[]) => {
      for (const reply of replies) this.settle(reply);
    });
    this.worker.on("error", (error) => this.break(error));
    this.worker.on("exit", () => this.break(new Error("the database is closed")));
  }

  /**
   * Resolves with the answer of the engine.
   * @throws AppError OVERLOADED when too many calls wait; DatabaseError when the engine refuses.
   */
  call(request: WithoutCall<Request>, transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    const refusal = this.refusal(request);
    if (refusal !== undefined) return Promise.reject(refusal);
    const call = ++this.lastCall;
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve, reject, type: request.type });
      if (this.requests.length === 0) queueMicrotask(() => this.flush());
      // The union without `call` and `call` make the union again, which the compiler cannot follow.
      this.requests.push({ ...request, call } as Request);
      this.transfers.push(...transfer);
    });
  }

  /** Refuses new work, waits for what is under way, and ends the thread. */
  async close(): Promise<void> {
    if (this.isClosing) return;
    this.isClosing = true;
    await new Promise<void>((resolve) => {
      this.onIdle = resolve;
      this.checkIdle();
    });
    if (this.broken !== undefined) return;
    const gone = new Promise<void>((resolve) => this.worker.once("exit", () => resolve()));
    await this.call({ type: "close" });
    await gone;
  }

  private refusal(request: WithoutCall<Request>): Error | undefined {
    if (this.broken !== undefined) return this.broken;
    if (request.type === "end" || request.type === "close") return undefined;
    if (request.type === "query" && request.tx !== undefined) return undefined;
    if (this.isClosing) return new Error("the database is closing");
    return this.waiting.size >= MAX_CALLS ? new AppError("OVERLOADED") : undefined;
  }

  private flush(): void {
    const { requests, transfers } = this;
    this.requests = [];
    this.transfers = [];
    this.worker.postMessage(requests, transfers);
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting.get(reply.call);
    if (waiting === undefined) return;
    this.waiting.delete(reply.call);
    if (waiting.type === "begin" && reply.ok) this.openTransactions += 1;
    if (waiting.type === "end") this.openTransactions -= 1;
    if (reply.ok) waiting.resolve(reply.value);
    else waiting.reject(toError(reply.fault));
    this.checkIdle();
  }

  private checkIdle(): void {
    if (this.broken !== undefined || (this.waiting.size === 0 && this.openTransactions === 0)) this.onIdle?.();
  }

  private break(error: Error): void {
    this.broken ??= error;
    if (!this.isClosing) this.breaking.resolve(error);
    for (const waiting of this.waiting.values()) waiting.reject(error);
    this.waiting.clear();
    this.checkIdle();
  }
}

function toError(fault: Fault): Error {
  if (fault.inUse !== undefined) return new InUse(fault.inUse.pid);
  return new DatabaseError(fault.message, { isDuplicateKey: fault.isDuplicateKey });
}

/** Translated by `openSqlite`, which knows the directory. */
export class InUse extends Error {
  readonly pid: number | undefined;

  constructor(pid: number | undefined) {
    super("in use");
    this.pid = pid;
  }
}

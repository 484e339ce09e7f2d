/**
 * The timers a guest program sees. All are remembered, so that a program which never clears its own (the official client
 * keeps a 60-second interval for ever) does not keep the process alive; and they can be run faster than real time.
 *
 * `speed` divides every delay asked for from then on; `Date` is not touched, so tokens, message times and anything agreed
 * with a server stay true. With a speed of 10 a 15-second timeout fires after 1.5 real seconds: raise it only around waits
 * in which no answer from outside is due.
 */
export class Timers {
  speed = 1;
  private readonly call: (callback: unknown, ...args: unknown[]) => void;
  private readonly running = new Map<number, NodeJS.Timeout>();
  private nextId = 1;
  private closed = false;

  /** `call` runs a guest's callback and deals with what it throws. */
  constructor(call: (callback: unknown, ...args: unknown[]) => void) {
    this.call = call;
  }

  readonly setTimeout = (callback: unknown, delayMs?: unknown, ...args: unknown[]): number =>
    this.start(
      (run, ms, id) => {
        return setTimeout(() => {
          this.running.delete(id);
          run();
        }, ms);
      },
      [callback, delayMs, args],
    );

  readonly setInterval = (callback: unknown, delayMs?: unknown, ...args: unknown[]): number =>
    this.start((run, ms) => setInterval(run, ms), [callback, delayMs, args]);

  readonly clear = (id: unknown): void => {
    if (typeof id !== "number") return;
    const timer = this.running.get(id);
    if (timer) clearTimeout(timer);
    this.running.delete(id);
  };

  get count(): number {
    return this.running.size;
  }

  /** Stops everything; timers asked for afterwards never fire. */
  close(): void {
    this.closed = true;
    for (const timer of this.running.values()) clearTimeout(timer);
    this.running.clear();
  }

  private start(
    begin: (run: () => void, ms: number, id: number) => NodeJS.Timeout,
    [callback, delayMs, args]: [unknown, unknown, unknown[]],
  ): number {
    const id = this.nextId++;
    if (this.closed || typeof callback !== "function") return id;
    const ms = Math.max(0, Number(delayMs) || 0) / this.speed;
    this.running.set(
      id,
      begin(() => this.call(callback, ...args), ms, id),
    );
    return id;
  }
}

/** At most `concurrency` tasks at once and `maxWaiting` behind them; one more is turned away rather than queued. */
export class Limiter {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly bounds: { readonly concurrency: number; readonly maxWaiting: number };

  constructor(bounds: { concurrency: number; maxWaiting: number }) {
    this.bounds = bounds;
  }

  get isFull(): boolean {
    return this.running >= this.bounds.concurrency && this.waiting.length >= this.bounds.maxWaiting;
  }

  /** Ask `isFull` first: what is handed in here is run. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.bounds.concurrency) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await task();
    } finally {
      // The place passes to the next in line without being given back between.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}

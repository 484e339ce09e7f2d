/** What `Lanes` may hold at most, in units of what its items cost. */
export interface LaneBounds {
  /** Lanes at work at once. */
  readonly maxAtWork: number;
  readonly maxCost: number;
}

/**
 * Items that wait to be worked on: those of one lane one after another, in the order in which they came, and a few lanes at
 * the same time, by turns.
 */
export class Lanes<T> {
  private readonly bounds: LaneBounds;
  private readonly work: (item: T) => Promise<void>;
  private readonly lanes = new Map<string, Array<{ item: T; cost: number }>>();
  /** Lanes with items whose turn has not come. */
  private readonly ready: string[] = [];
  private atWork = 0;
  private costSum = 0;
  private readonly whenEmpty: Array<() => void> = [];

  /** `work` does not throw. */
  constructor(bounds: LaneBounds, work: (item: T) => Promise<void>) {
    this.bounds = bounds;
    this.work = work;
  }

  /** False: there is no room. */
  add(lane: string, item: T, cost: number): boolean {
    if (this.costSum + cost > this.bounds.maxCost) return false;
    this.costSum += cost;
    const waiting = this.lanes.get(lane);
    if (waiting === undefined) {
      this.lanes.set(lane, [{ item, cost }]);
      this.ready.push(lane);
      this.start();
    } else waiting.push({ item, cost });
    return true;
  }

  /** Resolves when nothing waits and nothing is worked on. */
  async settled(): Promise<void> {
    if (this.lanes.size > 0) await new Promise<void>((resolve) => this.whenEmpty.push(resolve));
  }

  private start(): void {
    while (this.atWork < this.bounds.maxAtWork) {
      const lane = this.ready.shift();
      if (lane === undefined) return;
      this.atWork += 1;
      void this.turn(lane);
    }
  }

  private async turn(lane: string): Promise<void> {
    const waiting = this.lanes.get(lane) ?? [];
    const next = waiting.shift();
    if (next !== undefined) {
      await this.work(next.item);
      this.costSum -= next.cost;
    }
    if (waiting.length === 0) this.lanes.delete(lane);
    else this.ready.push(lane);
    this.atWork -= 1;
    if (this.lanes.size === 0) for (const resolve of this.whenEmpty.splice(0)) resolve();
    this.start();
  }
}

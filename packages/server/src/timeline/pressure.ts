/** Who waits here is called when the queue in front of the store is short again. */
export class Pressure {
  private readonly high: number;
  private readonly low: number;
  private length = 0;
  private readonly held: Array<() => void> = [];

  /** `high`: longer than that, and nobody should add to the queue; `low`: shorter than that, and it is short again. */
  constructor({ high, low }: { high: number; low: number }) {
    this.high = high;
    this.low = low;
  }

  get isHigh(): boolean {
    return this.length > this.high;
  }

  changed(length: number): void {
    const isShorter = length < this.length;
    this.length = length;
    // Not while it grows: whoever is let in adds to it, and would let in the next one from inside of that.
    if (isShorter && length < this.low && this.held.length > 0) this.relieve();
  }

  /** `release` is called once, after those who came before; at once when the queue is short. */
  hold(release: () => void): void {
    this.held.push(release);
    if (this.length < this.low) this.relieve();
  }

  /** One after the other, since each may add to the queue at once; those who find it long again go on waiting. */
  private relieve(): void {
    while (!this.isHigh) {
      const release = this.held.shift();
      if (release === undefined) return;
      release();
    }
  }
}

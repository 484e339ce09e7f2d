/**
 * Chance that can be repeated: the same seed gives the same sequence. (Mulberry32: small, fast, good enough to choose
 * what to try next, and nothing else.)
 */
export class Seeded {
  private state: number;

  /** `seed` is any whole number; its low 32 bits count. */
  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A sequence of its own for the `index`th thing of a run, the same whatever was drawn before it. */
  static of(seed: number, index: number): Seeded {
    return new Seeded(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35));
  }

  /** A seed to begin with when nobody names one. */
  static anySeed(): number {
    return Math.floor(Math.random() * 0x7fffffff);
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  }

  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error("nothing to pick from");
    return list[this.below(list.length)] as T; // the index is inside the list
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

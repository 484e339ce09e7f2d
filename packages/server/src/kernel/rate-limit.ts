import type { Clock } from "./clock.ts";

/**
 * Allows `ratePerSecond` on average and `burst` at once. Refills continuously, and never owes: a refusal costs nothing, so
 * a caller that slows down is served again at once.
 */
export class TokenBucket {
  private readonly ratePerMs: number;
  private readonly burst: number;
  private readonly clock: Clock;
  private level: number;
  private filledAt: number;

  constructor(options: { ratePerSecond: number; burst: number; clock: Clock }) {
    this.ratePerMs = options.ratePerSecond / 1000;
    this.burst = options.burst;
    this.clock = options.clock;
    this.level = options.burst;
    this.filledAt = options.clock.now();
  }

  /** Takes `n` and says true, or takes nothing and says false. */
  take(n = 1): boolean {
    const now = this.clock.now();
    // A clock that went back refills nothing, and does not stop later refills either.
    const elapsedMs = Math.max(0, now - this.filledAt);
    this.level = Math.min(this.burst, this.level + elapsedMs * this.ratePerMs);
    this.filledAt = now;
    if (this.level < n) return false;
    this.level -= n;
    return true;
  }
}

/**
 * One bucket per key. At most `maxKeys` are remembered; the one unused for longest is forgotten first, which at worst
 * gives its owner a full bucket again.
 */
export class RateLimiter {
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly options: { ratePerSecond: number; burst: number; clock: Clock; maxKeys: number };

  constructor(options: { ratePerSecond: number; burst: number; clock: Clock; maxKeys: number }) {
    this.options = options;
  }

  take(key: string, n = 1): boolean {
    const bucket = this.buckets.get(key) ?? new TokenBucket(this.options);
    // A Map keeps the order of insertion: what is used moves to the end, what is forgotten is at the front.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > this.options.maxKeys) {
      for (const oldest of this.buckets.keys()) {
        this.buckets.delete(oldest);
        break;
      }
    }
    return bucket.take(n);
  }
}

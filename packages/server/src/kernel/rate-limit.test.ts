import { expect, it } from "vitest";
import { RateLimiter, TokenBucket } from "./rate-limit.ts";

function settableClock() {
  const clock = { time: 1000, now: () => clock.time };
  return clock;
}

it("allows a burst, then the rate", () => {
  const clock = settableClock();
  const bucket = new TokenBucket({ ratePerSecond: 10, burst: 3, clock });
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, true, false]);
  clock.time += 99;
  expect(bucket.take()).toBe(false);
  clock.time += 1;
  expect([bucket.take(), bucket.take()]).toEqual([true, false]);
});

it("never holds more than the burst", () => {
  const clock = settableClock();
  const bucket = new TokenBucket({ ratePerSecond: 10, burst: 3, clock });
  clock.time += 3_600_000;
  expect(bucket.take(4)).toBe(false);
  expect(bucket.take(3)).toBe(true);
});

it("takes nothing when it refuses, also of several at once", () => {
  const bucket = new TokenBucket({ ratePerSecond: 1, burst: 2, clock: settableClock() });
  expect(bucket.take(3)).toBe(false);
  expect(bucket.take(2)).toBe(true);
});

it("goes on when the clock went back", () => {
  const clock = settableClock();
  const bucket = new TokenBucket({ ratePerSecond: 1000, burst: 1, clock });
  expect(bucket.take()).toBe(true);
  clock.time -= 500;
  expect(bucket.take()).toBe(false);
  clock.time += 1;
  expect(bucket.take()).toBe(true);
});

it("gives each key a bucket and forgets the one unused for longest", () => {
  const limiter = new RateLimiter({ ratePerSecond: 1, burst: 1, clock: settableClock(), maxKeys: 2 });
  expect([limiter.take("a"), limiter.take("b"), limiter.take("a")]).toEqual([true, true, false]);
  expect(limiter.take("c")).toBe(true);
  // "b" was unused for longest and starts afresh; "a" is still known.
  expect(limiter.take("a")).toBe(false);
  expect(limiter.take("b")).toBe(true);
});

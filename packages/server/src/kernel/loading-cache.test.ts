import { expect, it } from "vitest";
import { LoadingCache } from "./loading-cache.ts";

function setUp(options: { maxEntries?: number } = {}) {
  const clock = { time: 0, now: () => clock.time };
  const loads: { key: string; resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const cache = new LoadingCache<string>({
    load: (key) => new Promise((resolve, reject) => loads.push({ key, resolve, reject })),
    maxEntries: options.maxEntries ?? 10,
    maxAgeMs: 1000,
    clock,
  });
  return { clock, loads, cache };
}

it("loads once for reads at the same time and after", async () => {
  const { loads, cache } = setUp();
  const reads = [cache.get("a"), cache.get("a")];
  loads[0]?.resolve("one");
  expect(await Promise.all(reads)).toEqual(["one", "one"]);
  expect(await cache.get("a")).toBe("one");
  expect(loads).toHaveLength(1);
});

it("does not keep a load that began before it was told to forget", async () => {
  const { loads, cache } = setUp();
  const stale = cache.get("a");
  cache.forget("a");
  const fresh = cache.get("a");
  loads[1]?.resolve("new");
  loads[0]?.resolve("old");
  expect([await stale, await fresh, await cache.get("a")]).toEqual(["old", "new", "new"]);
});

it("loads again when the value is too old", async () => {
  const { clock, loads, cache } = setUp();
  const first = cache.get("a");
  loads[0]?.resolve("one");
  await first;
  clock.time = 1000;
  const second = cache.get("a");
  loads[1]?.resolve("two");
  expect(await second).toBe("two");
});

it("does not remember a failure", async () => {
  const { loads, cache } = setUp();
  const first = cache.get("a");
  loads[0]?.reject(new Error("no database"));
  await expect(first).rejects.toThrow("no database");
  const second = cache.get("a");
  loads[1]?.resolve("one");
  expect(await second).toBe("one");
});

it("drops what was read longest ago when it is full", async () => {
  const { loads, cache } = setUp({ maxEntries: 2 });
  for (const key of ["a", "b"]) {
    const read = cache.get(key);
    loads.at(-1)?.resolve(key);
    await read;
  }
  await cache.get("a");
  void cache.get("c");
  await cache.get("a");
  void cache.get("b");
  expect(loads.map(({ key }) => key)).toEqual(["a", "b", "c", "b"]);
});

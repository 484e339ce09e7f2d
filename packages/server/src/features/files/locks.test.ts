import { describe, expect, it } from "vitest";
import { KeyedLock } from "../../kernel/keyed-lock.ts";
import { Limiter } from "./limiter.ts";

/** A task that runs until it is told to end, and says when it begins. */
function task(name: string, log: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const run = async (): Promise<string> => {
    log.push(name);
    await promise;
    return name;
  };
  return { run, end: resolve, fail: () => reject(new Error(name)) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a keyed lock", () => {
  it("runs the tasks of one key in turn and of two keys at once, also after one has failed", async () => {
    const lock = new KeyedLock();
    const log: string[] = [];
    const [a1, a2, b1] = [task("a1", log), task("a2", log), task("b1", log)];
    const first = lock.run("a", a1.run);
    const second = lock.run("a", a2.run);
    const other = lock.run("b", b1.run);
    await settled();
    expect(log).toEqual(["a1", "b1"]);
    a1.fail();
    await expect(first).rejects.toThrow("a1");
    await settled();
    expect(log).toEqual(["a1", "b1", "a2"]);
    a2.end();
    b1.end();
    expect(await Promise.all([second, other])).toEqual(["a2", "b1"]);
  });
});

describe("a limiter", () => {
  it("runs as many as it may, keeps as many waiting, and is full then", async () => {
    const limiter = new Limiter({ concurrency: 2, maxWaiting: 1 });
    const log: string[] = [];
    const tasks = ["1", "2", "3"].map((name) => task(name, log));
    const runs = tasks.map(({ run }) => {
      expect(limiter.isFull).toBe(false);
      return limiter.run(run);
    });
    await settled();
    expect(limiter.isFull).toBe(true);
    expect(log).toEqual(["1", "2"]);
    tasks[1]?.fail();
    await expect(runs[1]).rejects.toThrow("2");
    expect(limiter.isFull).toBe(false);
    await settled();
    expect(log).toEqual(["1", "2", "3"]);
    tasks[0]?.end();
    tasks[2]?.end();
    expect(await Promise.all([runs[0], runs[2]])).toEqual(["1", "3"]);
  });
});

import { expect, it } from "vitest";
import type { ReadMark } from "./conversations.store.ts";
import { ReadMarks } from "./read-marks.ts";

const mark = (timeline: string, upTo: string, wholeUpTo = "0"): ReadMark => ({
  app: "a",
  user: "u",
  timeline,
  upTo,
  wholeUpTo,
});

it("[ME11] marks that come together are stored together, one row per conversation with its furthest position", async () => {
  const stored: Array<readonly ReadMark[]> = [];
  const marks = new ReadMarks({ store: async (rows) => void stored.push(rows), wait: async () => {} });
  await Promise.all([marks.add(mark("t1", "100", "7")), marks.add(mark("t1", "99", "99")), marks.add(mark("t2", "5"))]);
  expect(stored).toEqual([[mark("t1", "100", "99"), mark("t2", "5")]]);
});

it("[ME11] a mark that comes while a batch is written waits for the next", async () => {
  const stored: string[][] = [];
  let release = () => {};
  const marks = new ReadMarks({
    wait: async () => {},
    store: (rows) => {
      stored.push(rows.map(({ timeline }) => timeline));
      return new Promise((resolve) => {
        release = resolve;
      });
    },
  });
  const first = marks.add(mark("t1", "1"));
  while (stored.length === 0) await Promise.resolve();
  const second = marks.add(mark("t2", "1"));
  release();
  await first;
  while (stored.length === 1) await Promise.resolve();
  release();
  await second;
  expect(stored).toEqual([["t1"], ["t2"]]);
});

it("[ME16] a batch that cannot be stored fails for those in it, and the next one is stored", async () => {
  let fails = true;
  const marks = new ReadMarks({
    wait: async () => {},
    store: async () => {
      if (fails) throw new Error("disk full");
    },
  });
  await expect(marks.add(mark("t1", "1"))).rejects.toThrow("disk full");
  fails = false;
  await marks.add(mark("t1", "1"));
  await marks.settled();
});

it("[ME16] more conversations than a batch holds are refused, and nothing that was taken is lost", async () => {
  let count = 0;
  const store = async (rows: readonly ReadMark[]) => {
    count += rows.length;
  };
  const marks = new ReadMarks({ wait: async () => {}, store });
  const taken = Array.from({ length: 20_000 }, (_, i) => marks.add(mark(`t${i}`, "1")));
  await expect(marks.add(mark("one more", "1"))).rejects.toMatchObject({ code: "OVERLOADED" });
  await Promise.all(taken);
  expect(count).toBe(20_000);
});

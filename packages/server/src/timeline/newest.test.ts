import { describe, expect, it } from "vitest";
import { conversationTimeline, groupTimeline, threadTimeline } from "./keys.ts";
import { Newest } from "./newest.ts";
import type { Entry } from "./timeline.ts";

const APP = "acme#chat";
const group = groupTimeline(APP, "1");
const other = groupTimeline(APP, "2");
const bob = { app: APP, user: "bob", resource: "phone" };

/** With 500 bytes for each besides, ten entries are ten thousand bytes. */
function entry(id: number, timeline = group): Entry {
  return {
    id: String(id),
    timeline,
    at: id,
    kind: "txt",
    sender: "alice",
    resource: "phone",
    ref: undefined,
    audience: undefined,
    audienceResource: undefined,
    meta: new Uint8Array(500),
    edits: 0,
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => entry(from + i));

function idsAfter(newest: Newest, after: number, timeline = group): number[] | undefined {
  return newest.read({ device: bob, timeline, after: String(after), limit: 1000 })?.map(({ id }) => Number(id));
}

describe("the newest entries", () => {
  it("are known from where the store began to be listened to", () => {
    const newest = new Newest("7");
    newest.add([...range(8, 10), entry(11, other), entry(12)]);
    expect(idsAfter(newest, 6)).toBeUndefined();
    expect(idsAfter(newest, 7)).toEqual([8, 9, 10, 12]);
    expect(idsAfter(newest, 10)).toEqual([12]);
    expect(idsAfter(newest, 12)).toEqual([]);
    expect(idsAfter(newest, 7, other)).toEqual([11]);
  });

  it("are those of groups and threads, and of nothing else", () => {
    const newest = new Newest("0");
    const timelines = [conversationTimeline(APP, "alice", "bob"), threadTimeline(APP, "3")] as const;
    newest.add(timelines.map((timeline, i) => entry(i + 1, timeline)));
    expect(idsAfter(newest, 0, timelines[0])).toBeUndefined();
    expect(idsAfter(newest, 0, timelines[1])).toEqual([2]);
  });

  it("are as many as the bytes allow, and without a gap: what was forgotten is for the store to answer", () => {
    const newest = new Newest("0", 20_000);
    for (let id = 1; id <= 100; id++) {
      newest.add([entry(id, id % 2 === 0 ? group : other)]);
      let known = 0;
      for (let after = id; after >= 0 && idsAfter(newest, after) !== undefined; after--) {
        const expected = Array.from({ length: id - after }, (_, i) => after + 1 + i);
        expect(idsAfter(newest, after)).toEqual(expected.filter((each) => each % 2 === 0));
        known = id - after;
      }
      expect(known).toBeLessThanOrEqual(21);
      expect(known).toBeGreaterThanOrEqual(Math.min(id, 10));
    }
  });

  it("leave no room for one that is too large", () => {
    const newest = new Newest("0", 1000);
    newest.add([{ ...entry(1), meta: new Uint8Array(5000) }]);
    expect(idsAfter(newest, 0)).toBeUndefined();
    expect(idsAfter(newest, 1)).toEqual([]);
  });

  it("change and go in either half", () => {
    const newest = new Newest("0", 20_000);
    newest.add(range(1, 15));
    for (const id of ["2", "14", "99"]) newest.replace(group, id, { meta: new Uint8Array([7]), edits: 1 });
    for (const id of ["3", "15", "99"]) newest.remove(group, id);
    const page = newest.read({ device: bob, timeline: group, after: "0", limit: 100 }) ?? [];
    expect(page.map(({ id }) => Number(id))).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(page.filter(({ edits }) => edits === 1).map(({ id, meta }) => [id, [...meta]])).toEqual([
      ["2", [7]],
      ["14", [7]],
    ]);
  });

  it("count with what edits have made of them", () => {
    const newest = new Newest("0", 20_000);
    newest.add(range(1, 15));
    newest.replace(group, "2", { meta: new Uint8Array(50_000), edits: 1 });
    expect(idsAfter(newest, 1)).toBeUndefined();
    expect(idsAfter(newest, 11)).toEqual([12, 13, 14, 15]);
  });

  it("are read page by page", () => {
    const newest = new Newest("0", 20_000);
    newest.add(range(1, 15));
    const page = newest.read({ device: bob, timeline: group, after: "8", limit: 5 });
    expect(page?.map(({ id }) => Number(id))).toEqual([9, 10, 11, 12, 13]);
  });
});

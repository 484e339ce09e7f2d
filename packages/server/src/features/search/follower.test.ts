import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqlite, type SqliteDatabase } from "../../kernel/database/sqlite/index.ts";
import { LARGEST_ID } from "../../kernel/ids.ts";
import { type OpenTimelines, openTimelines, roomTimeline, timelineMigrations } from "../../timeline/index.ts";
import { facet } from "./document.ts";
import { Follower } from "./follower.ts";
import { openSqliteIndex, type SearchIndex } from "./index.ts";
import { speaker } from "./search.fixture.ts";
import { phrasesOf } from "./words.ts";

const APP = "org#app";
const log = pino({ level: "silent" });
let dir: string;
let database: SqliteDatabase;
let timelines: OpenTimelines;
let index: SearchIndex;
let people: ReturnType<typeof speaker>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-search-"));
  database = await openSqlite({ dir: ":memory:", migrations: timelineMigrations });
  timelines = await openTimelines({ database, clock: { now: () => 1_800_000_000_000 }, nodeId: 1, log });
  index = await openSqliteIndex(dir);
  people = speaker(timelines, () => APP);
});
afterEach(async () => {
  await index.close();
  await timelines.close();
  await database.close();
  await rm(dir, { recursive: true });
});

const find = (word: string, on = index) =>
  on.find({
    facets: [[facet.user(APP, "alice")]],
    phrases: phrasesOf(word),
    after: "0",
    before: LARGEST_ID,
    limit: 5000,
  });

/** An index that fails as long as it is told to. */
function faulty(inner: SearchIndex) {
  const state = { fails: true, applied: 0 };
  const wrapped: SearchIndex = {
    position: () => inner.position(),
    remove: (ids) => inner.remove(ids),
    find: (query) => inner.find(query),
    close: () => inner.close(),
    async apply(batch) {
      if (state.fails) throw new Error("the disk is full");
      state.applied += 1;
      await inner.apply(batch);
    },
  };
  return { wrapped, state };
}

describe("the index", () => {
  it("[SR10] goes on after a restart where it was, with nothing left out and nothing twice", async () => {
    for (let i = 0; i < 1200; i++) void people.say("bob", "alice", `needle ${i}`);
    const last = await people.say("bob", "alice", "needle last");
    const first = new Follower({ timelines, index, log });
    expect(await first.catchUp({ steps: 1 })).toBe(false);
    await first.close();
    const half = await find("needle");
    expect(half.length).toBeGreaterThanOrEqual(500);
    expect(half).not.toContain(last.id);
    await index.close();

    index = await openSqliteIndex(dir);
    const { wrapped, state } = faulty(index);
    state.fails = false;
    const second = new Follower({ timelines, index: wrapped, log });
    expect(await second.catchUp({ steps: 10 })).toBe(true);
    await second.close();
    expect(state.applied, "what was done is not done again").toBeLessThan(3);
    expect(await find("needle")).toHaveLength(1201);
    expect((await find("needle"))[0]).toBe(last.id);
    expect(await index.position()).toBe(last.id);
  });

  it("[SR10] is made anew from the record when it is gone, with texts as they are now", async () => {
    const { id } = await people.say("bob", "alice", "before");
    const gone = await people.say("bob", "alice", "before and gone");
    const follower = new Follower({ timelines, index, log });
    await follower.catchUp({ steps: 10 });
    expect(await find("before")).toEqual([gone.id, id]);
    await people.edit("bob", "alice", id, "after");
    await people.recall("bob", "alice", gone.id);
    await follower.catchUp({ steps: 10 });
    expect(await find("before")).toEqual([]);
    await follower.close();
    const fresh = await openSqliteIndex(":memory:");
    const again = new Follower({ timelines, index: fresh, log });
    await again.catchUp({ steps: 10 });
    expect(await find("after", fresh)).toEqual([id]);
    expect(await find("before", fresh)).toEqual([]);
    await again.close();
    await fresh.close();
  });

  it("[SR10] that fails holds up no message, tells who waits for it, and goes on when it works again", async () => {
    const { wrapped, state } = faulty(index);
    const follower = new Follower({ timelines, index: wrapped, log });
    const said = await people.say("bob", "alice", "needle");
    await expect(follower.catchUp({ steps: 1 })).rejects.toThrow("the disk is full");
    await people.say("bob", "alice", "needle again");
    expect(await find("needle")).toEqual([]);
    state.fails = false;
    await follower.catchUp({ steps: 10 });
    expect(await find("needle")).toHaveLength(2);
    expect(await find("needle")).toContain(said.id);
    await follower.close();
  });

  it("[SR10] stores a batch and its position together, or neither", async () => {
    const token = { tokens: ["x"], facets: [facet.user(APP, "alice")] };
    await index.apply({ put: [{ id: "5", ...token }], remove: [], upTo: "5" });
    await expect(
      index.apply({
        put: [
          { id: "6", ...token },
          { id: "no number", ...token, tokens: [undefined as never] },
        ],
        remove: ["5"],
        upTo: null as never,
      }),
    ).rejects.toThrow();
    expect(await index.position()).toBe("5");
    expect(await find("x")).toEqual(["5"]);
  });

  it("[SR4] leaves out what was said in rooms", async () => {
    const timeline = roomTimeline(APP, "1");
    await people.say("bob", "alice", "needle in a room", { timeline, members: [] });
    const { id } = await people.say("bob", "alice", "needle");
    const follower = new Follower({ timelines, index, log });
    await follower.catchUp({ steps: 10 });
    const range = { after: "0", before: LARGEST_ID, limit: 10 };
    const inRoom = { facets: [[facet.timeline(timeline)]], phrases: phrasesOf("needle"), ...range };
    expect(await index.find(inRoom)).toEqual([]);
    expect(await find("needle")).toEqual([id]);
    await follower.close();
  });

  it("follows by itself, and not after it was closed", async () => {
    const { wrapped, state } = faulty(index);
    state.fails = false;
    const applied = Promise.withResolvers<void>();
    const follower = new Follower({
      timelines,
      log,
      index: { ...wrapped, apply: (batch) => wrapped.apply(batch).then(() => applied.resolve()) },
    });
    const { id } = await people.say("bob", "alice", "needle");
    await applied.promise;
    await follower.close();
    expect(await find("needle")).toEqual([id]);
    await people.say("bob", "alice", "needle too");
    expect(await follower.catchUp({ steps: 1 })).toBe(true);
    expect(await find("needle")).toEqual([id]);
  });
});

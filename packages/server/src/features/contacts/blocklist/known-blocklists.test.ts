import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { LocalBus } from "../../../cluster/bus.ts";
import { openSqlite, type SqliteDatabase } from "../../../kernel/database/sqlite/index.ts";
import { contactsMigrations } from "../index.ts";
import { type BlocklistTables, blocklistStore } from "./blocklist.store.ts";
import { KnownBlocklists } from "./known-blocklists.ts";

const owner = { app: "rondo#demo", user: "alice" };
let database: SqliteDatabase;
let bus: LocalBus;
let known: KnownBlocklists;
let now = 0;
let reads = 0;

beforeAll(async () => {
  database = await openSqlite({ dir: ":memory:", migrations: contactsMigrations });
});
afterAll(() => database.close());
beforeEach(async () => {
  bus = new LocalBus();
  reads = 0;
  await blocklistStore.forgetUser(database.query<BlocklistTables>(), owner);
  const counted = {
    query<Tables>() {
      reads += 1;
      return database.query<Tables>();
    },
  };
  known = new KnownBlocklists({ database: counted, bus, clock: { now: () => now } });
});

const has = (name: string) => known.has(owner.app, owner.user, name);
const block = (name: string) => blocklistStore.add(database.query<BlocklistTables>(), owner, [name], 0);
const hint = () => bus.publish("blocklist.changed", owner);

it("reads a list once for all who ask at the same time, and answers at once afterwards", async () => {
  await block("bob");
  expect(await Promise.all([has("bob"), has("carol"), has("bob")])).toEqual([true, false, true]);
  expect([has("bob"), has("carol")]).toEqual([true, false]);
  expect(reads).toBe(1);
});

it("reads it again after a hint, and when it is old", async () => {
  expect(await has("bob")).toBe(false);
  await block("bob");
  expect(has("bob"), "without a hint").toBe(false);
  hint();
  expect(await has("bob")).toBe(true);
  await block("carol");
  now += 30_001;
  expect(await has("carol")).toBe(true);
  expect(reads).toBe(3);
});

it("remembers nothing of a list that has changed while it was read", async () => {
  const before = has("bob");
  hint();
  await block("bob");
  const after = has("bob");
  await before;
  expect(await after).toBe(true);
  expect(has("bob")).toBe(true);
});

it("tries again after a fault of the store", async () => {
  const closed = await openSqlite({ dir: ":memory:", migrations: contactsMigrations });
  await closed.close();
  let store: SqliteDatabase = closed;
  const lists = new KnownBlocklists({ database: { query: () => store.query() }, bus, clock: { now: () => now } });
  await expect(lists.has(owner.app, owner.user, "bob")).rejects.toThrow();
  store = database;
  expect(await lists.has(owner.app, owner.user, "bob")).toBe(false);
  lists.close();
});

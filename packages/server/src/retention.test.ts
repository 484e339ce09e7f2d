import { pino } from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LocalBus } from "./cluster/bus.ts";
import { type Apps, appsMigrations, createApps } from "./features/apps/index.ts";
import { createSearch, openSqliteIndex, type SearchIndex } from "./features/search/index.ts";
import { speaker } from "./features/search/search.fixture.ts";
import { phrasesOf } from "./features/search/words.ts";
import { openSqlite, type SqliteDatabase } from "./kernel/database/sqlite/index.ts";
import { LARGEST_ID } from "./kernel/ids.ts";
import { ServerKeys } from "./kernel/server-keys.ts";
import { messageRemover, Retention } from "./retention.ts";
import {
  conversationTimeline,
  type OpenTimelines,
  openTimelines,
  Records,
  type Timelines,
  timelineMigrations,
} from "./timeline/index.ts";

const DAY = 24 * 60 * 60 * 1000;
const clock = { at: 0, now: () => clock.at };
const logged: string[] = [];
const log = pino({ level: "info" }, { write: (line) => logged.push(line) });

let database: SqliteDatabase;
let timelines: OpenTimelines;
let apps: Apps;
let index: SearchIndex;
let search: ReturnType<typeof createSearch>;
const open: Retention[] = [];

beforeEach(async () => {
  clock.at = Date.UTC(2026, 10, 29);
  logged.length = 0;
  database = await openSqlite({ dir: ":memory:", migrations: [...timelineMigrations, ...appsMigrations] });
  timelines = await openTimelines({ database, clock, nodeId: 0, log });
  apps = createApps({ database, keys: ServerKeys.ephemeral(), bus: new LocalBus(), clock }).api;
  index = await openSqliteIndex(":memory:");
  search = createSearch({ timelines, records: new Records(database), index, clock, log });
  await apps.create({ org: "org", name: "brief", settings: { historyRetentionMs: 3 * DAY } });
  await apps.create({ org: "other", name: "long", settings: {} });
});
afterEach(async () => {
  for (const retention of open.splice(0)) await retention.close();
  await search.close();
  await timelines.close();
  await database.close();
});

function start(expire: Timelines["expire"] = (app, before) => timelines.expire(app, before)): Retention {
  const forgetMessages = search.forgetMessages.bind(search);
  const retention = new Retention({
    timelines,
    apps,
    removeMessages: messageRemover({ timelines: { expire }, forgetMessages, log }),
    clock,
    log,
    deviceRetentionMs: 30 * DAY,
  });
  open.push(retention);
  return retention;
}

const say = (app: string, text: string) => speaker(timelines, () => app).say("alice", "bob", text);
const texts = async (app: string, words: string) => {
  const query = { app, words, timelines: undefined, kind: undefined, since: undefined, until: undefined };
  const found = await search.ofApps?.page({ ...query, from: undefined, limit: 10 });
  return found?.entries.map(({ id }) => id);
};
const has = async (app: string, id: string) =>
  (await timelines.find(conversationTimeline(app, "alice", "bob"), id)) !== undefined;

it("[TL17] messages go when the application's time is over, with their words in the index; another's stay", async () => {
  const [brief, long] = [await say("org#brief", "needle"), await say("other#long", "needle")];
  expect(await texts("org#brief", "needle")).toEqual([brief.id]);
  const retention = start();
  clock.at += 3 * DAY - 1;
  await retention.sweep();
  expect(await has("org#brief", brief.id)).toBe(true);
  clock.at += 2;
  const young = await say("org#brief", "needle");
  await retention.sweep();
  expect(await has("org#brief", brief.id)).toBe(false);
  expect(await texts("org#brief", "needle")).toEqual([young.id]);
  expect(await texts("other#long", "needle")).toEqual([long.id]);
  const everywhere = { facets: [], phrases: phrasesOf("needle"), after: "0", before: LARGEST_ID, limit: 10 };
  expect(await index.find(everywhere)).toEqual([young.id, long.id]);
  expect(logged.join()).toContain('"app":"org#brief","messages":1');
});

it("[TL17] a change of the setting holds from the next round on, at the start of a server, too", async () => {
  const { id } = await say("other#long", "old");
  clock.at += 10 * DAY;
  const retention = start();
  await retention.sweep();
  expect(await has("other#long", id)).toBe(true);
  await apps.changeSettings("other#long", { historyRetentionMs: DAY });
  const again = start();
  await again.sweep();
  expect(await has("other#long", id)).toBe(false);
});

it("[TL17] a round that fails is told to the operator, and the next one does its work", async () => {
  const { id } = await say("org#brief", "old");
  clock.at += 4 * DAY;
  const fault = { isOn: true };
  const retention = start((app, before) =>
    fault.isOn ? Promise.reject(new Error("the disk is full")) : timelines.expire(app, before),
  );
  await retention.sweep();
  expect(logged.join()).toContain("old messages could not be removed; it is tried again in an hour");
  expect(await has("org#brief", id)).toBe(true);
  fault.isOn = false;
  await retention.sweep();
  expect(await has("org#brief", id)).toBe(false);
});

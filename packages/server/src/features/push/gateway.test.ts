import { pino } from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startServer, type TestServer } from "../../gateway/testing/server.ts";
import { openSqlite, type SqliteDatabase } from "../../kernel/database/sqlite/index.ts";
import { createPush, type Notice, pushMigrations } from "./index.ts";

let server: TestServer;
let database: SqliteDatabase;
let push: ReturnType<typeof createPush>;
let left: Notice[];

beforeEach(async () => {
  server = await startServer();
  database = await openSqlite({ dir: ":memory:", migrations: pushMigrations });
  const { timelines, users, gateway, clock } = server;
  push = createPush({
    database,
    timelines,
    users,
    isOnline: (app, user) => gateway.sessions.isOnline(app, user),
    membersOf: async () => [],
    unreadOf: async () => 0,
    clock,
    log: pino({ level: "silent" }),
  });
  left = [];
  push.api.onNotice({ isFor: async () => true, take: (notice) => left.push(notice) });
});

afterEach(async () => {
  await push.close();
  await server.close();
  await database.close();
});

it("[PU7] a notice leaves while the receiver has no session, and none while there is one", async () => {
  const alice = await server.login("alice");
  await server.identity("bob");
  const noticed = async (text: string) => {
    await alice.say("bob", text);
    await push.api.settled();
    return left.splice(0).map(({ user, message }) => [user, JSON.parse(message.payload).bodies[0].msg]);
  };
  expect(await noticed("are you there?")).toEqual([["bob", "are you there?"]]);
  const bob = await server.login("bob");
  expect(await noticed("welcome")).toEqual([]);
  await bob.close();
  await expect.poll(() => server.gateway.sessions.isOnline(server.app, "bob")).toBe(false);
  expect(await noticed("bye")).toEqual([["bob", "bye"]]);
});

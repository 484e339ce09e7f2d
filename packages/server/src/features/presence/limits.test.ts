import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "./presence.fixture.ts";
import { presenceStore } from "./presence.store.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.freshApp(["alice", "bob"]));
afterAll(() => world.close());

const many = (count: number, name = "user") => Array.from({ length: count }, (_, i) => `${name}${i}`);
const refused = (error_description: string) => ({
  status: 400,
  body: { error: "illegal_argument", error_description },
});

describe("what is refused", () => {
  it.each([
    [undefined, "ext cannot be null"],
    [null, "ext cannot be null"],
    ["x".repeat(1025), "ext is too big "],
    ["é".repeat(513), "ext is too big "],
    ["a\0b", "ext is not legal"],
  ])("[PR1] the text %j", async (text, sentence) => {
    await world.comesOnline("alice");
    expect(await world.as("alice").publish(text)).toMatchObject(refused(sentence));
  });

  it("[PR1] a text of exactly 1024 bytes, or none, is none of it", async () => {
    await world.comesOnline("alice");
    for (const text of ["x".repeat(1024), "", "忙碌\n\t\u0001😀"]) {
      expect(await world.as("alice").publish(text)).toMatchObject({ status: 200, body: { result: "ok" } });
      expect((await world.as("bob").query(["alice"])).body.result[0].ext).toBe(text);
    }
  });

  it("[PR1] a device the user never had", async () => {
    await world.comesOnline("alice");
    expect(await world.as("alice").publish("x", "/ios_unknown/1")).toMatchObject(refused("resource not exist"));
    expect((await world.as("alice").publish("x", "//1")).status).toBeGreaterThanOrEqual(400);
    expect((await world.as("alice").publish("x", "//1")).status).toBeLessThan(500);
  });

  it.each(["-1", "online", "9999999999"])("[PR1] the number %s", async (number) => {
    await world.comesOnline("alice");
    expect(await world.as("alice").publish("x", `/webim_web_1/${number}`)).toMatchObject({
      status: 400,
      body: { error: "illegal_argument" },
    });
  });

  it("[PR1] a text that is no text", async () => {
    expect((await world.as("alice").publish({ a: 1 })).status).toBe(400);
  });

  it.each(["0", "2592001", "-5", "soon"])("[PR2] a time of %s seconds", async (expiry) => {
    expect((await world.as("bob").subscribe(["alice"], expiry)).status).toBe(400);
    expect((await world.as("bob").list()).body.result.totalnum).toBe("0");
  });

  it.each([
    [[], "usernames is empty"],
    [undefined, "usernames is empty"],
    [many(101), "too many sub presence"],
    [["alice", "Bob"], "you can't sub yourself"],
  ])("[PR2] to subscribe so that it is answered: %2$s", async (names, sentence) => {
    expect(await world.as("bob").subscribe(names)).toMatchObject(refused(sentence));
    expect((await world.as("bob").list()).body.result.totalnum).toBe("0");
  });

  it.each(["alice", [1], { a: "alice" }, null])("[PR2] names that are %j", async (names) => {
    expect((await world.as("bob").subscribe(names)).status).toBe(400);
    expect((await world.as("bob").query(names)).status).toBe(400);
  });

  it.each([
    [[], "usernames cannot be null"],
    [undefined, "usernames cannot be null"],
    [many(101), "too many unsub presences"],
  ])("[PR4] to unsubscribe so that it is answered: %2$s", async (names, sentence) => {
    expect(await world.as("bob").unsubscribe(names)).toMatchObject(refused(sentence));
  });

  it.each(["?pageNum=-1", "?pageSize=0", "?pageSize=501", "?pageNum=x"])("[PR4] the page %s", async (query) => {
    expect((await world.as("bob").list(query)).status).toBe(400);
  });

  it("[PR5] to query more than a hundred users, or none", async () => {
    expect(await world.as("bob").query(many(101))).toMatchObject(refused("too many get presences"));
    expect(await world.as("bob").query([])).toMatchObject(refused("usernames is empty"));
  });
});

describe("who may", () => {
  it("[PR10] the user and the application, nobody else", async () => {
    const { rest } = world;
    await world.comesOnline("alice");
    const calls = (token: string | undefined) => [
      rest.call("/users/alice/presence/webim_web_1/1", { token, json: { ext: "hacked" } }),
      rest.call("/users/alice/presence/60", { token, json: { usernames: ["bob"] } }),
      rest.call("/users/alice/presence", { token, json: { usernames: ["bob"] } }),
      rest.call("/users/alice/presence/sublist", { token }),
      rest.call("/users/alice/presence", { method: "DELETE", token, json: ["bob"] }),
    ];
    const statuses = async (token: string | undefined) => (await Promise.all(calls(token))).map(({ status }) => status);
    expect(await statuses(world.as("bob").token)).toEqual([401, 401, 401, 401, 401]);
    expect(await statuses(undefined)).toEqual([401, 401, 401, 401, 401]);
    const { appKey } = rest;
    const own = rest.appToken;
    await rest.freshApp();
    const stranger = rest.appToken;
    rest.appKey = appKey;
    expect(await statuses(stranger)).toEqual([401, 401, 401, 401, 401]);
    expect(await statuses(own)).toEqual([200, 200, 200, 200, 200]);
  });

  it("[PR10] not for a user that does not exist", async () => {
    const { rest } = world;
    const token = rest.appToken;
    for (const path of ["/webim_web_1/1", "/60"]) {
      const answer = await rest.call(`/users/nobody/presence${path}`, {
        token,
        json: { ext: "x", usernames: ["bob"] },
      });
      expect(answer).toMatchObject({ status: 404, body: { error: "service_resource_not_found" } });
    }
  });

  it("[PR10] in one application about that of another: they have different people", async () => {
    await world.comesOnline("alice");
    await world.as("alice").publish("ours");
    await world.rest.freshApp();
    const token = await world.rest.register("bob");
    await world.rest.register("alice");
    const { body } = await world.rest.call("/users/bob/presence", { token, json: { usernames: ["alice"] } });
    expect(body.result).toMatchObject([{ uid: "alice", ext: "" }]);
  });
});

describe("three thousand", () => {
  const people = many(3000);
  const later = (seconds: number) => world.rest.now + seconds * 1000;
  const namesOf = async () => {
    const names: string[] = [];
    for (let page = 1; page <= 6; page++) {
      const { sublist } = (await world.as("bob").list(`?pageNum=${page}&pageSize=500`)).body.result;
      names.push(...sublist.map(({ uid }: { uid: string }) => uid));
    }
    return names;
  };

  it("[PR3] subscriptions are what a user has at most: those that end first give way", async () => {
    await world.rest.register("carol");
    const bob = { app: world.rest.appKey, user: "bob" };
    const expiries = people.map((target, i) => ({ target, expiresAt: later(i === 500 || i === 7 ? 60 : 3600 + i) }));
    for (let i = 0; i < 3000; i += 500) await presenceStore.subscribe(world.db(), bob, expiries.slice(i, i + 500));
    // Those that are asked for stay, even if they end before all others.
    expect((await world.as("bob").subscribe(["alice", "carol"], 30)).status).toBe(200);
    const names = await namesOf();
    expect(new Set(names).size).toBe(3000);
    expect(names).toContain("alice");
    expect(people.filter((name) => !names.includes(name))).toEqual(["user7", "user500"]);
    expect((await world.as("bob").list()).body.result.totalnum).toBe("3000");
  });

  it("[PR3] subscribers are what a user has at most: one more is refused, and nothing of the call done", async () => {
    const { appKey: app, appToken: token } = world.rest;
    await world.rest.register("user7");
    const subscriptions = [{ target: "alice", expiresAt: later(60) }];
    for (const user of people) await presenceStore.subscribe(world.db(), { app, user }, subscriptions);
    const full = refused("The quantity has exceeded the limit!");
    expect(await world.as("bob").subscribe(["user7", "alice"])).toMatchObject(full);
    expect(await namesOf()).toEqual([]);
    const again = await world.rest.call("/users/user7/presence/60", { token, json: { usernames: ["alice"] } });
    expect(again.status).toBe(200);
    await world.pass(60_000);
    expect((await world.as("bob").subscribe(["alice"])).status).toBe(200);
  });
});

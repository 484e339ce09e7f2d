import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "./push.fixture.ts";
import { nothingSet, settingStore } from "./settings.store.ts";

const HOUR = 3_600_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.freshApp(["alice", "bob"]));
afterAll(() => world.close());

const data = async (user: string, path: string) => (await world.as(user).get(path)).body.data;
const illegal = (error_description: unknown) => ({
  status: 400,
  body: { error: "illegal_argument", error_description },
});
const nothing = { ignoreDuration: 0, ignoreInterval: "" };

describe("a setting", () => {
  it("[PU1] of a conversation is DEFAULT, of all conversations ALL, until something is set", async () => {
    expect(await data("alice", "/user/bob")).toEqual({ type: "DEFAULT", ...nothing });
    expect(await data("alice", "/chatgroup/4711")).toEqual({ type: "DEFAULT", ...nothing });
    expect(await data("alice", "/user/alice")).toEqual({ type: "ALL", ...nothing });
  });

  it("[PU1] changes only in what is named, and is answered as it is then", async () => {
    const until = world.rest.now + HOUR;
    expect((await world.as("alice").set("bob", { type: "NONE" })).body.data).toEqual({ type: "NONE", ...nothing });
    const both = { type: "NONE", ignoreDuration: until, ignoreInterval: "" };
    expect((await world.as("alice").set("BOB", { ignoreDuration: HOUR })).body.data).toEqual(both);
    expect(await data("alice", "/user/bob")).toEqual(both);
    expect((await world.as("alice").set("bob", { type: "DEFAULT" })).body.data).toEqual({ ...both, type: "DEFAULT" });
    world.rest.now = until;
    expect(await data("alice", "/user/bob")).toEqual({ type: "DEFAULT", ...nothing });
    expect(await data("bob", "/user/alice"), "the other side has its own").toEqual({ type: "DEFAULT", ...nothing });
  });

  it("[PU1] takes several members at once, as the compatible REST interface does", async () => {
    const answer = await world.as("alice").setAll({ type: "AT", ignoreInterval: "21:30-08:00", ignoreDuration: HOUR });
    expect(answer).toMatchObject({
      status: 200,
      body: { data: { type: "AT", ignoreInterval: "21:30-08:00", ignoreDuration: world.rest.now + HOUR } },
    });
    expect((await world.as("alice").setAll({ ignoreDuration: 0 })).body.data.ignoreDuration).toBe(0);
  });

  it.each([
    ["8:30-9:5", "08:30-09:05"],
    ["23:59-0:0", "23:59-00:00"],
    ["10:00-10:00", "10:00-10:00"],
    ["0:0-0:0", ""],
    ["", ""],
  ])("[PU2] understands the interval %j as %j", async (given, stored) => {
    await world.as("alice").setAll({ ignoreInterval: "01:00-02:00" });
    expect((await world.as("alice").setAll({ ignoreInterval: given })).body.data.ignoreInterval).toBe(stored);
    expect(await data("alice", "/user/alice")).toEqual({ type: "ALL", ignoreDuration: 0, ignoreInterval: stored });
  });

  it.each(["24:00-08:00", "8:60-9:00", "8-9", "08:00", "a:b-c:d", "08:00-09:00,10:00-11:00", " 08:00-09:00"])(
    "[PU2] refuses the interval %j",
    async (ignoreInterval) => {
      expect(await world.as("alice").setAll({ ignoreInterval })).toMatchObject(
        illegal("ignoreInterval must be HH:MM-HH:MM"),
      );
    },
  );

  it.each([
    [{}, "type, ignoreInterval or ignoreDuration is required"],
    [{ type: "SOME" }, "parameters is invalid : type"],
    [{ type: 5 }, expect.any(String)],
    [{ ignoreDuration: -1 }, expect.any(String)],
    [{ ignoreDuration: 7 * 24 * HOUR + 1 }, expect.stringContaining("ignoreDuration")],
    [{ ignoreDuration: "long" }, expect.any(String)],
    [{ ignoreInterval: 8 }, expect.any(String)],
  ])("[PU1] refuses %j", async (change, sentence) => {
    expect(await world.as("alice").set("bob", change)).toMatchObject(illegal(sentence));
    expect(await world.as("alice").set("4711", change, "chatgroup")).toMatchObject(illegal(sentence));
    expect(await data("alice", "/user/bob")).toEqual({ type: "DEFAULT", ...nothing });
  });

  it("[PU1] of all conversations cannot be DEFAULT, and the longest silence is seven days", async () => {
    expect(await world.as("alice").setAll({ type: "DEFAULT" })).toMatchObject(illegal("parameters is invalid : type"));
    expect((await world.as("alice").setAll({ ignoreDuration: 7 * 24 * HOUR })).status).toBe(200);
  });

  it.each(["no body", "x".repeat(65)])("[PU1] is of nobody called %j", async (key) => {
    for (const kind of ["user", "chatgroup"]) {
      const path = `/${kind}/${encodeURIComponent(key)}`;
      expect(await world.as("alice").get(path)).toMatchObject(illegal("parameters is invalid : key"));
      expect((await world.as("alice").put(path, { type: "NONE" })).status).toBe(400);
    }
  });

  it("[PU1] can be kept for 5000 conversations, and one that is like no setting frees its place", async () => {
    const alice = { app: world.rest.appKey, user: "alice" };
    for (let i = 0; i < 5000; i++) {
      await settingStore.put(world.db(), alice, { kind: "chatgroup", target: `${i}` }, { ...nothingSet, type: "AT" });
    }
    expect(await world.as("alice").set("bob", { type: "NONE" })).toMatchObject(
      illegal("The quantity has exceeded the limit!"),
    );
    expect((await world.as("alice").set("77", { type: "NONE" }, "chatgroup")).status, "a change").toBe(200);
    expect((await world.as("alice").set("77", { type: "DEFAULT" }, "chatgroup")).status).toBe(200);
    expect((await world.as("alice").set("bob", { type: "NONE" })).status).toBe(200);
  });
});

describe("several settings", () => {
  it("[PU3] are answered for conversations that have one of their own", async () => {
    await world.as("alice").set("bob", { type: "NONE" });
    await world.as("alice").set("carol", { ignoreDuration: HOUR });
    await world.as("alice").set("4711", { type: "AT" }, "chatgroup");
    await world.as("alice").setAll({ type: "AT" });
    const both = await data("alice", "?user=bob,carol,dave&group=4711,4712");
    expect(both).toEqual({
      user: {
        bob: { type: "NONE", ...nothing },
        carol: { type: "DEFAULT", ignoreDuration: world.rest.now + HOUR, ignoreInterval: "" },
      },
      group: { "4711": { type: "AT", ...nothing } },
    });
    world.rest.now += HOUR;
    expect(Object.keys((await data("alice", "?user=bob%2Ccarol&group=")).user)).toEqual(["bob"]);
    expect(await data("alice", "?user=&group=")).toEqual({ user: {}, group: {} });
  });

  it("[PU3] are answered for a hundred conversations at most", async () => {
    const many = Array.from({ length: 101 }, (_, i) => `u${i}`).join(",");
    expect(await world.as("alice").get(`?user=${many}&group=`)).toMatchObject(
      illegal("The quantity has exceeded the limit!"),
    );
  });

  it("[PU4] are listed by type in pages, without those that have none and without that of all conversations", async () => {
    const groups = ["1", "2", "3"];
    for (const id of groups) await world.as("alice").set(id, { type: "AT" }, "chatgroup");
    for (const name of ["zoe", "bob"]) await world.as("alice").set(name, { type: "NONE" });
    await world.as("alice").set("carol", { ignoreDuration: HOUR });
    await world.as("alice").setAll({ type: "AT" });
    await world.as("alice").set("2", { type: "DEFAULT" }, "chatgroup");
    const seen: unknown[] = [];
    let cursor = "";
    do {
      const { body } = await world.as("alice").get(`/mute/type?limit=2&cursor=${cursor}`);
      expect(body.data.length).toBeLessThanOrEqual(2);
      seen.push(...body.data);
      ({ cursor } = body);
    } while (cursor !== "");
    expect(seen).toEqual([
      { group: "1", value: "AT" },
      { group: "3", value: "AT" },
      { user: "bob", value: "NONE" },
      { user: "zoe", value: "NONE" },
    ]);
    expect((await world.as("bob").get("/mute/type")).body).toMatchObject({ data: [], cursor: "" });
  });

  it.each(["?limit=0", "?limit=101", "?limit=x", "?cursor=nonsense"])("[PU4] refuses the page %s", async (query) => {
    expect((await world.as("alice").get(`/mute/type${query}`)).status).toBe(400);
  });
});

describe("the user's other devices", () => {
  const told = () => world.told("alice");
  const event = (value: unknown) => ({ type: "user_notification_mute", values: [value] });

  it("[PU5] are told of every change, as clients tell them apart", async () => {
    const { now } = world.rest;
    const operator_resource = "phone";
    await world.as("alice").set("bob", { type: "NONE" });
    await world.as("alice").set("4711", { ignoreDuration: HOUR }, "chatgroup");
    await world.as("alice").set("bob", { type: "DEFAULT" });
    await world.as("alice").setAll({ type: "AT" });
    await world.as("alice").setAll({ ignoreInterval: "8:0-9:0" });
    await world.as("alice").set("bob", { ignoreInterval: "8:0-9:0" });
    expect(await told()).toEqual([
      event({ operator_resource, user: "bob", data: { type: "NONE" } }),
      event({ operator_resource, group: "4711", data: { ignoreDuration: now + HOUR } }),
      event({ operator_resource, user: "bob", data: {} }),
      event({ operator_resource, user: "alice", data: { type: "AT", ignoreInterval: "" } }),
      event({ operator_resource, user: "alice", data: { type: "AT", ignoreInterval: "08:00-09:00" } }),
      event({ operator_resource, user: "bob", data: { type: "DEFAULT" } }),
    ]);
  });

  it("[PU5] are told nothing of what is refused", async () => {
    await world.as("alice").set("bob", { type: "SOME" });
    expect(await told()).toEqual([]);
  });
});

describe("language and time zone", () => {
  it("[PU6] are none until they are set, and can be unset", async () => {
    expect(await data("alice", "/language")).toEqual({ language: "" });
    expect((await world.as("alice").put("/language", { translationLanguage: "EU" })).body.data).toEqual({
      language: "EU",
    });
    expect(await data("alice", "/language")).toEqual({ language: "EU" });
    await world.as("alice").put("/language", { translationLanguage: "" });
    expect(await data("alice", "/language")).toEqual({ language: "" });
    expect(await data("alice", "/timezone")).toEqual({ timeZone: "" });
    expect((await world.as("alice").put("/timezone", { timeZone: "europe/berlin" })).body.data).toEqual({
      timeZone: "Europe/Berlin",
    });
    expect(await data("alice", "/timezone")).toEqual({ timeZone: "Europe/Berlin" });
  });

  it.each(["x", "not a language", "zh-Hans-CN-a-b-c", "a\0b"])("[PU6] refuses the language %j", async (language) => {
    expect((await world.as("alice").put("/language", { translationLanguage: language })).status).toBe(400);
  });

  it.each(["Mars/Olympus", " ", "8"])("[PU6] refuses the time zone %j", async (timeZone) => {
    expect(await world.as("alice").put("/timezone", { timeZone })).toMatchObject(illegal("timeZone is not known"));
  });

  it.each([{}, { translationLanguage: 5, timeZone: 5 }])("[PU6] refuses the body %j", async (body) => {
    expect((await world.as("alice").put("/language", body)).status).toBe(400);
    expect((await world.as("alice").put("/timezone", body)).status).toBe(400);
  });
});

describe("who may", () => {
  it("[PU11] the user and the application, nobody else, and only for a user that exists", async () => {
    const { rest } = world;
    const paths = ["/user/bob", "/chatgroup/1", "", "/mute/type", "/language", "/timezone", "/template"];
    const statuses = async (token: string | undefined) =>
      Promise.all(paths.map(async (path) => (await rest.call(`/users/alice/notification${path}`, { token })).status));
    expect(await statuses(world.as("bob").token)).toEqual(paths.map(() => 401));
    expect(await statuses(undefined)).toEqual(paths.map(() => 401));
    expect(await statuses(rest.appToken)).toEqual(paths.map(() => 200));
    const put = (path: string, json: unknown) =>
      rest.call(`/users/nobody/notification${path}`, { method: "PUT", token: rest.appToken, json });
    expect(await put("/user/bob", { type: "NONE" })).toMatchObject({ status: 404 });
    expect(await put("/language", { translationLanguage: "en" })).toMatchObject({ status: 404 });
    expect(await put("/timezone", { timeZone: "UTC" })).toMatchObject({ status: 404 });
    const mine = world.as("alice").token;
    await rest.freshApp();
    expect((await rest.call("/users/alice/notification/user/bob", { token: mine })).status).toBe(401);
  });
});

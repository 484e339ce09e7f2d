import { AppSettings } from "@rondo/protocol/schema";
import { Value } from "typebox/value";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest, PASSWORD } from "../../console.fixture.ts";
import { conversationTimeline } from "../../timeline/index.ts";
import { secretSettings } from "../apps/settings.ts";
import { speaker } from "../search/search.fixture.ts";

const DAY = 24 * 60 * 60 * 1000;
let test: ConsoleTest;
let owner: Browser;

beforeAll(async () => {
  test = await ConsoleTest.start();
});
beforeEach(async () => {
  await test.fresh();
  owner = await test.owner();
});
afterAll(() => test.close());

const params = { org: "acme", app: "shop" };
const shop = () => test.app(owner, "shop");
const appToken = async (clientId: string, clientSecret: string) => {
  const payload = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const answer = await test.http.inject({ method: "POST", url: "/acme/shop/token", payload });
  return { status: answer.statusCode, token: answer.json().access_token as string };
};
const useToken = async (token: string) =>
  (await test.http.inject({ url: "/acme/shop/users", headers: { authorization: `Bearer ${token}` } })).statusCode;

describe("an application", () => {
  it("[AP1] is made with a name for good, a data centre for good, and a secret that is shown once", async () => {
    const body = { name: "shop", dataCentre: "self", title: "小店", description: "d", registration: "open" as const };
    const { app, clientSecret } = await owner.call("createApp", { params: { org: "acme" }, body });
    expect(app).toMatchObject({ appKey: "acme#shop", title: "小店", timeZone: "Asia/Shanghai", registration: "open" });
    expect(clientSecret).toMatch(/^YXA6/);
    expect(await owner.call("getApp", { params })).toEqual(app);
    expect(JSON.stringify(await owner.call("getApp", { params }))).not.toContain(clientSecret);
    expect(await owner.refused("createApp", { params: { org: "acme" }, body })).toMatchObject({ code: "APP_EXISTS" });
    expect((await appToken(app.clientId, clientSecret)).status).toBe(200);
    for (const name of ["Shop", "a_b", "-a", "a.b", "x".repeat(33)]) {
      const wrong = { params: { org: "acme" }, body: { ...body, name } };
      expect(await owner.refused("createApp", wrong), name).toMatchObject({ code: "INVALID_ARGUMENT" });
    }
  });

  it("[AP1] is found in the list by part of its name or title, with its figures", async () => {
    await shop();
    await test.app(owner, "other");
    await owner.call("changeApp", { params, body: { title: "Corner 小店" } });
    const found = async (text?: string) =>
      (await owner.call("listApps", { params: { org: "acme" }, query: text === undefined ? {} : { text } })).items;
    expect((await found()).map(({ name }) => name)).toEqual(["other", "shop"]);
    for (const text of ["SHO", "小店", "corner"]) expect((await found(text)).map(({ name }) => name)).toEqual(["shop"]);
    expect(await found("%")).toEqual([]);
    const nothing = { registeredUsers: 0, onlineUsers: 0, messagesToday: 0, peakOnlineToday: 0 };
    expect((await found())[0]?.figures).toEqual(nothing);
  });

  it("[AP2] is described as one likes, in a time zone that exists", async () => {
    await shop();
    const body = { title: "T", description: "D", timeZone: "America/New_York" };
    expect(await owner.call("changeApp", { params, body })).toMatchObject(body);
    const wrong = { params, body: { timeZone: "Mars/Olympus" } };
    expect(await owner.refused("changeApp", wrong)).toMatchObject({ code: "INVALID_ARGUMENT" });
    expect(await owner.call("getApp", { params })).toMatchObject(body);
  });

  it("[AP3] that is disabled refuses everything at once, and works again when it is enabled", async () => {
    const { clientSecret, appKey } = await shop();
    const { clientId } = await owner.call("getApp", { params });
    const { token } = await appToken(clientId, clientSecret);
    expect(await useToken(token)).toBe(200);
    const told: string[] = [];
    const stop = test.bus.subscribe("app.changed", ({ app }) => told.push(app));
    expect(await owner.call("setAppDisabled", { params, body: { disabled: true } })).toMatchObject({
      isDisabled: true,
    });
    expect(told).toEqual([appKey]);
    stop();
    expect(await useToken(token)).toBe(403);
    expect((await appToken(clientId, clientSecret)).status).toBe(403);
    expect(await owner.refused("createUser", { params, body: { username: "carl" } })).toMatchObject({
      code: "FORBIDDEN",
    });
    await owner.call("setAppDisabled", { params, body: { disabled: false } });
    expect(await useToken(token)).toBe(200);
  });

  it("[AP4] is deleted a week after its name was typed; until then that can be undone", async () => {
    const { clientSecret, appKey } = await shop();
    const { clientId } = await owner.call("getApp", { params });
    await owner.call("createUser", { params, body: { username: "carl" } });
    const timeline = conversationTimeline(appKey, "carl", "dora");
    const { id } = await speaker(test.timelines, () => appKey).say("carl", "dora", "hello");
    expect(await owner.refused("deleteApp", { params, body: { name: "Shop" } })).toMatchObject({
      code: "NAME_MISMATCH",
    });
    const doomed = await owner.call("deleteApp", { params, body: { name: "shop" } });
    expect(doomed).toMatchObject({ isDisabled: true, deletesAt: test.now + 7 * DAY });
    expect((await appToken(clientId, clientSecret)).status).toBe(403);
    expect(await owner.call("undoAppDeletion", { params })).toMatchObject({ isDisabled: false, deletesAt: null });
    expect((await appToken(clientId, clientSecret)).status).toBe(200);

    await owner.call("deleteApp", { params, body: { name: "shop" } });
    await test.side.deletions.run();
    expect(await test.users.find(appKey, "carl")).toBeDefined();
    expect(await test.timelines.find(timeline, id)).toBeDefined();
    test.now += 7 * DAY;
    await test.side.deletions.run();
    expect(await test.users.find(appKey, "carl")).toBeUndefined();
    expect(await test.timelines.find(timeline, id)).toBeUndefined();
    expect((await appToken(clientId, clientSecret)).status).toBe(404);
    await owner.call("logIn", { body: { email: "owner@example.com", password: "correct-horse-9" } });
    expect(await owner.refused("getApp", { params })).toMatchObject({ code: "APP_NOT_FOUND" });
    expect((await owner.call("listApps", { params: { org: "acme" } })).items).toEqual([]);
    const again = { params: { org: "acme" }, body: { name: "shop", dataCentre: "self" } };
    expect(await owner.refused("createApp", again), "the key stays taken").toMatchObject({ code: "APP_EXISTS" });
  });
});

describe("a client secret", () => {
  it("[AP5] is replaced; for a day, or as long as one says, the previous one is good, too", async () => {
    const { clientSecret: old } = await shop();
    const { clientId } = await owner.call("getApp", { params });
    const { token } = await appToken(clientId, old);
    const { clientSecret, app } = await owner.call("rotateSecret", { params, body: {} });
    expect(app.previousSecretUntil).toBe(test.now + DAY);
    expect((await appToken(clientId, old)).status).toBe(200);
    expect((await appToken(clientId, clientSecret)).status).toBe(200);
    expect(await useToken(token)).toBe(200);
    test.now += DAY;
    expect((await appToken(clientId, old)).status).toBe(400);
    expect((await appToken(clientId, clientSecret)).status).toBe(200);
    await owner.call("logIn", { body: { email: "owner@example.com", password: "correct-horse-9" } });
    expect((await owner.call("getApp", { params })).previousSecretUntil).toBeNull();
  });

  it("[AP5] the rotation is ended at once, and with one that has become known the tokens are void", async () => {
    const { clientSecret: first } = await shop();
    const { clientId } = await owner.call("getApp", { params });
    const { clientSecret: second } = await owner.call("rotateSecret", { params, body: {} });
    await owner.call("endSecretRotation", { params });
    expect((await appToken(clientId, first)).status).toBe(400);
    const { token } = await appToken(clientId, second);
    await owner.call("rotateSecret", { params, body: { previousValidSeconds: 0 } });
    expect((await appToken(clientId, second)).status).toBe(400);
    expect(await useToken(token)).toBe(401);
  });
});

describe("[AP7] of an organisation", () => {
  it("there are so many, and one that waits for its deletion is one of them", async () => {
    for (let i = 0; i < 10; i++) await test.app(owner, `app${i}`);
    const create = { params: { org: "acme" }, body: { name: "shop", dataCentre: "self" } };
    const refusal = { status: 409, code: "APP_QUOTA", details: { limit: 10 } };
    expect(await owner.refused("createApp", create)).toMatchObject(refusal);
    await owner.call("deleteApp", { params: { org: "acme", app: "app0" }, body: { name: "app0" } });
    expect(await owner.refused("createApp", create)).toMatchObject(refusal);
    test.now += 7 * DAY;
    await test.side.deletions.run();
    await owner.call("logIn", { body: { email: "owner@example.com", password: PASSWORD } });
    await owner.call("createApp", create);
    await owner.call("createOrganisation", { body: { name: "other" } });
    await owner.call("createApp", { ...create, params: { org: "other" } });
  });

  it("no more are made at the same moment, and as many as one likes where there is no limit", async () => {
    const create = (browser: Browser, i: number) =>
      browser.send("createApp", { params: { org: "acme" }, body: { name: `app${i}`, dataCentre: "self" } });
    const many = Array.from({ length: 12 }, (_, i) => i);
    const answers = await Promise.all(many.map((i) => create(owner, i)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
    const { limits } = test.config;
    const free = await ConsoleTest.start({ config: { limits: { ...limits, appsPerOrganisation: 0 } } });
    const [own, all] = [await free.owner(), [] as number[]];
    for (const i of many) all.push((await create(own, i)).status);
    expect(new Set(all)).toEqual(new Set([200]));
    await free.close();
  });
});

it("[AP6] settings are read with their defaults and changed some at a time; secrets are not shown", async () => {
  await shop();
  const before = await owner.call("getAppSettings", { params });
  expect(before.settings).toEqual(before.defaults);
  const changes = { registration: "open" as const, recallWindowMs: 1000, translationKey: "hush" };
  const after = await owner.call("changeAppSettings", { params, body: changes });
  expect(after.settings).toEqual({ ...before.settings, registration: "open", recallWindowMs: 1000 });
  expect(after.secretsSet).toEqual(["translationKey"]);
  expect(await test.apps.getSecret("acme#shop", "translationKey")).toBe("hush");
  expect((await test.apps.get("acme#shop")).settings.recallWindowMs).toBe(1000);
  const wrong = { params, body: { maxEdits: -1 } };
  expect(await owner.refused("changeAppSettings", wrong)).toMatchObject({ code: "INVALID_ARGUMENT" });
  expect(await owner.call("changeAppSettings", { params, body: { translationKey: "" } })).toMatchObject({
    secretsSet: [],
  });
});

describe("[AP6] is stored, alone, and shown unless it is secret:", () => {
  it.each(Object.keys(AppSettings.properties) as Array<keyof AppSettings>)("%s", async (name) => {
    await shop();
    const { defaults } = await owner.call("getAppSettings", { params });
    const others = [
      1,
      2,
      true,
      false,
      "open",
      "authorized",
      "kick-oldest",
      "refuse",
      "once",
      "always",
      "4711",
      "https://a.example/b",
    ];
    const schema = AppSettings.properties[name];
    const value = others.find((each) => each !== defaults[name] && Value.Check(schema, each));
    expect(value).toBeDefined();
    await owner.call("changeAppSettings", { params, body: { [name]: value } });

    const { settings, secretsSet } = await owner.call("getAppSettings", { params });
    const isSecret = (secretSettings as readonly string[]).includes(name);
    expect(settings).toEqual(isSecret ? defaults : { ...defaults, [name]: value });
    expect(secretsSet).toEqual(isSecret ? [name] : []);
    const { settings: obeyed } = await test.apps.get("acme#shop");
    expect(obeyed).toEqual(settings);
  });
});

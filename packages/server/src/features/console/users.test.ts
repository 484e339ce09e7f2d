import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest } from "../../console.fixture.ts";

let test: ConsoleTest;
let owner: Browser;
const params = { org: "acme", app: "shop" };
const carl = { ...params, user: "carl" };
const appKey = "acme#shop";

beforeAll(async () => {
  test = await ConsoleTest.start();
});
beforeEach(async () => {
  await test.fresh();
  owner = await test.owner();
  await test.app(owner, "shop");
});
afterAll(() => test.close());

const create = (username: string, more: object = {}) =>
  owner.call("createUser", { params, body: { username, ...more } });

describe("users of an application", () => {
  it("[CU1] are listed by user id in pages, by the beginning of it and by state", async () => {
    for (const name of ["bob", "anna", "Andy", "ann"]) await create(name);
    await test.apps.create({ org: "acme", name: "other", settings: {} });
    await test.users.register("acme#other", { username: "anton", password: undefined, nickname: undefined });
    const list = async (query: object) => {
      const { items, nextCursor } = await owner.call("listUsers", { params, query });
      return [items.map(({ username }) => username).join(" "), nextCursor];
    };
    expect(await list({})).toEqual(["andy ann anna bob", null]);
    expect(await list({ text: "AN" })).toEqual(["andy ann anna", null]);
    expect(await list({ limit: 2 })).toEqual(["andy ann", "ann"]);
    expect(await list({ limit: 2, cursor: "ann" })).toEqual(["anna bob", null]);
    expect(await list({ text: "%" })).toEqual(["", null]);
    await owner.call("setUserBlocked", { params: { ...params, user: "ann" }, body: { blocked: true } });
    expect(await list({ state: "blocked" })).toEqual(["ann", null]);
    expect(await list({ state: "active" })).toEqual(["andy anna bob", null]);
  });

  it("[CU2] are made one by one with the rules of registration, or many with a result for each", async () => {
    expect(await create("Carl", { nickname: "C", password: "p" })).toMatchObject({ username: "carl", nickname: "C" });
    expect(await test.users.verifyPassword(appKey, "carl", "p")).toMatchObject({ username: "carl" });
    expect(await owner.refused("createUser", { params, body: { username: "carl" } })).toMatchObject({
      code: "USER_EXISTS",
    });
    const users = [{ username: "dora" }, { username: "not legal" }, { username: "carl" }, { username: "emil" }];
    const { results } = await owner.call("createUsers", { params, body: { users } });
    expect(results).toMatchObject([
      { username: "dora", isCreated: true, code: null },
      {
        username: "not legal",
        isCreated: false,
        code: "INVALID_ARGUMENT",
        message: "username [not legal] is not legal",
      },
      { username: "carl", isCreated: false, code: "USER_EXISTS" },
      { username: "emil", isCreated: true, message: null },
    ]);
  });

  it("[CU3] are shown with their devices, attributes and whether they have a password", async () => {
    await create("carl");
    await test.timelines.openDevice({ app: appKey, user: "carl", resource: "old" });
    await test.timelines.closeDevice({ app: appKey, user: "carl", resource: "old" }, { caughtUp: true });
    test.online.set(`${appKey}/carl`, ["webim_1"]);
    await owner.call("changeUserAttributes", { params: carl, body: { attributes: { nickname: "卡尔", phone: "1" } } });
    const shown = await owner.call("changeUserAttributes", { params: carl, body: { attributes: { phone: null } } });
    expect(shown).toMatchObject({
      username: "carl",
      isOnline: true,
      hasPassword: false,
      attributes: { nickname: "卡尔" },
    });
    expect(shown.attributes).not.toHaveProperty("phone");
    expect(shown.devices).toEqual([
      { resource: "webim_1", deviceName: "name of webim_1", isOnline: true, lastSeenAt: null },
      { resource: "old", deviceName: "", isOnline: false, lastSeenAt: test.now },
    ]);
    expect(await owner.call("changeUser", { params: carl, body: { nickname: "N" } })).toMatchObject({ nickname: "N" });
    const tooLarge = { params: carl, body: { attributes: { ext: "x".repeat(3000) } } };
    expect(await owner.refused("changeUserAttributes", tooLarge)).toMatchObject({
      code: "ATTRIBUTES_TOO_LARGE",
      details: { limit: 2048 },
    });
    for (const user of ["nobody", "not legal"]) {
      expect(await owner.refused("getUser", { params: { ...params, user } })).toMatchObject({ status: 404 });
    }
  });

  it("[CU4] are signed out, blocked and given a new password at once, with their tokens", async () => {
    await create("carl", { password: "p" });
    const told: string[] = [];
    const stop = test.bus.subscribe("user.signedOut", ({ user, resource = "all", why }) =>
      told.push(`${user} ${resource} ${why}`),
    );
    const token = async () => (await test.tokens.issueUser(appKey, "carl", undefined)).token;
    const isGood = (text: string) =>
      test.tokens.verify(text).then(
        () => true,
        () => false,
      );

    const one = await token();
    await owner.call("forceOutUser", { params: carl, body: { resource: "webim_1" } });
    expect(await isGood(one)).toBe(true);
    await owner.call("forceOutUser", { params: carl, body: {} });
    expect(await isGood(one)).toBe(false);
    const two = await token();
    expect(await owner.call("setUserBlocked", { params: carl, body: { blocked: true } })).toMatchObject({
      isBlocked: true,
    });
    expect(await isGood(two)).toBe(false);
    await owner.call("setUserBlocked", { params: carl, body: { blocked: false } });
    const three = await token();
    await owner.call("resetUserPassword", { params: carl, body: { password: "q" } });
    expect(await isGood(three)).toBe(false);
    expect(await test.users.verifyPassword(appKey, "carl", "q")).toBeDefined();
    await owner.call("removeUser", { params: carl });
    expect(await test.users.find(appKey, "carl")).toBeUndefined();
    stop();
    expect(told).toEqual([
      "carl webim_1 forced",
      "carl all forced",
      "carl all disabled",
      "carl all password-changed",
      "carl all removed",
    ]);
  });

  it("[CU5] get tokens for trying things out, and test users are gone after an hour", async () => {
    await create("carl");
    const made = await owner.call("createUserToken", { params: carl, body: { ttlSeconds: 60 } });
    expect(made.expiresAt).toBe(test.now + 60_000);
    expect(await test.tokens.verify(made.token)).toMatchObject({ username: "carl" });
    const forever = await owner.call("createUserToken", { params: carl, body: { ttlSeconds: 0 } });
    expect(forever.expiresAt).toBeNull();

    const developer = await test.member(owner, "dan@example.com", "developer");
    const { username, token, expiresAt } = await developer.call("createTestUser", { params, body: {} });
    expect(username).toMatch(/^rondo-test-[0-9a-f]{10}$/);
    expect(expiresAt).toBe(test.now + 3_600_000);
    expect(await test.tokens.verify(token)).toMatchObject({ username });
    await create("rondo-test-of-mine");
    test.now += 3_600_000;
    await test.side.testUsers.removeOld();
    expect(await test.users.find(appKey, username)).toBeUndefined();
    expect(await test.users.find(appKey, "rondo-test-of-mine")).toBeDefined();
  });
});

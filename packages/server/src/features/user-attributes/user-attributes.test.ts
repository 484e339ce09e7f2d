import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { openSqlite, type SqliteDatabase } from "../../kernel/database/sqlite/index.ts";
import type { Users } from "../users/api.ts";
import { createUserAttributes, userAttributesMigrations } from "./index.ts";

let database: SqliteDatabase;
let rest: TestRest;
let users: Pick<Users, "find">;
let alice: string;
let bob: string;

beforeAll(async () => {
  database = await openSqlite({ dir: ":memory:", migrations: userAttributesMigrations });
  const feature = createUserAttributes({
    database,
    apps: { get: (app) => rest.apps.get(app) },
    users: { find: (app, name) => users.find(app, name) },
  });
  rest = await TestRest.start({ endpoints: feature.endpoints });
  rest.forget = (app, user) => feature.api.forgetUser(app, user);
});
afterAll(async () => {
  await rest.close();
  await database.close();
});
beforeEach(async () => {
  users = rest.users;
  await rest.freshApp();
  alice = await rest.register("alice");
  bob = await rest.register("bob");
});

const headers = { "content-type": "application/x-www-form-urlencoded" };
const put = (text: string, { user = "alice", token = alice } = {}) =>
  rest.call(`/metadata/user/${user}`, { method: "PUT", token, text, headers });
const get = async (user: string, token = bob) => (await rest.call(`/metadata/user/${user}`, { token })).body.data;
const ask = (json: unknown, token = bob) => rest.call("/metadata/user/get", { method: "POST", token, json });

describe("a user's attributes", () => {
  it("[UA1] are set some at a time and answered all together", async () => {
    expect(await put("nickname=Ali%20%E7%88%B1&gender=1")).toMatchObject({
      status: 200,
      body: { action: "put", data: { nickname: "Ali 爱", gender: "1" } },
    });
    const { body } = await put("nickname=&sign=hello");
    expect(body.data).toEqual({ nickname: "", gender: "1", sign: "hello" });
    expect(await get("alice")).toEqual(body.data);
  });

  it("[UA1] are set by the user and by the application's server, under any key, and by nobody else", async () => {
    expect(await put("sign=mine", { token: bob })).toMatchObject({ status: 401, body: { error: "metadata_error" } });
    const byServer = await put("level=7&sign=a+b%2B&__proto__=x", { token: rest.appToken });
    expect(byServer.status).toBe(200);
    expect(byServer.body.data).toMatchObject({ level: "7", sign: "a b+" });
    expect(Object.entries(byServer.body.data)).toContainEqual(["__proto__", "x"]);
    const json = await rest.call("/metadata/user/alice", {
      method: "PUT",
      token: rest.appToken,
      json: { level: 8, vip: true },
    });
    expect(json.body.data).toMatchObject({ level: "8", vip: "true", sign: "a b+" });
    const foreign = rest.appToken;
    await rest.freshApp();
    await rest.register("alice");
    expect(await put("level=9", { token: foreign })).toMatchObject({ status: 401 });
    expect(await get("alice", rest.appToken)).toEqual({});
  });

  it("[UA1] are refused where there is nothing to set or nobody to have them", async () => {
    for (const text of ["", "level=7", "&&", "nickname"]) expect(await put(text), text).toMatchObject({ status: 400 });
    for (const json of [[], { nickname: null }, { nickname: { first: "A" } }]) {
      const answer = await rest.call("/metadata/user/alice", { method: "PUT", token: alice, json });
      expect(answer, JSON.stringify(json)).toMatchObject({ status: 400, body: { error: "illegal_argument" } });
    }
    expect(await put("", { token: rest.appToken })).toMatchObject({ status: 400 });
    expect(await put("nickname=x", { user: "nobody", token: rest.appToken })).toMatchObject({
      status: 404,
      body: { exception: "UserNotFoundException" },
    });
    expect(await get("alice")).toEqual({});
  });

  it("[UA2] are open to every user, of one or of many, all or some", async () => {
    await put("nickname=Ali&sign=hello");
    await put("nickname=Bob", { user: "bob", token: bob });
    expect(await get("Alice")).toEqual({ nickname: "Ali", sign: "hello" });
    expect(await get("nobody")).toEqual({});
    const targets = ["Alice", "bob", "nobody", "not legal", "__proto__"];
    const { body } = await ask({ targets, properties: ["nickname", "ext"] });
    expect(Object.keys(body.data).sort()).toEqual([...targets].sort());
    expect(body.data).toMatchObject({ Alice: { nickname: "Ali" }, bob: { nickname: "Bob" }, nobody: {} });
    expect(body.data.Alice).not.toHaveProperty("sign");
    const all = { alice: { nickname: "Ali", sign: "hello" } };
    expect((await ask({ targets: ["alice"] })).body.data).toEqual(all);
    expect((await ask({ targets: ["alice"], properties: [] }, rest.appToken)).body.data).toEqual(all);
  });

  it("[UA2] are asked for by 100 users at most, with a token", async () => {
    const targets = Array.from({ length: 101 }, (_, n) => `user${n}`);
    expect(await ask({ targets, properties: ["nickname"] })).toMatchObject({
      status: 400,
      body: { error: "BAD_REQUEST", error_description: "exceed allowed batch size 100" },
    });
    expect((await ask({ targets: targets.slice(1) })).status).toBe(200);
    for (const json of [{}, { targets: "alice" }, { targets: [5] }, { targets: ["alice"], properties: "nickname" }]) {
      expect(await ask(json), JSON.stringify(json)).toMatchObject({ status: 400 });
    }
    expect((await rest.call("/metadata/user/alice")).status).toBe(401);
    expect((await rest.call("/metadata/user/get", { method: "POST", json: { targets: ["alice"] } })).status).toBe(401);
    const foreign = bob;
    await rest.freshApp();
    expect((await ask({ targets: ["alice"] }, foreign)).status).toBe(401);
  });

  it("[UA3] have room for so many bytes together", async () => {
    await rest.freshApp({ registration: "open", maxUserAttributeBytes: 20 });
    alice = await rest.register("alice");
    expect(await put(`sign=${encodeURIComponent("爱爱")}`), "4 + 6").toMatchObject({ status: 200 });
    expect(await put("ext=1234567"), "3 + 7 more").toMatchObject({ status: 200 });
    expect(await put("ext=12345678")).toMatchObject({
      status: 403,
      body: {
        error: "FORBIDDEN",
        error_description: "size of metadata for this single user exceeds the user defined limit, 20Bytes",
      },
    });
    expect(await get("alice", alice)).toEqual({ sign: "爱爱", ext: "1234567" });
    expect(await put("ext=1&mail=23"), "what is replaced does not count").toMatchObject({ status: 200 });
    const capacity = await rest.call("/metadata/user/capacity", { token: rest.appToken });
    expect(capacity.body.data).toBe(4 + 6 + 3 + 1 + 4 + 2);
    expect((await rest.call("/metadata/user/capacity", { token: alice })).status).toBe(401);
  });

  it("[UA3] are all kept when several are set at the same time", async () => {
    const keys = ["nickname", "avatarurl", "mail", "phone", "gender", "sign", "birth", "ext"];
    const answers = await Promise.all(keys.map((key) => put(`${key}=${key}`)));
    expect(answers.map(({ status }) => status)).toEqual(keys.map(() => 200));
    expect(Object.keys(await get("alice")).sort()).toEqual([...keys].sort());
  });

  it("[UA5] are removed by the user or the server, and with the account", async () => {
    await put("nickname=Ali");
    const remove = (token: string) => rest.call("/metadata/user/alice", { method: "DELETE", token });
    expect(await remove(bob)).toMatchObject({ status: 401 });
    expect(await get("alice")).toEqual({ nickname: "Ali" });
    for (const token of [alice, rest.appToken]) expect((await remove(token)).body.data).toBe(true);
    expect(await get("alice")).toEqual({});
    await put("nickname=Ali");
    await rest.users.remove(rest.appKey, "alice");
    await rest.register("alice");
    expect(await get("alice")).toEqual({});
    expect((await rest.call("/metadata/user/capacity", { token: rest.appToken })).body.data).toBe(0);
  });

  it("[UA6] are refused where the application has none, and go with the account all the same", async () => {
    await put("nickname=Ali");
    await rest.apps.changeSettings(rest.appKey, { userAttributes: false });
    const call = (path: string, method: "GET" | "DELETE" = "GET") => rest.call(path, { method, token: rest.appToken });
    const answers = [
      await put("nickname=Bob"),
      await ask({ targets: ["alice"] }),
      await call("/metadata/user/alice"),
      await call("/metadata/user/capacity"),
      await call("/metadata/user/alice", "DELETE"),
    ];
    for (const answer of answers) {
      const error_description = `${rest.appKey} user metadata service not allow`;
      expect(answer).toMatchObject({ status: 403, body: { error: "FORBIDDEN", error_description } });
    }
    await rest.apps.changeSettings(rest.appKey, { userAttributes: true });
    expect(await get("alice")).toEqual({ nickname: "Ali" });
    await rest.apps.changeSettings(rest.appKey, { userAttributes: false });
    await rest.users.remove(rest.appKey, "alice");
    await rest.register("alice");
    await rest.apps.changeSettings(rest.appKey, { userAttributes: true });
    expect(await get("alice")).toEqual({});
  });

  it("[UA5] are not left behind by an account that is removed while they are set", async () => {
    let looks = 0;
    users = { find: async (app, name) => (++looks > 1 ? undefined : rest.users.find(app, name)) };
    expect(await put("nickname=Ali")).toMatchObject({ status: 404 });
    expect(await get("alice")).toEqual({});
  });
});

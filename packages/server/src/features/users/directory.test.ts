import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { AppError } from "../../kernel/errors.ts";
import type { UserEntity } from "./entity.ts";

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start({
    profile: {
      takes: (member) => member === "notification_display_style",
      read: async ({ user }) =>
        user === "alice"
          ? { notification_display_style: 1, pushInfo: [{ device_id: "d", device_token: "t", notifier_name: "n" }] }
          : {},
      change: async () => ({}),
    },
  });
});
beforeEach(() => rest.freshApp());
afterAll(() => rest.close());

const page = (query: string, method: "GET" | "DELETE" = "GET") =>
  rest.call(`/users?${query}`, { method, token: rest.appToken });
const namesOf = ({ body }: { body: { entities: UserEntity[] } }) => body.entities.map(({ username }) => username);

/** One a millisecond, but for the last two, who come together. */
async function people(names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await rest.users.register(rest.appKey, { username: name, password: undefined, nickname: undefined });
    if (index !== names.length - 2) rest.now += 1;
  }
}

describe("GET /users", () => {
  it("[AU16] lists everybody, oldest first, page by page", async () => {
    await people(["zoe", "mia", "adam", "yara", "bea"]);
    const first = await page("limit=2");
    expect(namesOf(first)).toEqual(["zoe", "mia"]);
    const second = await page(`limit=2&cursor=${first.body.cursor}`);
    expect(namesOf(second)).toEqual(["adam", "bea"]);
    const third = await page(`limit=2&cursor=${second.body.cursor}`);
    expect(namesOf(third)).toEqual(["yara"]);
    expect(third.body).not.toHaveProperty("cursor");
    expect(third.body.count).toBe(1);
    expect((await page("limit=5")).body, "exactly all").not.toHaveProperty("cursor");
  });

  it("[AU16] lists 10 when no number is given, and 100 at most", async () => {
    await people(Array.from({ length: 101 }, (_, n) => `user${1000 + n}`));
    expect(namesOf(await page(""))).toHaveLength(10);
    const most = await page("limit=5000");
    expect(namesOf(most)).toHaveLength(100);
    expect(namesOf(await page(`limit=5000&cursor=${most.body.cursor}`))).toEqual(["user1100"]);
  });

  it("[AU16] is not put out by who comes and goes", async () => {
    await people(["a", "b", "c", "d"]);
    const first = await page("limit=2");
    await rest.users.remove(rest.appKey, "b");
    await rest.users.remove(rest.appKey, "c");
    await people(["e", "f"]);
    expect(namesOf(await page(`cursor=${first.body.cursor}`))).toEqual(["d", "e", "f"]);
  });

  it("[AU16] lists nobody of another application, and refuses what is no page", async () => {
    await people(["a", "b"]);
    await rest.freshApp();
    expect((await page("")).body).toMatchObject({ entities: [], count: 0 });
    const cursors = [
      "x",
      "%21",
      Buffer.from("1/2/3").toString("base64url"),
      Buffer.from("1/a b").toString("base64url"),
    ];
    for (const query of ["limit=0", "limit=-1", "limit=ten", ...cursors.map((cursor) => `cursor=${cursor}`)]) {
      expect(await page(query), query).toMatchObject({ status: 400, body: { error: "illegal_argument" } });
    }
  });
});

describe("DELETE /users", () => {
  it("[AU17] removes the oldest, each with sessions and all that is kept of it", async () => {
    await people(["zoe", "adam", "bea", "carl"]);
    const signedOut: string[] = [];
    const forgotten: string[] = [];
    rest.bus.subscribe("user.signedOut", ({ user, why }) => void (why === "removed" && signedOut.push(user)));
    rest.forget = async (_app, user) => void forgotten.push(user);
    const first = await page("limit=2", "DELETE");
    expect(namesOf(first)).toEqual(["zoe", "adam"]);
    expect(signedOut).toEqual(["zoe", "adam"]);
    expect(forgotten).toEqual(["zoe", "adam"]);
    expect(namesOf(await page(`limit=1&cursor=${first.body.cursor}`, "DELETE"))).toEqual(["bea"]);
    expect(namesOf(await page("", "DELETE")), "begins anew without a cursor").toEqual(["carl"]);
    expect((await page("")).body.entities).toEqual([]);
    rest.forget = async () => {};
  });

  it("[AU17] passes over whom somebody else removes meanwhile, and ends at a fault", async () => {
    await people(["a", "b", "c", "d"]);
    rest.forget = async (app, user) => {
      if (user === "a") await rest.users.remove(app, "b");
      if (user === "c") throw new AppError("OVERLOADED");
    };
    const { status } = await page("", "DELETE");
    expect(status).toBe(503);
    expect(namesOf(await page("")), "those before are gone").toEqual(["d"]);
    rest.forget = async () => {};
    expect(namesOf(await page("", "DELETE"))).toEqual(["d"]);
  });
});

describe("an application with a limit", () => {
  const limit = (maxUsers: number) => rest.apps.changeSettings(rest.appKey, { maxUsers });
  const register = (json: unknown) => rest.call("/users", { json, token: rest.appToken });
  const full = { status: 429, body: { error: "resource_limited" } };

  it("[AU19] takes so many users and no more, however they come", async () => {
    await limit(2);
    await people(["a"]);
    const applicants = ["b", "c"].map((username) => ({ username, password: "x" }));
    expect(await register(applicants)).toMatchObject(full);
    expect(namesOf(await page(""))).toEqual(["a", "b"]);
    expect(await register({ username: "c", password: "x" })).toMatchObject(full);
    const inherit = { grant_type: "inherit", username: "c", autoCreateUser: true };
    expect(await rest.call("/token", { json: inherit, token: rest.appToken })).toMatchObject(full);
    const known = await rest.call("/token", { json: { ...inherit, username: "a" }, token: rest.appToken });
    expect(known.status, "who is there already").toBe(200);
    expect(await register({ username: "a", password: "x" }), "a name that is taken").toMatchObject({ status: 400 });

    await rest.users.remove(rest.appKey, "a");
    expect(await register({ username: "c", password: "x" })).toMatchObject({ status: 200 });
    await limit(0);
    expect(await register({ username: "d", password: "x" })).toMatchObject({ status: 200 });
  });

  it("[AU19] takes no more when they come at the same time", async () => {
    await limit(3);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => register({ username: `user${n}`, password: "x" })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429, 429, 429, 429, 429]);
    expect(namesOf(await page(""))).toHaveLength(3);
  });
});

describe("an array of one", () => {
  const one = [{ username: "alice", password: "x" }];

  it("[AU4] is registered by anybody where registration is open", async () => {
    expect(await rest.call("/users", { json: one })).toMatchObject({ status: 200, body: { data: [], count: 1 } });
    expect(await rest.call("/users", { json: one })).toMatchObject({
      status: 400,
      body: { error: "duplicate_unique_property_exists" },
    });
    await rest.apps.changeSettings(rest.appKey, { registration: "authorized" });
    expect(await rest.call("/users", { json: [{ username: "bob", password: "x" }] })).toMatchObject({ status: 401 });
  });
});

describe("who is online", () => {
  it("[AU18] is asked for by many names at once, or by one", async () => {
    rest.online.set("alice", [{ res: "web_1", device_uuid: "u", device_name: "n" }]);
    const json = { usernames: ["bob", "ALICE", "alice", "__proto__", ""] };
    const { body } = await rest.call("/users/batch/status", { json, token: rest.appToken });
    expect(body.data.map((each: object) => Object.entries(each)[0])).toEqual([
      ["bob", "offline"],
      ["ALICE", "online"],
      ["alice", "online"],
      ["__proto__", "offline"],
      ["", "offline"],
    ]);
    const batch = await rest.call("/users/batch/status", { token: rest.appToken });
    expect(batch.body.data, "somebody may be called batch").toEqual({ batch: "offline" });
    const token = await rest.register("bob");
    expect((await rest.call("/users/batch/status", { json, token })).status).toBe(401);
  });
});

describe("GET /users/:user", () => {
  it("[AU20] shows how the user gets push notices, once that is set", async () => {
    const token = await rest.register("alice");
    const mine = (await rest.call("/users/alice", { token })).body.entities[0];
    expect(mine).toMatchObject({
      notification_display_style: 1,
      pushInfo: [{ device_id: "d", device_token: "t", notifier_name: "n" }],
    });
    await rest.register("bob");
    const bob = (await rest.call("/users/bob", { token: rest.appToken })).body.entities[0];
    expect(Object.keys(bob)).toEqual(["uuid", "type", "created", "modified", "username", "activated"]);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { AppError } from "../../kernel/errors.ts";

let rest: TestRest;
beforeAll(async () => {
  rest = await TestRest.start();
});
beforeEach(() => rest.freshApp());
afterAll(() => rest.close());

function refusal(status: number, error: string, description: unknown) {
  return { status, body: { error, error_description: description } };
}

const illegal = (description: unknown) => refusal(400, "illegal_argument", description);
const noSuchUser = {
  status: 404,
  body: {
    error: "service_resource_not_found",
    error_description: "Service resource not found",
    exception: "UserNotFoundException",
  },
};

const register = (json: unknown, token?: string) => rest.call("/users", { json, token });

/** What the bus said about sign-outs, in order. */
function signOuts() {
  const seen: unknown[] = [];
  rest.bus.subscribe("user.signedOut", ({ user, resource, why }) => seen.push({ user, resource, why }));
  return seen;
}

describe("POST /users", () => {
  it("[AU2][AU3] registers anybody where registration is open, in lower case", async () => {
    const { status, body } = await register({ username: "Alice", password: "x", nickname: "Ali 😀" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ action: "post", path: "/users", count: 1, organization: "rondo" });
    expect(body.entities).toEqual([
      {
        uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        type: "user",
        created: rest.now,
        modified: rest.now,
        username: "alice",
        activated: true,
        nickname: "Ali 😀",
      },
    ]);
    expect(await rest.users.verifyPassword(rest.appKey, "ALICE", "x")).toMatchObject({ username: "alice" });
  });

  it("[AU3] takes the application's token where it is not open", async () => {
    await rest.apps.changeSettings(rest.appKey, { registration: "authorized" });
    const alice = await rest.register("alice");
    const closed = refusal(401, "unauthorized", "registration is not open, please contact the app admin");
    const bob = { username: "bob", password: "x" };
    expect(await register(bob)).toMatchObject(closed);
    expect(await register(bob, alice)).toMatchObject(closed);
    expect(await register(bob, "garbage")).toMatchObject(closed);
    expect(await rest.users.find(rest.appKey, "bob")).toBeUndefined();
    expect(await register(bob, rest.appToken)).toMatchObject({ status: 200 });
  });

  it("[AU2] refuses names, passwords and nicknames outside the limits", async () => {
    const cases: [unknown, string][] = [
      [{ password: "x" }, "username is required"],
      [{ username: "", password: "x" }, "username [] is not legal"],
      [{ username: "a b", password: "x" }, "username [a b] is not legal"],
      [{ username: "爱丽丝", password: "x" }, "username [爱丽丝] is not legal"],
      [{ username: "a".repeat(65), password: "x" }, "USERNAME_TOO_LONG"],
      [{ username: "爱".repeat(22), password: "x" }, "USERNAME_TOO_LONG"],
      [{ username: 5, password: "x" }, "the body is not valid"],
      [{ username: "a" }, "password or pin must provided"],
      [{ username: "a", password: "" }, "password or pin must provided"],
      [{ username: "a", password: "x".repeat(65) }, "password has more than 64 characters"],
      [{ username: "a", password: "x", nickname: "n".repeat(101) }, "NICKNAME_TOO_LONG"],
      [{ username: "a", password: "x", nickname: "a\0b" }, "nickname is not legal"],
    ];
    for (const [json, description] of cases) {
      expect(await register(json), description).toMatchObject(illegal(description));
    }
    const longest = { username: "a".repeat(64), password: "😀".repeat(64), nickname: "爱".repeat(100) };
    expect(await register(longest)).toMatchObject({ status: 200 });
    expect(await register({ username: "_.-0", password: "x", nickname: null })).toMatchObject({ status: 200 });
  });

  it("[AU4] refuses a name that is taken, in any case", async () => {
    await rest.register("alice");
    const id = (await rest.apps.find(rest.appKey))?.id;
    const description = `Application ${id} Entity user requires that property named username be unique, value of alice exists`;
    expect(await register({ username: "ALICE", password: "y" })).toMatchObject(
      refusal(400, "duplicate_unique_property_exists", description),
    );
    expect(await rest.users.verifyPassword(rest.appKey, "alice", "secret")).toBeDefined();
  });

  it("[AU4] gives a name to one of several who ask at the same time", async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, n) => register({ username: "alice", password: `p${n}` })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400, 400]);
    const winner = replies.findIndex(({ status }) => status === 200);
    expect(await rest.users.verifyPassword(rest.appKey, "alice", `p${winner}`)).toBeDefined();
  });

  it("[AU3][AU4] registers an array with the application's token and lists the names that were taken", async () => {
    await rest.register("user3");
    const json = ["User1", "user2", "user3", "user2"].map((username) => ({ username, password: "x" }));
    expect(await register(json)).toMatchObject({ status: 401 });
    const { status, body } = await register(json, rest.appToken);
    expect(status).toBe(200);
    expect(body.entities.map((entity: { username: string }) => entity.username)).toEqual(["user1", "user2"]);
    expect(body.data).toEqual([{ username: "user3", registerUserFailReason: "the user3 already exists" }]);
    expect(body.count).toBe(2);
  });

  it("[AU4] writes nothing when one of an array is wrong", async () => {
    const good = { username: "good", password: "x" };
    const size = "Request body array size[61] had almost reached or been greater than the upper range value[60]";
    const arrays: [unknown[], string][] = [
      [[good, { username: "not good", password: "x" }], "username [not good] is not legal"],
      [[good, { username: "b" }], "password or pin must provided"],
      [Array.from({ length: 61 }, () => good), size],
      [[], "Request body array is empty"],
    ];
    for (const [json, description] of arrays) {
      expect(await register(json, rest.appToken), description).toMatchObject(illegal(description));
    }
    expect(await register([good, { ...good, password: "hunter2" }], rest.appToken)).toMatchObject(
      refusal(400, "duplicate_unique_property_exists", "the same user good has a different password"),
    );
    expect(await register([good, null], rest.appToken)).toMatchObject(illegal("the body is not valid"));
    expect(await rest.users.find(rest.appKey, "good")).toBeUndefined();
  });
});

describe("one user", () => {
  it("shows a user to itself and to the application", async () => {
    const alice = await rest.register("alice");
    for (const token of [alice, rest.appToken]) {
      const { status, body } = await rest.call("/users/Alice", { token });
      expect(status).toBe(200);
      expect(body).toMatchObject({ path: "/users/Alice", count: 1, entities: [{ username: "alice" }] });
    }
    expect(await rest.call("/users/nobody", { token: rest.appToken })).toMatchObject(noSuchUser);
    expect(await rest.call("/users/not%20legal", { token: rest.appToken })).toMatchObject(noSuchUser);
  });

  it("[AU15] changes the nickname, and removes it when it is empty", async () => {
    const token = await rest.register("alice");
    rest.now += 1000;
    const put = (json: unknown) => rest.call("/users/alice", { method: "PUT", token, json });
    expect((await put({ nickname: "Ali" })).body.entities).toMatchObject([{ nickname: "Ali", modified: rest.now }]);
    expect((await rest.users.find(rest.appKey, "alice"))?.nickname).toBe("Ali");
    expect((await put({ nickname: "" })).body.entities[0]).not.toHaveProperty("nickname");
    expect((await rest.call("/users/alice", { token })).status, "the token stays good").toBe(200);
  });

  it("[AU15] refuses what it would not store", async () => {
    const token = await rest.register("alice");
    const put = (json: unknown, user = "alice", bearer = token) =>
      rest.call(`/users/${user}`, { method: "PUT", token: bearer, json });
    const push = { device_id: "d", device_token: "t", notifier_name: "n" };
    expect(await put({ ...push, nickname: "Ali" })).toMatchObject(illegal("this server does not store push tokens"));
    expect(await put({ entities: [{ notification_ignore_1: true }] })).toMatchObject(
      illegal("entities cannot be changed here"),
    );
    expect(await put({})).toMatchObject(illegal("nickname is required"));
    expect(await put({ nickname: 5 })).toMatchObject(illegal("nickname must be string"));
    expect(await put({ nickname: "n".repeat(101) })).toMatchObject(illegal("NICKNAME_TOO_LONG"));
    expect((await rest.users.find(rest.appKey, "alice"))?.nickname).toBeUndefined();
    expect(await put({ nickname: "x" }, "nobody", rest.appToken)).toMatchObject(noSuchUser);
  });

  it("removes a user and everything it was signed in to", async () => {
    await rest.register("alice");
    const seen = signOuts();
    const remove = () => rest.call("/users/Alice", { method: "DELETE", token: rest.appToken });
    expect(await remove()).toMatchObject({
      status: 200,
      body: { action: "delete", entities: [{ username: "alice" }] },
    });
    expect(await rest.users.find(rest.appKey, "alice")).toBeUndefined();
    expect(await remove()).toMatchObject(noSuchUser);
    expect(seen).toEqual([{ user: "alice", resource: undefined, why: "removed" }]);
  });

  it("[TL14] removes a user only together with all that is kept of it, however often that takes", async () => {
    const forgotten: string[] = [];
    let faults = 0;
    rest.forget = async (_app, user) => {
      if (faults-- > 0) throw new AppError("OVERLOADED");
      forgotten.push(user);
    };
    const remove = (name: string) => rest.call(`/users/${name}`, { method: "DELETE", token: rest.appToken });
    for (const name of ["alice", "bob", "carol"]) await rest.register(name);
    expect(await remove("alice")).toMatchObject({ status: 200 });
    expect(forgotten).toEqual(["alice"]);

    faults = 2;
    expect(await remove("bob")).toMatchObject({ status: 503 });
    expect(await remove("carol")).toMatchObject({ status: 503 });
    expect(await remove("bob"), "again, to finish it").toMatchObject(noSuchUser);
    expect(forgotten).toEqual(["alice", "bob"]);
    await rest.register("carol");
    expect(forgotten, "before the name is taken again").toEqual(["alice", "bob", "carol"]);

    for (const name of ["alice", "bob"]) await rest.register(name);
    expect(forgotten, "once").toHaveLength(3);
  });
});

describe("passwords", () => {
  const put = (json: unknown, token: string, user = "alice") =>
    rest.call(`/users/${user}/password`, { method: "PUT", json, token });

  it("[AU12] are changed by the application without the old one", async () => {
    await rest.register("alice");
    const seen = signOuts();
    const { status, body } = await put({ newpassword: "new" }, rest.appToken, "ALICE");
    expect(status).toBe(200);
    expect(body.action).toBe("set user password");
    await expect(rest.users.verifyPassword(rest.appKey, "alice", "secret")).rejects.toMatchObject({
      code: "INVALID_PASSWORD",
    });
    await rest.users.verifyPassword(rest.appKey, "alice", "new");
    expect(seen).toEqual([{ user: "alice", resource: undefined, why: "password-changed" }]);
  });

  it("[AU12] are changed by the user with the old one only", async () => {
    const alice = await rest.register("alice");
    expect(await put({ newpassword: "new" }, alice)).toMatchObject(illegal("oldpassword is required"));
    expect(await put({ newpassword: "new", oldpassword: "guess" }, alice)).toMatchObject(
      refusal(400, "invalid_grant", "invalid password"),
    );
    expect(await put({ newpassword: "new", oldpassword: "secret" }, alice)).toMatchObject({ status: 200 });
    await rest.users.verifyPassword(rest.appKey, "alice", "new");
    expect((await put({ newpassword: "newer", oldpassword: "new" }, alice)).status, "the token has ended").toBe(401);
  });

  it("[AU12] are refused when missing, too long, or of nobody", async () => {
    await rest.register("alice");
    expect(await put({}, rest.appToken)).toMatchObject(illegal("newpassword is required"));
    expect(await put({ newpassword: "x".repeat(65) }, rest.appToken)).toMatchObject(
      illegal("newpassword has more than 64 characters"),
    );
    expect(await put({ newpassword: "x" }, rest.appToken, "nobody")).toMatchObject(
      refusal(404, "entity_not_found", "User null not found"),
    );
  });
});

describe("bans and forced logouts", () => {
  it("[AU13] a ban ends sessions and refuses logins until it is lifted", async () => {
    const alice = await rest.register("alice");
    const seen = signOuts();
    const post = (verb: string, user = "alice") =>
      rest.call(`/users/${user}/${verb}`, { method: "POST", token: rest.appToken });
    const { body } = await post("deactivate");
    expect(body).toMatchObject({ action: "Deactivate user", entities: [{ username: "alice", activated: false }] });
    expect(seen).toEqual([{ user: "alice", resource: undefined, why: "disabled" }]);
    await expect(rest.users.verifyPassword(rest.appKey, "alice", "secret")).rejects.toMatchObject({
      code: "USER_DISABLED",
    });
    await expect(rest.tokens.issueUser(rest.appKey, "alice", 60)).rejects.toMatchObject({ code: "USER_DISABLED" });
    expect((await post("activate")).body.action).toBe("activate user");
    await rest.users.verifyPassword(rest.appKey, "alice", "secret");
    await expect(rest.tokens.verify(alice)).rejects.toMatchObject({ code: "TOKEN_UNKNOWN" });
    expect(await post("deactivate", "nobody")).toMatchObject(noSuchUser);
    expect(seen).toHaveLength(1);
  });

  it("[AU8][AU14] a forced logout ends all sessions and tokens, or the session of one device", async () => {
    const alice = await rest.register("alice");
    const seen = signOuts();
    const answer = { status: 200, body: { entities: [], data: { result: true }, count: 0 } };
    const path = "/users/alice/disconnect";
    for (const method of ["DELETE", "GET", "POST"] as const) {
      expect(await rest.call(`${path}/web_1`, { method, token: rest.appToken })).toMatchObject(answer);
    }
    expect(await rest.tokens.verify(alice)).toMatchObject({ username: "alice" });
    expect(await rest.call(path, { token: rest.appToken })).toMatchObject(answer);
    await expect(rest.tokens.verify(alice)).rejects.toMatchObject({ code: "TOKEN_UNKNOWN" });
    expect(await rest.call(path, { method: "POST", token: rest.appToken })).toMatchObject(answer);
    const all = { user: "alice", resource: undefined, why: "forced" };
    const one = { user: "alice", resource: "web_1", why: "forced" };
    expect(seen).toEqual([one, one, one, all, all]);
    expect(await rest.call("/users/nobody/disconnect", { token: rest.appToken })).toMatchObject(noSuchUser);
    expect(await rest.call("/users/nobody/disconnect/web_1", { token: rest.appToken })).toMatchObject(noSuchUser);
  });

  it("says who is online, and with which devices", async () => {
    const alice = await rest.register("alice");
    const session = { res: "webim_1", device_uuid: "u", device_name: "n" };
    rest.online.set("alice", [session]);
    const status = async (user: string) =>
      (await rest.call(`/users/${user}/status`, { token: rest.appToken })).body.data;
    expect(await status("Alice")).toEqual({ alice: "online" });
    expect(await status("bob")).toEqual({ bob: "offline" });
    expect((await rest.call("/users/Alice/resources", { token: alice })).body).toMatchObject({
      path: "/users/Alice/resources",
      entities: [],
      data: [session],
      count: 1,
    });
  });
});

it("sees at once what another part of the server has changed", async () => {
  await rest.register("alice");
  expect((await rest.users.find(rest.appKey, "alice"))?.isActive).toBe(true);
  await rest.users.setActive(rest.appKey, "Alice", false);
  expect((await rest.users.find(rest.appKey, "alice"))?.isActive).toBe(false);
  await rest.users.remove(rest.appKey, "ALICE");
  expect(await rest.users.find(rest.appKey, "alice")).toBeUndefined();
  await rest.register("alice");
  expect(await rest.users.find(rest.appKey, "alice")).toMatchObject({ isActive: true });
});

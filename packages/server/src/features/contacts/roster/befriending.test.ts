import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../contacts.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.people(["alice", "bob", "carol"]));

const namesOf = async (who: string) => (await world.admin("GET", `/users/${who}/contacts/users`)).body.data;

describe("the application's server", () => {
  it("[CT15] makes contacts without asking; both are told by the other's name", async () => {
    await world.as("alice", "POST", "/users/alice/contacts/apply", { usernames: ["bob"] });
    await world.seen("bob");
    const answer = await world.admin("POST", "/users/alice/contacts/users/Bob");
    expect(answer).toMatchObject({ status: 200, body: { entities: [{ username: "bob" }] } });
    expect(await world.seen("alice")).toMatchObject([{ operation: "ACCEPT", from: "bob", to: ["alice"] }]);
    expect(await world.seen("bob")).toMatchObject([{ operation: "ACCEPT", from: "alice", to: ["bob"] }]);
    expect([await namesOf("alice"), await namesOf("bob")]).toEqual([["bob"], ["alice"]]);
    await world.admin("POST", "/users/bob/contacts/users/alice");
    expect(await world.seen("bob"), "they were contacts").toEqual([]);
    await world.admin("DELETE", "/users/alice/contacts/users/bob");
    const late = await world.as("bob", "POST", "/users/bob/contacts/accept/users/alice");
    expect(late, "no invitation has stayed open").toMatchObject({ status: 403 });
  });

  it("[CT15] is refused for nobody, for one user with itself, without room, and a user is refused always", async () => {
    expect(await world.admin("POST", "/users/alice/contacts/users/nobody")).toMatchObject({ status: 404 });
    expect(await world.admin("POST", "/users/nobody/contacts/users/alice")).toMatchObject({ status: 404 });
    expect(await world.admin("POST", "/users/alice/contacts/users/alice")).toMatchObject({ status: 400 });
    const own: Array<[Parameters<World["as"]>[1], string, unknown]> = [
      ["POST", "/users/alice/contacts/users/bob", undefined],
      ["POST", "/users/alice/contacts/import", { usernames: ["bob"] }],
      ["DELETE", "/contacts/users/alice", undefined],
      ["POST", "/contacts/check", { username: "alice", check_list: ["bob"] }],
      ["POST", "/blocks/check", { username: "alice", check_list: ["bob"] }],
    ];
    for (const [method, path, json] of own) {
      expect(await world.as("alice", method, path, json), path).toMatchObject({ status: 401 });
    }
    await world.people(["alice", "bob", "carol"], { maxContacts: 1 });
    await world.admin("POST", "/users/alice/contacts/users/bob");
    expect(await world.admin("POST", "/users/carol/contacts/users/bob")).toMatchObject({
      status: 403,
      body: { error: "exceed_limit", error_description: "user contact number exceed limit" },
    });
    expect(await namesOf("carol")).toEqual([]);
  });

  it("[CT15] imports up to 10 names, telling the two sides only when asked to", async () => {
    const load = (usernames: unknown, query = "") =>
      world.admin("POST", `/users/alice/contacts/import${query}`, { usernames });
    const { status, body } = await load(["BOB", "bob", "nobody", "alice", "not legal"]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "ok", action: "post" });
    expect(body.data).toEqual({
      success: ["bob"],
      NotExistFailed: ["nobody", "not legal"],
      UnKnowFailed: ["alice"],
      maxLimitFailed: [],
    });
    expect(await world.seen("bob")).toEqual([]);
    expect((await load(["bob", "carol"], "?isSendNotice=true")).body.data.success).toEqual(["bob", "carol"]);
    expect(await world.seen("carol")).toMatchObject([{ operation: "ACCEPT", from: "alice" }]);
    expect(await world.seen("bob")).toEqual([]);
    expect(await world.seen("alice")).toMatchObject([{ operation: "ACCEPT", from: "carol" }]);
    expect(await namesOf("alice")).toEqual(["bob", "carol"]);
    expect(await load(Array.from({ length: 11 }, (_, n) => `u${n}`))).toMatchObject({
      status: 400,
      body: { error_description: "request user over flow limit:10." },
    });
    for (const wrong of [undefined, "bob", [5]]) expect(await load(wrong)).toMatchObject({ status: 400 });
  });

  it("[CT15] imports until somebody has no room", async () => {
    await world.people(["alice", "bob", "carol", "dave"], { maxContacts: 2 });
    const load = (who: string, usernames: string[]) =>
      world.admin("POST", `/users/${who}/contacts/import`, { usernames });
    const { data } = (await load("alice", ["bob", "carol", "dave"])).body;
    expect(data).toMatchObject({ success: ["bob", "carol"], maxLimitFailed: ["dave"] });
    expect(await load("alice", ["dave"])).toMatchObject({
      status: 403,
      body: { error: "exceed_limit", error_description: "Inviter's contact max count." },
    });
    expect(await load("nobody", ["dave"])).toMatchObject({ status: 404 });
  });

  it("[CT15] removes all contacts of a user, on both sides", async () => {
    for (const friend of ["bob", "carol"]) await world.admin("POST", `/users/alice/contacts/users/${friend}`);
    await world.admin("POST", "/users/bob/contacts/users/carol");
    for (const who of ["alice", "bob", "carol"]) await world.seen(who);
    expect(await world.admin("DELETE", "/contacts/users/Alice")).toMatchObject({ status: 200, body: { entities: [] } });
    expect(await namesOf("alice")).toEqual([]);
    expect(await namesOf("bob")).toEqual(["carol"]);
    expect(await world.seen("bob")).toMatchObject([{ operation: "REMOVE", from: "alice", to: ["bob"] }]);
    expect(await world.seen("carol")).toMatchObject([{ operation: "REMOVE", from: "alice", to: ["carol"] }]);
    expect((await world.seen("alice")).map(({ to }) => to[0]).sort()).toEqual(["bob", "carol"]);
    expect(await world.admin("DELETE", "/contacts/users/nobody")).toMatchObject({ status: 404 });
  });

  it("[CT15] asks of up to 100 users whether they are contacts, or blocked", async () => {
    await world.admin("POST", "/users/alice/contacts/users/bob");
    await world.admin("POST", "/users/alice/blocks/users", { usernames: ["carol"] });
    const check = async (path: string, json: unknown) => world.admin("POST", path, json);
    const body = { username: "Alice", check_list: ["Bob", "carol", "not legal"] };
    expect((await check("/contacts/check", body)).body.entities).toEqual([
      { username: "bob", relation: "friend" },
      { username: "carol", relation: "not_friend" },
      { username: "not legal", relation: "not_friend" },
    ]);
    expect((await check("/blocks/check", body)).body.entities).toEqual([
      { username: "bob", relation: "not_blacklist" },
      { username: "carol", relation: "blacklist" },
      { username: "not legal", relation: "not_blacklist" },
    ]);
    for (const path of ["/contacts/check", "/blocks/check"]) {
      const blank = { error: "illegal_argument", error_description: "username cannot be blank" };
      const size = { error: "illegal_argument", error_description: "check_list size must be between 1 and 100" };
      expect((await check(path, { check_list: ["bob"] })).body).toMatchObject(blank);
      for (const count of [0, 101]) {
        const list = Array.from({ length: count }, () => "bob");
        expect(await check(path, { username: "alice", check_list: list })).toMatchObject({ status: 400, body: size });
      }
      expect(await check(path, { username: "nobody", check_list: ["bob"] })).toMatchObject({ status: 404 });
      expect(await check(path, { username: "alice" })).toMatchObject({ status: 400 });
    }
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../contacts.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.people(["alice", "bob", "carol"]));

const befriend = (one: string, other: string) => world.admin("POST", `/users/${one}/contacts/users/${other}`);
const namesOf = async (who: string) => (await world.as(who, "GET", `/users/${who}/contacts/users`)).body.data;
const withRemarks = async (who: string) =>
  (await world.as(who, "GET", `/users/${who}/contacts/users?needReturnRemark=true`)).body.entities;
const remark = (who: string, whom: string, json: unknown, path = "users") =>
  world.as(who, "PUT", `/${path}/${who}/contacts/users/${whom}`, json);

describe("removing a contact", () => {
  it("[CT5] takes both sides from each other's list, with remarks, and tells all devices but the acting one", async () => {
    await befriend("alice", "bob");
    await befriend("alice", "carol");
    await remark("bob", "alice", { remark: "my old friend" });
    for (const who of ["alice", "bob", "carol"]) await world.seen(who);
    await world.openDevice("alice", "tablet");
    const answer = await world.as("alice", "DELETE", "/users/alice/contacts/users/BOB");
    expect(answer).toMatchObject({ status: 200, body: { entities: [{ username: "bob", type: "user" }] } });
    const event = { operation: "REMOVE", from: "alice", to: ["bob"] };
    expect(await world.seen("bob")).toMatchObject([event]);
    expect(await world.seen("alice", "tablet")).toMatchObject([event]);
    expect(await world.seen("alice")).toEqual([]);
    expect(await world.seen("carol")).toEqual([]);
    expect([await namesOf("alice"), await namesOf("bob")]).toEqual([["carol"], []]);
    await befriend("alice", "bob");
    expect(await withRemarks("bob")).toEqual([{ username: "alice", remark: "" }]);
  });

  it("[CT5] who is none is no error and tells nobody", async () => {
    expect(await world.as("alice", "DELETE", "/users/alice/contacts/users/bob")).toMatchObject({ status: 200 });
    expect(await world.seen("bob")).toEqual([]);
  });

  it("[CT9] of nobody, oneself, or by somebody else is refused", async () => {
    await befriend("alice", "bob");
    const remove = (who: string, path: string) => world.as(who, "DELETE", path);
    expect(await remove("alice", "/users/alice/contacts/users/nobody")).toMatchObject({ status: 404 });
    expect(await remove("alice", "/users/alice/contacts/users/alice")).toMatchObject({ status: 400 });
    expect(await remove("carol", "/users/alice/contacts/users/bob")).toMatchObject({ status: 401 });
    expect(await namesOf("alice")).toEqual(["bob"]);
  });
});

describe("the list of contacts", () => {
  it("[CT6] is whole and by name, with remarks when asked for", async () => {
    expect((await world.as("alice", "GET", "/users/alice/contacts/users")).body).toMatchObject({ data: [], count: 0 });
    await befriend("alice", "carol");
    await befriend("alice", "bob");
    await remark("alice", "bob", { remark: "Bobby 😀" });
    const { body } = await world.as("alice", "GET", "/users/alice/contacts/users");
    expect(body).toMatchObject({ data: ["bob", "carol"], entities: [], count: 2 });
    expect(await withRemarks("alice")).toEqual([
      { username: "bob", remark: "Bobby 😀" },
      { username: "carol", remark: "" },
    ]);
    expect(await withRemarks("bob"), "a remark is for the own eyes").toEqual([{ username: "alice", remark: "" }]);
  });

  it("[CT6] comes in pages without gap or repetition", async () => {
    const names = Array.from({ length: 23 }, (_, n) => `friend${String(n).padStart(2, "0")}`);
    await world.people(["alice", ...names]);
    for (const name of names) await befriend("alice", name);
    for (const path of ["/users/alice/contacts", "/user/alice/contacts"]) {
      const seen: string[] = [];
      let cursor = "";
      do {
        const { status, body } = await world.as(
          "alice",
          "GET",
          `${path}?limit=10&cursor=${cursor}&needReturnRemark=true`,
        );
        expect(status).toBe(200);
        for (const { username, remark: note } of body.data.contacts) {
          expect(note).toBe("");
          seen.push(username);
        }
        expect(body.count).toBe(body.data.contacts.length);
        cursor = body.data.cursor;
      } while (cursor !== "");
      expect(seen).toEqual(names);
    }
    const plain = (await world.as("alice", "GET", "/user/alice/contacts")).body.data.contacts;
    expect(plain).toHaveLength(10);
    expect(plain[0]).toEqual({ username: "friend00", remark: null });
    const exact = (await world.as("alice", "GET", "/users/alice/contacts?limit=23")).body.data;
    expect([exact.contacts.length, exact.cursor]).toEqual([23, ""]);
  });

  it("[CT6] refuses pages that cannot be", async () => {
    const page = (query: string) => world.as("alice", "GET", `/users/alice/contacts?${query}`);
    expect(await page("limit=51")).toMatchObject({
      status: 400,
      body: { error_description: "getContacts | page size more than max limit : 50" },
    });
    for (const query of ["limit=0", "limit=x", "cursor=%21%21"])
      expect(await page(query), query).toMatchObject({ status: 400 });
    expect(await page("limit=undefined&cursor=undefined")).toMatchObject({ status: 200 });
    expect(await world.as("bob", "GET", "/users/alice/contacts")).toMatchObject({ status: 401 });
    expect(await world.admin("GET", "/user/nobody/contacts")).toMatchObject({ status: 404 });
    expect(await world.admin("GET", "/users/nobody/contacts/users")).toMatchObject({ status: 404 });
  });
});

describe("remarks", () => {
  it("[CT7] are up to 100 characters, and empty to remove them", async () => {
    await befriend("alice", "bob");
    expect(await remark("alice", "bob", { remark: "😀".repeat(100) })).toMatchObject({
      status: 200,
      body: { status: "ok" },
    });
    expect(await withRemarks("alice")).toEqual([{ username: "bob", remark: "😀".repeat(100) }]);
    const tooLong = await remark("alice", "bob", { remark: "x".repeat(101) });
    expect(tooLong).toMatchObject({ status: 400 });
    expect(tooLong.body.error_description).toContain("remark length must less");
    expect(await remark("alice", "Bob", { remark: "" }, "user")).toMatchObject({ status: 200 });
    expect(await withRemarks("alice")).toEqual([{ username: "bob", remark: "" }]);
    expect(await world.seen("bob"), "of remarks nobody is told").toMatchObject([{ operation: "ACCEPT" }]);
  });

  it("[CT7] are of contacts only", async () => {
    expect(await remark("alice", "bob", { remark: "x" })).toMatchObject({
      status: 400,
      body: { error_description: "updateRemark | they are not friends, please add as a friend first." },
    });
    expect(await remark("alice", "nobody", { remark: "x" })).toMatchObject({ status: 404 });
    await befriend("alice", "bob");
    for (const json of [{}, { remark: 5 }, { remark: null }, { remark: "a\0b" }, []]) {
      expect(await remark("alice", "bob", json), JSON.stringify(json)).toMatchObject({ status: 400 });
    }
  });
});

describe("an account that is removed", () => {
  const remove = (name: string) => world.admin("DELETE", `/users/${name}`);

  it("[CT16] takes its relations with it and its contacts are told", async () => {
    await befriend("alice", "bob");
    await world.as("alice", "POST", "/users/alice/contacts/apply", { usernames: ["carol"] });
    await world.as("carol", "POST", "/sdk/user/carol/blocks", { usernames: ["bob"] });
    await world.as("bob", "POST", "/sdk/user/bob/blocks", { usernames: ["carol"] });
    for (const who of ["alice", "bob", "carol"]) await world.seen(who);
    expect(await remove("alice")).toMatchObject({ status: 200 });
    expect(await remove("bob")).toMatchObject({ status: 200 });
    expect(await world.seen("bob")).toMatchObject([{ operation: "REMOVE", from: "alice", to: ["bob"] }]);
    await world.rest.register("alice");
    await world.rest.register("bob");
    expect((await world.admin("GET", "/users/alice/contacts/users")).body.data).toEqual([]);
    expect((await world.admin("GET", "/users/bob/blocks/users")).body.data).toEqual([]);
    expect((await world.as("carol", "GET", "/users/carol/blocks/users")).body.data).toEqual([]);
    expect(await world.as("carol", "POST", "/users/carol/contacts/accept/users/alice")).toMatchObject({ status: 403 });
  });

  it("[CT16] while somebody accepts its invitation leaves no contact behind", async () => {
    await world.as("alice", "POST", "/users/alice/contacts/apply", { usernames: ["bob"] });
    const { find } = world.users;
    let looks = 0;
    // The third look at accounts is the one after the contact was stored.
    world.users.find = async (app, name) => (++looks > 2 && name === "alice" ? undefined : find(app, name));
    try {
      const answer = await world.as("bob", "POST", "/users/bob/contacts/accept/users/alice");
      expect(answer).toMatchObject({ status: 404, body: { exception: "UserNotFoundException" } });
    } finally {
      world.users.find = find;
    }
    expect(await namesOf("bob")).toEqual([]);
    expect((await world.seen("bob")).map(({ operation }) => operation)).toEqual(["ADD", "ACCEPT", "REMOVE"]);
  });
});

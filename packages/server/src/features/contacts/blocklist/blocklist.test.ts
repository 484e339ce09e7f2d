import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../contacts.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.people(["alice", "bob", "carol"]));

const block = (who: string, usernames: unknown) => world.as(who, "POST", `/sdk/user/${who}/blocks`, { usernames });
const unblock = (who: string, usernames: unknown) => world.as(who, "DELETE", `/sdk/user/${who}/blocks`, { usernames });
const blocked = async (who: string) => (await world.as(who, "GET", `/users/${who}/blocks/users`)).body.data;
const invite = (from: string, to: string) =>
  world.as(from, "POST", `/users/${from}/contacts/apply`, { usernames: [to] });

describe("a blocklist", () => {
  it("[CT10] [CT12] takes names, newest first; the user's other devices are told, who is on it is not", async () => {
    await world.openDevice("alice", "tablet");
    expect(await blocked("alice")).toEqual([]);
    expect((await block("alice", ["Bob"])).body).toMatchObject({ data: ["bob"] });
    world.rest.now += 1;
    expect((await block("alice", ["carol", "bob", "carol"])).body).toMatchObject({ data: ["carol", "bob"] });
    expect(await blocked("alice")).toEqual(["carol", "bob"]);
    expect(await world.seen("alice", "tablet")).toMatchObject([
      { operation: "BAN", from: "alice", to: ["bob"] },
      { operation: "BAN", from: "alice", to: ["carol"] },
    ]);
    expect(await unblock("alice", ["bob", "nobody", "not legal"])).toMatchObject({ status: 200 });
    expect(await blocked("alice")).toEqual(["carol"]);
    expect(await world.seen("alice", "tablet")).toMatchObject([{ operation: "ALLOW", from: "alice", to: ["bob"] }]);
    await block("alice", ["carol"]);
    await unblock("alice", ["bob"]);
    expect(await world.seen("alice", "tablet"), "nothing has changed").toEqual([]);
    for (const who of ["alice", "bob", "carol"]) expect(await world.seen(who)).toEqual([]);
  });

  it("[CT10] takes all of the names or none", async () => {
    expect(await block("alice", ["bob", "nobody"])).toMatchObject({
      status: 404,
      body: { exception: "UserNotFoundException" },
    });
    for (const wrong of [["bob", "alice"], [], undefined, "bob", [5]]) {
      expect(await block("alice", wrong), JSON.stringify(wrong)).toMatchObject({ status: 400 });
    }
    expect(await world.as("bob", "POST", "/sdk/user/alice/blocks", { usernames: ["carol"] })).toMatchObject({
      status: 401,
    });
    expect(await unblock("alice", "bob")).toMatchObject({ status: 400 });
    expect(await blocked("alice")).toEqual([]);
  });

  it("[CT10] has room for so many", async () => {
    await world.people(["alice", "bob", "carol", "dave"], { maxBlocked: 2 });
    const full = { status: 400, body: { error_description: "The quantity has exceeded the limit!" } };
    expect(await block("alice", ["bob", "carol", "dave"])).toMatchObject(full);
    await block("alice", ["bob"]);
    expect(await block("alice", ["carol", "dave"])).toMatchObject(full);
    expect(await block("alice", ["bob", "carol"])).toMatchObject({ status: 200 });
    expect(await block("alice", ["dave"])).toMatchObject(full);
    expect(await blocked("alice")).toEqual(["bob", "carol"]);
  });

  it("[CT10] comes in pages without gap or repetition", async () => {
    const names = Array.from({ length: 7 }, (_, n) => `pest${n}`);
    await world.people(["alice", ...names]);
    await block("alice", names.slice(0, 4));
    world.rest.now += 5;
    await block("alice", names.slice(4));
    const expected = [...names.slice(4), ...names.slice(0, 4)];
    expect(await blocked("alice")).toEqual(expected);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? "" : `&cursor=${cursor}`;
      const { body } = await world.as("alice", "GET", `/users/alice/blocks/users?pageSize=3${query}`);
      expect(body.count).toBe(body.data.length);
      seen.push(...body.data);
      cursor = body.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(expected);
    for (const query of ["pageSize=51", "pageSize=0", "cursor=%2A", "cursor=bm9uZQ"]) {
      expect(await world.as("alice", "GET", `/users/alice/blocks/users?${query}`), query).toMatchObject({
        status: 400,
      });
    }
    expect(await world.as("pest0", "GET", "/users/alice/blocks/users")).toMatchObject({ status: 401 });
    expect(await world.admin("GET", "/users/nobody/blocks/users")).toMatchObject({ status: 404 });
  });

  it("[CT10] is open to the application's server by its own paths", async () => {
    await world.openDevice("alice", "tablet");
    const added = await world.admin("POST", "/users/alice/blocks/users", { usernames: ["bob"] });
    expect(added).toMatchObject({ status: 200, body: { data: ["bob"], entities: [] } });
    const removed = await world.admin("DELETE", "/users/alice/blocks/users/Bob");
    expect(removed).toMatchObject({ status: 200, body: { entities: [{ username: "bob", type: "user" }] } });
    expect(await blocked("alice")).toEqual([]);
    for (const device of ["phone", "tablet"]) {
      const events = await world.seen("alice", device);
      expect(events.map(({ operation }) => operation)).toEqual(["BAN", "ALLOW"]);
    }
    expect(await world.admin("DELETE", "/users/alice/blocks/users/nobody")).toMatchObject({ status: 404 });
    expect(await world.admin("DELETE", "/users/nobody/blocks/users/alice")).toMatchObject({ status: 404 });
  });

  it("[CT11] keeps out invitations and leaves contacts", async () => {
    await world.admin("POST", "/users/alice/contacts/users/carol");
    await invite("bob", "alice");
    for (const who of ["alice", "bob", "carol"]) await world.seen(who);
    await block("alice", ["bob", "carol"]);
    expect((await world.as("alice", "GET", "/users/alice/contacts/users")).body.data).toEqual(["carol"]);
    const accepted = await world.as("alice", "POST", "/users/alice/contacts/accept/users/bob");
    expect(accepted, "the invitation has ended").toMatchObject({ status: 403 });
    expect(await invite("bob", "alice")).toMatchObject({ status: 403, body: { error: "forbidden_op" } });
    expect(await world.seen("alice")).toEqual([]);
    expect(await invite("alice", "bob"), "the other way nothing is stopped").toMatchObject({ status: 200 });
    await world.seen("bob");
    await unblock("alice", ["bob"]);
    expect(await invite("bob", "alice")).toMatchObject({ status: 200 });
    expect(await world.seen("alice")).toMatchObject([{ operation: "REMOTE_ACCEPT", from: "bob" }]);
  });
});

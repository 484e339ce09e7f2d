import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "../contacts.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.people(["alice", "bob", "carol"]));

const invite = (from: string, to: string, reason?: string) =>
  world.as(from, "POST", `/users/${from}/contacts/apply`, { usernames: [to], reason });
const accept = (who: string, whom: string) => world.as(who, "POST", `/users/${who}/contacts/accept/users/${whom}`);
const decline = (who: string, whom: string) => world.as(who, "POST", `/users/${who}/contacts/decline/users/${whom}`);
const listOf = async (who: string) => (await world.as(who, "GET", `/users/${who}/contacts/users`)).body.data;

describe("invitations", () => {
  it("[CT1] are told to all devices of who is invited, with the reason, and to nobody else", async () => {
    await world.openDevice("bob", "tablet");
    await world.openDevice("alice", "tablet");
    expect(await invite("alice", "Bob", "we met")).toMatchObject({ status: 200, body: { action: "post" } });
    const event = { operation: "ADD", from: "alice", to: ["bob"], reason: "we met" };
    expect(await world.seen("bob")).toEqual([event]);
    expect(await world.seen("bob", "tablet")).toEqual([event]);
    for (const device of ["phone", "tablet"]) expect(await world.seen("alice", device)).toEqual([]);
    expect(await world.seen("carol")).toEqual([]);
    expect([await listOf("alice"), await listOf("bob")]).toEqual([[], []]);
  });

  it("[CT1] are told again when made again, and not to a contact", async () => {
    await invite("alice", "bob", "first");
    await invite("alice", "bob");
    expect((await world.seen("bob")).map(({ reason }) => reason)).toEqual(["first", undefined]);
    await accept("bob", "alice");
    await world.seen("bob");
    expect(await invite("alice", "bob", "third")).toMatchObject({ status: 200 });
    expect(await world.seen("bob")).toEqual([]);
  });

  it("[CT2] make contacts when accepted; both sides are told by the other's name", async () => {
    await world.openDevice("bob", "tablet");
    await world.openDevice("alice", "tablet");
    await invite("alice", "bob");
    for (const device of ["phone", "tablet"]) await world.seen("bob", device);
    expect(await accept("bob", "Alice")).toMatchObject({ status: 200 });
    for (const device of ["phone", "tablet"]) {
      expect(await world.seen("alice", device)).toMatchObject([
        { operation: "REMOTE_ACCEPT", from: "bob", to: ["alice"] },
      ]);
      expect(await world.seen("bob", device)).toMatchObject([{ operation: "ACCEPT", from: "alice", to: ["bob"] }]);
    }
    expect([await listOf("alice"), await listOf("bob")]).toEqual([["bob"], ["alice"]]);
    expect(await world.seen("carol")).toEqual([]);
  });

  it("[CT2] that are accepted again change nothing; what was not asked for is refused", async () => {
    const refusal = { status: 403, body: { error: "forbidden_op" } };
    expect(await accept("bob", "alice")).toMatchObject(refusal);
    await invite("alice", "bob");
    expect(await accept("alice", "bob"), "one's own invitation").toMatchObject(refusal);
    await accept("bob", "alice");
    for (const who of ["alice", "bob"]) await world.seen(who);
    expect(await accept("bob", "alice")).toMatchObject({ status: 200 });
    expect(await accept("alice", "bob")).toMatchObject({ status: 200 });
    for (const who of ["alice", "bob"]) expect(await world.seen(who)).toEqual([]);
  });

  it("[CT3] that cross make contacts", async () => {
    await invite("alice", "bob");
    expect(await invite("bob", "alice")).toMatchObject({ status: 200 });
    expect(await world.seen("alice")).toMatchObject([{ operation: "REMOTE_ACCEPT", from: "bob" }]);
    expect((await world.seen("bob")).map(({ operation }) => operation)).toEqual(["ADD", "ACCEPT"]);
    expect([await listOf("alice"), await listOf("bob")]).toEqual([["bob"], ["alice"]]);
  });

  it("[CT4] end when declined: the inviter is told, and the other devices of who declined", async () => {
    await world.openDevice("bob", "tablet");
    await invite("alice", "bob");
    for (const device of ["phone", "tablet"]) await world.seen("bob", device);
    expect(await decline("bob", "alice")).toMatchObject({ status: 200 });
    expect(await world.seen("alice")).toMatchObject([{ operation: "REMOTE_DECLINE", from: "bob", to: ["alice"] }]);
    expect(await world.seen("bob", "tablet")).toMatchObject([{ operation: "DECLINE", from: "bob", to: ["alice"] }]);
    expect(await world.seen("bob")).toEqual([]);
    expect(await accept("bob", "alice")).toMatchObject({ status: 403 });
    expect(await decline("bob", "alice"), "nothing is open").toMatchObject({ status: 200 });
    expect(await world.seen("alice")).toEqual([]);
  });

  it("[CT8] are refused when one side has no room, and when too many are open", async () => {
    await world.people(["alice", "bob", "carol", "dave"], { maxContacts: 1 });
    const full = (who: string) => ({
      status: 403,
      body: { error: "exceed_limit", error_description: `${who}'s contact max count.` },
    });
    await invite("alice", "bob");
    await invite("alice", "bob");
    expect(await invite("alice", "carol"), "one is open").toMatchObject(full("Inviter"));
    await invite("carol", "bob");
    await accept("bob", "alice");
    expect(await accept("bob", "carol")).toMatchObject(full("Invitee"));
    expect(await invite("alice", "carol")).toMatchObject(full("Inviter"));
    expect(await invite("dave", "alice")).toMatchObject(full("Invitee"));
    expect(await listOf("bob")).toEqual(["alice"]);
    await world.as("bob", "DELETE", "/users/bob/contacts/users/alice");
    expect(await accept("bob", "carol"), "it was still open").toMatchObject({ status: 200 });
    expect(await listOf("bob")).toEqual(["carol"]);
  });

  it("[CT9] of, to and from whom they cannot be are refused", async () => {
    const noUser = { status: 404, body: { exception: "UserNotFoundException" } };
    for (const name of ["nobody", "not legal", "", "x".repeat(65)]) {
      expect(await invite("alice", name), name).toMatchObject(noUser);
    }
    for (const path of ["accept", "decline"]) {
      expect(await world.as("bob", "POST", `/users/bob/contacts/${path}/users/nobody`)).toMatchObject(noUser);
      expect(await world.as("bob", "POST", `/users/bob/contacts/${path}/users/Bob`)).toMatchObject({ status: 400 });
    }
    expect(await invite("alice", "ALICE")).toMatchObject({ status: 400, body: { error: "illegal_argument" } });
    const wrong = [
      {},
      { usernames: "bob" },
      { usernames: [] },
      { usernames: ["bob", "carol"] },
      { usernames: [5] },
      { usernames: ["bob"], reason: 5 },
      { usernames: ["bob"], reason: "x".repeat(1025) },
    ];
    for (const json of wrong) {
      const answer = await world.as("alice", "POST", "/users/alice/contacts/apply", json);
      expect(answer, JSON.stringify(json).slice(0, 60)).toMatchObject({ status: 400 });
    }
    const asAnother = await world.as("carol", "POST", "/users/alice/contacts/apply", { usernames: ["bob"] });
    expect(asAnother).toMatchObject({ status: 401 });
    expect(await world.seen("bob")).toEqual([]);
  });

  it("[CT9] the application's server invites in a user's name, another application's does not", async () => {
    const apply = "/users/alice/contacts/apply";
    const json = { usernames: ["bob"] };
    const foreign = world.rest.appToken;
    await world.people(["alice", "bob"]);
    expect(await world.rest.call(apply, { method: "POST", token: foreign, json })).toMatchObject({ status: 401 });
    expect(await world.admin("POST", "/users/nobody/contacts/apply", json)).toMatchObject({ status: 404 });
    expect(await world.seen("bob")).toEqual([]);
    expect(await world.admin("POST", apply, json)).toMatchObject({ status: 200 });
    expect(await world.seen("bob")).toMatchObject([{ operation: "ADD", from: "alice" }]);
  });
});

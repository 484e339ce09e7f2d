import { ackRefusals, MessageBodyType } from "@rondo/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "./contacts.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => world.people(["alice", "bob", "carol"]));

const { CHAT, EDIT, READ_ACK, DELIVER_ACK, CHANNEL_ACK, RECALL } = MessageBodyType;
const passing = [READ_ACK, DELIVER_ACK, CHANNEL_ACK, RECALL];

describe("who is blocked", () => {
  const check = (from: string, to: string, type: (typeof passing)[number] | typeof CHAT | typeof EDIT = CHAT) =>
    world.guarded(world.contacts.blocklistGuard, from, to, type);
  const change = (method: "POST" | "DELETE", usernames: string[]) =>
    world.as("alice", method, "/sdk/user/alice/blocks", { usernames });

  it("[CT11] is refused with messages and edits, not with receipts and recalls", async () => {
    expect(await check("bob", "alice")).toBeUndefined();
    await change("POST", ["bob"]);
    for (const type of [CHAT, EDIT]) expect(await check("bob", "alice", type)).toEqual(ackRefusals.BLOCKED);
    for (const type of passing) expect(await check("bob", "alice", type), String(type)).toBeUndefined();
    expect(await check("alice", "bob"), "the other way").toBeUndefined();
    expect(await check("carol", "alice"), "somebody else").toBeUndefined();
    expect(await check("alice", "alice"), "oneself").toBeUndefined();
  });

  it("[CT11] may write from the moment the name is taken from the list", async () => {
    await change("POST", ["bob"]);
    expect(await check("bob", "alice")).toEqual(ackRefusals.BLOCKED);
    await change("DELETE", ["bob"]);
    expect(await check("bob", "alice")).toBeUndefined();
    await change("POST", ["bob"]);
    await world.rest.users.remove(world.rest.appKey, "bob");
    await world.rest.register("bob");
    expect(await check("bob", "alice"), "another bob").toBeUndefined();
  });

  it("[CT11] is told at once after the first time, and never by a list of long ago", async () => {
    await change("POST", ["bob"]);
    await check("bob", "alice");
    const again = world.contacts.blocklistGuard.check(
      {
        device: { app: world.rest.appKey, user: "bob", resource: "phone" },
        settings: (await world.rest.apps.get(world.rest.appKey)).settings,
      },
      "alice",
      { type: CHAT },
    );
    expect(again).toEqual(ackRefusals.BLOCKED);
    world.rest.now += 31_000;
    expect(await check("bob", "alice")).toEqual(ackRefusals.BLOCKED);
  });
});

describe("where only contacts write to each other", () => {
  const check = (from: string, to: string, type: (typeof passing)[number] | typeof CHAT | typeof EDIT = CHAT) =>
    world.guarded(world.contacts.contactsGuard, from, to, type);

  it("[CT13] strangers are refused with messages and edits, both ways", async () => {
    expect(await check("alice", "bob"), "by default everybody writes").toBeUndefined();
    await world.people(["alice", "bob"], { contactsOnly: true });
    for (const type of [CHAT, EDIT]) expect(await check("alice", "bob", type)).toEqual(ackRefusals.NOT_FRIENDS);
    expect(await check("bob", "alice")).toEqual(ackRefusals.NOT_FRIENDS);
    for (const type of passing) expect(await check("alice", "bob", type), String(type)).toBeUndefined();
    expect(await check("alice", "alice"), "oneself").toBeUndefined();
  });

  it("[CT13] contacts write from the moment they are, until they are none", async () => {
    await world.people(["alice", "bob"], { contactsOnly: true });
    const both = () => Promise.all([check("alice", "bob"), check("bob", "alice")]);
    const refused = [ackRefusals.NOT_FRIENDS, ackRefusals.NOT_FRIENDS];
    expect(await both()).toEqual(refused);
    await world.as("alice", "POST", "/users/alice/contacts/apply", { usernames: ["bob"] });
    expect(await both(), "an invitation is not enough").toEqual(refused);
    await world.as("bob", "POST", "/users/bob/contacts/accept/users/alice");
    expect(await both()).toEqual([undefined, undefined]);
    await world.as("bob", "DELETE", "/users/bob/contacts/users/alice");
    expect(await both()).toEqual(refused);
  });
});

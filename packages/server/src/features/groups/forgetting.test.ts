import { CONFERENCE_DOMAIN, MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, expect, it } from "vitest";
import { device, text } from "../messages/chat.fixture.ts";
import { openWorld, type World } from "./groups.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

it("[GR23] a removed account is out of its groups, those it owned end, and members are told", async () => {
  const { chat } = world;
  const own = await world.create("alice", { members: ["bob"] });
  const other = await world.create("bob", { members: ["alice", "carol"] });
  const asked = await world.create("carol", { invite_need_confirm: true, members: ["alice"] });
  const open = await world.create("carol", { public: true, approval: true });
  await world.call("alice", "applyToGroup", { params: { id: open }, body: { message: "" } });
  await world.settle();
  await chat.groups.forgetUser(chat.app, "alice");
  expect((await world.told("bob")).toSorted((a, b) => (a.op < b.op ? -1 : 1))).toEqual([
    { op: "ABSENCE", from: "alice", count: 2 },
    { op: "DESTROY", from: "alice" },
  ]);
  expect(await world.members(other)).toEqual(["bob", "carol"]);
  await expect(world.details("bob", own)).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
  // Whoever has the name next was neither invited nor has applied.
  const answer = { params: { id: asked }, body: { invitee: "alice", verifyResult: true } };
  await expect(world.call("alice", "answerGroupInvitation", answer)).rejects.toMatchObject({ code: "FORBIDDEN" });
  const accept = { params: { id: open }, body: { applicant: "alice", verifyResult: true } };
  await expect(world.call("carol", "answerGroupApplication", accept)).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("[GR23] whoever has the name next is not muted, allowed or blocked anywhere", async () => {
  const { chat } = world;
  const id = await world.create("bob", { members: ["alice"], public: true });
  const group = { app: chat.app, id, type: "group" } as const;
  await chat.muc.mute(group, ["alice", "bob"], chat.time.at + 1000);
  await chat.muc.allow(group, ["alice"]);
  await chat.muc.block(group, ["alice"]);
  await chat.groups.forgetUser(chat.app, "alice");
  await chat.memberships.forgetUser(chat.app, "alice");
  expect(await chat.muc.blocked(group)).toEqual([]);
  expect(await chat.muc.allowed(group)).toEqual([]);
  expect((await chat.muc.muted(group)).map(({ username }) => username)).toEqual(["bob"]);
  await world.call("alice", "applyToGroup", { params: { id }, body: { message: "" } });
  const hello = text("hi", { type: MessageBodyType.GROUPCHAT });
  const to = { to: { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN } };
  expect(await chat.send(device("alice"), id, hello, to)).toMatchObject({ ok: true });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, pad, type World } from "../groups.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const ref = (id: string) => ({ app: world.chat.app, id, type: "group" as const });
const invite = async (user: string | undefined, id: string, ...usernames: string[]) =>
  (await world.call(user, "inviteToGroup", { params: { id }, body: { usernames } })).data;
const answerInvitation = (user: string, id: string, verifyResult: boolean, invitee = user) =>
  world.call(user, "answerGroupInvitation", { params: { id }, body: { invitee, verifyResult } });
const apply = (user: string | undefined, id: string, message = "hi") =>
  world.call(user, "applyToGroup", { params: { id }, body: { message } });
const answerApplication = (user: string, id: string, applicant: string, verifyResult: boolean, reason = "no clue") =>
  world.call(user, "answerGroupApplication", { params: { id }, body: { applicant, verifyResult, reason } });

async function group(wish: Record<string, unknown>): Promise<string> {
  const id = await world.create("alice", { members: [], ...wish });
  await world.settle();
  return id;
}

describe("inviting without asking", () => {
  it("[GR12] brings them in at once; they are told, and everybody else that they have come", async () => {
    const id = await group({ members: ["bob", "carol"] });
    await world.settle();
    expect(await invite("bob", id, "Dave")).toEqual([{ action: "invite", id, user: "dave", result: true }]);
    expect(await world.told("dave")).toEqual([{ op: "DIRECT_JOINED", from: "bob", about: "dave" }]);
    expect(await world.told("carol")).toEqual([{ op: "PRESENCE", from: "dave", count: 4 }]);
    expect(await world.lines("alice", pad, "bob")).toEqual([["PRESENCE dave"], ["PRESENCE dave"], []]);
    expect(await world.members(id)).toEqual(["alice", "bob", "carol", "dave"]);
  });

  it("[GR12] of several is one event for the others, and says who could not come", async () => {
    const id = await group({ members: ["bob"] });
    await world.chat.muc.block(ref(id), ["erin"]);
    await world.settle();
    expect(await invite("alice", id, "carol", "nobody", "bob", "erin", "dave")).toEqual([
      { action: "invite", id, user: "carol", result: true },
      { action: "invite", id, user: "nobody", result: false, reason: "username nobody doesn't exist!" },
      { action: "invite", id, user: "bob", result: false, reason: `user: bob already in group: ${id}` },
      { action: "invite", id, user: "erin", result: false, reason: "user erin is in the blacklist" },
      { action: "invite", id, user: "dave", result: true },
    ]);
    expect(await world.told("bob")).toEqual([{ op: "PRESENCE", from: "alice", count: 4, members: ["carol", "dave"] }]);
    expect(await world.lines("carol", "erin")).toEqual([["DIRECT_JOINED alice>carol"], []]);
  });

  it("[GR12] is refused where nobody can come, in the words of the reason", async () => {
    const id = await group({ members: ["bob"] });
    await world.chat.muc.block(ref(id), ["erin"]);
    await expect(invite("alice", id, "bob")).rejects.toMatchObject({
      code: "FORBIDDEN",
      description: `invite users to join group failed, reason: bob already in group: ${id}`,
    });
    await expect(invite("alice", id, "nobody")).rejects.toMatchObject({ code: "NAMED_USER_NOT_FOUND" });
    await expect(invite("alice", id, "erin")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(invite("alice", id)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(invite("carol", id, "dave")).rejects.toMatchObject({
      description: "users [carol] are not members of this group!",
    });
    expect(await world.members(id)).toEqual(["alice", "bob"]);
  });

  it("[GR12] is for owner and administrators where members may not", async () => {
    const id = await group({ members: ["bob", "carol"], allowinvites: false });
    await world.chat.muc.setRole(ref(id), "bob", "admin");
    await expect(invite("carol", id, "dave")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await invite("bob", id, "dave");
    await invite(undefined, id, "erin");
    expect(await world.members(id)).toHaveLength(5);
  });

  it("[GR12] keeps nobody whose account is removed meanwhile", async () => {
    const id = await group({});
    const join = world.chat.muc.join.bind(world.chat.muc);
    world.chat.muc.join = async (muc, users) => {
      const joined = await join(muc, users);
      world.chat.accounts.delete("bob");
      return joined;
    };
    await invite("alice", id, "bob", "carol");
    expect(await world.members(id)).toEqual(["alice", "carol"]);
    expect(await world.lines("bob")).toEqual([[]]);
  });
});

describe("inviting with consent", () => {
  it("[GR13] asks; who accepts is in, and inviter, everybody else and the own other devices know", async () => {
    const id = await group({ members: ["bob"], allowinvites: true });
    await world.call("alice", "modifyGroup", { params: { id }, body: { invite_need_confirm: true } });
    await world.call("bob", "leaveGroup", { params: { id } });
    await invite("alice", id, "bob", "carol");
    await world.settle();
    expect(await world.members(id)).toEqual(["alice"]);
    await answerInvitation("bob", id, true);
    const accepted = ["INVITE_ACCEPT bob>alice", "PRESENCE bob"];
    expect((await world.lines("alice", pad)).map((lines) => lines.sort())).toEqual([accepted, accepted]);
    await answerInvitation("carol", id, true);
    expect(await world.lines("bob")).toEqual([["PRESENCE carol"]]);
    expect(await world.members(id)).toEqual(["alice", "bob", "carol"]);
  });

  it("[GR13] reaches the other devices of who accepts", async () => {
    const id = await world.create("bob", { invite_need_confirm: true, members: ["alice"] });
    expect(await world.lines("alice", pad)).toEqual([["INVITE bob>alice"], ["INVITE bob>alice"]]);
    await answerInvitation("alice", id, true);
    expect(await world.lines("alice", pad)).toEqual([[], ["JOIN alice"]]);
  });

  it("[GR13] that is declined is over, and all inviters know", async () => {
    const id = await group({ members: ["bob"] });
    await world.call("alice", "modifyGroup", { params: { id }, body: { invite_need_confirm: true } });
    await invite("alice", id, "carol");
    await invite("bob", id, "carol");
    await world.settle();
    await answerInvitation("carol", id, false);
    expect(await world.lines("alice", "bob", "carol")).toEqual([
      ["INVITE_DECLINE carol>alice"],
      ["INVITE_DECLINE carol>bob"],
      [],
    ]);
    await answerInvitation("carol", id, false);
    expect(await world.lines("alice")).toEqual([[]]);
    await expect(answerInvitation("carol", id, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("[GR13] is answered by the invited user; accepting again changes nothing", async () => {
    const id = await group({ invite_need_confirm: true, members: ["bob"] });
    await expect(answerInvitation("carol", id, true, "bob")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(answerInvitation("carol", id, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await answerInvitation("bob", id, true);
    await world.settle();
    await answerInvitation("bob", id, true);
    expect(await world.lines("alice")).toEqual([[]]);
    await expect(answerInvitation("bob", "4711", true)).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
  });

  it("[GR13] stays open while the group is full, and opens nothing to who is blocked", async () => {
    const id = await group({ invite_need_confirm: true, members: ["bob"], maxusers: 2 });
    await invite("alice", id, "carol");
    await answerInvitation("bob", id, true);
    await expect(answerInvitation("carol", id, true)).rejects.toMatchObject({ code: "MUC_FULL" });
    await world.call("bob", "leaveGroup", { params: { id } });
    await world.chat.muc.block(ref(id), ["carol"]);
    await expect(answerInvitation("carol", id, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await world.chat.muc.unblock(ref(id), ["carol"]);
    await answerInvitation("carol", id, true);
    expect(await world.members(id)).toEqual(["alice", "carol"]);
  });
});

describe("joining a public group", () => {
  it("[GR14] that is open to everybody is done at once, and everybody else knows", async () => {
    const id = await group({ public: true, members: ["bob"] });
    await world.settle();
    expect((await apply("carol", id)).data).toEqual({ action: "apply", id, user: "carol", result: true });
    expect(await world.told("bob")).toEqual([{ op: "PRESENCE", from: "carol", count: 3 }]);
    expect(await world.lines("alice", "carol")).toEqual([["PRESENCE carol"], []]);
    const other = await world.create("bob", { public: true });
    await world.settle();
    await apply("alice", other);
    expect(await world.lines("alice", pad, "bob")).toEqual([[], ["JOIN alice"], ["PRESENCE alice"]]);
  });

  it("[GR14] is refused to members, to who is blocked, to the application and when it is full or private", async () => {
    const id = await group({ public: true, members: ["bob"], maxusers: 2 });
    await expect(apply("bob", id)).rejects.toMatchObject({
      description: `can not join this group, reason:user: bob already in group: ${id}`,
    });
    await expect(apply("carol", id)).rejects.toMatchObject({ code: "MUC_FULL" });
    await world.chat.muc.block(ref(id), ["bob"]);
    await expect(apply("bob", id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(apply(undefined, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(apply("carol", await group({}))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(apply("carol", "4711")).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
  });

  it("[GR15] with approval asks owner and administrators, with the reason", async () => {
    const id = await group({ public: true, approval: true, members: ["bob", "carol"] });
    await world.chat.muc.setRole(ref(id), "bob", "admin");
    await world.settle();
    await apply("dave", id, "me, too");
    const told = [{ op: "APPLY", from: "dave", reason: "me, too" }];
    expect([await world.told("alice"), await world.told(pad), await world.told("bob")]).toEqual([told, told, told]);
    expect(await world.lines("carol")).toEqual([[]]);
    expect(await world.members(id)).not.toContain("dave");
    await expect(answerApplication("carol", id, "dave", true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await answerApplication("bob", id, "Dave", true)).data).toMatchObject({ user: "dave", result: true });
    expect(await world.told("dave")).toMatchObject([{ op: "APPLY_ACCEPT", from: "bob", about: "dave" }]);
    expect(await world.lines("alice", "bob", "carol")).toEqual([["PRESENCE dave"], [], ["PRESENCE dave"]]);
    await answerApplication("alice", id, "dave", true);
    expect(await world.lines("dave", "carol")).toEqual([[], []]);
  });

  it("[GR15] that is declined is over, and told with its reason", async () => {
    const id = await group({ public: true, approval: true });
    await apply("dave", id);
    await world.settle();
    await answerApplication("alice", id, "dave", false, "sorry");
    expect(await world.told("dave")).toEqual([{ op: "APPLY_DECLINE", from: "alice", about: "dave", reason: "sorry" }]);
    await answerApplication("alice", id, "dave", false, "sorry");
    expect(await world.lines("dave")).toEqual([[]]);
    await expect(answerApplication("alice", id, "dave", true)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(answerApplication("alice", id, "nobody", true)).rejects.toMatchObject({
      code: "NAMED_USER_NOT_FOUND",
    });
  });

  it("[GR15] is told again, and stays open while the group is full", async () => {
    const id = await group({ public: true, approval: true, maxusers: 2 });
    await apply("bob", id, "1");
    await apply("carol", id, "2");
    await apply("bob", id, "3");
    expect((await world.told("alice")).map(({ reason }) => reason)).toEqual(["1", "2", "3"]);
    await answerApplication("alice", id, "bob", true);
    await expect(answerApplication("alice", id, "carol", true)).rejects.toMatchObject({ code: "MUC_FULL" });
    await expect(apply("dave", id)).rejects.toMatchObject({ code: "MUC_FULL" });
    await world.call("bob", "leaveGroup", { params: { id } });
    await answerApplication("alice", id, "carol", true);
    expect(await world.members(id)).toEqual(["alice", "carol"]);
  });

  it("[GR15] to which one was invited needs no approval", async () => {
    const id = await group({ public: true, approval: true, invite_need_confirm: true, members: ["bob"] });
    await apply("bob", id);
    expect(await world.members(id)).toEqual(["alice", "bob"]);
    expect((await world.lines("alice"))[0]?.sort()).toEqual(["INVITE_ACCEPT bob>alice", "PRESENCE bob"]);
  });
});

describe("limits of groups", () => {
  it("[GR16] a user is in no more groups than the application says, whichever way", async () => {
    world.chat.settings.maxGroupsPerUser = 1;
    const id = await world.create("alice", { public: true });
    const tooMany = { code: "TOO_MANY_GROUPS", description: "user alice has joined too many groups!" };
    await expect(world.create("alice")).rejects.toMatchObject(tooMany);
    await apply("bob", id);
    await expect(world.create("carol", { members: ["bob"] })).rejects.toMatchObject({ code: "TOO_MANY_GROUPS" });
    const other = await world.create("carol", { public: true });
    await expect(apply("bob", other)).rejects.toMatchObject({ code: "TOO_MANY_GROUPS" });
    await expect(invite("carol", other, "bob")).rejects.toMatchObject({ code: "TOO_MANY_GROUPS" });
    expect(await world.members(other)).toEqual(["carol"]);
  });

  it("[GR16] no more are invited at once, and no group is larger, than the application says", async () => {
    world.chat.settings.maxGroupUsersPerCall = 2;
    world.chat.settings.maxGroupMembers = 3;
    const id = await group({ maxusers: 3 });
    await expect(invite("alice", id, "bob", "carol", "dave")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(group({ maxusers: 4 })).rejects.toMatchObject({ code: "MUC_TOO_MANY_MEMBERS" });
    await invite("alice", id, "bob");
    await expect(invite("alice", id, "carol", "dave")).rejects.toMatchObject({ code: "MUC_FULL" });
    expect(await world.members(id)).toEqual(["alice", "bob"]);
  });
});

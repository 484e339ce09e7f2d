import { expect } from "vitest";
import type { Person } from "../../../people/person.ts";
import { expectRefusal } from "../../expect.ts";
import { type Flow, flow } from "../../flow.ts";
import {
  company,
  create,
  event,
  expectGroupRefusal,
  type GroupEvent,
  idsOf,
  operationsOf,
  receives,
  say,
} from "../group-cast.ts";

const membersOf = async (who: Person, groupId: string): Promise<string[]> => {
  const { data } = await who.call<{ data: { members: Array<{ userId: string }> } }>("getGroupMembers", { groupId });
  return data.members.map(({ userId }) => userId).sort();
};

/** How people come and go. */
export const memberFlows: Flow[] = [
  flow("groups: a member leaves, another is removed, and who stays knows [GR10] [GR11]", async (stage) => {
    const { alice, bob, carol, later, group } = await company(stage);
    const [bobTablet, carolTablet] = [await stage.venue.arriveAgain(bob), await stage.venue.arriveAgain(carol)];
    await expectRefusal(alice.call("leaveGroup", { groupId: group }), 603);
    await bob.call("leaveGroup", { groupId: group });
    for (const each of [alice, carol, carolTablet]) {
      expect(await event(each, "memberAbsence", group)).toMatchObject({ from: bob.id, memberCount: 3 });
    }
    await bobTablet.waitFor<{ type: string; gid: string }>(
      "onGroupChange",
      (e) => e.type === "leave" && e.gid === group,
    );
    await expectGroupRefusal(bob, bob.call("leaveGroup", { groupId: group }), 602);
    await expectRefusal(say(bob, group, "one more thing"), 602);
    await expectRefusal(carol.call("removeGroupMember", { groupId: group, username: later.id }), 603);
    const mark = alice.events.mark();
    const { data } = await alice.call<{ data: unknown }>("removeGroupMember", { groupId: group, username: carol.id });
    expect(data).toMatchObject({ result: true, user: carol.id });
    for (const each of [carol, carolTablet]) {
      expect(await event(each, "removeMember", group)).toMatchObject({ from: alice.id });
    }
    await later.login();
    const goings = () => later.events.all<GroupEvent>("onGroupEvent", (e) => e.operation === "memberAbsence");
    await later.waitFor<GroupEvent>("onGroupEvent", (e) => e.operation === "memberAbsence" && e.from === carol.id);
    expect(goings().map(({ from }) => from)).toEqual([bob.id, carol.id]);
    expect(operationsOf(alice, group, mark)).toEqual([]);
    expect(await membersOf(alice, group)).toEqual(idsOf([alice, later]).sort());
    await expectGroupRefusal(carol, carol.call("getGroupMembers", { groupId: group }), 602);
  }),

  flow("groups: several are removed at once [GR11]", async (stage) => {
    const { alice, bob, carol, later, group } = await company(stage);
    const users = idsOf([bob, carol, { id: "nobody" } as Person]);
    const { data } = await alice.call<{ data: unknown }>("removeGroupMembers", { groupId: group, users });
    expect(data).toMatchObject([
      { result: true, user: bob.id },
      { result: true, user: carol.id },
      { result: false, user: "nobody" },
    ]);
    for (const each of [bob, carol]) await event(each, "removeMember", group);
    await later.login();
    const told = await event(later, "membersAbsence", group);
    expect(told.members?.toSorted()).toEqual(idsOf([bob, carol]).sort());
    await expectGroupRefusal(alice, alice.call("removeGroupMember", { groupId: group, username: bob.id }), 602);
  }),

  flow("groups: members bring others in at once [GR12]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage, { allowMemberToInvite: true });
    const [dave, erin] = [await stage.venue.arrive("dave"), await stage.venue.arrive("erin")];
    const invite = async (who: Person, ...users: string[]) =>
      (await who.call<{ data: unknown[] }>("inviteUsersToGroup", { groupId: group, users })).data;
    expect(await invite(bob, dave.id)).toMatchObject([{ action: "invite", result: true, user: dave.id }]);
    expect(await event(dave, "directJoined", group)).toMatchObject({ from: bob.id });
    for (const each of [alice, carol]) {
      expect(await event(each, "memberPresence", group)).toMatchObject({ from: dave.id, memberCount: 5 });
    }
    expect(operationsOf(bob, group)).toEqual(["directJoined"]);
    expect(await invite(alice, erin.id, dave.id)).toMatchObject([{ result: true }, { result: false }]);
    expect(await event(bob, "memberPresence", group)).toMatchObject({ from: erin.id });
    const again = alice.call("inviteUsersToGroup", { groupId: group, users: [dave.id] });
    const answer: unknown = await again.catch((reason: unknown) => reason);
    // The official client of mini programs answers nothing for this refusal.
    if (alice.platform === "web" || answer !== undefined) await expectRefusal(again, 601);
    await expectRefusal(invite(alice, "nobody-at-all"), 204);
    await receives(dave, await say(erin, group, "hello from the new one"));
  }),

  flow("groups: invitations with consent are accepted and declined [GR13]", async ({ venue }) => {
    const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
    const carol = await venue.sit("carol");
    await carol.register();
    const tablet = await venue.arriveAgain(alice);
    const group = await create(alice, { members: idsOf([bob, carol]), inviteNeedConfirm: true });
    expect(await event(bob, "inviteToJoin", group)).toMatchObject({ from: alice.id, name: "friends" });
    expect(await membersOf(alice, group)).toEqual([alice.id]);
    await bob.call("acceptGroupInvite", { groupId: group, invitee: bob.id });
    for (const each of [alice, tablet]) {
      expect(await event(each, "acceptInvite", group)).toMatchObject({ from: bob.id });
      expect(await event(each, "memberPresence", group)).toMatchObject({ from: bob.id, memberCount: 2 });
    }
    await carol.login();
    await event(carol, "inviteToJoin", group);
    await carol.call("rejectGroupInvite", { groupId: group, invitee: carol.id });
    expect(await event(alice, "rejectInvite", group)).toMatchObject({ from: carol.id });
    await expectRefusal(carol.call("acceptGroupInvite", { groupId: group, invitee: carol.id }), 603);
    expect(await membersOf(bob, group)).toEqual(idsOf([alice, bob]).sort());
  }),

  flow("groups: joined at once, and with approval [GR14] [GR15]", async ({ venue }) => {
    const [alice, bob, carol] = [await venue.arrive("alice"), await venue.arrive("bob"), await venue.arrive("carol")];
    const open = await create(alice, { isPublic: true });
    const tablet = await venue.arriveAgain(bob);
    await bob.call("joinGroup", { groupId: open, message: "" });
    expect(await event(alice, "memberPresence", open)).toMatchObject({ from: bob.id, memberCount: 2 });
    await tablet.waitFor<{ type: string; gid: string }>("onGroupChange", (e) => e.type === "join" && e.gid === open);
    await expectRefusal(bob.call("joinGroup", { groupId: open, message: "" }), 603);
    const closed = await create(alice, { isPublic: true, needApprovalToJoin: true });
    for (const each of [bob, carol]) await each.call("joinGroup", { groupId: closed, message: `I am ${each.id}` });
    const asked = await alice.waitFor<GroupEvent>("onGroupEvent", (e) => e.id === closed && e.from === carol.id);
    expect(asked).toMatchObject({ operation: "requestToJoin", reason: `I am ${carol.id}` });
    await alice.call("acceptGroupJoinRequest", { groupId: closed, applicant: bob.id });
    expect(await event(bob, "acceptRequest", closed)).toMatchObject({ from: alice.id });
    await alice.call("rejectGroupJoinRequest", { groupId: closed, applicant: carol.id, reason: "full" });
    expect(await event(carol, "joinPublicGroupDeclined", closed)).toMatchObject({ from: alice.id, userId: carol.id });
    expect(await membersOf(bob, closed)).toEqual(idsOf([alice, bob]).sort());
    await expectRefusal(carol.call("joinGroup", { groupId: await create(alice), message: "" }), 603);
    await expectGroupRefusal(carol, carol.call("joinGroup", { groupId: "4711", message: "" }), 605);
  }),

  flow("groups: no larger than they may be [GR16]", async ({ venue }) => {
    const [alice, bob, carol] = [await venue.arrive("alice"), await venue.arrive("bob"), await venue.arrive("carol")];
    const group = await create(alice, { members: [bob.id], isPublic: true, maxMemberCount: 2 });
    await expectGroupRefusal(carol, carol.call("joinGroup", { groupId: group, message: "" }), 606);
    await expectRefusal(create(alice, { members: idsOf([bob, carol]), maxMemberCount: 2 }), 607);
    await expectRefusal(create(alice, { members: ["nobody-at-all"] }), 204);
  }),

  flow("groups: attributes of members [GR18] [GR19]", async (stage) => {
    const { alice, bob, carol, group } = await company(stage);
    const tablet = await stage.venue.arriveAgain(bob);
    const set = (who: Person, userId: string, memberAttributes: Record<string, string>) =>
      who.call("setGroupMemberAttributes", { groupId: group, userId, memberAttributes });
    await set(bob, bob.id, { nick: "小b", role: "x" });
    const told = await event(carol, "memberAttributesUpdate", group);
    expect(told).toMatchObject({ from: bob.id, userId: bob.id, attributes: { nick: "小b", role: "x" } });
    const own = await tablet.waitFor<GroupEvent>("onMultiDeviceEvent", (e) => e.operation === "memberAttributesUpdate");
    expect(own).toMatchObject({ id: group, userId: bob.id, attributes: { nick: "小b", role: "x" } });
    await set(alice, bob.id, { role: "" });
    expect(await event(bob, "memberAttributesUpdate", group)).toMatchObject({ from: alice.id, userId: bob.id });
    const one = { groupId: group, userId: bob.id };
    expect((await carol.call<{ data: unknown }>("getGroupMemberAttributes", one)).data).toEqual({ nick: "小b" });
    const many = { groupId: group, userIds: idsOf([alice, bob]), keys: ["nick"] };
    expect((await carol.call<{ data: unknown }>("getGroupMembersAttributes", many)).data).toEqual({
      [alice.id]: {},
      [bob.id]: { nick: "小b" },
    });
    await expectRefusal(set(bob, carol.id, { nick: "c" }), 603);
    await expectRefusal(set(bob, bob.id, { nick: "x".repeat(513) }), 50);
    await expectRefusal(set(alice, "nobody", { nick: "n" }), 602);
  }),

  flow(
    "groups: a removed account leaves its groups, those it owned end [GR23]",
    async (stage) => {
      const { alice, bob, carol, group } = await company(stage);
      const own = await create(bob, { members: idsOf([alice, carol]) });
      await stage.admin.removeUser(bob.id);
      expect(await event(alice, "memberAbsence", group)).toMatchObject({ from: bob.id, memberCount: 3 });
      expect(await event(carol, "destroy", own)).toMatchObject({ from: bob.id });
      expect(await membersOf(alice, group)).not.toContain(bob.id);
    },
    { needs: "admin" },
  ),
];

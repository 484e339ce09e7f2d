import { expect } from "vitest";
import type { Person } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";
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
} from "./group-cast.ts";
import { groupMessageFlows } from "./group-messages.ts";

interface Details {
  readonly id: string;
  readonly owner: string;
  readonly permission: string;
  readonly affiliations: ReadonlyArray<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

const details = async (who: Person, ...groups: string[]): Promise<Details[]> => {
  const groupId = groups.length === 1 ? groups[0] : groups;
  return (await who.call<{ data: Details[] }>("getGroupInfo", { groupId })).data;
};

const membersOf = async (who: Person, groupId: string): Promise<string[]> => {
  const { data } = await who.call<{ data: { members: Array<{ userId: string }> } }>("getGroupMembers", { groupId });
  return data.members.map(({ userId }) => userId).sort();
};

/** How groups begin, change and end. */
const recordFlows: Flow[] = [
  flow(
    "groups: created with members; everybody in it knows, also who signs in later [GR1] [GR2]",
    async ({ venue }) => {
      const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
      const tablet = await venue.arriveAgain(alice);
      const carol = await venue.sit("carol");
      await carol.register();
      const wish = {
        groupName: "班级 🎈",
        avatar: "http://a/b.png",
        extension: '{"x":1}',
        members: idsOf([bob, carol]),
      };
      const group = await create(alice, wish);
      expect(await event(bob, "directJoined", group)).toMatchObject({ from: alice.id, name: "班级 🎈" });
      expect(await event(tablet, "create", group)).toMatchObject({ from: alice.id });
      await carol.login();
      await event(carol, "directJoined", group);
      const [detail] = await details(carol, group);
      expect(detail).toMatchObject({ id: group, name: "班级 🎈", owner: alice.id, permission: "member" });
      expect(detail).toMatchObject({
        custom: '{"x":1}',
        avatar: "http://a/b.png",
        affiliations_count: 3,
        maxusers: 200,
      });
      expect(detail?.affiliations).toContainEqual({ owner: alice.id, joined_time: expect.any(Number) });
      expect(operationsOf(alice, group)).toEqual([]);
      expect((await receives(carol, await say(alice, group, "welcome"))).msg).toBe("welcome");
    },
  ),

  flow("groups: changed by the owner, and all members know what [GR3]", async (stage) => {
    const { alice, bob, later, group } = await company(stage);
    const tablet = await stage.venue.arriveAgain(alice);
    const change = { groupName: "new", description: "other", avatar: "http://c/d.png", ext: "more" };
    const answer = await alice.call<{ data: unknown }>("modifyGroup", { groupId: group, ...change });
    expect(answer.data).toEqual({ groupname: true, description: true, avatar: true, custom: true });
    const detail = { name: "new", description: "other", avatar: "http://c/d.png", ext: "more" };
    await later.login();
    for (const each of [bob, tablet, later]) {
      const told = await event(each, "updateInfo", group);
      expect(told).toMatchObject({ from: alice.id, detail: { ...detail, lastModified: expect.any(Number) } });
    }
    expect(operationsOf(alice, group)).toEqual([]);
    await expectRefusal(bob.call("modifyGroup", { groupId: group, groupName: "mine" }), 603);
  }),

  flow("groups: handed over, and dissolved by the new owner [GR4] [GR5]", async (stage) => {
    const { alice, bob, carol, later, group } = await company(stage);
    const tablet = await stage.venue.arriveAgain(alice);
    await expectRefusal(bob.call("changeGroupOwner", { groupId: group, newOwner: bob.id }), 603);
    await alice.call("changeGroupOwner", { groupId: group, newOwner: bob.id });
    for (const each of [tablet, bob]) expect(await event(each, "changeOwner", group)).toMatchObject({ from: alice.id });
    expect(await details(alice, group)).toMatchObject([{ owner: bob.id, permission: "member" }]);
    await expectRefusal(alice.call("destroyGroup", { groupId: group }), 603);
    const { data } = await bob.call<{ data: unknown }>("destroyGroup", { groupId: group });
    expect(data).toMatchObject({ success: true, id: group });
    await later.login();
    for (const each of [alice, tablet, carol, later]) {
      expect(await event(each, "destroy", group)).toMatchObject({ from: bob.id });
    }
    expect(operationsOf(carol, group)).not.toContain("changeOwner");
    await expectGroupRefusal(alice, alice.call("getGroupInfo", { groupId: group }), 605);
    await expectRefusal(say(alice, group, "anybody?"), 605);
  }),

  flow(
    "groups: disabled by the application: nobody writes or comes in [GR6]",
    async (stage) => {
      const { alice, bob, group } = await company(stage, { isPublic: true });
      const dave = await stage.venue.arrive("dave");
      await stage.admin.expect("POST", `/chatgroups/${group}/disable`);
      await expectRefusal(say(bob, group, "hello?"), 608);
      await expectRefusal(dave.call("joinGroup", { groupId: group, message: "" }), 608);
      await expectRefusal(alice.call("modifyGroup", { groupId: group, groupName: "x" }), 608);
      expect(await details(bob, group)).toMatchObject([{ disabled: true }]);
      await stage.admin.expect("POST", `/chatgroups/${group}/enable`);
      await receives(alice, await say(bob, group, "there we are"));
    },
    { needs: "admin" },
  ),

  flow("groups: listed in every form [GR7] [GR8] [GR9]", async ({ venue }) => {
    const [alice, bob] = [await venue.arrive("alice"), await venue.arrive("bob")];
    const first = await create(alice, {
      groupName: "first",
      members: [bob.id],
      isPublic: true,
      needApprovalToJoin: true,
    });
    const second = await create(bob, { groupName: "second", members: [alice.id] });
    const short = await alice.call<{ data: unknown[] }>("getJoinedGroups", { pageNum: 1, pageSize: 20 });
    expect(short.data).toMatchObject([
      { groupid: second, groupname: "second", disabled: false, role: "member" },
      { groupid: first, groupname: "first", disabled: false, role: "owner" },
    ]);
    const needs = { needAffiliations: true, needRole: true };
    const long = await alice.call<{ entities: unknown[] }>("getJoinedGroups", { pageNum: 0, pageSize: 20, ...needs });
    expect(long.entities).toMatchObject([
      { groupId: second, groupName: "second", affiliationsCount: 2, role: "member", approval: false, public: false },
      { groupId: first, groupName: "first", affiliationsCount: 2, role: "owner", approval: true, maxUsers: 200 },
    ]);
    expect((await bob.call<{ data: unknown[] }>("getGroup")).data).toMatchObject([
      { groupid: second, groupname: "second" },
      { groupid: first, groupname: "first" },
    ]);
    expect((await bob.call<{ data: number }>("getJoinedGroupsCount")).data).toBe(2);
    const found: Array<{ groupid: string }> = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, unknown> = { limit: 50, ...(cursor ? { cursor } : {}) };
      const page = await bob.call<{ data: Array<{ groupid: string }>; cursor?: string }>("getPublicGroups", query);
      found.push(...page.data);
      cursor = page.cursor;
    } while (cursor);
    expect(found).toContainEqual({ groupid: first, groupname: "first" });
    expect(found.map(({ groupid }) => groupid)).not.toContain(second);
    const page = { groupId: first, pageNum: 1, pageSize: 10 };
    const numbered = await bob.call<{ data: unknown[] }>("listGroupMembers", page);
    expect(numbered.data).toEqual(expect.arrayContaining([{ owner: alice.id }, { member: bob.id }]));
    const members = await bob.call<{ data: { cursor: string; members: unknown[] } }>("getGroupMembers", {
      groupId: first,
      limit: 1,
    });
    const rest = await bob.call<typeof members>("getGroupMembers", { groupId: first, cursor: members.data.cursor });
    expect([...members.data.members, ...rest.data.members]).toEqual(
      expect.arrayContaining([
        { role: "owner", userId: alice.id, joinedTime: expect.any(Number) },
        { role: "member", userId: bob.id, joinedTime: expect.any(Number) },
      ]),
    );
    expect(await details(bob, first, second)).toMatchObject([{ id: first }, { id: second }]);
  }),
];

/** How people come and go. */
const memberFlows: Flow[] = [
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
    if (alice.platform === "web") await expectRefusal(again, 601);
    else expect(await again).toBeUndefined(); // the client answers nothing for this refusal
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

export const groupFlows: Flow[] = [...recordFlows, ...memberFlows, ...groupMessageFlows];

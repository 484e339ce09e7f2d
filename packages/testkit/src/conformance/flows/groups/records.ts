import { expect } from "vitest";
import type { Person } from "../../../people/person.ts";
import { expectRefusal } from "../../expect.ts";
import { type Flow, flow } from "../../flow.ts";
import { company, create, event, expectGroupRefusal, idsOf, operationsOf, receives, say } from "../group-cast.ts";

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

/** How groups begin, change and end. */
export const recordFlows: Flow[] = [
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

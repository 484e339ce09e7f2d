import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openWorld, pad, type World } from "../groups.fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe("creating a group", () => {
  it("[GR1] has owner and members in it at once; they are told, and the owner's other devices", async () => {
    const id = await world.create("alice", { members: ["Bob", "carol", "alice", "bob"] });
    expect(await world.members(id)).toEqual(["alice", "bob", "carol"]);
    expect(await world.lines("alice", pad, "bob", "carol", "dave")).toEqual([
      [],
      ["CREATE alice"],
      ["DIRECT_JOINED alice>bob"],
      ["DIRECT_JOINED alice>carol"],
      [],
    ]);
  });

  it("[GR1] asks the members first where invitations need consent", async () => {
    const id = await world.create("alice", { members: ["bob"], invite_need_confirm: true });
    expect(await world.members(id)).toEqual(["alice"]);
    expect(await world.lines(pad, "bob")).toEqual([["CREATE alice"], ["INVITE alice>bob"]]);
  });

  it("[GR1] by the application is done in the owner's name, and asks nobody", async () => {
    const body = { owner: "alice", groupname: "staff", public: true, members: ["bob"], invite_need_confirm: true };
    const { data } = await world.call(undefined, "createGroup", { body });
    expect(await world.members(data.groupid)).toEqual(["alice", "bob"]);
    expect(await world.lines("alice", pad, "bob")).toEqual([
      ["CREATE alice"],
      ["CREATE alice"],
      ["DIRECT_JOINED alice>bob"],
    ]);
    await expect(world.call(undefined, "createGroup", { body: { public: true } })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  it.each([
    [{ members: ["nobody"] }, "NAMED_USER_NOT_FOUND"],
    [{ members: ["bob", "not a name"] }, "NAMED_USER_NOT_FOUND"],
    [{ members: ["bob", "carol"], maxusers: 2 }, "MUC_TOO_MANY_MEMBERS"],
    [{ maxusers: 3001 }, "MUC_TOO_MANY_MEMBERS"],
    [{ owner: "bob" }, "FORBIDDEN"],
  ])("[GR1] with %o creates nothing", async (wish, code) => {
    await expect(world.create("alice", wish)).rejects.toMatchObject({ code });
    expect((await world.call("alice", "countJoinedGroups")).data).toBe(0);
    expect(await world.lines(pad, "bob")).toEqual([[], []]);
  });

  it("[GR1] keeps nothing of an owner or members whose accounts are removed meanwhile", async () => {
    const find = world.chat.muc.create.bind(world.chat.muc);
    world.chat.muc.create = async (wanted, members) => {
      const group = await find(wanted, members);
      world.chat.accounts.delete("bob");
      return group;
    };
    expect(await world.members(await world.create("alice", { members: ["bob", "carol"] }))).toEqual(["alice", "carol"]);
    world.chat.accounts.add("bob");
    await expect(world.create("bob", { members: ["carol"] })).rejects.toMatchObject({ code: "NAMED_USER_NOT_FOUND" });
    expect((await world.call("carol", "countJoinedGroups")).data).toBe(1);
  });
});

describe("the details of groups", () => {
  it("[GR2] hold everything, and what the caller is in them", async () => {
    const wish = { groupname: "n", avatar: "http://a", desc: "d", custom: "x", public: true, approval: true };
    const id = await world.create("alice", { ...wish, members: ["bob"] });
    const at = world.chat.time.at;
    await world.chat.muc.setRole({ app: world.chat.app, id, type: "group" }, "bob", "admin");
    const shared = {
      id,
      groupid: id,
      name: "n",
      groupname: "n",
      avatar: "http://a",
      description: "d",
      custom: "x",
      owner: "alice",
      created: at,
      last_modified: at,
      maxusers: 200,
      membersonly: true,
      allowinvites: true,
      invite_need_confirm: false,
      public: true,
      mute: false,
      disabled: false,
      shieldgroup: false,
      affiliations_count: 2,
    };
    const both = [
      { owner: "alice", joined_time: at },
      { member: "bob", joined_time: at },
    ];
    expect(await world.details("alice", id)).toEqual({ ...shared, permission: "owner", affiliations: both });
    expect(await world.details("bob", id)).toEqual({ ...shared, permission: "admin", affiliations: both });
    expect(await world.details(undefined, id)).toEqual({ ...shared, permission: "none", affiliations: both });
    const [owner] = both;
    expect(await world.details("carol", id)).toEqual({ ...shared, permission: "none", affiliations: [owner] });
  });

  it("[GR2] come in the order of the ids; of several unknown ones are left out", async () => {
    const [a, b] = [await world.create("alice"), await world.create("bob")];
    const { data } = await world.call("alice", "readGroups", { params: { ids: `${b},4711,${a}` } });
    expect(data.map(({ id }: { id: string }) => id)).toEqual([b, a]);
    await expect(world.details("alice", "4711")).rejects.toMatchObject({
      code: "GROUP_NOT_FOUND",
      description: "do not find this group:4711",
    });
    const ids = Array.from({ length: 101 }, (_, i) => `${i}`).join(",");
    await expect(world.details("alice", ids)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });
});

describe("changing a group", () => {
  it("[GR3] tells all members what has changed, and only that, but not the acting device", async () => {
    const id = await world.create("alice", { members: ["bob"] });
    await world.settle();
    world.chat.time.at += 5;
    const body = { groupname: "new", description: "d", avatar: "a", custom: "c" };
    const { data } = await world.call("alice", "modifyGroup", { params: { id }, body });
    expect(data).toEqual({ groupname: true, description: true, avatar: true, custom: true });
    const info = { name: "new", description: "d", avatar: "a", custom: "c", last_modified: world.chat.time.at };
    const event = { op: "UPDATE", from: "alice", info };
    expect([await world.told("alice"), await world.told(pad), await world.told("bob")]).toEqual([[], [event], [event]]);
    expect(await world.details("bob", id)).toMatchObject({
      name: "new",
      custom: "c",
      last_modified: world.chat.time.at,
    });
  });

  it("[GR3] lets administrators change its texts, the owner the rest, members nothing", async () => {
    const id = await world.create("alice", { members: ["bob", "carol"] });
    await world.chat.muc.setRole({ app: world.chat.app, id, type: "group" }, "bob", "admin");
    const change = (user: string | undefined, body: unknown) =>
      world.call(user, "modifyGroup", { params: { id }, body });
    const settings = { public: true, membersonly: true, allowinvites: false, invite_need_confirm: true, maxusers: 50 };
    expect((await change("bob", { groupname: "b" })).data).toEqual({ groupname: true });
    for (const [user, body] of [
      ["bob", settings],
      ["carol", { groupname: "c" }],
      ["carol", {}],
    ] as const) {
      await expect(change(user, body)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    await expect(change("dave", { groupname: "d" })).rejects.toMatchObject({
      description: "users [dave] are not members of this group!",
    });
    await world.settle();
    expect(Object.keys((await change("alice", settings)).data)).toHaveLength(5);
    const [event] = await world.told("carol");
    expect(event?.info).toMatchObject({
      public: true,
      members_only: true,
      allow_user_invites: false,
      invite_need_confirm: true,
      max_users: 50,
    });
    expect((await change(undefined, { groupname: null, description: "by the server" })).data).toEqual({
      description: true,
    });
  });

  it("[GR3] with nothing changes nothing, and refuses what it does not know or cannot be", async () => {
    const id = await world.create("alice", { members: ["bob"] });
    await world.settle();
    const change = (body: unknown) => world.call("alice", "modifyGroup", { params: { id }, body });
    expect((await change({})).data).toEqual({});
    await expect(change({ groupid: "1" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
      description: "some of [groupid] are not valid fields",
    });
    await expect(change({ constructor: "me" })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    for (const maxusers of [1, 3001]) {
      await expect(change({ maxusers })).rejects.toMatchObject({ code: "MUC_TOO_MANY_MEMBERS" });
    }
    expect(await world.lines("bob")).toEqual([[]]);
  });

  it("[GR4] hands it over to a member: the old owner is a member, and both are told", async () => {
    const id = await world.create("alice", { members: ["bob", "carol"] });
    await world.settle();
    const hand = (user: string | undefined, newowner: string) =>
      world.call(user, "modifyGroup", { params: { id }, body: { newowner } });
    await expect(hand("bob", "bob")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(hand("alice", "dave")).rejects.toMatchObject({
      description: `user: dave doesn't exist in group: ${id}`,
    });
    await expect(hand("alice", "alice")).rejects.toMatchObject({
      description: "new owner and old owner are the same",
    });
    await expect(hand("alice", "nobody")).rejects.toMatchObject({ code: "NAMED_USER_NOT_FOUND" });
    expect((await hand("alice", "Bob")).data).toEqual({ newowner: true });
    const change = ["ASSIGN_OWNER alice>bob"];
    expect(await world.lines("alice", pad, "bob", "carol")).toEqual([[], change, change, []]);
    expect(await world.details("alice", id)).toMatchObject({ owner: "bob", permission: "member" });
    await hand(undefined, "carol");
    expect(await world.lines("bob", "carol")).toEqual([["ASSIGN_OWNER bob>carol"], ["ASSIGN_OWNER bob>carol"]]);
  });
});

describe("the end of a group", () => {
  it("[GR5] is the owner's, and told to who was in it", async () => {
    const id = await world.create("alice", { members: ["bob", "carol"] });
    await world.settle();
    const dissolve = (user: string | undefined) => world.call(user, "dissolveGroup", { params: { id } });
    await expect(dissolve("bob")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(dissolve("dave")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await dissolve("alice")).toEqual({ data: { success: true, id, groupid: id } });
    const end = ["DESTROY alice"];
    expect(await world.lines("alice", pad, "bob", "carol", "dave")).toEqual([[], end, end, end, []]);
    await expect(dissolve("alice")).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
  });

  it("[GR5] ends what was open for it", async () => {
    const id = await world.create("alice", {
      public: true,
      approval: true,
      invite_need_confirm: true,
      members: ["bob"],
    });
    await world.call("carol", "applyToGroup", { params: { id }, body: { message: "" } });
    await world.call(undefined, "dissolveGroup", { params: { id } });
    await world.settle();
    const answer = { body: { invitee: "bob", verifyResult: true }, params: { id } };
    await expect(world.call("bob", "answerGroupInvitation", answer)).rejects.toMatchObject({ code: "GROUP_NOT_FOUND" });
  });
});

describe("a disabled group", () => {
  it("[GR6] is disabled and enabled by the application; members are told once", async () => {
    const id = await world.create("alice", { members: ["bob"] });
    await world.settle();
    const call = (name: string) => world.call(undefined, name, { params: { id } });
    expect((await call("disableGroup")).data).toEqual({ disabled: true });
    await call("disableGroup");
    expect(await world.details("bob", id)).toMatchObject({ disabled: true });
    expect((await call("enableGroup")).data).toEqual({ disabled: false });
    const told = ["DISABLE_GROUP alice", "ABLE_GROUP alice"];
    expect(await world.lines("alice", "bob")).toEqual([told, told]);
  });

  it("[GR6] lets nobody in, out by force or manage; who wants to leave may, and the application may everything", async () => {
    const id = await world.create("alice", { members: ["bob", "carol"], public: true });
    await world.call(undefined, "disableGroup", { params: { id } });
    const refused: ReadonlyArray<[string, string, { body?: unknown; member?: string }]> = [
      ["alice", "modifyGroup", { body: { groupname: "x" } }],
      ["alice", "dissolveGroup", {}],
      ["alice", "inviteToGroup", { body: { usernames: ["dave"] } }],
      ["dave", "applyToGroup", { body: { message: "" } }],
      ["dave", "answerGroupInvitation", { body: { invitee: "dave", verifyResult: true } }],
      ["bob", "setGroupMemberAttributes", { body: { metaData: { a: "b" } }, member: "bob" }],
    ];
    for (const [user, name, { member = "", ...given }] of refused) {
      await expect(world.call(user, name, { params: { id, member }, ...given }), name).rejects.toMatchObject({
        code: "FORBIDDEN",
        description: "can not operate this group, reason: group is disabled",
      });
    }
    await world.call("bob", "leaveGroup", { params: { id } });
    await world.call(undefined, "inviteToGroup", { params: { id }, body: { usernames: ["dave"] } });
    expect(await world.members(id)).toEqual(["alice", "carol", "dave"]);
  });
});

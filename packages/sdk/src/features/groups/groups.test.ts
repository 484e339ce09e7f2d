import { describe, expect, it, vi } from "vitest";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { groups } from "./index.ts";

const resource = "res-1";
const version = "v3";
const both = { resource, version };
const groupId = "g1";
const one = { groupId, username: "bob" };
const results = [{ user: "bob", result: true }];

/** What is called, with what, what the server is asked by it. */
const REQUESTS: ReadonlyArray<
  readonly [name: string, params: object | undefined, asked: string, query: object, body: unknown]
> = [
  [
    "createGroupVNext",
    { groupName: "n", members: ["bob"], allowMemberToInvite: false },
    "POST /chatgroups",
    { resource },
    {
      owner: "alice",
      groupname: "n",
      avatar: "",
      desc: "",
      members: ["bob"],
      public: false,
      approval: false,
      allowinvites: false,
      invite_need_confirm: false,
      maxusers: 200,
      custom: "",
    },
  ],
  [
    "createGroup",
    { data: { groupname: "n", desc: "d", inviteNeedConfirm: true, ext: "x" } },
    "POST /chatgroups",
    { resource },
    { owner: "alice", groupname: "n", desc: "d", invite_need_confirm: true, custom: "x" },
  ],
  [
    "getPublicGroups",
    { limit: 2, cursor: "c" },
    "GET /publicchatgroups",
    { version, limit: "2", cursor: "c" },
    undefined,
  ],
  ["getGroup", undefined, "GET /users/alice/joined_chatgroups", {}, undefined],
  [
    "getJoinedGroups",
    { pageNum: 1, pageSize: 9 },
    "GET /users/alice/joined_chatgroups",
    { version, pagenum: "1", pagesize: "9" },
    undefined,
  ],
  [
    "getJoinedGroups",
    { pageNum: 0, pageSize: 9, needRole: true },
    "GET /chatgroups/user/alice",
    { version, pagenum: "0", pagesize: "9", needRole: "true" },
    undefined,
  ],
  ["getJoinedGroupsCount", undefined, "GET /chatgroups/user/alice/joined_count", {}, undefined],
  ["getGroupInfo", { groupId: ["g1", "g2"] }, "GET /chatgroups/g1,g2", { joined_time: "true" }, undefined],
  [
    "modifyGroup",
    { groupId, groupName: "n", ext: "x" },
    "PUT /chatgroups/g1",
    { resource },
    { groupname: "n", custom: "x" },
  ],
  ["modifyGroup", { groupId }, "PUT /chatgroups/g1", { resource }, {}],
  ["changeGroupOwner", { groupId, newOwner: "bob" }, "PUT /chatgroups/g1", { resource }, { newowner: "bob" }],
  ["destroyGroup", { groupId }, "DELETE /chatgroups/g1", both, undefined],
  ["leaveGroup", { groupId }, "DELETE /chatgroups/g1/quit", { resource }, undefined],
  ["inviteUsersToGroup", { groupId, users: ["b"] }, "POST /chatgroups/g1/invite", { resource }, { usernames: ["b"] }],
  ["joinGroup", { groupId }, "POST /chatgroups/g1/apply", { resource }, { message: "" }],
  [
    "acceptGroupJoinRequest",
    { groupId, applicant: "bob" },
    "POST /chatgroups/g1/apply_verify",
    { resource },
    { applicant: "bob", verifyResult: true, reason: "no clue" },
  ],
  [
    "rejectGroupJoinRequest",
    { groupId, applicant: "bob", reason: "full" },
    "POST /chatgroups/g1/apply_verify",
    { resource },
    { applicant: "bob", verifyResult: false, reason: "full" },
  ],
  [
    "acceptGroupInvite",
    { groupId, invitee: "alice" },
    "POST /chatgroups/g1/invite_verify",
    { resource },
    { invitee: "alice", verifyResult: true },
  ],
  [
    "rejectGroupInvite",
    { groupId, invitee: "alice" },
    "POST /chatgroups/g1/invite_verify",
    { resource },
    { invitee: "alice", verifyResult: false },
  ],
  [
    "getGroupMembers",
    { groupId, cursor: "c" },
    "GET /chatgroups/g1/users",
    { cursor: "c", limit: "50", joined_time: "true" },
    undefined,
  ],
  [
    "listGroupMembers",
    { groupId, pageNum: 1, pageSize: 2 },
    "GET /chatgroups/g1/users",
    { version, pagenum: "1", pagesize: "2" },
    undefined,
  ],
  ["removeGroupMember", one, "DELETE /chatgroups/g1/users/bob", { resource }, undefined],
  ["removeGroupMembers", { groupId, users: ["b", "c"] }, "DELETE /chatgroups/g1/users/b,c", { resource }, undefined],
  ["getGroupAdmin", { groupId }, "GET /chatgroups/g1/admin", { version }, undefined],
  ["setGroupAdmin", one, "POST /chatgroups/g1/admin", both, { newadmin: "bob" }],
  ["removeGroupAdmin", one, "DELETE /chatgroups/g1/admin/bob", both, undefined],
  ["getGroupMutelist", { groupId }, "GET /chatgroups/g1/mute", { version }, undefined],
  [
    "muteGroupMember",
    { ...one, muteDuration: -1 },
    "POST /chatgroups/g1/mute",
    both,
    { usernames: ["bob"], mute_duration: -1 },
  ],
  [
    "muteGroupMember",
    { groupId, username: ["b", "c"], muteDuration: 9 },
    "POST /chatgroups/g1/mute",
    both,
    { usernames: ["b", "c"], mute_duration: 9 },
  ],
  ["unmuteGroupMember", { groupId, username: ["b", "c"] }, "DELETE /chatgroups/g1/mute/b,c", both, undefined],
  ["isInGroupMutelist", { groupId }, "GET /sdk/chatgroups/g1/mute/alice", { version }, undefined],
  ["disableSendGroupMsg", { groupId }, "POST /chatgroups/g1/ban", both, undefined],
  ["enableSendGroupMsg", { groupId }, "DELETE /chatgroups/g1/ban", both, undefined],
  ["getGroupBlocklist", { groupId }, "GET /chatgroups/g1/blocks/users", { version }, undefined],
  ["blockGroupMember", one, "POST /chatgroups/g1/blocks/users/bob", both, undefined],
  ["blockGroupMembers", { groupId, usernames: ["b"] }, "POST /chatgroups/g1/blocks/users", both, { usernames: ["b"] }],
  ["unblockGroupMember", one, "DELETE /chatgroups/g1/blocks/users/bob", both, undefined],
  [
    "unblockGroupMembers",
    { groupId, usernames: ["b", "c"] },
    "DELETE /chatgroups/g1/blocks/users/b,c",
    both,
    undefined,
  ],
  ["getGroupAllowlist", { groupId }, "GET /chatgroups/g1/white/users", { version }, undefined],
  [
    "addUsersToGroupAllowlist",
    { groupId, users: ["b"] },
    "POST /chatgroups/g1/white/users",
    both,
    { usernames: ["b"] },
  ],
  ["removeGroupAllowlistMember", { groupId, userName: "b" }, "DELETE /chatgroups/g1/white/users/b", both, undefined],
  ["isInGroupAllowlist", { groupId, userName: "b" }, "GET /chatgroups/g1/white/users/b", { version }, undefined],
  ["fetchGroupAnnouncement", { groupId }, "GET /chatgroups/g1/announcement", { version }, undefined],
  [
    "updateGroupAnnouncement",
    { groupId, announcement: "" },
    "POST /chatgroups/g1/announcement",
    both,
    { announcement: "" },
  ],
  ["blockGroupMessage", { groupId }, "POST /chatgroups/g1/shield", both, undefined],
  ["unblockGroupMessage", { groupId }, "DELETE /chatgroups/g1/shield", both, undefined],
  [
    "blockGroupMessages",
    { groupId },
    "PUT /users/alice",
    { resource },
    { entities: [{ notification_ignore_g1: true }] },
  ],
  ["getGroupMsgReadUser", { groupId, msgId: "m" }, "GET /chatgroups/g1/acks/m", { limit: "500" }, undefined],
  [
    "setGroupMemberAttributes",
    { groupId, userId: "bob", memberAttributes: { k: "" } },
    "PUT /sdk/metadata/chatgroup/g1/user/bob",
    both,
    { metaData: { k: "" } },
  ],
  [
    "getGroupMemberAttributes",
    { groupId, userId: "bob" },
    "POST /sdk/metadata/chatgroup/g1/get",
    { version },
    { targets: ["bob"], properties: [] },
  ],
  [
    "getGroupMembersAttributes",
    { groupId, userIds: ["b"], keys: ["k"] },
    "POST /sdk/metadata/chatgroup/g1/get",
    { version },
    { targets: ["b"], properties: ["k"] },
  ],
];

it.each(REQUESTS)("%s(%j) asks %s", async (name, params, ...expected) => {
  const { call, asked } = featureOf(groups, () => ({ data: results, entities: [] }));
  await call(name, params);
  expect(requestsOf(asked)).toEqual([expected]);
});

/** What the server answers, and what the call resolves with. */
const RESULTS: ReadonlyArray<readonly [name: string, params: object | undefined, answer: object, result: unknown]> = [
  ["leaveGroup", { groupId }, { data: { result: true }, count: 1 }, { type: 0, data: { result: true }, count: 1 }],
  ["createGroupVNext", {}, { data: { groupid: "g9" } }, { type: 0, data: { groupId: "g9" } }],
  [
    "getPublicGroups",
    { limit: 1 },
    { data: [{ id: "1", name: "n", x: 1 }], cursor: "c" },
    { type: 0, data: [{ groupid: "1", groupname: "n" }], cursor: "c" },
  ],
  [
    "getJoinedGroups",
    { pageNum: 1, pageSize: 1 },
    { data: [{ id: "1", name: "n", disabled: false, permission: "owner" }] },
    { type: 0, data: [{ groupid: "1", groupname: "n", disabled: false, role: "owner" }] },
  ],
  [
    "getJoinedGroups",
    { pageNum: 0, pageSize: 1, needAffiliations: true },
    {
      entities: [
        {
          groupId: "1",
          name: "n",
          affiliations_count: 3,
          permission: "admin",
          disabled: false,
          membersonly: true,
          allowinvites: false,
          description: "d",
          maxusers: 9,
          public: true,
        },
      ],
    },
    {
      type: 0,
      entities: [
        {
          groupId: "1",
          groupName: "n",
          affiliationsCount: 3,
          role: "admin",
          disabled: false,
          approval: true,
          allowInvites: false,
          description: "d",
          maxUsers: 9,
          public: true,
        },
      ],
    },
  ],
  ["getJoinedGroupsCount", undefined, { data: 4, count: 1 }, { type: 0, data: 4 }],
  ["getJoinedGroupsCount", undefined, {}, { type: 0, data: 0 }],
  [
    "getGroupMembers",
    { groupId },
    {
      data: [
        { owner: "a", joined_time: 1 },
        { member: "b", joined_time: 2 },
        { admin: "c", joined_time: 3 },
      ],
      cursor: "c",
    },
    {
      type: 0,
      data: {
        cursor: "c",
        members: [
          { role: "owner", userId: "a", joinedTime: 1 },
          { role: "member", userId: "b", joinedTime: 2 },
          { role: "admin", userId: "c", joinedTime: 3 },
        ],
      },
    },
  ],
  ["isInGroupMutelist", { groupId }, { data: true, count: 1 }, { type: 0, data: true }],
  [
    "blockGroupMember",
    one,
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "add_blocks", groupid: groupId } },
  ],
  [
    "blockGroupMembers",
    { groupId, usernames: ["bob"] },
    { data: results },
    { type: 0, data: [{ user: "bob", result: true, action: "add_blocks", groupid: groupId }] },
  ],
  ["blockGroupMembers", { groupId, usernames: [] }, {}, { type: 0, data: undefined }],
  [
    "unblockGroupMember",
    one,
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "remove_blocks", groupid: groupId } },
  ],
  [
    "unblockGroupMembers",
    { groupId, usernames: ["bob"] },
    { data: results },
    { type: 0, data: [{ user: "bob", result: true, action: "remove_blocks", groupid: groupId }] },
  ],
  [
    "addUsersToGroupAllowlist",
    { groupId, users: ["bob"] },
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "add_user_whitelist", groupid: groupId } },
  ],
  [
    "addUsersToGroupAllowlist",
    { groupId, users: ["bob", "cy"] },
    { data: [...results, { user: "cy", result: false }] },
    {
      type: 0,
      data: [
        { user: "bob", result: true, action: "add_user_whitelist", groupid: groupId },
        { user: "cy", result: false, action: "add_user_whitelist", groupid: groupId },
      ],
    },
  ],
  [
    "removeGroupAllowlistMember",
    { groupId, userName: "bob" },
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "remove_user_whitelist", groupid: groupId } },
  ],
  ["blockGroupMessage", { groupId }, { data: { result: true }, count: 1 }, { type: 0, data: { result: true } }],
  ["unblockGroupMessage", { groupId }, {}, { type: 0, data: {} }],
  ["setGroupMemberAttributes", { groupId, userId: "bob", memberAttributes: {} }, { data: {} }, undefined],
  [
    "getGroupMemberAttributes",
    { groupId, userId: "bob" },
    { data: { bob: { k: "v" } } },
    { type: 0, data: { k: "v" } },
  ],
  ["getGroupMemberAttributes", { groupId, userId: "bob" }, {}, { type: 0, data: undefined }],
  ["getGroupMembersAttributes", { groupId, userIds: ["b"] }, { data: { b: {} } }, { type: 0, data: { b: {} } }],
];

it.each(RESULTS)("%s(%j) reads %j", async (name, params, answer, expected) => {
  await expect(featureOf(groups, () => answer).call(name, params)).resolves.toEqual(expected);
});

const ALIASES = [
  ["getGroupMuteList", "getGroupMutelist"],
  ["getMuted", "getGroupMutelist"],
  ["mute", "muteGroupMember"],
  ["removeMute", "unmuteGroupMember"],
  ["setAdmin", "setGroupAdmin"],
  ["removeAdmin", "removeGroupAdmin"],
  ["createGroupNew", "createGroup"],
  ["listGroups", "getPublicGroups"],
  ["listGroupMember", "listGroupMembers"],
  ["changeOwner", "changeGroupOwner"],
  ["dissolveGroup", "destroyGroup"],
  ["quitGroup", "leaveGroup"],
  ["agreeJoinGroup", "acceptGroupJoinRequest"],
  ["rejectJoinGroup", "rejectGroupJoinRequest"],
  ["inviteToGroup", "inviteUsersToGroup"],
  ["agreeInviteIntoGroup", "acceptGroupInvite"],
  ["rejectInviteIntoGroup", "rejectGroupInvite"],
  ["blockGroup", "blockGroupMessages"],
  ["removeSingleGroupMember", "removeGroupMember"],
  ["removeMultiGroupMember", "removeGroupMembers"],
  ["getGroupBlacklist", "getGroupBlocklist"],
  ["getGroupBlacklistNew", "getGroupBlocklist"],
  ["groupBlockSingle", "blockGroupMember"],
  ["groupBlockMulti", "blockGroupMembers"],
  ["removeGroupBlockSingle", "unblockGroupMember"],
  ["removeGroupBlockMulti", "unblockGroupMembers"],
  ["getGroupWhitelist", "getGroupAllowlist"],
  ["addUsersToGroupWhitelist", "addUsersToGroupAllowlist"],
  ["removeGroupWhitelistMember", "removeGroupAllowlistMember"],
  ["rmUsersFromGroupWhitelist", "removeGroupAllowlistMember"],
  ["isGroupWhiteUser", "isInGroupAllowlist"],
  ["isInGroupWhiteList", "isInGroupAllowlist"],
] as const;

it.each(ALIASES)("%s asks what %s asks", async (alias, name) => {
  const [, params] = REQUESTS.find(([each]) => each === name) ?? [];
  const answers = { data: results, entities: [] };
  const older = featureOf(groups, () => answers);
  const newer = featureOf(groups, () => answers);
  const outcome = await older.call(alias, params).catch(String);
  expect(outcome).toEqual(await newer.call(name, params).catch(String));
  expect(requestsOf(older.asked)).toEqual(requestsOf(newer.asked));
});

it("older names are the same functions, and there is nothing else", () => {
  const methods = featureOf(groups).methods as unknown as Record<string, unknown>;
  const names = new Set(REQUESTS.map(([name]) => name));
  for (const [alias, name] of ALIASES) {
    expect(names, name).toContain(name);
    expect(methods[alias], alias).toBe(methods[name]);
    names.add(alias);
  }
  expect(Object.keys(methods).sort()).toEqual([...names].sort());
});

describe("parameters that are wrong", () => {
  it.each(REQUESTS.filter(([, params]) => params && "groupId" in params))("%s needs a group", async (name, params) => {
    const { call, asked } = featureOf(groups);
    for (const wrong of [undefined, "", 1, null]) {
      const error = vi.fn();
      const refused = call(name, { ...params, groupId: wrong, error });
      await expect(refused).rejects.toMatchObject({ type: -3, message: 'Invalid parameter: "groupId"' });
      if (name !== "createGroup") expect(error).toHaveBeenCalledOnce();
    }
    await expect(call(name)).rejects.toMatchObject({ type: -3 });
    expect(asked).toEqual([]);
  });

  it.each([
    ["createGroup", {}, "data"],
    ["createGroup", { data: null }, "data"],
    ["getPublicGroups", { limit: "1" }, "limit"],
    ["getJoinedGroups", { pageNum: 1 }, "pageSize"],
    ["getJoinedGroups", { pageSize: 1, needRole: true }, "pageNum"],
    ["changeGroupOwner", { groupId }, "newOwner"],
    ["inviteUsersToGroup", { groupId, users: "bob" }, "users"],
    ["acceptGroupJoinRequest", { groupId }, "applicant"],
    ["rejectGroupInvite", { groupId, invitee: 1 }, "invitee"],
    ["getGroupMembers", { groupId, cursor: 1 }, "cursor"],
    ["getGroupMembers", { groupId, limit: "1" }, "limit"],
    ["listGroupMembers", { groupId, pageNum: 1, pageSize: "x" }, "pageSize"],
    ["removeGroupMember", { groupId, username: ["bob"] }, "username"],
    ["removeGroupMembers", { groupId, users: "bob" }, "users"],
    ["muteGroupMember", { ...one, muteDuration: "1" }, "muteDuration"],
    ["muteGroupMember", { groupId, muteDuration: 1 }, "username"],
    ["unblockGroupMembers", { groupId, usernames: "bob" }, "usernames"],
    ["updateGroupAnnouncement", { groupId }, "announcement"],
    ["getGroupMsgReadUser", { groupId }, "msgId"],
    ["setGroupMemberAttributes", { groupId, userId: "b", memberAttributes: "x" }, "memberAttributes"],
    ["getGroupMembersAttributes", { groupId, userIds: [] }, "userIds"],
    ["getGroupMembersAttributes", { groupId, userIds: ["b"], keys: "k" }, "keys"],
  ] as const)("%s(%j) is refused for %s", async (name, params, wrong) => {
    const { call, asked } = featureOf(groups);
    await expect(call(name, params)).rejects.toMatchObject({ type: -3, message: `Invalid parameter: "${wrong}"` });
    expect(asked).toEqual([]);
  });
});

describe("the old way to be told", () => {
  it("success gets the answer of the server", async () => {
    const success = vi.fn();
    await featureOf(groups, () => ({ data: [{ id: "1", name: "n" }] })).call("listGroups", { limit: 1, success });
    expect(success).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ data: expect.any(Array) }));
  });

  it.each([
    [403, { error_description: "group member list is full!" }, 606],
    [403, { error_description: "invite users to join group failed, bob already in group" }, 601],
    [403, { error_description: "members size is greater than max user size !" }, 607],
    [400, { error_code: 60005, desc: "d" }, 609],
    [404, { error_description: "grpID g1 does not exist!" }, 605],
  ])("error gets what %i %j means: %i", async (status, body, type) => {
    const error = vi.fn();
    const { call } = featureOf(groups, () => ({ status, text: JSON.stringify(body) }));
    await expect(call("joinGroup", { groupId, error })).rejects.toMatchObject({ type });
    expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type }));
  });
});

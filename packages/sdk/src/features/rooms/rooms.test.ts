import { conferenceJid, decode, encode, Meta, MetaNameSpace, MucBody, userJid } from "@rondo/protocol";
import { describe, expect, it, vi } from "vitest";
import { ChatError } from "../../core/error.ts";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { rooms } from "./index.ts";

const resource = "res-1";
const version = "v3";
const both = { resource, version };
const chatRoomId = "1";
const roomId = "1";
const one = { chatRoomId, username: "bob" };
const results = [{ user: "bob", result: true }];
const attributes = { k: "v" };

/** What is called, with what, what the server is asked by it. */
const REQUESTS: ReadonlyArray<readonly [name: string, params: object, asked: string, query: object, body: unknown]> = [
  ["getChatRooms", { pagenum: 1, pagesize: 2 }, "GET /chatrooms", { pagenum: "1", pagesize: "2" }, undefined],
  [
    "createChatRoom",
    { name: "n", description: "d", maxusers: 9, members: ["bob"] },
    "POST /chatrooms",
    { resource },
    { name: "n", description: "d", maxusers: 9, owner: "alice", members: ["bob"] },
  ],
  ["destroyChatRoom", { chatRoomId }, "DELETE /chatrooms/1", both, undefined],
  ["getChatRoomDetails", { chatRoomId }, "GET /chatrooms/1", {}, undefined],
  [
    "modifyChatRoom",
    { chatRoomId, chatRoomName: "n", maxusers: 3 },
    "PUT /chatrooms/1",
    { resource },
    { groupname: "n", maxusers: 3 },
  ],
  [
    "getJoinedChatRooms",
    { pageNum: 1, pageSize: 2 },
    "GET /users/alice/joined_chatrooms",
    { pagenum: "1", pagesize: "2", detail: "true" },
    undefined,
  ],
  [
    "getChatRoomMembers",
    { chatRoomId, limit: 3 },
    "GET /chatrooms/1/users",
    { limit: "3", joined_time: "true" },
    undefined,
  ],
  [
    "listChatRoomMembers",
    { chatRoomId, pageNum: 1, pageSize: 2 },
    "GET /chatrooms/1/users",
    { version, pagenum: "1", pagesize: "2" },
    undefined,
  ],
  ["addUsersToChatRoom", { chatRoomId, users: ["b"] }, "POST /chatrooms/1/users", { resource }, { usernames: ["b"] }],
  ["removeChatRoomMember", one, "DELETE /chatrooms/1/users/bob", { resource }, undefined],
  [
    "removeChatRoomMembers",
    { chatRoomId, users: ["b", "c"] },
    "DELETE /chatrooms/1/users/b,c",
    { resource },
    undefined,
  ],
  ["getChatRoomAdmin", { chatRoomId }, "GET /chatrooms/1/admin", { version }, undefined],
  ["setChatRoomAdmin", one, "POST /chatrooms/1/admin", both, { newadmin: "bob" }],
  ["removeChatRoomAdmin", one, "DELETE /chatrooms/1/admin/bob", { resource }, undefined],
  ["getChatRoomMutelist", { chatRoomId }, "GET /chatrooms/1/mute", { version }, undefined],
  [
    "muteChatRoomMember",
    { ...one, muteDuration: 9 },
    "POST /chatrooms/1/mute",
    { resource },
    { usernames: ["bob"], mute_duration: 9 },
  ],
  ["unmuteChatRoomMember", one, "DELETE /chatrooms/1/mute/bob", { resource }, undefined],
  ["isInChatRoomMutelist", { chatRoomId }, "GET /sdk/chatrooms/1/mute/alice", { version }, undefined],
  ["disableSendChatRoomMsg", { chatRoomId }, "POST /chatrooms/1/ban", both, undefined],
  ["enableSendChatRoomMsg", { chatRoomId }, "DELETE /chatrooms/1/ban", both, undefined],
  ["getChatRoomBlocklist", { chatRoomId }, "GET /chatrooms/1/blocks/users", {}, undefined],
  ["blockChatRoomMember", one, "POST /chatrooms/1/blocks/users/bob", both, undefined],
  [
    "blockChatRoomMembers",
    { chatRoomId, usernames: ["b"] },
    "POST /chatrooms/1/blocks/users",
    both,
    { usernames: ["b"] },
  ],
  ["unblockChatRoomMember", one, "DELETE /chatrooms/1/blocks/users/bob", both, undefined],
  [
    "unblockChatRoomMembers",
    { chatRoomId, usernames: ["b", "c"] },
    "DELETE /chatrooms/1/blocks/users/b,c",
    both,
    undefined,
  ],
  ["getChatRoomAllowlist", { chatRoomId }, "GET /chatrooms/1/white/users", {}, undefined],
  [
    "addUsersToChatRoomAllowlist",
    { chatRoomId, users: ["b"] },
    "POST /chatrooms/1/white/users",
    both,
    { usernames: ["b"] },
  ],
  [
    "removeChatRoomAllowlistMember",
    { chatRoomId, userName: "b" },
    "DELETE /chatrooms/1/white/users/b",
    both,
    undefined,
  ],
  ["isInChatRoomAllowlist", { chatRoomId, userName: "b" }, "GET /chatrooms/1/white/users/b", {}, undefined],
  ["fetchChatRoomAnnouncement", { roomId }, "GET /chatrooms/1/announcement", { version }, undefined],
  [
    "updateChatRoomAnnouncement",
    { roomId, announcement: "a" },
    "POST /chatrooms/1/announcement",
    both,
    { announcement: "a" },
  ],
  ["getChatRoomAttributes", { chatRoomId, attributeKeys: ["k"] }, "POST /metadata/chatroom/1", {}, { keys: ["k"] }],
  ["getChatRoomAttributes", { chatRoomId }, "POST /metadata/chatroom/1", {}, {}],
  [
    "setChatRoomAttributes",
    { chatRoomId, attributes },
    "PUT /metadata/chatroom/1/user/alice",
    {},
    { metaData: { k: "v" }, autoDelete: "DELETE" },
  ],
  [
    "setChatRoomAttribute",
    { chatRoomId, attributeKey: "k", attributeValue: "v", autoDelete: false, isForced: true },
    "PUT /metadata/chatroom/1/user/alice/forced",
    {},
    { metaData: { k: "v" }, autoDelete: "NO_DELETE" },
  ],
  [
    "removeChatRoomAttributes",
    { chatRoomId, attributeKeys: ["k"], isForced: true },
    "DELETE /metadata/chatroom/1/user/alice/forced",
    {},
    { keys: ["k"] },
  ],
  [
    "removeChatRoomAttribute",
    { chatRoomId, attributeKey: "k" },
    "DELETE /metadata/chatroom/1/user/alice",
    {},
    { keys: ["k"] },
  ],
];

it.each(REQUESTS)("%s(%j) asks %s", async (name, params, ...expected) => {
  const { call, asked } = featureOf(rooms, () => ({ data: results }));
  await call(name, params);
  expect(requestsOf(asked)).toEqual([expected]);
});

/** What the server answers, and what the call resolves with. */
const RESULTS: ReadonlyArray<readonly [name: string, params: object, answer: object, result: unknown]> = [
  ["getChatRoomDetails", { chatRoomId }, { data: [{ id: "1" }], count: 1 }, { type: 0, data: [{ id: "1" }], count: 1 }],
  [
    "getJoinedChatRooms",
    { pageNum: 1, pageSize: 2 },
    { data: [{ id: "1", title: "n", owner: "org#app_bob", created: 5, description: "d", max_users: 9 }] },
    { type: 0, data: [{ id: "1", name: "n", owner: "bob", created: 5, description: "d", maxusers: 9 }] },
  ],
  ["getJoinedChatRooms", { pageNum: 1, pageSize: 2 }, {}, { type: 0, data: [] }],
  [
    "getChatRoomMembers",
    { chatRoomId },
    { data: [{ owner: "bob", joined_time: 4 }], cursor: "c" },
    { type: 0, data: { cursor: "c", members: [{ role: "owner", userId: "bob", joinedTime: 4 }] } },
  ],
  [
    "blockChatRoomMember",
    one,
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "add_blocks", id: "1" } },
  ],
  [
    "unblockChatRoomMembers",
    { chatRoomId, usernames: ["bob"] },
    { data: results },
    { type: 0, data: [{ user: "bob", result: true, action: "remove_blocks", id: "1" }] },
  ],
  [
    "addUsersToChatRoomAllowlist",
    { chatRoomId, users: ["bob"] },
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "add_user_whitelist", id: "1" } },
  ],
  [
    "removeChatRoomAllowlistMember",
    { chatRoomId, userName: "bob" },
    { data: results },
    { type: 0, data: { user: "bob", result: true, action: "remove_user_whitelist", id: "1" } },
  ],
  ["isInChatRoomMutelist", { chatRoomId }, { data: false, count: 1 }, { type: 0, data: false }],
  ["getChatRoomAttributes", { chatRoomId }, { data: { k: "v" }, count: 1 }, { type: 0, data: { k: "v" } }],
  [
    "setChatRoomAttributes",
    { chatRoomId, attributes },
    { data: { successKeys: ["k"], errorKeys: {} } },
    { type: 0, data: { status: "success", successKeys: ["k"], errorKeys: {} } },
  ],
  [
    "removeChatRoomAttributes",
    { chatRoomId, attributeKeys: ["k"] },
    { data: { errorKeys: { k: "no" } } },
    { type: 0, data: { status: "fail", successKeys: [], errorKeys: { k: "no" } } },
  ],
  [
    "setChatRoomAttribute",
    { chatRoomId, attributeKey: "k", attributeValue: "v" },
    { data: { successKeys: ["k"], errorKeys: {} } },
    undefined,
  ],
  ["removeChatRoomAttribute", { chatRoomId, attributeKey: "k" }, { data: { successKeys: ["k"] } }, undefined],
];

it.each(RESULTS)("%s(%j) reads %j", async (name, params, answer, expected) => {
  await expect(featureOf(rooms, () => answer).call(name, params)).resolves.toEqual(expected);
});

const ALIASES = [
  ["getChatRoomMuteList", "getChatRoomMutelist"],
  ["getChatRoomMuted", "getChatRoomMutelist"],
  ["removeMuteChatRoomMember", "unmuteChatRoomMember"],
  ["quitChatRoom", "leaveChatRoom"],
  ["listChatRoomMember", "listChatRoomMembers"],
  ["removeSingleChatRoomMember", "removeChatRoomMember"],
  ["removeMultiChatRoomMember", "removeChatRoomMembers"],
  ["getChatRoomBlacklist", "getChatRoomBlocklist"],
  ["getChatRoomBlacklistNew", "getChatRoomBlocklist"],
  ["chatRoomBlockSingle", "blockChatRoomMember"],
  ["chatRoomBlockMulti", "blockChatRoomMembers"],
  ["removeChatRoomBlockSingle", "unblockChatRoomMember"],
  ["removeChatRoomBlockMulti", "unblockChatRoomMembers"],
  ["getChatRoomWhitelist", "getChatRoomAllowlist"],
  ["addUsersToChatRoomWhitelist", "addUsersToChatRoomAllowlist"],
  ["removeChatRoomWhitelistMember", "removeChatRoomAllowlistMember"],
  ["rmUsersFromChatRoomWhitelist", "removeChatRoomAllowlistMember"],
  ["isChatRoomWhiteUser", "isInChatRoomAllowlist"],
] as const;

it.each(ALIASES)("%s asks what %s asks", async (alias, name) => {
  const [, params] = REQUESTS.find(([each]) => each === name) ?? [];
  const answers = { data: results, entities: [] };
  const older = featureOf(rooms, () => answers);
  const newer = featureOf(rooms, () => answers);
  const outcome = await older.call(alias, params).catch(String);
  expect(outcome).toEqual(await newer.call(name, params).catch(String));
  expect(requestsOf(older.asked)).toEqual(requestsOf(newer.asked));
});

it("older names are the same functions, and there is nothing else", () => {
  const methods = featureOf(rooms).methods as unknown as Record<string, unknown>;
  const names = new Set([...REQUESTS.map(([name]) => name), "joinChatRoom", "leaveChatRoom"]);
  for (const [alias, name] of ALIASES) {
    expect(names, name).toContain(name);
    expect(methods[alias], alias).toBe(methods[name]);
    names.add(alias);
  }
  expect(Object.keys(methods).sort()).toEqual([...names].sort());
});

it("rooms are made and ended with the token of somebody who may", async () => {
  const { call, asked } = featureOf(rooms);
  await call("createChatRoom", { name: "n", token: "super" });
  await call("destroyChatRoom", { chatRoomId, token: "super" });
  await call("destroyChatRoom", { chatRoomId, token: "" });
  expect(asked.map(({ headers }) => headers.Authorization)).toEqual([
    "Bearer super",
    "Bearer super",
    "Bearer token-of-alice",
  ]);
});

describe("parameters that are wrong", () => {
  it.each(REQUESTS.filter(([, params]) => "chatRoomId" in params))("%s needs a room", async (name, params) => {
    const { call, asked } = featureOf(rooms);
    const message = 'Invalid parameter: "chatRoomId"';
    await expect(call(name, { ...params, chatRoomId: 1 })).rejects.toMatchObject({ type: -3, message });
    await expect(call(name)).rejects.toMatchObject({ type: -3 });
    expect(asked).toEqual([]);
  });

  it.each([
    ["createChatRoom", { name: 1 }, "name"],
    ["getChatRooms", { pagenum: "1", pagesize: 1 }, "pagenum"],
    ["getJoinedChatRooms", { pageNum: 1 }, "pageSize"],
    ["fetchChatRoomAnnouncement", { chatRoomId }, "roomId"],
    ["updateChatRoomAnnouncement", { roomId }, "announcement"],
    ["addUsersToChatRoom", { chatRoomId, users: "bob" }, "users"],
    ["muteChatRoomMember", one, "muteDuration"],
    ["getChatRoomAttributes", { chatRoomId, attributeKeys: "k" }, "attributeKeys"],
    ["setChatRoomAttributes", { chatRoomId, attributes: "k" }, "attributes"],
    ["setChatRoomAttribute", { chatRoomId, attributeKey: "k" }, "attributeValue"],
    ["removeChatRoomAttributes", { chatRoomId, attributeKeys: "k" }, "attributeKeys"],
    ["removeChatRoomAttribute", { chatRoomId, attributeKey: "" }, "attributeKey"],
    ["joinChatRoom", {}, "roomId"],
    ["joinChatRoom", { roomId, ext: {} }, "ext"],
    ["joinChatRoom", { roomId, leaveOtherRooms: "yes" }, "leaveOtherRooms"],
    ["leaveChatRoom", { roomId: 1 }, "roomId"],
  ] as const)("%s(%j) is refused for %s", async (name, params, wrong) => {
    const { call, asked } = featureOf(rooms);
    await expect(call(name, params)).rejects.toMatchObject({ type: -3, message: `Invalid parameter: "${wrong}"` });
    expect(asked).toEqual([]);
  });
});

describe("an attribute that is refused", () => {
  it.each([
    ["the key k is not part of you", 52],
    ["size of metadata for this single chatroom exceeds the user defined limit", 50],
    ["total size of chatroom metadata for this app exceeds the user defined limit", 50],
    ["the value is exceeding maximum limit", 50],
    ["key is not Legal", -3],
    ["Failed to update userMetadata. Concurrent updates not allowed", 54],
    ["something else", 17],
  ])("with %j is %i", async (message, type) => {
    const { call } = featureOf(rooms, () => ({ data: { successKeys: [], errorKeys: { k: message } } }));
    const params = { chatRoomId, attributeKey: "k", attributeValue: "v" };
    await expect(call("setChatRoomAttribute", params)).rejects.toMatchObject({ type, message });
    await expect(call("removeChatRoomAttribute", params)).rejects.toMatchObject({ type, message });
  });
});

it.each([
  [404, { error_description: "grpID 1 does not exist!" }, 705],
  [400, { error_code: 60011, desc: "not there" }, 702],
  [403, { error_description: "group member list is full!" }, 704],
])("%i %j is %i", async (status, body, type) => {
  const error = vi.fn();
  const { call } = featureOf(rooms, () => ({ status, text: JSON.stringify(body) }));
  await expect(call("getChatRoomDetails", { chatRoomId, error })).rejects.toMatchObject({ type });
  expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type }));
});

describe("being there", () => {
  /** What goes up, and how the server answers. */
  function socket(metas: readonly Meta[] = []) {
    const sent: unknown[] = [];
    const feature = featureOf(rooms, undefined, async (meta) => {
      // Encoded as it is for the socket.
      const { payload, ...rest } = decode(Meta, encode(Meta, meta));
      sent.push({ ...rest, payload: decode(MucBody, payload ?? new Uint8Array()) });
      return { serverId: "9", timestamp: 1, metas };
    });
    return { ...feature, sent };
  }
  const info = {
    is_all_mute: true,
    create_timestamp: 5,
    is_in_white_list: false,
    member_count: 3,
    mute_duration: 0,
  };
  const answer = (chatroomInfo: string): Meta => ({
    ns: MetaNameSpace.MUC,
    payload: encode(MucBody, { status: { errorCode: 0, chatroomInfo } }),
  });

  it("begins with the state of the room", async () => {
    const { call, sent } = socket([answer(JSON.stringify({ alice: info }))]);
    const success = vi.fn();
    const result = {
      type: 0,
      data: {
        action: "apply",
        id: "1",
        result: true,
        user: "alice",
        info: {
          isAllMembersMuted: true,
          createTimestamp: 5,
          isInAllowlist: false,
          memberCount: 3,
          muteExpireTimestamp: -1,
        },
      },
    };
    await expect(call("joinChatRoom", { roomId, ext: "hi", leaveOtherRooms: true, success })).resolves.toEqual(result);
    expect(success).toHaveBeenCalledExactlyOnceWith(result);
    expect(sent).toEqual([
      {
        id: "1",
        from: userJid("org#app", "alice"),
        to: { domain: "easemob.com" },
        ns: MetaNameSpace.MUC,
        payload: {
          mucId: conferenceJid("org#app", "1"),
          operation: 2,
          from: { name: "alice" },
          isChatroom: true,
          ext: "hi",
          leaveOtherRooms: true,
        },
      },
    ]);
  });

  it("says until when one is muted", async () => {
    const { call } = socket([answer(JSON.stringify({ alice: { ...info, mute_duration: 7 } }))]);
    await expect(call("joinChatRoom", { roomId })).resolves.toMatchObject({
      data: { info: { muteExpireTimestamp: 7 } },
    });
  });

  it.each([[[]], [[answer("")]], [[answer('{"bob":{}}')]]])("without a word about the room: %j", async (metas) => {
    await expect(socket(metas).call("joinChatRoom", { roomId })).resolves.toMatchObject({ data: { info: {} } });
  });

  it("ends", async () => {
    const { call, sent } = socket();
    await expect(call("leaveChatRoom", { roomId })).resolves.toEqual({ type: 0, data: { result: true } });
    expect(sent).toMatchObject([{ payload: { operation: 3, isChatroom: true } }]);
    expect(sent).not.toMatchObject([{ payload: { ext: expect.anything() } }]);
  });

  it("is refused, and both ways to be told say why", async () => {
    const error = vi.fn();
    const full = new ChatError(704, "group member list is full!");
    const { call } = featureOf(rooms, undefined, () => Promise.reject(full));
    await expect(call("joinChatRoom", { roomId, error })).rejects.toBe(full);
    expect(error).toHaveBeenCalledExactlyOnceWith(full);
  });
});

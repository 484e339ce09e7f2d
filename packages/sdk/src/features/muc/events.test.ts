import type { Encodable, MucBody } from "@rondo/protocol";
import { conferenceJid, MucBodyOperation as Op, userJid } from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import type { Client } from "../../core/client.ts";
import { featureOf } from "../../testing/feature.ts";
import { tellOfPlaces } from "./events.ts";

const bob = userJid("org#app", "bob");
const alice = userJid("org#app", "alice");
const told = { id: "1", from: "bob" };

/** What is heard when this happens, in a group or a room with the id 1; bob does it, alice is meant. */
function hear(body: Encodable<MucBody>) {
  const places = (client: Client): object => {
    tellOfPlaces(client);
    return {};
  };
  const { happens, heard } = featureOf(places);
  happens({ mucId: conferenceJid("org#app", "1"), from: bob, to: [alice], ...body });
  return heard;
}

interface Old {
  readonly type: string;
  readonly [more: string]: unknown;
}

/** For handlers, for the old callback and what is in both, in groups; `room`: the old name, where it is another in rooms. */
const EVENTS: ReadonlyArray<
  readonly [operation: number, body: Encodable<MucBody>, event: object | undefined, old: Old | undefined, room?: string]
> = [
  [Op.CREATE, {}, { operation: "create" }, undefined],
  [Op.DESTROY, {}, { operation: "destroy" }, { type: "deleteGroupChat" }],
  [Op.JOIN, {}, undefined, { type: "join" }],
  [Op.LEAVE, {}, undefined, { type: "leave" }],
  [
    Op.APPLY,
    { reason: "pls" },
    { operation: "requestToJoin", reason: "pls" },
    { type: "joinGroupNotifications", reason: "pls" },
  ],
  [Op.APPLY, {}, { operation: "requestToJoin" }, { type: "joinGroupNotifications", reason: "" }],
  [Op.APPLY_ACCEPT, {}, { operation: "acceptRequest" }, { type: "joinPublicGroupSuccess" }],
  [
    Op.APPLY_DECLINE,
    {},
    { operation: "joinPublicGroupDeclined", userId: "alice" },
    { type: "joinPublicGroupDeclined" },
  ],
  [
    Op.INVITE,
    { mucName: "n" },
    { operation: "inviteToJoin", name: "n" },
    { type: "invite", kicked: "alice", groupName: "n" },
  ],
  [Op.INVITE_ACCEPT, {}, { operation: "acceptInvite" }, { type: "invite_accept", kicked: "alice" }],
  [Op.INVITE_DECLINE, {}, { operation: "rejectInvite" }, { type: "invite_decline", kicked: "alice" }],
  [Op.KICK, {}, { operation: "removeMember" }, { type: "removedFromGroup", kicked: "alice" }],
  [Op.GET_BLACKLIST, {}, undefined, { type: "getBlackList" }],
  [Op.BAN, {}, undefined, { type: "ban" }],
  [Op.ALLOW, { reason: "ok" }, { operation: "unblockMember", reason: "ok" }, { type: "allow", reason: "ok" }],
  [Op.BLOCK, {}, undefined, { type: "block" }],
  [Op.UNBLOCK, {}, undefined, { type: "unblock" }],
  [
    Op.PRESENCE,
    { mucMemberCount: 3 },
    { operation: "memberPresence", memberCount: 3 },
    { type: "memberJoinPublicGroupSuccess" },
    "memberJoinChatRoomSuccess",
  ],
  [
    Op.PRESENCE,
    {},
    { operation: "memberPresence" },
    { type: "memberJoinPublicGroupSuccess" },
    "memberJoinChatRoomSuccess",
  ],
  [
    Op.ABSENCE,
    { mucMemberCount: 2 },
    { operation: "memberAbsence", memberCount: 2 },
    { type: "leaveGroup" },
    "leaveChatRoom",
  ],
  [
    Op.DIRECT_JOINED,
    { mucName: "n" },
    { operation: "directJoined", name: "n" },
    { type: "direct_joined", groupName: "n" },
  ],
  [Op.ASSIGN_OWNER, {}, { operation: "changeOwner" }, { type: "changeOwner" }],
  [Op.ADD_ADMIN, {}, { operation: "setAdmin", userId: "alice" }, { type: "addAdmin" }],
  [Op.REMOVE_ADMIN, {}, { operation: "removeAdmin" }, { type: "removeAdmin" }],
  [
    Op.ADD_MUTE,
    { ext: '{"user_mute_time":{"alice":5}}' },
    { operation: "muteMember", userId: "alice", muteTimestamp: { alice: 5 } },
    { type: "addMute", muteTimestamp: { alice: 5 } },
  ],
  [Op.ADD_MUTE, {}, { operation: "muteMember", userId: "alice" }, { type: "addMute" }],
  [Op.REMOVE_MUTE, {}, { operation: "unmuteMember", userId: "alice" }, { type: "removeMute" }],
  [
    Op.UPDATE_ANNOUNCEMENT,
    { reason: "hear" },
    { operation: "updateAnnouncement", announcement: "hear" },
    { type: "updateAnnouncement", announcement: "hear" },
  ],
  [Op.DELETE_ANNOUNCEMENT, {}, { operation: "deleteAnnouncement" }, { type: "deleteAnnouncement" }],
  [Op.UPLOAD_FILE, {}, { operation: "uploadFile" }, { type: "uploadFile" }],
  [Op.DELETE_FILE, {}, { operation: "deleteFile" }, { type: "deleteFile" }],
  [
    Op.ADD_USER_WHITE_LIST,
    {},
    { operation: "addUserToAllowlist", userId: "alice" },
    { type: "addUserToGroupWhiteList" },
    "addUserToChatRoomWhiteList",
  ],
  [
    Op.REMOVE_USER_WHITE_LIST,
    {},
    { operation: "removeAllowlistMember", userId: "alice" },
    { type: "rmUserFromGroupWhiteList" },
    "rmUserFromChatRoomWhiteList",
  ],
  [Op.BAN_GROUP, {}, { operation: "muteAllMembers" }, { type: "muteGroup" }, "muteChatRoom"],
  [Op.REMOVE_BAN_GROUP, {}, { operation: "unmuteAllMembers" }, { type: "rmGroupMute" }, "rmChatRoomMute"],
];

describe.each([
  [false, "onGroup"],
  [true, "onChatroom"],
] as const)("when it is a room: %j", (isChatroom, place) => {
  it.each(EVENTS)("operation %i with %j is %j", (...row) => {
    const [operation, body, event, old, room] = row as unknown as (typeof EVENTS)[number]; // the rows, as they are
    const expected: unknown[] = [];
    if (old) {
      const type = isChatroom && room ? room : old.type;
      const all = { owner: "bob", gid: "1", from: "bob", fromJid: bob, to: "alice", toJid: [alice], status: null };
      const payload = { ...all, chatroom: isChatroom, ...old, type };
      expected.push(["listen onPresence", payload], [`${place}Change`, payload]);
    }
    if (event) expected.push([`${place}Event`, { ...told, ...event }]);
    expect(hear({ operation, isChatroom, ...body })).toEqual(expected);
  });
});

describe("what has changed in a group", () => {
  const said = {
    title: "n",
    description: "",
    public: "true",
    members_only: true,
    allow_user_invites: "false",
    max_users: 5,
    invite_need_confirm: false,
    custom: "c",
    last_modified: "12",
    avatar: "a",
    more: 1,
  };
  const detail = {
    name: "n",
    description: "",
    public: true,
    approval: true,
    allowInvites: false,
    maxUsers: 5,
    inviteNeedConfirm: false,
    ext: "c",
    lastModified: 12,
    avatar: "a",
  };

  it.each([
    [said, detail],
    [{ name: "n", title: "t" }, { name: "n" }],
    [undefined, {}],
  ])("%j is %j", (ext, expected) => {
    const eventInfo = ext && { ext: JSON.stringify(ext) };
    const heard = hear({ operation: Op.UPDATE, eventInfo });
    expect(heard.map(([event, payload]) => [event, (payload as { detail: unknown }).detail])).toEqual([
      ["listen onPresence", expected],
      ["onGroupChange", expected],
      ["onGroupEvent", expected],
    ]);
  });

  it("is not told of rooms", () => {
    const heard = hear({ operation: Op.UPDATE, isChatroom: true, eventInfo: { ext: JSON.stringify(said) } });
    expect(heard.at(-1)).toEqual(["onChatroomEvent", { ...told, operation: "updateInfo" }]);
  });
});

describe("several who come or go at once", () => {
  const members = ["x", "y"];

  it("are told of together in groups", () => {
    expect(hear({ operation: Op.PRESENCE, members, mucMemberCount: 9 }).at(-1)).toEqual([
      "onGroupEvent",
      { operation: "membersPresence", id: "1", members, memberCount: 9 },
    ]);
    expect(hear({ operation: Op.ABSENCE, members }).at(-1)).toEqual([
      "onGroupEvent",
      { operation: "membersAbsence", id: "1", members },
    ]);
  });

  it("are told of one by one in rooms, with what came along", () => {
    const heard = hear({ operation: Op.PRESENCE, isChatroom: true, members, ext: "e" });
    expect(heard.filter(([event]) => event === "onChatroomEvent")).toEqual([
      ["onChatroomEvent", { operation: "memberPresence", id: "1", from: "x", ext: "e" }],
      ["onChatroomEvent", { operation: "memberPresence", id: "1", from: "y", ext: "e" }],
    ]);
    expect(heard[1]).toEqual(["onChatroomChange", expect.objectContaining({ ext: "e" })]);
  });
});

describe("attributes", () => {
  const ofRoom = (operation: number, result: object, isChatroom = true) =>
    hear({ operation, isChatroom, eventInfo: { ext: JSON.stringify({ properties: { k: "v", z: "y" }, result }) } });

  it("of rooms are those that were set or removed, and no others", () => {
    expect(ofRoom(Op.SET_METADATA, { successKeys: ["k"], errorKeys: { z: "no" } })).toEqual([
      ["onChatroomEvent", { ...told, operation: "updateChatRoomAttributes", attributes: { k: "v" } }],
    ]);
    expect(ofRoom(Op.DELETE_METADATA, { successKeys: ["k"] })).toEqual([
      ["onChatroomEvent", { ...told, operation: "removeChatRoomAttributes", attributes: ["k"] }],
    ]);
    expect(ofRoom(Op.SET_METADATA, { successKeys: [] })).toEqual([]);
    expect(ofRoom(Op.SET_METADATA, { successKeys: ["k"] }, false)).toEqual([]);
  });

  it("of members are news of the group, or of the own other device", () => {
    const eventInfo = { ext: JSON.stringify({ username: "cy", properties: { a: "b" } }) };
    const event = { operation: "memberAttributesUpdate", id: "1", attributes: { a: "b" }, userId: "cy" };
    const operation = Op.GROUP_MEMBER_METADATA_UPDATE;
    expect(hear({ operation, eventInfo })).toEqual([["onGroupEvent", { ...event, from: "bob" }]]);
    const own = (clientResource: string) => hear({ operation, eventInfo, from: { ...alice, clientResource } });
    expect(own("res-1")).toEqual([["onGroupEvent", { ...event, from: "alice" }]]);
    expect(own("res-2")).toEqual([["onMultiDeviceEvent", { ...event, from: "alice" }]]);
  });
});

describe("threads", () => {
  it.each([
    [Op.THREAD_CREATE, "chatThreadCreate"],
    [Op.THREAD_DESTROY, "chatThreadDestroy"],
    [Op.THREAD_JOIN, "chatThreadJoin"],
    [Op.THREAD_LEAVE, "chatThreadLeave"],
    [Op.THREAD_UPDATE, "chatThreadNameUpdate"],
  ])("operation %i is %s on the other devices", (operation, name) => {
    const mucParentId = conferenceJid("org#app", "2");
    expect(hear({ operation, isThread: true, mucParentId, mucName: "n" })).toEqual([
      ["onMultiDeviceEvent", { operation: name, chatThreadId: "1", chatThreadName: "n", parentId: "2" }],
    ]);
  });

  it("who is removed from one is told by whom", () => {
    const mucParentId = conferenceJid("org#app", "2");
    expect(hear({ operation: Op.THREAD_KICK, isThread: true, mucParentId, mucName: "n" })).toEqual([
      [
        "onChatThreadChange",
        { operation: "userRemove", id: "1", name: "n", parentId: "2", operator: "bob", userName: "alice" },
      ],
    ]);
  });
});

it.each([Op.THREAD_PRESENCE, Op.THREAD_ABSENCE, Op.DISABLE_GROUP, Op.ABLE_GROUP, 46])(
  "operation %i is nothing to tell",
  (operation) => {
    expect(hear({ operation })).toEqual([]);
  },
);

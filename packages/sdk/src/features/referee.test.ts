import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGenerousServer } from "../../../testkit/src/generous-server.ts";
import { Admin, officialSdk, type Person, SdkError, type Server, Venue } from "../../../testkit/src/index.ts";
import { rondoSdk } from "../../../testkit/src/sdk.ts";

/** Of an answer: what differs between two calls of the same thing, or two devices. `params` repeats what was asked. */
const VOLATILE = ["timestamp", "duration", "extraInfo", "params", "modified", "expiry", "expire", "clientResource"];
/** The official client puts the login token into received files (defect 25). */
const TOKEN = "accessToken";
/** What we say beside it: the names of pictures, that one is no GIF; and the thumbnail of a video can be fetched as it is. */
const MORE: Record<string, readonly string[] | undefined> = {
  img: ["filename", "isGif"],
  video: ["thumb"],
  file: ["length"],
};
/** Reads, asked without parameters and of what is not there. */
const IN_GROUPS = (
  "getGroupInfo listGroupMembers getGroupMembers getGroupAdmin getGroupMutelist getGroupBlocklist getGroupAllowlist " +
  "isInGroupMutelist fetchGroupAnnouncement leaveGroup destroyGroup setGroupAdmin removeGroupMember blockGroupMember"
).split(" ");
const IN_ROOMS = (
  "getChatRoomDetails listChatRoomMembers getChatRoomMembers getChatRoomAdmin getChatRoomMutelist " +
  "getChatRoomBlocklist getChatRoomAllowlist destroyChatRoom removeChatRoomMember blockChatRoomMember"
).split(" ");
/** The official client for mini programs calls refusals of groups those of rooms: not joined, full, not there. */
const PLACES: Readonly<Record<number, number>> = { 702: 602, 704: 606, 705: 605 };
/** In lists of conversations, whose files could not be fetched without their secret: we put it into the address. */
const withoutSecrets = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null).replace(/&share-secret=[\w-]+/g, ""));

type Outcome =
  | { readonly value: unknown }
  | { readonly type: number | undefined; readonly message: string; readonly data: unknown };

async function outcomeOf(person: Person, method: string, args: readonly unknown[]): Promise<Outcome> {
  try {
    const value = stable(await person.call(method, ...args));
    return { value: value !== undefined && /onversation/.test(method) ? withoutSecrets(value) : value };
  } catch (error) {
    if (!(error instanceof SdkError)) throw error;
    return {
      type: PLACES[error.type ?? 0] ?? error.type,
      message: String(stable(error.text)),
      data: stable(error.fields.data),
    };
  }
}

function stable(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/"(timestamp|duration)":\d+/g, '"$1":0'); // an answer in a message
  if (Array.isArray(value)) return value.map(stable);
  if (value === null || typeof value !== "object") return value;
  const { type } = value as { type?: unknown };
  const left = [...VOLATILE, TOKEN, ...(MORE[String(type)] ?? [])];
  const members = Object.entries(value).filter(([key]) => !left.includes(key));
  return Object.fromEntries(members.map(([key, member]) => [key, stable(member)]));
}

/** The official client and ours at the same server, as the same user: what one resolves or rejects with, so does the other. */
describe("the same calls of the official SDK and of ours", () => {
  let server: Server;
  let venue: Venue;
  let official: Person;
  let ours: Person;
  let bob: Person;
  let friend: string;

  beforeAll(async () => {
    server = await startGenerousServer();
    venue = new Venue({ platform: "wx", server, sdk: officialSdk() });
    official = await venue.arrive("alice");
    ours = await venue.arriveAgain(official, { sdk: rondoSdk() });
    bob = await venue.arrive("bob");
    await official.send("txt", { msg: "one", ext: { a: 1, b: "x", c: { d: true } } }, bob.id);
    await official.send("custom", { customEvent: "gift", customExts: { n: "1", m: "two" } }, bob.id);
    await bob.send("loc", { addr: "here", buildingName: "b", lat: 1.5, lng: -2.25 }, official.id);
    await bob.send("cmd", { action: "wave" }, official.id);
    const edited = await official.send("txt", { msg: "before" }, bob.id);
    await official.modify(edited.serverMsgId, "txt", { msg: "after" }, bob.id);
    const recalled = await official.send("txt", { msg: "not said" }, bob.id);
    await official.call("recallMessage", { mid: recalled.serverMsgId, to: bob.id, chatType: "singleChat" });
    await bob.sendFile("img", { width: 2, height: 3 }, picture("a.png", "image/png"), official.id);
    await bob.sendFile("audio", { length: 4 }, picture("a.mp3", "audio/mp3"), official.id);
    await bob.sendFile("video", { length: 5 }, picture("a.mp4", "video/mp4"), official.id);
    await bob.sendFile("file", {}, picture("a.txt", "text/plain"), official.id);
    await bob.send("txt", { msg: "last 你好" }, official.id);
    // One conversation for each kind of last message.
    const friends: string[] = [];
    for (let i = 0; i < 6; i++) {
      const { id: username, password } = venue.credentials("friend");
      await official.call("registerUser", { username, password });
      friends.push(username);
    }
    const [a = "", b = "", c = "", d = "", e = "", f = ""] = friends;
    friend = a;
    await official.sendFile("img", { width: 2, height: 3 }, picture("a.gif", "image/gif"), a);
    await official.sendFile("audio", { length: 4 }, picture("a.mp3", "audio/mp3"), b);
    await official.sendFile("video", { length: 5 }, picture("a.mp4", "video/mp4"), c);
    await official.sendFile("file", {}, picture("a.txt", "text/plain"), d);
    await official.send("custom", { customEvent: "gift", customExts: { n: "1", m: "two" }, ext: { x: 1 } }, e);
    await official.send("loc", { addr: "here", buildingName: "b", lat: 1.5, lng: -2.25 }, f);
  });

  afterAll(async () => {
    await venue.close();
    await server.stop();
  });

  /** Of official's, with bob. */
  const newGroup = async (): Promise<string> => {
    const wish = {
      groupname: "crew",
      desc: "d",
      members: [bob.id],
      public: true,
      approval: false,
      inviteNeedConfirm: false,
    };
    const made = await official.call<{ data: { groupid: string } }>("createGroup", { data: wish });
    return made.data.groupid;
  };

  const same = async (method: string, ...args: unknown[]): Promise<Outcome> => {
    const theirs = await outcomeOf(official, method, args);
    const own = await outcomeOf(ours, method, args);
    // What the official one throws as a plain Error has no type; ours is -3.
    if ("message" in theirs && theirs.type === undefined) {
      expect(own).toMatchObject({ type: -3, message: theirs.message });
    } else {
      expect(own).toEqual(theirs);
    }
    return own;
  };

  /** Both find fault with the parameters, each in its words. */
  const bothRefuse = async (method: string, ...args: unknown[]): Promise<void> => {
    const theirs = await outcomeOf(official, method, args);
    // What is thrown as a plain Error has no type.
    expect([undefined, -3], `${method} ${JSON.stringify(theirs)}`).toContain("message" in theirs ? theirs.type : "no");
    expect(await outcomeOf(ours, method, args), method).toMatchObject({ type: -3 });
  };

  it("page through the history", async () => {
    const target = { targetId: bob.id, chatType: "singleChat" };
    const all = await same("getHistoryMessages", target);
    expect(all).toMatchObject({ value: { messages: expect.any(Array) } });
    await same("getHistoryMessages", { ...target, pageSize: 50, searchDirection: "down" });
    const first = await same("getHistoryMessages", { ...target, pageSize: 3 });
    const { cursor } = (first as { value: { cursor: string } }).value;
    await same("getHistoryMessages", { ...target, pageSize: 3, cursor });
    await same("getHistoryMessages", { ...target, searchOptions: { msgTypes: ["txt", "loc"] } });
    await same("getHistoryMessages", {
      ...target,
      searchOptions: { startTime: Date.now() + 1000, endTime: Date.now() + 2000 },
    });
    await same("getHistoryMessages", { targetId: "nobody-at-all", chatType: "singleChat" });
    await same("getHistoryMessages", { targetId: "123456789", chatType: "groupChat" });
  });

  it.each([[{}], [{ targetId: 1 }], [{ targetId: "b", chatType: "singleChat", searchOptions: { msgTypes: "txt" } }]])(
    "refuse the history of %j",
    async (params) => {
      await same("getHistoryMessages", params);
    },
  );

  it("fetch the history the old way, page after page", async () => {
    await same("fetchHistoryMessages", { queue: bob.id, count: 3 });
    await same("fetchHistoryMessages", { queue: bob.id, count: 4 });
    await same("fetchHistoryMessages", { queue: bob.id, count: 40 });
    await same("fetchHistoryMessages", { queue: bob.id });
    await same("fetchHistoryMessages", { queue: bob.id, isGroup: false, format: true });
    await same("fetchHistoryMessages", {});
  });

  it("list the conversations", async () => {
    for (const method of ["getServerConversations", "getServerPinnedConversations"]) {
      await same(method);
      await same(method, { pageSize: 1 });
      await same(method, { pageSize: "1" });
      await same(method, { cursor: 1 });
      await same(method, { includeEmptyConversations: "x" });
    }
    await same("getServerConversations", { pageSize: 5, includeEmptyConversations: true });
    await same("getConversationlist");
    await same("getConversationlist", {});
    await same("getConversationlist", { pageNum: 1, pageSize: 20 });
    await same("getSessionList");
  });

  it("pin, mark, and list what is marked", async () => {
    const conversation = { conversationId: bob.id, conversationType: "singleChat" };
    await same("getServerConversationsByFilter", { filter: { mark: 3 } });
    await same("addConversationMark", { conversations: [conversation], mark: 3 });
    await same("getServerConversationsByFilter", { filter: { mark: 3 }, pageSize: 5, cursor: "" });
    await same("getServerConversations");
    await same("removeConversationMark", { conversations: [conversation], mark: 3 });
    // The time of a pin is that of the call.
    const pin = { ...conversation, isPinned: true };
    const pinned = [
      await outcomeOf(official, "pinConversation", [pin]),
      await outcomeOf(ours, "pinConversation", [pin]),
    ];
    for (const outcome of pinned) {
      expect(outcome).toEqual({ value: { type: 0, data: { isPinned: true, pinnedTime: expect.any(Number) } } });
    }
    await same("getServerPinnedConversations");
    await same("pinConversation", { ...conversation, isPinned: false });
    await same("pinConversation", { ...conversation, conversationId: "nobody-at-all", isPinned: true });
    await same("pinConversation", {});
    await same("pinConversation", { ...conversation, conversationType: "x", isPinned: true });
    await same("pinConversation", conversation);
    await same("getServerConversationsByFilter", {});
    await same("addConversationMark", { conversations: [conversation] });
    await same("removeConversationMark", { conversations: [conversation], mark: "1" });
  });

  it("say and read what users say of themselves", async () => {
    await same("fetchUserInfoById", official.id);
    await same("updateUserInfo", { nickname: "Älice & Co", gender: "1", sign: "a=b" });
    await same("updateUserInfo", "mail", "a@b.test");
    await same("updateOwnUserInfo", { nickname: "Alice" });
    await same("fetchUserInfoById", [official.id, bob.id, "nobody-at-all"]);
    await same("fetchUserInfoById", [official.id], "nickname");
    await same("fetchUserInfoById", [official.id], ["nickname", "mail"]);
    await same("fetchUserInfoById", 1);
    await same("updateUserInfo", "nope", "x");
    await same("updateUserInfo", "nickname");
    await same("updateCurrentUserNick", "for notifications");
  });

  it("register, and are refused", async () => {
    const { id, password } = venue.credentials("carol");
    const registered = await outcomeOf(ours, "registerUser", [{ username: id, password, nickname: "C" }]);
    expect(registered).toMatchObject({ value: { type: 0, entities: [{ username: id, nickname: "C" }] } });
    await same("registerUser", { username: id, password });
    await same("registerUser", { username: "not a name!", password });
    await same("registerUser", { username: "x" });
    await same("registerUser", {});
  });

  it("know their token's end and their other devices", async () => {
    const token = await official.get<string>("context", "accessToken");
    await same("getTokenExpireTimestamp", token);
    await same("getTokenExpireTimestamp", "not-a-token");
    await same("getTokenExpireTimestamp");
    const [theirs, own] = [
      await official.call<{ data: string[] }>("getSelfIdsOnOtherPlatform"),
      await ours.call<{ data: string[] }>("getSelfIdsOnOtherPlatform"),
    ];
    expect(theirs.data).toHaveLength(1);
    expect(own.data).toHaveLength(1);
    expect(own.data).not.toEqual(theirs.data);
  });

  it("have contacts and a blocklist", async () => {
    await official.call("addContact", bob.id, "hi");
    await bob.waitFor("onContactInvited", ({ from }: { from: string }) => from === official.id);
    await bob.call("acceptContactInvite", official.id);
    await official.waitFor("onContactAgreed", ({ from }: { from: string }) => from === bob.id);
    await same("setContactRemark", { userId: bob.id, remark: "Bobby" });
    await same("setContactRemark", { userId: "nobody-at-all", remark: "x" });
    await bothRefuse("setContactRemark", { userId: bob.id });
    await same("getContacts");
    await same("getRoster");
    await same("getAllContacts");
    await same("getContactsWithCursor");
    await same("getContactsWithCursor", { pageSize: 1, cursor: "" });
    await same("addUsersToBlocklist", { name: [friend] });
    await same("addUsersToBlocklist", { name: friend });
    await same("addUsersToBlocklist", { name: [] });
    await same("getBlocklist");
    await same("removeUserFromBlocklist", { name: [friend] });
    await same("getBlocklist");
  });

  it("say who is there", async () => {
    await same("publishPresence", { description: "busy" });
    await bothRefuse("publishPresence", {});
    await same("subscribePresence", { usernames: [bob.id], expiry: 1000 });
    await bothRefuse("subscribePresence", { usernames: [], expiry: 1000 });
    await bothRefuse("subscribePresence", { usernames: [bob.id] });
    await same("getPresenceStatus", { usernames: [bob.id, "nobody-at-all"] });
    await same("getSubscribedPresencelist", { pageNum: 1, pageSize: 10 });
    await bothRefuse("getSubscribedPresencelist", { pageNum: -1, pageSize: 10 });
    await same("unsubscribePresence", { usernames: [bob.id] });
    await same("getSubscribedPresencelist", { pageNum: 1, pageSize: 10 });
  });

  it("are silent, and speak a language", async () => {
    const conversation = { conversationId: bob.id, type: "singleChat" };
    await same("setSilentModeForAll", { options: { paramType: 0, remindType: "AT" } });
    await same("getSilentModeForAll");
    await same("setSilentModeForConversation", { ...conversation, options: { paramType: 0, remindType: "NONE" } });
    await same("getSilentModeForConversation", conversation);
    await same("getSilentModeForConversations", { conversationList: [{ id: bob.id, type: "singleChat" }] });
    await same("getSilentModeRemindTypeConversations", { pageSize: 10 });
    await same("clearRemindTypeForConversation", conversation);
    await same("getSilentModeForConversation", conversation);
    await bothRefuse("getSilentModeForConversation", { type: "singleChat" });
    await bothRefuse("setSilentModeForAll", {});
    await same("setPushPerformLanguage", { language: "en" });
    await same("getPushPerformLanguage");
    await bothRefuse("setPushPerformLanguage", {});
  });

  it("have groups", async () => {
    const groupId = await newGroup();
    const group = { groupId };
    await same("getGroupInfo", group);
    await same("getGroupInfo", { groupId: [groupId] });
    await same("getJoinedGroups", { pageNum: 0, pageSize: 10 });
    await same("getJoinedGroups", { pageNum: 0, pageSize: 10, needAffiliations: true, needRole: true });
    await same("getJoinedGroupsCount");
    await same("getPublicGroups", { limit: 10 });
    await same("getGroup");
    await same("modifyGroup", { ...group, groupName: "renamed", description: "other", ext: "e" });
    await same("listGroupMembers", { ...group, pageNum: 1, pageSize: 10 });
    await same("getGroupMembers", { ...group, limit: 1 });
    await same("updateGroupAnnouncement", { ...group, announcement: "read me" });
    await same("fetchGroupAnnouncement", group);
    await same("muteGroupMember", { ...group, username: bob.id, muteDuration: 1_000_000_000 });
    await same("unmuteGroupMember", { ...group, username: bob.id });
    await same("addUsersToGroupAllowlist", { ...group, users: [bob.id] });
    await same("setGroupMemberAttributes", { ...group, userId: official.id, memberAttributes: { title: "boss" } });
    await same("getGroupMemberAttributes", { ...group, userId: official.id });
    await same("getGroupMembersAttributes", { ...group, userIds: [official.id, bob.id] });
    for (const list of ["Admin", "Mutelist", "Blocklist", "Allowlist", "SharedFilelist"])
      await same(`getGroup${list}`, group);
    await same("isInGroupAllowlist", { ...group, userName: bob.id });
    await same("isInGroupMutelist", group);
    for (const method of IN_GROUPS) {
      await bothRefuse(method, {});
      await same(method, { groupId: "4711", pageNum: 1, pageSize: 10, username: bob.id });
    }
  });

  it("have chat rooms", async () => {
    const body = { name: "hall", description: "for all", maxusers: 50, owner: bob.id, members: [] };
    const { data } = (await new Admin(server).expect("POST", "/chatrooms", body)) as { data: { id: string } };
    const [roomId, chatRoomId] = [data.id, data.id];
    await same("joinChatRoom", { roomId, ext: "hat" });
    await bothRefuse("joinChatRoom", {});
    await bothRefuse("joinChatRoom", { roomId, ext: 1 });
    await same("getChatRoomDetails", { chatRoomId });
    await same("getJoinedChatRooms", { pageNum: 1, pageSize: 10 });
    await same("getChatRooms", { pagenum: 1, pagesize: 10 });
    await same("getChatRoomMembers", { chatRoomId, limit: 1 });
    await same("listChatRoomMembers", { chatRoomId, pageNum: 1, pageSize: 10 });
    await same("setChatRoomAttributes", { chatRoomId, attributes: { song: "one", "not legal": "x" } });
    await same("setChatRoomAttribute", { chatRoomId, attributeKey: "hat", attributeValue: "red" });
    await same("getChatRoomAttributes", { chatRoomId, attributeKeys: ["song", "none"] });
    await same("getChatRoomAttributes", { chatRoomId });
    await same("fetchChatRoomAnnouncement", { roomId });
    await same("isInChatRoomMutelist", { chatRoomId });
    await same("isInChatRoomAllowlist", { chatRoomId, userName: bob.id });
    await same("modifyChatRoom", { chatRoomId, chatRoomName: "mine" });
    for (const method of IN_ROOMS) {
      await bothRefuse(method, {});
      await same(method, { chatRoomId: "4711", pageNum: 1, pageSize: 10, username: bob.id });
    }
    await same("leaveChatRoom", { roomId });
    await same("leaveChatRoom", { roomId });
  });

  it("react to messages, pin them and have threads", async () => {
    const groupId = await newGroup();
    const sent = await bob.send("txt", { chatType: "groupChat", msg: "look" }, groupId);
    const messageId = sent.serverMsgId;
    await official.call("addReaction", { messageId, reaction: "👍" });
    await bob.call("addReaction", { messageId, reaction: "👍" });
    await same("getReactionlist", { chatType: "groupChat", groupId, messageId });
    await same("getReactionDetail", { messageId, reaction: "👍" });
    await same("addReaction", { messageId: "1", reaction: "👍" });
    await bothRefuse("addReaction", {});
    await official.call("pinMessage", { conversationType: "groupChat", conversationId: groupId, messageId });
    const pinned = { conversationType: "groupChat", conversationId: groupId, pageSize: 10, cursor: "" };
    await same("getServerPinnedMessages", pinned);
    await bothRefuse("getServerPinnedMessages", {});
    const made = await official.call<{ data: { chatThreadId: string } }>("createChatThread", {
      parentId: groupId,
      name: "talk",
      messageId,
    });
    const thread = { chatThreadId: made.data.chatThreadId };
    await official.send("txt", { chatType: "groupChat", isChatThread: true, msg: "in it" }, thread.chatThreadId);
    await same("getChatThreadDetail", thread);
    await bothRefuse("getChatThreadDetail", {});
    await same("getChatThreadDetail", { chatThreadId: "4711" });
    await same("getChatThreads", { parentId: groupId });
    await same("getJoinedChatThreads", {});
    await same("getJoinedChatThreads", { parentId: groupId, pageSize: 5 });
    await same("getChatThreadMembers", thread);
    const last = { chatThreadIds: [thread.chatThreadId] };
    // The official client says `groupchat` here, which its own types do not know.
    const theirs = JSON.stringify(await outcomeOf(official, "getChatThreadLastMessage", [last]));
    const own = await outcomeOf(ours, "getChatThreadLastMessage", [last]);
    expect(own).toEqual(JSON.parse(theirs.replace('"chatType":"groupchat"', '"chatType":"groupChat"')));
    await same("changeChatThreadName", { ...thread, name: "other" });
    await bothRefuse("createChatThread", {});
  });

  it("report, and ask for what the operator has not set up", async () => {
    await same("reportMessage", { reportType: "spam", reportReason: "r", messageId: "1" });
    await bothRefuse("reportMessage", {});
    await same("translateMessage", { text: "hi", languages: ["de"] });
    await same("getSupportedLanguages");
    await same("getRTCToken", "channel");
  });

  it("remove messages and conversations", async () => {
    const target = { targetId: bob.id, chatType: "singleChat" };
    await same("removeHistoryMessages", {});
    await same("removeHistoryMessages", { targetId: bob.id });
    await same("removeHistoryMessages", { ...target, messageIds: [] });
    await same("removeHistoryMessages", target);
    await same("removeHistoryMessages", { ...target, messageIds: ["1", "2"] });
    await same("removeHistoryMessages", { ...target, beforeTimeStamp: 1000 });
    await same("deleteConversation", {});
    await same("deleteConversation", { channel: bob.id, chatType: "x", deleteRoam: true });
    await same("deleteConversation", { channel: bob.id, chatType: "singleChat" });
    await same("deleteSession", { channel: bob.id, chatType: "singleChat", deleteRoam: false });
    await same("deleteConversation", { channel: bob.id, chatType: "singleChat", deleteRoam: true });
    await same("getServerConversations");
    await same("deleteAllMessagesAndConversations");
    await same("getHistoryMessages", target);
  });
});

const picture = (filename: string, filetype: string) => ({
  bytes: new TextEncoder().encode("content"),
  filename,
  filetype,
});

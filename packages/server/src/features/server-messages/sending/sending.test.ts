import { MessageBodyType, KeyValueValueType as T } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "../../../timeline/index.ts";
import { type Chat, device, open, openChat, recallOf, texts } from "../../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const bobPad = device("bob", "pad");
const carol = device("carol");
let transient: Entry[];

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol", "dave"] });
  for (const each of [alice, bob, bobPad, carol]) await chat.receive(each);
  transient = [];
  chat.transients.onSent((entry) => transient.push(entry));
});
afterEach(() => chat.close());

const hello = { type: "txt", body: { msg: "hello" } };
const send = async (body: unknown, name = "sendToUsers", query = {}) =>
  (await chat.call(name, { user: undefined, body, query })).data as Record<string, string>;
const historyOf = async (user: string, queue: string) => {
  const { data } = await chat.call("readHistory", { user, body: { queue } });
  return data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64")));
};
const place = async (type: "group" | "room", members: string[]) => {
  const [owner = "", ...others] = members;
  const wish = { app: chat.app, type, name: "n", description: "", avatar: "", custom: "", owner, maxUsers: 200 };
  const rules = { isPublic: true, needsApproval: false, allowsInvites: true, invitesNeedConsent: false };
  return (await chat.muc.create({ ...wish, ...rules }, others)).id;
};
const at = (group: string) => `${group}@conference.easemob.com`;

describe("a message of the application's server", () => {
  it("[SM1] reaches all devices of each receiver, and is in history and in the list of conversations", async () => {
    const ids = await send({ from: "alice", to: ["bob", "Carol"], ...hello, ext: { a: 1, b: { c: [] } } });
    expect(Object.keys(ids)).toEqual(["bob", "carol"]);
    for (const each of [bob, bobPad]) {
      const [received, ...more] = await chat.receive(each);
      expect(received).toMatchObject({
        meta: { id: ids.bob, timestamp: chat.time.at, from: { name: "alice" }, to: { name: "bob" } },
        body: {
          type: MessageBodyType.CHAT,
          from: { name: "alice" },
          to: { name: "bob" },
          contents: [{ text: "hello" }],
        },
      });
      expect(received?.meta.from).not.toHaveProperty("clientResource");
      expect(received?.body.ext).toEqual([
        { key: "a", type: T.INT, varintValue: "1" },
        { key: "b", type: T.JSON_STRING, stringValue: '{"c":[]}' },
      ]);
      expect(more).toEqual([]);
    }
    expect(texts(await chat.receive(carol))).toEqual(["hello"]);
    expect((await historyOf("bob", "alice@easemob.com")).map(({ meta }: { meta: { id: string } }) => meta.id)).toEqual([
      ids.bob,
    ]);
    const { data } = await chat.call("listConversations", { user: "bob" });
    expect(JSON.stringify(data)).toContain(ids.bob);
  });

  it("[SM1] is of any kind, with the contents that clients know", async () => {
    const url = `http://any.host/rondo/${chat.app.split("#")[1]}/chatfiles/0fe6`;
    const file = { url, filename: "f", secret: "s", file_length: 10 };
    const common = { remotePath: url, displayName: "f", secretKey: "s", fileLength: 10 };
    const kinds: Array<[string, object, object]> = [
      ["img", { ...file, size: { width: 3, height: 4 } }, { type: 1, ...common, size: { width: 3, height: 4 } }],
      ["audio", { ...file, length: 5 }, { type: 4, ...common, duration: 5 }],
      ["audio", { ...file, Length: "6" }, { type: 4, ...common, duration: 6 }],
      [
        "video",
        { ...file, length: 5, thumb: url, thumb_secret: "ts", size: { width: 3, height: 4 } },
        {
          type: 2,
          ...common,
          duration: 5,
          thumbnailRemotePath: url,
          thumbnailSecretKey: "ts",
          size: { width: 3, height: 4 },
        },
      ],
      ["file", file, { type: 5, ...common }],
      [
        "loc",
        { lat: "39.9", lng: "-1.5", addr: "here" },
        { type: 3, latitude: 39.9, longitude: -1.5, address: "here" },
      ],
      ["cmd", { action: "go" }, { type: 6, action: "go" }],
      [
        "custom",
        { customEvent: "gift/rose", customExts: { n: "1" } },
        { type: 7, customEvent: "gift/rose", customExts: [{ key: "n", type: T.STRING, stringValue: "1" }] },
      ],
    ];
    for (const [type, body] of kinds) await send({ to: ["bob"], type, body });
    const received = await chat.receive(bob);
    expect(received.map(({ body }) => body.contents)).toEqual(kinds.map(([, , content]) => [content]));
    expect(received[0]?.body.from).toMatchObject({ name: "admin" });
  });

  it("[SM2] has an id even when nobody is there to receive it, and nothing is stored then", async () => {
    expect(await send({ from: "ghost", to: ["nobody", "bob"], ...hello })).toEqual({
      nobody: expect.stringMatching(/^\d{10,19}$/),
      bob: expect.stringMatching(/^\d{10,19}$/),
    });
    expect(await send({ to: ["4711"], ...hello }, "sendToGroups")).toEqual({ "4711": expect.stringMatching(/^\d+$/) });
    expect(await chat.entries(`${chat.app}/c/ghost/nobody`)).toBe(0);
    expect(await chat.entries(`${chat.app}/c/bob/ghost`)).toBe(1);
    chat.accounts.add("nobody");
    expect(await chat.receive(device("nobody"))).toEqual([]);
  });

  it("[SM2] passes mutes and need not come from a member", async () => {
    const group = await place("group", ["alice", "bob"]);
    await chat.muc.mute({ app: chat.app, id: group, type: "group" }, ["bob"], chat.time.at + 60_000);
    await send({ from: "bob", to: [group], ...hello }, "sendToGroups");
    await send({ from: "carol", to: [group], ...hello }, "sendToGroups");
    expect(texts(await chat.receive(alice))).toEqual(["hello", "hello"]);
    expect(await chat.receive(carol)).toEqual([]);
  });

  it("[SM2] is refused where only contacts write and the two are none, and goes to nobody then", async () => {
    chat.unsociable.add("carol");
    await expect(send({ to: ["bob", "carol"], ...hello })).rejects.toMatchObject({ code: "CONTACTS_ONLY" });
    expect(await chat.receive(bob)).toEqual([]);
  });

  it("[SM3] reaches the sender's devices when sync_device says so; the sender's history has it anyway", async () => {
    const silent = await send({ from: "alice", to: ["bob"], ...hello });
    expect(await chat.receive(alice)).toEqual([]);
    expect(await historyOf("alice", "bob@easemob.com")).toMatchObject([{ meta: { id: silent.bob } }]);
    await send({ from: "alice", to: ["bob"], ...hello, sync_device: true });
    expect(texts(await chat.receive(alice))).toEqual(["hello"]);
    // One's own are never unread.
    const { data } = await chat.call("listConversations", { user: "alice" });
    expect(JSON.stringify(data)).toContain('"unread_num":0');
  });

  it("[SM3] to a group reaches the sender's devices, too; to a room, where they are, never", async () => {
    const group = await place("group", ["alice", "bob"]);
    await send({ from: "alice", to: [group], ...hello }, "sendToGroups");
    expect(await chat.receive(alice)).toMatchObject([
      { body: { type: MessageBodyType.GROUPCHAT, to: { name: group } } },
    ]);
    const room = await place("room", ["alice", "bob"]);
    let committed: readonly Entry[] = [];
    const stop = chat.timelines.onCommitted((entries) => {
      committed = entries;
    });
    await send({ from: "alice", to: [room], ...hello }, "sendToRooms");
    stop();
    expect(committed).toMatchObject([{ resource: "*", sender: "alice", audience: undefined }]);
    expect(await historyOf("alice", at(room))).toMatchObject([{ body: { type: MessageBodyType.CHATROOM } }]);
  });

  it("[SM4] for who is online is stored nowhere", async () => {
    const ids = await send({ to: ["bob"], ...hello, routetype: "ROUTE_ONLINE" });
    expect(transient).toMatchObject([{ id: ids.bob, timeline: `${chat.app}/c/admin/bob`, kind: "txt" }]);
    expect(await chat.receive(bob)).toEqual([]);
    expect(await historyOf("bob", "admin@easemob.com")).toEqual([]);
  });

  it("[SM5] to some members of a group is seen by them and the sender alone", async () => {
    const group = await place("group", ["alice", "bob", "carol"]);
    const ids = await send({ from: "alice", to: [group], users: ["bob", "dave"], ...hello }, "sendToMembersOfGroups");
    for (const each of [alice, bob]) expect(texts(await chat.receive(each))).toEqual(["hello"]);
    for (const each of [carol, device("dave")]) expect(await chat.receive(each)).toEqual([]);
    expect(await historyOf("carol", at(group))).toEqual([]);
    expect(ids).toEqual({ [group]: expect.any(String) });
    const room = await place("room", ["alice", "bob", "carol"]);
    await send({ from: "alice", to: [room], users: ["bob"], ...hello }, "sendToMembersOfRooms");
    expect(await historyOf("bob", at(room))).toHaveLength(1);
    expect(await historyOf("carol", at(room))).toEqual([]);
  });

  it("[SM6] asks a group for receipts, has a priority in a room, and stays out of some histories", async () => {
    const group = await place("group", ["alice", "bob"]);
    await send({ to: [group], ...hello, need_group_ack: true, roam_ignore_users: ["Bob"] }, "sendToGroups");
    expect(await chat.receive(bob)).toMatchObject([{ body: { msgConfig: { allowGroupAck: true } } }]);
    expect(await historyOf("bob", at(group))).toEqual([]);
    expect(await historyOf("alice", at(group))).toHaveLength(1);
    const room = await place("room", ["alice", "bob"]);
    for (const level of ["high", "normal", "low", undefined]) {
      await send({ to: [room], ...hello, chatroom_msg_level: level }, "sendToRooms");
    }
    const tags = (await historyOf("bob", at(room))).map(({ meta }: { meta: { ext: object[] } }) => meta.ext);
    const tag = (varintValue: string) => [{ key: "chatroom_msg_tag", type: T.INT, varintValue }];
    expect(tags.reverse()).toEqual([tag("0"), tag("1"), tag("2"), tag("1")]);
  });

  it("[SM6] of low priority is the first that an overloaded room sheds", async () => {
    chat.settings.roomMessagesPerSecond = 2;
    const room = await place("room", ["alice", "bob"]);
    for (const level of ["low", "low", "high"]) {
      await send({ to: [room], ...hello, chatroom_msg_level: level }, "sendToRooms");
    }
    expect(await historyOf("bob", at(room))).toHaveLength(2);
  });

  it("[SM7] has body and ext of at most the size of a message", async () => {
    chat.settings.maxMessageBytes = 100;
    await send({ to: ["bob"], type: "txt", body: { msg: "x".repeat(80) } });
    for (const big of [{ body: { msg: "x".repeat(100) } }, { body: { msg: "x" }, ext: { x: "x".repeat(100) } }]) {
      const refusal = { code: "SEND_TOO_LARGE", description: "message is too large" };
      await expect(send({ to: ["bob"], type: "txt", ...big })).rejects.toMatchObject(refusal);
    }
  });

  it.each([
    ["sendToUsers", { from: "" }, "SEND_FROM", "param from can't be empty"],
    ["sendToUsers", { from: 5 }, "INVALID_BODY", "Request body is invalid. Please check body is correct."],
    ["sendToUsers", { to: undefined }, "SEND_TO", "param to can't be empty"],
    ["sendToUsers", { to: [] }, "SEND_TO", "param to can't be empty"],
    ["sendToUsers", { to: "bob" }, "INVALID_BODY", undefined],
    ["sendToUsers", { to: Array(601).fill("x") }, "SEND_TO", "params to's size can't exceed limit 600"],
    ["sendToGroups", { to: ["1", "2", "3", "4"] }, "SEND_TO", "params to's size can't exceed limit 3"],
    ["sendToRooms", { to: Array(11).fill("1") }, "SEND_TO", "params to's size can't exceed limit 10"],
    ["sendToUsers", { type: undefined }, "SEND_ILLEGAL", "param type can't be empty"],
    ["sendToUsers", { type: "combine" }, "SEND_ILLEGAL", "param type combine is not supported"],
    ["sendToUsers", { type: "constructor" }, "SEND_ILLEGAL", "param type constructor is not supported"],
    ["sendToUsers", { body: undefined }, "SEND_BODY", "param body can't be empty"],
    ["sendToUsers", { body: "text" }, "INVALID_BODY", undefined],
    ["sendToUsers", { body: {} }, "SEND_BODY", "param body.msg can't be empty"],
    ["sendToUsers", { body: { msg: 1 } }, "SEND_BODY", "param body.msg is illegal"],
    ["sendToUsers", { ext: null }, "SEND_ILLEGAL", "param ext must be JSONObject"],
    ["sendToUsers", { ext: [] }, "SEND_ILLEGAL", "param ext must be JSONObject"],
    ["sendToUsers", { sync_device: "yes" }, "INVALID_BODY", undefined],
    ["sendToUsers", { type: "loc", body: { lat: "x", lng: 1, addr: "a" } }, "SEND_BODY", "param body.lat is illegal"],
    ["sendToUsers", { type: "custom", body: { customEvent: "no spaces" } }, "SEND_BODY", undefined],
    ["sendToUsers", { type: "custom", body: { customEvent: "e", customExts: "x" } }, "SEND_BODY", undefined],
    ["sendToUsers", { type: "file", body: { url: "http://elsewhere/x" } }, "SEND_BODY", undefined],
    ["sendToRooms", { chatroom_msg_level: "loud" }, "SEND_ILLEGAL", "param chatroom_msg_level is illegal"],
    ["sendToGroups", { roam_ignore_users: Array(21).fill("x") }, "SEND_ILLEGAL", undefined],
    ["sendToMembersOfGroups", { to: ["1"] }, "SEND_ILLEGAL", "param users can't be empty"],
    ["sendToMembersOfGroups", { to: ["1", "2"], users: ["bob"] }, "SEND_TO", undefined],
    ["sendToMembersOfRooms", { to: ["1"], users: Array(21).fill("x") }, "SEND_ILLEGAL", undefined],
  ])("[SM7] %s refuses %o", async (name, wrong, code, description) => {
    const sent = send({ to: ["bob"], ...hello, ...wrong }, name);
    await expect(sent).rejects.toMatchObject({ code, ...(description === undefined ? {} : { description }) });
    expect(await chat.receive(bob)).toEqual([]);
  });

  it("[SM8] counts against what the application may send in a time", async () => {
    const many = Array.from({ length: 600 }, (_, i) => `u${i}`);
    for (let i = 0; i < 10; i++) await send({ to: many, ...hello });
    const refusal = { code: "SEND_LIMIT", description: "message send reach limit" };
    await expect(send({ to: ["bob"], ...hello })).rejects.toMatchObject(refusal);
    chat.time.at += 10;
    await send({ to: ["bob"], ...hello });
    for (let i = 0; i < 6; i++) await send({ to: ["1", "2", "3"], ...hello }, "sendToGroups");
    await expect(send({ to: ["1", "2", "3"], ...hello }, "sendToGroups")).rejects.toMatchObject(refusal);
    await send({ to: ["1", "2"], ...hello }, "sendToGroups");
    for (let i = 0; i < 10; i++) await send({ to: Array.from("0123456789"), ...hello }, "sendToRooms");
    await expect(send({ to: ["1"], ...hello }, "sendToRooms")).rejects.toMatchObject(refusal);
  });

  it("[SM8] twenty calls a second go to groups", async () => {
    for (let i = 0; i < 20; i++) await send({ to: ["1"], ...hello }, "sendToGroups");
    await expect(send({ to: ["1"], ...hello }, "sendToGroups")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });

  it("[SM9] in the older form is answered with its id when the call asks for it", async () => {
    const older = { target_type: "users", target: ["bob"], msg: { type: "txt", msg: "hello" }, from: "alice" };
    expect(await send(older, "sendMessage")).toEqual({ bob: "success" });
    const { bob: id } = await send(older, "sendMessage", { useMsgId: "true" });
    const [, second] = await chat.receive(bob);
    expect(second).toMatchObject({ meta: { id }, body: { contents: [{ text: "hello" }] } });
    await expect(send({ ...older, target_type: "dogs" }, "sendMessage")).rejects.toMatchObject({ code: "SEND_TO" });
    await expect(send({ ...older, msg: undefined }, "sendMessage")).rejects.toMatchObject({
      description: "param type can't be empty",
    });
  });

  it("[SM1] can be recalled by the one in whose name it was", async () => {
    const { bob: id = "" } = await send({ from: "alice", to: ["bob"], ...hello });
    await chat.receive(bob);
    await chat.say(alice, "bob", recallOf(id));
    expect(await chat.receive(bob)).toMatchObject([{ body: { type: MessageBodyType.RECALL, ackMessageId: id } }]);
    expect(await historyOf("bob", "alice@easemob.com")).toEqual([]);
  });
});

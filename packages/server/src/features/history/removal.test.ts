import { CONFERENCE_DOMAIN, MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, open, openChat, text, texts } from "../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const bobPad = device("bob", "pad");

beforeEach(async () => {
  chat = await openChat();
  for (const each of [bob, bobPad]) await chat.receive(each);
});
afterEach(() => chat.close());

async function historyOf(user: string, peer: string) {
  const { data } = await chat.call("readHistory", { user, body: { queue: `${peer}@easemob.com`, is_positive: true } });
  return texts(data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64"))));
}

async function say(...words: string[]) {
  const acks = [];
  for (const word of words) {
    chat.time.at += 1000;
    acks.push(await chat.say(alice, "bob", word));
  }
  return acks;
}

describe("removing from one's own history", () => {
  it("[HI5] by ids hides those messages from the own view only", async () => {
    const [a, , c] = await say("a", "b", "c");
    const query = { userId: "Alice", msgIdList: `${a?.id},${c?.id},424242` };
    expect(await chat.call("removeMessagesById", { user: "bob", query })).toEqual({ requestStatusCode: "ok" });
    expect(await historyOf("bob", "alice")).toEqual(["b"]);
    expect(await historyOf("alice", "bob")).toEqual(["a", "b", "c"]);
  });

  it("[HI5] up to a time hides everything accepted by then, and nothing later", async () => {
    const [, b] = await say("a", "b", "c");
    await chat.call("removeMessagesUpToTime", { user: "bob", query: { userId: "alice", delTime: String(b?.at) } });
    expect(await historyOf("bob", "alice")).toEqual(["c"]);
    expect(await historyOf("alice", "bob")).toEqual(["a", "b", "c"]);
  });

  it("[HI5] up to a time to come hides nothing in advance", async () => {
    await say("a");
    const delTime = String(chat.time.at + 86_400_000);
    await chat.call("removeMessagesUpToTime", { user: "bob", query: { userId: "alice", delTime } });
    await say("b");
    expect(await historyOf("bob", "alice")).toEqual(["b"]);
  });

  it("[HI5] of everything empties all conversations and the list, until the next message", async () => {
    await say("a");
    await chat.say(device("carol"), "bob", "hello");
    expect(await chat.call("removeAllMessagesAndConversations", { user: "bob" })).toEqual({ requestStatusCode: "ok" });
    const list = async (user: string, query = {}) =>
      (await chat.call("listConversations", { user, query })).data.channel_infos.map(
        (c: { session_to: string }) => c.session_to,
      );
    expect(await historyOf("bob", "alice")).toEqual([]);
    expect(await historyOf("bob", "carol")).toEqual([]);
    expect(await list("bob", { needEmptySession: "true" })).toEqual([]);
    expect(await list("alice")).toEqual(["bob"]);
    await say("b");
    expect(await historyOf("bob", "alice")).toEqual(["b"]);
    expect(await list("bob")).toEqual(["alice"]);
  });

  it("[HI6] is told to the other devices, now or later, and not to the one that did it", async () => {
    const [a] = await say("a");
    for (const each of [bob, bobPad]) await chat.receive(each);
    await chat.call("removeMessagesById", {
      user: "bob",
      resource: "phone",
      query: { userId: "alice", msgIdList: `${a?.id}` },
    });
    await chat.call("removeMessagesUpToTime", {
      user: "bob",
      resource: "phone",
      query: { userId: "alice", delTime: "5" },
    });
    const event = { type: "roaming_delete", data: { to: "alice", chatType: "chat", resource: "phone" } };
    expect((await chat.receive(bobPad)).map(({ json }) => json)).toEqual([event, event]);
    expect(await chat.receive(bob)).toEqual([]);
    expect(await chat.receive(alice)).not.toContainEqual(expect.objectContaining({ json: event }));
  });

  it("[HI6] of everything is told to the other devices, for each conversation", async () => {
    await say("a");
    const group = await chat.call("createGroup", {
      user: "bob",
      body: { groupname: "friends", members: ["carol"], maxusers: 20, invite_need_confirm: false },
    });
    const id: string = group.data.groupid;
    chat.time.at += 1;
    const to = { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN };
    const sent = await chat.send(device("carol"), id, text("hi", { type: MessageBodyType.GROUPCHAT }), { to });
    expect(sent.ok).toBe(true);
    const empty = () => chat.call("removeAllMessagesAndConversations", { user: "bob", resource: "phone" });
    for (const each of [bob, bobPad]) await chat.receive(each);
    await empty();
    const gone = (peer: string, type: string) => [
      { type: "roaming_delete", data: { to: peer, chatType: type, resource: "phone" } },
      { type: "conv", data: { op: "del", id: peer, type, ts: chat.time.at, res: "phone", from: "bob", ext: "" } },
    ];
    expect((await chat.receive(bobPad)).map(({ json }) => json)).toEqual([
      ...gone(id, "groupchat"),
      ...gone("alice", "chat"),
    ]);
    expect(await chat.receive(bob)).toEqual([]);
    // What changes nothing tells nobody.
    await empty();
    expect(await chat.receive(bobPad)).toEqual([]);
  });

  it("[HI6] of everything is told for the thousand conversations with the newest messages", async () => {
    const crowd = Array.from({ length: 1002 }, (_, i) => `user${i}`);
    for (const user of crowd) chat.accounts.add(user);
    const said = await Promise.all(
      crowd.map(async (user) => ({ user, id: BigInt((await chat.say(device(user), "bob", "hi")).id) })),
    );
    const newest = said.sort((a, b) => (a.id > b.id ? -1 : 1)).slice(0, 1000);
    for (const each of [bob, bobPad]) await chat.receive(each);
    await chat.call("removeAllMessagesAndConversations", { user: "bob", resource: "phone" });
    const told: Array<{ to: string }> = [];
    for (let batch = await chat.receive(bobPad); batch.length > 0; batch = await chat.receive(bobPad)) {
      told.push(...batch.flatMap(({ json }) => (json?.type === "roaming_delete" ? [json.data] : [])));
    }
    expect(told.map(({ to }) => to)).toEqual(newest.map(({ user }) => user));
  });

  it("[HI6] without a device of one's own tells all of them", async () => {
    await chat.call("removeMessagesUpToTime", { user: "bob", query: { userId: "alice", delTime: "5" } });
    expect(await chat.receive(bob)).toHaveLength(1);
    expect(await chat.receive(bobPad)).toHaveLength(1);
  });

  it.each([
    ["removeMessagesById", { msgIdList: "1" }],
    ["removeMessagesById", { userId: "alice" }],
    ["removeMessagesById", { userId: "alice", msgIdList: "1,x" }],
    ["removeMessagesById", { userId: "alice", msgIdList: Array.from({ length: 51 }, (_, i) => i + 1).join(",") }],
    ["removeMessagesUpToTime", { delTime: "1" }],
    ["removeMessagesUpToTime", { userId: "alice" }],
    ["removeGroupMessagesById", { groupId: "1" }],
  ])("[HI5] %s refuses %o", async (name, query) => {
    await expect(chat.call(name, { user: "bob", query })).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it.each([
    ["removeGroupMessagesById", { groupId: "1", msgIdList: "1" }],
    ["removeGroupMessagesUpToTime", { groupId: "1", delTime: "1" }],
  ])("[HI7] %s is refused for those who are no members", async (name, query) => {
    await expect(chat.call(name, { user: "bob", query })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

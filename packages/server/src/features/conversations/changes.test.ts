import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Chat, device, open, openChat, receipt, texts } from "../messages/chat.fixture.ts";

let chat: Chat;
const alice = device("alice");
const bob = device("bob");
const bobPad = device("bob", "pad");
const crowd = Array.from({ length: 51 }, (_, i) => `user${i}`);

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol", ...crowd] });
  for (const each of [bob, bobPad]) await chat.receive(each);
});
afterEach(() => chat.close());

type Query = Record<string, string>;

const infos = async (query: Query = {}) =>
  (await chat.call("listConversations", { user: "bob", query })).data.channel_infos;
const names = async (query: Query = {}) => (await infos(query)).map((each: { session_to: string }) => each.session_to);
const pin = (to: string, type = "chat") =>
  chat.call("pinConversation", { user: "bob", resource: "phone", body: { to, type } });
const unpin = (to: string) =>
  chat.call("unpinConversation", { user: "bob", resource: "phone", query: { to, type: "chat" } });
const remove = (channel: string, more: Record<string, unknown> = {}) =>
  chat.call("deleteConversation", {
    user: "bob",
    resource: "phone",
    body: { channel, type: "chat", delete_roam: false, ...more },
  });
const mark = (name: string, to: readonly string[], markName = "mark_3") =>
  chat.call(name, {
    user: "bob",
    resource: "phone",
    body: { mark: markName, targets: to.map((each) => ({ to: each, type: "chat" })) },
  });
const search = async (markName: string, query: Query = {}) =>
  (await chat.call("searchConversationsByMark", { user: "bob", query: { mark: markName, ...query } })).data;

/** What the other device of bob learns of conversations, without messages. */
async function told() {
  return (await chat.receive(bobPad)).flatMap(({ json }) => (json === undefined ? [] : [json]));
}

const event = (op: string, id: string, ext = "") => ({
  type: "conv",
  data: { op, id, type: "chat", ts: chat.time.at, res: "phone", from: "bob", ext },
});

describe("deleting a conversation", () => {
  it("[CV5] takes it from the own list until its next message, and keeps its history", async () => {
    await chat.say(alice, "bob", "1");
    expect(await remove("ALICE")).toEqual({ data: { result: "ok" } });
    expect(await names()).toEqual([]);
    expect(await names({ needEmptySession: "true" })).toEqual([]);
    expect((await chat.call("listConversations", { user: "alice" })).data.channel_infos).toHaveLength(1);
    await chat.say(alice, "bob", "2");
    expect(await infos()).toMatchObject([{ session_to: "alice", unread_num: 1 }]);
    expect(await historyOf("alice")).toEqual(["1", "2"]);
  });

  it("[CV5] with its history leaves only what comes later", async () => {
    await chat.say(alice, "bob", "1");
    await remove("alice", { delete_roam: true });
    chat.time.at += 1;
    await chat.say(alice, "bob", "2");
    expect(await historyOf("alice")).toEqual(["2"]);
  });

  it("[CV5] takes its pin and marks along", async () => {
    await chat.say(alice, "bob", "1");
    await pin("alice");
    await mark("markConversations", ["alice"]);
    await remove("alice");
    await chat.say(alice, "bob", "2");
    expect(await infos()).toMatchObject([{ is_top: false, marks: [] }]);
    expect(await names({ is_top: "true" })).toEqual([]);
  });

  it("[CV5] that is not there is no error, neither is a group's", async () => {
    expect(await remove("nobody")).toEqual({ data: { result: "ok" } });
    expect(await remove("12345", { type: "groupChat" })).toEqual({ data: { result: "ok" } });
  });

  it.each([{ channel: "" }, { type: undefined }, { delete_roam: undefined }])("[CV5] refuses %o", async (body) => {
    await expect(remove("alice", body)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[CV8] with its history is told as both, the conversation last", async () => {
    await chat.say(alice, "bob", "1");
    await chat.receive(device("bob", "pad"));
    await remove("alice", { delete_roam: true });
    const data = { to: "alice", chatType: "chat", resource: "phone" };
    const told = (await chat.receive(device("bob", "pad"))).map(({ json }) => json);
    expect(told).toEqual([{ type: "roaming_delete", data }, event("del", "alice")]);
    await chat.receive(bob);
    expect(await chat.receive(bob)).toEqual([]);
  });

  it("[CV8] is told to the other devices", async () => {
    await chat.say(alice, "bob", "1");
    await remove("alice");
    expect(await told()).toEqual([event("del", "alice")]);
    expect((await chat.receive(bob)).every(({ json }) => json === undefined)).toBe(true);
  });

  async function historyOf(peer: string) {
    const { data } = await chat.call("readHistory", {
      user: "bob",
      body: { queue: `${peer}@easemob.com`, is_positive: true },
    });
    return texts(data.msgs.map(({ msg }: { msg: string }) => open(Buffer.from(msg, "base64"))));
  }
});

describe("pinning a conversation", () => {
  it("[CV6] is shown in the list, and lists the pinned ones by newest pin", async () => {
    for (const user of ["alice", "carol", "user0"]) await chat.say(device(user), "bob", "hi");
    for (const user of ["carol", "alice"]) {
      chat.time.at += 10;
      expect(await pin(user)).toEqual({ data: { is_top: true, update_top_status_time: chat.time.at } });
    }
    expect(await names({ is_top: "true" })).toEqual(["alice", "carol"]);
    expect(await infos()).toMatchObject([
      { session_to: "user0", is_top: false, update_top_status_time: 0 },
      { session_to: "carol", is_top: true, update_top_status_time: chat.time.at - 10 },
      { session_to: "alice", is_top: true, update_top_status_time: chat.time.at },
    ]);
    expect(await unpin("alice")).toEqual({ data: { is_top: false, update_top_status_time: 0 } });
    expect(await names({ is_top: "true" })).toEqual(["carol"]);
  });

  it("[CV6] lists the pinned ones in pages, also those pinned at the same moment", async () => {
    for (const user of crowd.slice(0, 5)) await chat.say(device(user), "bob", "hi");
    for (const user of crowd.slice(0, 5)) await pin(user);
    const seen: string[] = [];
    let cursor = "";
    do {
      const query = { is_top: "true", limit: "2", cursor };
      const { data } = await chat.call("listConversations", { user: "bob", query });
      seen.push(...data.channel_infos.map((each: { session_to: string }) => each.session_to));
      cursor = data.cursor;
    } while (cursor !== "");
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it("[CV6] again keeps its time", async () => {
    await chat.say(alice, "bob", "hi");
    const first = await pin("alice");
    chat.time.at += 1000;
    expect(await pin("alice")).toEqual(first);
  });

  it("[CV6] is possible fifty times", async () => {
    for (const user of crowd) await chat.say(device(user), "bob", "hi");
    for (const user of crowd.slice(0, 50)) await pin(user);
    await expect(pin("user50")).rejects.toMatchObject({ code: "PIN_LIMIT" });
    await unpin("user0");
    await pin("user50");
    expect(await names({ is_top: "true", limit: "50" })).toHaveLength(50);
  });

  it("[CV6] of what is no conversation is refused", async () => {
    await expect(pin("alice")).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
    await expect(pin("12345", "groupChat")).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
    await expect(pin("")).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await chat.say(alice, "bob", "hi");
    await remove("alice");
    await expect(pin("alice")).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
  });

  it("[CV8] is told to the other devices once", async () => {
    await chat.say(alice, "bob", "hi");
    await pin("alice");
    await pin("alice");
    await unpin("alice");
    await unpin("alice");
    expect(await told()).toEqual([event("top", "alice"), event("not_top", "alice")]);
  });
});

describe("marking conversations", () => {
  it("[CV7] puts marks on and takes them off, and names what is no conversation", async () => {
    for (const user of ["alice", "carol"]) await chat.say(device(user), "bob", "hi");
    const answer = await mark("markConversations", ["alice", "carol", "user0"]);
    expect(answer).toEqual({ data: { ignore: [{ to: "user0", type: "chat" }] } });
    await mark("markConversations", ["alice"], "mark_0");
    expect(await infos()).toMatchObject([{ marks: ["mark_3"] }, { marks: ["mark_0", "mark_3"] }]);
    expect(await mark("unmarkConversations", ["alice"])).toEqual({ data: { ignore: [] } });
    expect(await infos()).toMatchObject([{ marks: ["mark_3"] }, { marks: ["mark_0"] }]);
  });

  it("[CV7] is searched for, in pages and in the order of the list", async () => {
    for (const user of crowd) await chat.say(device(user), "bob", "hi");
    const marked = crowd.filter((_, i) => i % 9 === 0);
    await mark("markConversations", marked);
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await search("mark_3", { limit: "2", cursor });
      seen.push(...page.channel_infos.map((each: { session_to: string }) => each.session_to));
      cursor = page.cursor;
    } while (cursor !== "");
    expect(seen).toEqual(marked.toReversed());
    expect((await search("mark_4")).channel_infos).toEqual([]);
  });

  it.each(["mark_20", "important", ""])("[CV7] refuses the mark %j", async (name) => {
    await expect(mark("markConversations", ["alice"], name)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    await expect(search(name)).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
  });

  it("[CV7] refuses more than twenty at once, and changes none of them", async () => {
    for (const user of crowd.slice(0, 21)) await chat.say(device(user), "bob", "hi");
    await expect(mark("markConversations", crowd.slice(0, 21))).rejects.toMatchObject({
      description: "The quantity has exceeded the limit!",
    });
    expect((await search("mark_3")).channel_infos).toEqual([]);
  });

  it("[CV8] is told to the other devices once", async () => {
    await chat.say(alice, "bob", "hi");
    await mark("markConversations", ["alice", "carol"], "mark_0");
    await mark("markConversations", ["alice"], "mark_0");
    await mark("unmarkConversations", ["alice"], "mark_0");
    expect(await told()).toEqual([event("mark", "alice", "0"), event("mark_delete", "alice", "0")]);
  });
});

describe("an account that is removed", () => {
  it("[CV1] leaves nothing of what it did with conversations", async () => {
    await chat.say(alice, "bob", "hi");
    await pin("alice");
    await chat.say(bob, "alice", receipt.channel());
    await chat.call("removeAllMessagesAndConversations", { user: "bob" });
    await chat.say(alice, "bob", "ho");
    await chat.conversations.forgetUser(chat.app, "bob");
    expect(await names({ is_top: "true" })).toEqual([]);
    expect(await chat.conversations.wholeReadUpTo(chat.app, "bob", { timeline: `${chat.app}/c/alice/bob` })).toBe("0");
  });
});

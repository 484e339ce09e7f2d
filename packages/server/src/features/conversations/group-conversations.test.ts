import { CONFERENCE_DOMAIN, MessageBodyType } from "@rondo/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { chat as bodyWith, type Chat, device, openChat, receipt, text } from "../messages/chat.fixture.ts";

let chat: Chat;
let id: string;
const alice = device("alice");
const bobPad = device("bob", "pad");

beforeEach(async () => {
  chat = await openChat({ people: ["alice", "bob", "carol"] });
  for (const each of [device("bob"), bobPad]) await chat.receive(each);
  const body = { groupname: "g", members: ["bob"], invite_need_confirm: false, public: true };
  id = (await chat.call("createGroup", { user: "alice", body })).data.groupid;
  await chat.receive(bobPad);
});
afterEach(() => chat.close());

const to = () => ({ to: { appKey: chat.app, name: id, domain: CONFERENCE_DOMAIN } });
const say = (who: typeof alice, msg: string) => {
  chat.time.at += 10;
  return chat.say(who, id, text(msg, { type: MessageBodyType.GROUPCHAT }), to());
};
const list = async (user: string, query: Record<string, string> = {}) =>
  (await chat.call("listConversations", { user, query })).data.channel_infos;
const names = async (user: string, query: Record<string, string> = {}) =>
  (await list(user, query)).map((each: { session_to: string }) => each.session_to);
const call = (name: string, given: { body?: unknown; query?: Record<string, string> }) =>
  chat.call(name, { user: "bob", resource: "phone", ...given });
const leave = (user: string) => chat.call("leaveGroup", { user, params: { id } });
const join = (user: string) => chat.call("applyToGroup", { user, params: { id }, body: { message: "" } });

describe("a group in the list of conversations", () => {
  it("[CV9] is there with its type, its last message and what is unread", async () => {
    expect(await names("bob")).toEqual([]);
    await chat.say(device("carol"), "bob", "hi");
    await say(alice, "1");
    await say(alice, "2");
    await say(device("bob"), "own");
    const [group, other] = await list("bob");
    expect(group).toMatchObject({ session_to: id, session_type: "groupchat", unread_num: 2, is_top: false });
    expect(other).toMatchObject({ session_to: "carol", session_type: "chat" });
    expect(group.meta).toMatchObject({ from: "bob", to: id });
    expect(JSON.parse(group.meta.payload)).toMatchObject({ type: "groupchat", bodies: [{ type: "txt", msg: "own" }] });
    await chat.say(device("bob"), id, receipt.channel(), to());
    expect(await list("bob")).toMatchObject([{ unread_num: 0 }, { unread_num: 1 }]);
    await chat.say(alice, id, bodyWith({ type: 6, action: "go" }, { type: MessageBodyType.GROUPCHAT }), to());
    expect(await list("bob")).toMatchObject([{ unread_num: 0 }, {}]);
  });

  it("[CV9] is unread from the moment of joining, also where older messages are shown", async () => {
    chat.settings.newcomersSeeHistory = true;
    await say(alice, "before");
    await join("carol");
    expect(await list("carol")).toMatchObject([{ session_to: id, unread_num: 0 }]);
    await say(alice, "after");
    expect(await list("carol")).toMatchObject([{ session_to: id, unread_num: 1 }]);
  });

  it("[CV9] is named by its full address in the old forms", async () => {
    await say(alice, "1");
    const page = await chat.call("listConversationsByPage", { user: "bob" });
    const channel = { channel_id: `${chat.app}_${id}@conference.easemob.com`, unread_num: 1, meta: { to: id } };
    expect(page.data.channel_infos).toMatchObject([channel]);
    expect((await chat.call("listConversationsUnpaged", { user: "bob" })).data.channel_infos).toMatchObject([channel]);
  });

  it("[CV9] is pinned, marked and deleted in any spelling of the type, and other devices are told", async () => {
    await say(alice, "1");
    await chat.receive(bobPad);
    await call("pinConversation", { body: { to: id, type: "groupChat" } });
    expect(await names("bob", { is_top: "true" })).toEqual([id]);
    const target = { to: id, type: "groupchat" };
    const marked = await call("markConversations", { body: { mark: "mark_3", targets: [target] } });
    expect(marked).toEqual({ data: { ignore: [] } });
    expect(await list("bob")).toMatchObject([{ is_top: true, marks: ["mark_3"] }]);
    expect(
      (await chat.call("searchConversationsByMark", { user: "bob", query: { mark: "mark_3" } })).data,
    ).toMatchObject({
      channel_infos: [{ session_to: id, session_type: "groupchat" }],
    });
    await call("unpinConversation", { query: { to: id, type: "groupChat" } });
    await call("deleteConversation", { body: { channel: id, type: "groupChat", delete_roam: true } });
    expect(await names("bob")).toEqual([]);
    const event = (op: string, ext = "") => ({
      type: "conv",
      data: { op, id, type: "groupchat", ts: chat.time.at, res: "phone", from: "bob", ext },
    });
    expect((await chat.receive(bobPad)).map(({ json }) => json)).toEqual([
      event("top"),
      event("mark", "3"),
      event("not_top"),
      { type: "roaming_delete", data: { to: id, chatType: "groupchat", resource: "phone" } },
      event("del"),
    ]);
    await say(alice, "2");
    expect(await list("bob")).toMatchObject([{ session_to: id, unread_num: 1, is_top: false, marks: [] }]);
  });

  it("[CV9] is gone for who has left it, pinned and marked or not, and cannot be pinned any more", async () => {
    await say(alice, "1");
    await call("pinConversation", { body: { to: id, type: "groupChat" } });
    await call("markConversations", { body: { mark: "mark_1", targets: [{ to: id, type: "groupchat" }] } });
    await leave("bob");
    expect(await names("bob")).toEqual([]);
    expect(await names("bob", { is_top: "true" })).toEqual([]);
    const search = await chat.call("searchConversationsByMark", { user: "bob", query: { mark: "mark_1" } });
    expect(search.data.channel_infos).toEqual([]);
    await expect(call("pinConversation", { body: { to: id, type: "groupChat" } })).rejects.toMatchObject({
      code: "CONVERSATION_NOT_FOUND",
    });
    await join("bob");
    expect(await names("bob")).toEqual([]);
    await say(alice, "2");
    expect(await names("bob")).toEqual([id]);
  });

  it("[CV9] of which one is no member is none", async () => {
    await say(alice, "1");
    await expect(
      chat.call("pinConversation", { user: "carol", body: { to: id, type: "groupchat" } }),
    ).rejects.toMatchObject({ code: "CONVERSATION_NOT_FOUND" });
    const targets = [
      { to: id, type: "groupchat" },
      { to: "x", type: "groupchat" },
    ];
    const answer = await chat.call("markConversations", { user: "carol", body: { mark: "mark_1", targets } });
    expect(answer.data.ignore).toEqual(targets);
  });
});

import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Client, Feature, SendAck } from "../../core/client.ts";
import { message, messages } from "../../entries/messages.ts";
import { alice } from "../../testing/client.ts";
import { featureOf } from "../../testing/feature.ts";
import type { LocalCacheMethods } from "../../types/local-cache.ts";
import { conversations } from "../conversations/index.ts";
import { localCache } from "./index.ts";

const PREFIX = "rondo_cache_org#app_alice_";

/** The cache beside what it hears of, with a storage that outlives the program. */
function program(stored: Map<string, string>, answer: (path: string) => unknown = () => ({}), storage = {}) {
  let acks = 0;
  const acknowledge = async (): Promise<SendAck> => ({ serverId: `${++acks}`, timestamp: 1000 + acks, metas: [] });
  let client: Client | undefined;
  const all: Feature<object> = (made) => {
    const kept = {
      get: (key: string) => stored.get(key),
      set: (key: string, value: string) => void stored.set(key, value),
      remove: (key: string) => void stored.delete(key),
      ...storage,
    };
    client = Object.assign(made, { platform: { ...made.platform, storage: kept } });
    const parts = [localCache, conversations, messages as unknown as Feature<object>];
    return Object.assign({}, ...parts.map((feature) => feature(client as Client)));
  };
  const made = featureOf(all, ({ path }) => answer(path), acknowledge);
  const told = (event: string, payload: unknown): void => made.client.events.emitModern(event, payload);
  const cache = made.methods as LocalCacheMethods;
  return {
    ...made,
    cache,
    told,
    receive: (...list: object[]) => told("onMessage", list),
    list: async () => (await cache.getLocalConversations()).data,
  };
}

const ben = { conversationId: "ben", conversationType: "singleChat" } as const;
const group = { conversationId: "77", conversationType: "groupChat" } as const;
const text = (id: string, time: number, more: object = {}) => ({
  id,
  type: "txt",
  chatType: "singleChat",
  from: "ben",
  to: "alice",
  msg: `text ${id}`,
  time,
  ext: {},
  ...more,
});
const toGroup = { chatType: "groupChat", to: "77" };

describe("the local cache", () => {
  let stored: Map<string, string>;
  let it1: ReturnType<typeof program>;
  beforeEach(() => {
    stored = new Map();
    it1 = program(stored);
  });

  it("getLocalConversations lists what was received, the newest first, with what is unread", async () => {
    it1.receive(text("1", 10), text("2", 30, toGroup), text("3", 20));
    expect(await it1.list()).toEqual([
      { ...group, unReadCount: 1, customField: undefined, lastMessage: text("2", 30, toGroup) },
      { ...ben, unReadCount: 2, customField: undefined, lastMessage: text("3", 20) },
    ]);
    expect(await it1.cache.getLocalConversation(ben)).toMatchObject({ type: 0, data: { unReadCount: 2 } });
    expect(await it1.cache.getLocalConversation({ ...ben, conversationId: "nobody" })).toEqual({
      type: 0,
      data: undefined,
    });
  });

  it("has nothing of rooms and threads, and counts no message twice and none of one's own", async () => {
    it1.receive(text("1", 10), text("1", 10));
    it1.receive(text("2", 11, { chatType: "chatRoom", to: "5" }), text("3", 12, { ...toGroup, chatThread: {} }));
    it1.receive(text("4", 13, { from: "alice/other-device", to: "carol" }));
    expect((await it1.list()).map(({ conversationId, unReadCount }) => [conversationId, unReadCount])).toEqual([
      ["carol", 0],
      ["ben", 1],
    ]);
  });

  it("remembers what is sent, edited and taken back from here", async () => {
    const { call } = it1;
    await call("send", message.create({ type: "txt", chatType: "singleChat", to: "ben", msg: "one" }));
    await call("send", message.create({ type: "txt", chatType: "singleChat", to: "ben", msg: "two" }));
    await call("send", message.create({ type: "read", chatType: "singleChat", to: "ben", id: "1" }));
    const last = async () => (await it1.list())[0];
    expect(await last()).toMatchObject({
      ...ben,
      unReadCount: 0,
      lastMessage: { id: "2", type: "txt", msg: "two", from: "alice", to: "ben", time: 1002 },
    });
    const modifiedMessage = message.create({ type: "txt", chatType: "singleChat", to: "ben", msg: "2" });
    await call("modifyMessage", { messageId: "2", modifiedMessage });
    expect(await last()).toMatchObject({ lastMessage: { id: "2", msg: "2", time: 1002 } });
    await call("recallMessage", { mid: "2", to: "ben", chatType: "singleChat" });
    expect(await last()).toMatchObject({ lastMessage: { id: "1", msg: "one" } });
  });

  it("follows edits and recalls of others; what is taken back unread is not unread any more", async () => {
    it1.receive(text("1", 10), text("2", 20));
    it1.told("onModifiedMessage", text("2", 99, { msg: "edited" }));
    expect(await it1.list()).toMatchObject([{ unReadCount: 2, lastMessage: { id: "2", msg: "edited", time: 20 } }]);
    it1.told("onModifiedMessage", text("9", 99));
    it1.told("onRecallMessage", { mid: "2", from: "ben", to: "alice" });
    expect(await it1.list()).toMatchObject([{ unReadCount: 1, lastMessage: { id: "1" } }]);
    it1.told("onRecallMessage", { mid: "1", from: "ben", to: "alice" });
    const [empty] = await it1.list();
    expect([empty?.unReadCount, empty?.lastMessage]).toEqual([0, undefined]);
  });

  it("clearConversationUnreadCount: what was there is read, also when it comes again; what follows is not", async () => {
    it1.receive(text("1", 10), text("2", 20));
    await it1.cache.clearConversationUnreadCount(ben);
    it1.receive(text("0", 5), text("2", 20));
    expect(await it1.list()).toMatchObject([{ unReadCount: 0 }]);
    it1.receive(text("3", 21));
    expect(await it1.list()).toMatchObject([{ unReadCount: 1 }]);
  });

  it("setLocalConversationCustomField and the rest outlive the program, and are the user's alone", async () => {
    it1.receive(text("1", 10));
    await it1.cache.setLocalConversationCustomField({ ...ben, customField: { pinned: true } });
    const next = program(stored);
    expect(await next.list()).toMatchObject([
      { ...ben, unReadCount: 1, customField: { pinned: true }, lastMessage: text("1", 10) },
    ]);
    Object.assign(next.client, { identity: { ...alice, user: "eve" } });
    expect(await next.list()).toEqual([]);
    next.receive(text("2", 20, { to: "eve" }));
    Object.assign(next.client, { identity: alice });
    expect(await next.list()).toMatchObject([{ lastMessage: { id: "1" } }]);
  });

  it("removeLocalConversation: with its messages, or until there is another", async () => {
    it1.receive(text("1", 10), text("2", 20, toGroup));
    await it1.cache.removeLocalConversation(group);
    await it1.cache.removeLocalConversation({ ...ben, isRemoveLocalMessage: false });
    expect([await it1.list(), (await it1.cache.getLocalConversation(ben)).data]).toEqual([[], undefined]);
    expect([...stored.keys()].sort()).toEqual([PREFIX, `${PREFIX}0ben`]);
    it1.receive(text("3", 30), text("4", 40, toGroup));
    it1.told("onRecallMessage", { mid: "3" });
    it1.told("onRecallMessage", { mid: "4" });
    expect(await it1.list()).toMatchObject([{ ...group }, { ...ben, lastMessage: { id: "1" } }]);
    expect((await it1.list())[0]?.lastMessage).toBeUndefined();
  });

  it("what is changed together is written together, soon", async () => {
    vi.useFakeTimers();
    try {
      const set = vi.fn((key: string, value: string) => void stored.set(key, value));
      const { receive } = program(stored, undefined, { set });
      receive(text("1", 10), text("2", 20));
      receive(text("3", 30));
      expect(set).not.toHaveBeenCalled();
      vi.runAllTimers();
      expect(set.mock.calls.map(([key]) => key)).toEqual([`${PREFIX}0ben`, PREFIX]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("keeps the last messages of the last conversations: storage is small", async () => {
    it1.receive(...Array.from({ length: 25 }, (_, at) => text(`${at}`, at + 1)));
    it1.receive(...Array.from({ length: 300 }, (_, at) => text(`g${at}`, 100 + at, { ...toGroup, to: `${at}` })));
    expect(await it1.list()).toHaveLength(301);
    await it1.cache.clearConversationUnreadCount(group);
    expect(await it1.list()).toHaveLength(300);
    expect(stored.size).toBe(301);
    expect(await it1.cache.getLocalConversation(ben)).toEqual({ type: 0, data: undefined });
    const book = JSON.parse(stored.get(`${PREFIX}177`) ?? "") as { messages: unknown[] };
    expect(book.messages).toHaveLength(1);
  });
});

describe("what the server says of conversations", () => {
  const channel = (last: object, unread: number) => ({
    data: {
      channel_infos: [{ session_to: "ben", session_type: "chat", unread_num: unread, meta: last }],
      cursor: "",
    },
  });
  const meta = (id: string, timestamp: number) => ({
    id,
    timestamp,
    from: "ben",
    to: "alice",
    payload: JSON.stringify({ type: "chat", from: "ben", to: "alice", bodies: [{ type: "txt", msg: id }] }),
  });

  it("is remembered, and counts: the messages it speaks of are not counted again", async () => {
    let said = channel(meta("5", 50), 3);
    const { cache, call, receive, list } = program(new Map(), () => said);
    await call("getServerConversations");
    expect(await list()).toMatchObject([{ ...ben, unReadCount: 3, lastMessage: { id: "5", msg: "5" } }]);
    receive(text("4", 40), text("5", 50), text("6", 60));
    expect(await list()).toMatchObject([{ unReadCount: 4, lastMessage: { id: "6" } }]);
    // Another device has read it.
    said = channel(meta("6", 60), 0);
    await call("getServerConversations");
    expect(await list()).toMatchObject([{ unReadCount: 0 }]);
    // Read here, which the server does not know.
    receive(text("7", 70));
    await cache.clearConversationUnreadCount(ben);
    said = channel(meta("7", 70), 1);
    await call("getServerConversations");
    expect(await list()).toMatchObject([{ unReadCount: 0, lastMessage: { id: "7" } }]);
  });

  it("deleteConversation and deleteAllMessagesAndConversations delete here as well, unless they are refused", async () => {
    let isRefused = true;
    const { call, receive, list } = program(new Map(), () => (isRefused ? { status: 403, text: "{}" } : {}));
    receive(text("1", 10), text("2", 20, toGroup), text("3", 30, { from: "carol" }));
    const deletion = { channel: "ben", chatType: "singleChat", deleteRoam: false };
    await expect(call("deleteConversation", deletion)).rejects.toMatchObject({ type: expect.any(Number) });
    await expect(call("deleteAllMessagesAndConversations")).rejects.toMatchObject({ type: expect.any(Number) });
    expect(await list()).toHaveLength(3);
    isRefused = false;
    await call("deleteConversation", deletion);
    expect((await list()).map(({ conversationId }) => conversationId)).toEqual(["carol", "77"]);
    await call("deleteAllMessagesAndConversations");
    expect(await list()).toEqual([]);
  });
});

describe("is refused", () => {
  const METHODS = [
    "getLocalConversation",
    "setLocalConversationCustomField",
    "removeLocalConversation",
    "clearConversationUnreadCount",
  ] as const;

  it("as 700 when nobody is logged in, who has no messages either", async () => {
    const { client, cache, receive } = program(new Map());
    Object.assign(client, { identity: undefined });
    receive(text("1", 10));
    await expect(cache.getLocalConversations()).rejects.toMatchObject({ type: 700, message: "appkey or token error" });
  });

  it.each(METHODS)("%s for wrong parameters, in the words of the official client", async (name) => {
    const { call } = program(new Map());
    const wrongType = { type: -3, message: '"Invalid parameter conversationType": chatRoom' };
    await expect(call(name, { ...ben, conversationType: "chatRoom" })).rejects.toMatchObject(wrongType);
    await expect(call(name)).rejects.toMatchObject({ type: -3 });
    await expect(call(name, { ...ben, conversationId: "" })).rejects.toMatchObject({
      type: -3,
      message: 'Invalid parameter: "conversationId"',
    });
  });

  it("setLocalConversationCustomField for what is no object", async () => {
    const { call, receive } = program(new Map());
    receive(text("1", 10));
    const field = { ...ben, customField: "x" };
    await expect(call("setLocalConversationCustomField", field)).rejects.toMatchObject({
      type: -3,
      message: 'Invalid parameter: "customField"',
    });
  });

  it("as 800 when the storage is full, or fails", async () => {
    const full = program(new Map(), undefined, { set: () => {} });
    full.receive(text("1", 10));
    const message = "clearConversationUnreadCount is failed";
    await expect(full.cache.clearConversationUnreadCount(ben)).rejects.toMatchObject({ type: 800, message });
    expect(await full.list()).toMatchObject([{ unReadCount: 0 }]);
    const broken = new Error("broken");
    const failing = program(new Map(), undefined, {
      set: () => {
        throw broken;
      },
    });
    failing.receive(text("1", 10));
    const customField = { a: 1 };
    await expect(failing.cache.setLocalConversationCustomField({ ...ben, customField })).rejects.toMatchObject({
      type: 800,
      data: broken,
    });
  });

  it("nothing that lies in the storage and is not ours", async () => {
    const stored = new Map([
      [PREFIX, '{"0ben":10,"0eve":20,"0dan":30}'],
      [`${PREFIX}0ben`, "no JSON"],
      [`${PREFIX}0eve`, "[]"],
    ]);
    const { receive, list } = program(stored);
    receive(text("1", 40));
    expect(await list()).toMatchObject([{ ...ben, unReadCount: 1 }]);
  });
});

import { describe, expect, it, vi } from "vitest";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { conversations } from "./index.ts";

function lister(answer: (asked: Asked) => unknown = () => ({ data: {} })) {
  const platform = answeringPlatform(answer);
  const client = testClient({ platform });
  return { client, asked: platform.asked, ...conversations(client) };
}

const payload = (body: object) =>
  JSON.stringify({ type: "chat", from: "bob", to: "alice", ext: {}, bodies: [body], meta: {} });
const meta = (body: object = { type: "txt", msg: "hi" }) => ({
  id: "9",
  from: "bob",
  to: "alice",
  timestamp: 5,
  payload: payload(body),
});
const channel = (changes: object) => ({
  session_to: "bob",
  session_type: "chat",
  unread_num: 2,
  meta: meta(),
  ...changes,
});
const listed = (...channels: object[]) => lister(() => ({ data: { channel_infos: channels, cursor: "next" } }));

describe("the list of conversations", () => {
  it("asks with the limits and flags of each list", async () => {
    const { getServerConversations, getServerPinnedConversations, getServerConversationsByFilter, asked } = lister();
    await getServerConversations();
    await getServerConversations({ pageSize: 7, cursor: "a b&", includeEmptyConversations: true });
    await getServerPinnedConversations({ pageSize: 0 });
    await getServerConversationsByFilter({ filter: { mark: 19 } });
    expect(asked.map(({ path, query }) => [path, query])).toEqual([
      ["/sdk/user/alice/user_channels/list", { limit: "20", cursor: "", need_mark: "true", needEmptySession: "false" }],
      [
        "/sdk/user/alice/user_channels/list",
        { limit: "7", cursor: "a b&", need_mark: "true", needEmptySession: "true" },
      ],
      [
        "/sdk/user/alice/user_channels/list",
        { limit: "20", cursor: "", is_top: "true", need_mark: "true", needEmptySession: "false" },
      ],
      ["/sdk/user/alice/user_channels/mark/search", { limit: "10", cursor: "", need_mark: "true", mark: "mark_19" }],
    ]);
  });

  it("has an entry for each conversation", async () => {
    const { getServerConversations, client } = listed(
      channel({ is_top: true, update_top_status_time: 7, marks: ["mark_0", "mark_12"] }),
      channel({ session_to: "1", session_type: "groupchat", update_top_status_time: 7, unread_num: 0, meta: {} }),
    );
    const { data } = await getServerConversations();
    expect(data).toEqual({
      cursor: "next",
      conversations: [
        {
          conversationId: "bob",
          conversationType: "singleChat",
          isPinned: true,
          pinnedTime: 7,
          unReadCount: 2,
          marks: [0, 12],
          lastMessage: expect.objectContaining({ id: "9", type: "txt", msg: "hi", from: "bob", time: 5 }),
        },
        {
          conversationId: "1",
          conversationType: "groupChat",
          isPinned: false,
          pinnedTime: 0,
          unReadCount: 0,
          lastMessage: null,
        },
      ],
    });
    // It is about to come as a message of its own, perhaps.
    expect(client.seen.add("9")).toBe(true);
  });

  it("is empty when the server says nothing", async () => {
    for (const answer of [{}, { data: {} }]) {
      const { getServerConversations } = lister(() => answer);
      await expect(getServerConversations()).resolves.toEqual({ type: 0, data: { conversations: [], cursor: "" } });
    }
  });

  it("is not lost when a last message cannot be read", async () => {
    const { getServerConversations, client } = listed(channel({ meta: { id: "1", payload: "{" } }), channel({}));
    const { data } = await getServerConversations();
    expect(data?.conversations.map((one) => one.lastMessage?.constructor)).toEqual([undefined, Object]);
    expect(client.log.lines).toEqual(["warn the last message of a conversation cannot be read"]);
  });
});

describe("the old list of conversations", () => {
  const custom = { type: "custom", customEvent: "e", customExts: [{ a: "1" }, { b: "2" }] };
  const answer = {
    data: { channel_infos: [{ channel_id: "bob", unread_num: 1, meta: meta(custom) }, { channel_id: "x" }] },
  };

  it("has the last message read; the callback gets it raw", async () => {
    const success = vi.fn();
    const result = await lister(() => answer).getConversationlist({ success });
    expect(result).toMatchObject({
      type: 0,
      data: {
        channel_infos: [
          { channel_id: "bob", unread_num: 1, lastMessage: { type: "custom", customExts: custom.customExts } },
          { channel_id: "x" },
        ],
      },
    });
    expect(success).toHaveBeenCalledWith(expect.objectContaining(answer));
  });

  it("is raw under its older name", async () => {
    await expect(lister(() => answer).getSessionList()).resolves.toEqual({ type: 0, ...answer });
  });

  it("comes in pages only when both numbers are given", async () => {
    const { getConversationlist, asked } = lister();
    await getConversationlist({ pageNum: 2, pageSize: 20 });
    await getConversationlist({ pageNum: 2 });
    expect(asked.map(({ path, query }) => [path, query])).toEqual([
      ["/users/alice/user_channels/page", { pageNum: "2", pageSize: "20" }],
      ["/users/alice/user_channels", {}],
    ]);
  });

  it("tells the old callback of a failure", async () => {
    const error = vi.fn();
    const { getConversationlist } = lister(() => ({ status: 503, text: "" }));
    await expect(getConversationlist({ error })).rejects.toMatchObject({ type: 500 });
    expect(error).toHaveBeenCalledOnce();
  });
});

describe("changes of conversations", () => {
  const bob = { conversationId: "bob", conversationType: "singleChat" } as const;
  const group = { conversationId: "1", conversationType: "groupChat" } as const;
  const resource = "res-1";

  it("tell the server which device asks, and call groups as each endpoint does", async () => {
    const { asked, ...methods } = lister(() => ({ data: { is_top: true, update_top_status_time: 5 } }));
    await expect(methods.pinConversation({ ...group, isPinned: true })).resolves.toEqual({
      type: 0,
      data: { isPinned: true, pinnedTime: 5 },
    });
    await methods.pinConversation({ ...bob, isPinned: false });
    await methods.addConversationMark({ conversations: [bob, group], mark: 0 });
    await methods.removeConversationMark({ conversations: [bob], mark: 19 });
    await methods.deleteConversation({ channel: "1", chatType: "groupChat", deleteRoam: true });
    await methods.deleteAllMessagesAndConversations();
    expect(asked.map(({ method, path, query, body }) => [method, path, query, body])).toEqual([
      ["POST", "/sdk/user/alice/user_channel/top", { resource }, { type: "groupChat", to: "1" }],
      ["DELETE", "/sdk/user/alice/user_channel/top", { type: "chat", to: "bob", resource }, undefined],
      [
        "POST",
        "/sdk/user/alice/user_channels/mark",
        { resource },
        {
          mark: "mark_0",
          targets: [
            { to: "bob", type: "chat" },
            { to: "1", type: "groupchat" },
          ],
        },
      ],
      [
        "DELETE",
        "/sdk/user/alice/user_channels/mark",
        { resource },
        { mark: "mark_19", targets: [{ to: "bob", type: "chat" }] },
      ],
      ["DELETE", "/user/alice/user_channel", { resource }, { channel: "1", type: "groupChat", delete_roam: true }],
      ["POST", "/sdk/message/roaming/user/alice/delete/all", { resource }, undefined],
    ]);
    expect(methods.deleteSession).toBe(methods.deleteConversation);
  });

  it.each([99, -1, 1.5, "1", undefined])("refuse the mark %j, which the server does not have", async (mark) => {
    const { addConversationMark, removeConversationMark, getServerConversationsByFilter, asked } = lister();
    const wrong = { conversations: [bob], mark: mark as number }; // as JavaScript may
    await expect(addConversationMark(wrong)).rejects.toMatchObject({ type: -3 });
    await expect(removeConversationMark(wrong)).rejects.toMatchObject({ type: -3 });
    await expect(getServerConversationsByFilter({ filter: wrong })).rejects.toMatchObject({ type: -3 });
    expect(asked).toEqual([]);
  });

  it("are refused without parameters, and always by a rejection", async () => {
    const methods = lister();
    const names = [
      "pinConversation",
      "addConversationMark",
      "deleteConversation",
      "getServerConversationsByFilter",
    ] as const;
    for (const name of names) {
      const call = methods[name] as () => Promise<unknown>; // as JavaScript may
      await expect(call()).rejects.toMatchObject({ type: -3 });
    }
  });
});

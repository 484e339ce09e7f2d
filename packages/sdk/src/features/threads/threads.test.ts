import { describe, expect, it } from "vitest";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { threads } from "./index.ts";

const resource = "res-1";
const chatThreadId = "t";
const parentId = "g";
const entry = { id: "t", name: "n", owner: "bob", created: 4, msgId: "m", groupId: "g", affiliations_count: 2 };
const listed = { id: "t", name: "n", owner: "bob", created: 4, messageId: "m", parentId: "g", affiliations_count: 2 };
const page = { limit: "20", cursor: "" };

it.each([
  [
    "createChatThread",
    { parentId, name: "n", messageId: "m" },
    "POST /thread",
    { resource },
    { name: "n", msg_id: "m", group_id: "g", owner: "alice" },
  ],
  ["joinChatThread", { chatThreadId }, "POST /thread/t/user/alice/join", { resource }, undefined],
  ["leaveChatThread", { chatThreadId }, "DELETE /thread/t/user/alice/quit", { resource }, undefined],
  ["destroyChatThread", { chatThreadId }, "DELETE /thread/t", { resource }, undefined],
  ["changeChatThreadName", { chatThreadId, name: "n" }, "PUT /thread/t", { resource }, { name: "n" }],
  ["getChatThreadDetail", { chatThreadId }, "GET /thread/t", {}, undefined],
  [
    "getChatThreadMembers",
    { chatThreadId, pageSize: 3, cursor: "c" },
    "GET /thread/t/users",
    { limit: "3", cursor: "c" },
    undefined,
  ],
  ["removeChatThreadMember", { chatThreadId, username: "bob" }, "DELETE /thread/t/users/bob", { resource }, undefined],
  ["getChatThreads", { parentId }, "GET /threads/chatgroups/g", page, undefined],
  ["getJoinedChatThreads", { parentId }, "GET /threads/chatgroups/g/user/alice", page, undefined],
  ["getJoinedChatThreads", {}, "GET /threads/user/alice", page, undefined],
  ["getJoinedChatThreads", undefined, "GET /threads/user/alice", page, undefined],
  ["getChatThreadLastMessage", { chatThreadIds: ["t"] }, "POST /thread/message", {}, { threadIds: ["t"] }],
] as const)("%s(%j) asks %s", async (name, params, ...expected) => {
  const { call, asked } = featureOf(threads, () => ({ data: { detail: {} } }));
  await call(name, params);
  expect(requestsOf(asked)).toEqual([expected]);
});

const payload = { type: "groupchat", from: "bob", to: "t", ext: {}, bodies: [{ type: "txt", msg: "hi" }] };
const message = { id: "9", from: "bob", to: "t", timestamp: 4, payload };
const received = { id: "9", type: "txt", chatType: "groupChat", msg: "hi", from: "bob", to: "t", time: 4, ext: {} };

it.each([
  [
    "createChatThread",
    { parentId, name: "n", messageId: "m" },
    { data: { thread_id: "t" } },
    { type: 0, data: { chatThreadId } },
  ],
  [
    "joinChatThread",
    { chatThreadId },
    { data: { status: "ok", detail: entry } },
    { type: 0, data: { status: "ok", detail: listed } },
  ],
  ["leaveChatThread", { chatThreadId }, { data: {} }, undefined],
  ["destroyChatThread", { chatThreadId }, { data: { status: "ok" } }, undefined],
  ["changeChatThreadName", { chatThreadId, name: "n" }, { data: { name: "n" } }, { type: 0, data: { name: "n" } }],
  [
    "getChatThreadDetail",
    { chatThreadId },
    { data: entry },
    {
      type: 0,
      data: { id: "t", name: "n", owner: "bob", created: 4, messageId: "m", parentId: "g", affiliationsCount: 2 },
    },
  ],
  [
    "getChatThreadMembers",
    { chatThreadId },
    { data: { affiliations: ["bob"] }, properties: { cursor: "c" } },
    { type: 0, data: { affiliations: ["bob"] }, properties: { cursor: "c" } },
  ],
  [
    "getChatThreads",
    { parentId },
    { entities: [entry], properties: { cursor: "c" } },
    { type: 0, entities: [listed], properties: { cursor: "c" } },
  ],
  ["getJoinedChatThreads", {}, {}, { type: 0, entities: [] }],
  [
    "getChatThreadLastMessage",
    { chatThreadIds: ["t", "u"] },
    {
      entities: [
        { thread_id: "t", last_message: message },
        { thread_id: "u", last_message: {} },
      ],
    },
    {
      type: 0,
      entities: [
        { chatThreadId: "t", lastMessage: received },
        { chatThreadId: "u", lastMessage: {} },
      ],
    },
  ],
] as const)("%s(%j) reads %j", async (name, params, answer, expected) => {
  await expect(featureOf(threads, () => answer).call(name, params)).resolves.toEqual(expected);
});

it.each([
  ["createChatThread", { parentId, name: "n" }, "messageId"],
  ["createChatThread", { name: "n", messageId: "m" }, "parentId"],
  ["changeChatThreadName", { chatThreadId, name: "" }, "name"],
  ["joinChatThread", {}, "chatThreadId"],
  ["leaveChatThread", { chatThreadId: 1 }, "chatThreadId"],
  ["removeChatThreadMember", { chatThreadId }, "username"],
  ["getChatThreads", {}, "parentId"],
  ["getChatThreadLastMessage", { chatThreadIds: "t" }, "chatThreadIds"],
] as const)("%s(%j) is refused for %s", async (name, params, wrong) => {
  const { call, asked } = featureOf(threads);
  await expect(call(name, params)).rejects.toMatchObject({ type: -3, message: `Invalid parameter: "${wrong}"` });
  expect(asked).toEqual([]);
});

it.each([
  [404, 40011, 1300],
  [400, 40002, 1301],
  [403, 40003, 1301],
  [401, 40001, 52],
])("a refusal with %i and the code %i is %i", async (status, error_code, type) => {
  const { call } = featureOf(threads, () => ({ status, text: JSON.stringify({ error_code }) }));
  await expect(call("getChatThreadDetail", { chatThreadId })).rejects.toMatchObject({ type });
});

describe("changes of threads", () => {
  const hear = (data: object) => {
    const { notice, heard } = featureOf(threads);
    const thread = { id: "t", name: "n", muc_parent_id: "g", msg_parent_id: "m", timestamp: 5, from: "bob" };
    notice({ type: "thread", data: { ...thread, message_count: 3, last_message: {}, ...data } });
    return heard;
  };
  const told = { id: "t", name: "n", parentId: "g", messageId: "m", timestamp: 5, operator: "bob" };

  it.each([
    [{ operation: "create" }, { operation: "create", createTimestamp: 5, messageCount: 0 }],
    [{ operation: "update" }, { operation: "update", messageCount: 3 }],
    [{ operation: "update_msg" }, { operation: "update", messageCount: 3, lastMessage: {} }],
    [
      { operation: "update_msg", last_message: message },
      { operation: "update", messageCount: 3, lastMessage: received },
    ],
    [{ operation: "delete" }, { operation: "destroy" }],
  ])("%j is %j", (said, expected) => {
    expect(hear(said)).toEqual([["onChatThreadChange", { ...told, ...expected }]]);
  });

  it("of a kind that is not known are not told", () => {
    expect(hear({ operation: "other" })).toEqual([]);
  });
});

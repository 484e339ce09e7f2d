import { describe, expect, it } from "vitest";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { pins } from "./index.ts";

const place = { conversationId: "1", conversationType: "groupChat" };
const path = "/sdk/user/alice/user_channel/pin";
const resource = "res-1";

it.each([
  [
    "pinMessage",
    { ...place, messageId: "m" },
    `POST ${path}`,
    { resource },
    { to: "1", type: "groupchat", pin_msg_id: "m" },
  ],
  [
    "unpinMessage",
    { conversationId: "bob", conversationType: "singleChat", messageId: "m" },
    `DELETE ${path}`,
    { resource },
    { to: "bob", type: "chat", pin_msg_id: "m" },
  ],
  [
    "getServerPinnedMessages",
    { conversationId: "1", conversationType: "chatRoom" },
    `GET ${path}`,
    { to: "1", type: "chatroom", limit: "10", cursor: "" },
    undefined,
  ],
  [
    "getServerPinnedMessages",
    { ...place, pageSize: 3, cursor: "c" },
    `GET ${path}`,
    { to: "1", type: "groupchat", limit: "3", cursor: "c" },
    undefined,
  ],
] as const)("%s(%j) asks %s", async (name, params, ...expected) => {
  const { call, asked } = featureOf(pins);
  await call(name, params);
  expect(requestsOf(asked)).toEqual([expected]);
});

it("pinned messages are messages", async () => {
  const payload = { type: "groupchat", from: "bob", to: "1", ext: {}, bodies: [{ type: "txt", msg: "hi" }] };
  const message = { id: "9", from: "bob", to: "1", timestamp: 4, payload: JSON.stringify(payload) };
  const answer = { data: { msg_infos: [{ message, pin_opt_at: 5, pin_operator: "cy" }], cursor: "c" }, count: 1 };
  await expect(featureOf(pins, () => answer).call("getServerPinnedMessages", place)).resolves.toEqual({
    type: 0,
    data: {
      list: [
        {
          message: { id: "9", type: "txt", chatType: "groupChat", msg: "hi", from: "bob", to: "1", time: 4, ext: {} },
          pinTime: 5,
          operatorId: "cy",
        },
      ],
      cursor: "c",
    },
  });
  await expect(featureOf(pins).call("getServerPinnedMessages", place)).resolves.toEqual({
    type: 0,
    data: { list: [], cursor: "" },
  });
  await expect(featureOf(pins).call("pinMessage", { ...place, messageId: "m" })).resolves.toBeUndefined();
});

it.each([
  ["pinMessage", place, "messageId"],
  ["unpinMessage", { messageId: "m" }, "conversationId"],
  ["getServerPinnedMessages", {}, "conversationId"],
  ["getServerPinnedMessages", { ...place, pageSize: "1" }, "pageSize"],
  ["getServerPinnedMessages", { ...place, cursor: 1 }, "cursor"],
] as const)("%s(%j) is refused for %s", async (name, params, wrong) => {
  const { call, asked } = featureOf(pins);
  await expect(call(name, params)).rejects.toMatchObject({ type: -3, message: `Invalid parameter: "${wrong}"` });
  expect(asked).toEqual([]);
});

it("one that is not pinned is not found", async () => {
  const text = JSON.stringify({ error_description: "user session pin message not exist" });
  const { call } = featureOf(pins, () => ({ status: 404, text }));
  await expect(call("unpinMessage", { ...place, messageId: "m" })).rejects.toMatchObject({ type: 51 });
});

describe("pins are told of", () => {
  const hear = (data: object) => {
    const { notice, heard } = featureOf(pins);
    notice({ type: "conv", data: { ts: 5, res: "res-2", ext: "m", ...data } });
    return heard;
  };
  const told = { messageId: "m", time: 5 };

  it.each([
    [
      { op: "pin", id: "1", type: "groupchat", from: "bob" },
      { conversationId: "1", conversationType: "groupChat", operation: "pin", operatorId: "bob" },
    ],
    [
      { op: "pin_delete", id: "1", type: "chatroom", from: "bob" },
      { conversationId: "1", conversationType: "chatRoom", operation: "unpin", operatorId: "bob" },
    ],
    [
      { op: "pin", id: "alice", type: "chat", from: "bob" },
      { conversationId: "bob", conversationType: "singleChat", operation: "pin", operatorId: "bob" },
    ],
    [
      { op: "pin", id: "bob", type: "chat", from: "alice" },
      { conversationId: "bob", conversationType: "singleChat", operation: "pin", operatorId: "alice" },
    ],
  ])("%j is %j", (said, expected) => {
    expect(hear(said)).toEqual([["onMessagePinEvent", { ...told, ...expected }]]);
  });

  it("but not of what this device did, nor of anything else", () => {
    expect(hear({ op: "pin", id: "1", type: "groupchat", from: "alice", res: "res-1" })).toEqual([]);
    expect(hear({ op: "top", id: "1", type: "groupchat", from: "alice" })).toEqual([]);
  });
});

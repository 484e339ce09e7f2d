import { expect, it } from "vitest";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { reactions } from "./index.ts";

const one = { messageId: "m", reaction: "👍" };

it.each([
  ["addReaction", one, "POST /reaction/user/alice", {}, { msgId: "m", message: "👍" }],
  ["deleteReaction", one, "DELETE /reaction/user/alice", { msgId: "m", message: "👍" }, undefined],
  [
    "getReactionlist",
    { chatType: "singleChat", messageId: "m" },
    "GET /reaction/user/alice",
    { msgIdList: "m", msgType: "chat" },
    undefined,
  ],
  [
    "getReactionList",
    { chatType: "groupChat", messageId: ["m", "n"], groupId: "g" },
    "GET /reaction/user/alice",
    { msgIdList: "m,n", msgType: "groupchat", groupId: "g" },
    undefined,
  ],
  [
    "getReactionDetail",
    one,
    "GET /reaction/user/alice/detail",
    { msgId: "m", message: "👍", pageSize: "20" },
    undefined,
  ],
  [
    "getReactionDetail",
    { ...one, cursor: "c", pageSize: 5 },
    "GET /reaction/user/alice/detail",
    { msgId: "m", message: "👍", currentPage: "c", pageSize: "5" },
    undefined,
  ],
] as const)("%s(%j) asks %s", async (name, params, ...expected) => {
  const { call, asked } = featureOf(reactions);
  await call(name, params);
  expect(requestsOf(asked)).toEqual([expected]);
});

it("reactions are shown with who has added them", async () => {
  const entry = { reactionId: "1", reaction: "👍", count: 2, state: true, userList: ["bob"] };
  const shown = { reaction: "👍", count: 2, isAddedBySelf: true, userList: ["bob"] };
  const list = featureOf(reactions, () => ({ data: [{ msgId: "m", reactionList: [entry] }, { msgId: "n" }] }));
  await expect(list.call("getReactionlist", { chatType: "groupChat", messageId: "m" })).resolves.toEqual({
    type: 0,
    data: [
      { msgId: "m", reactionList: [shown] },
      { msgId: "n", reactionList: [] },
    ],
  });
  expect(list.methods.getReactionList).toBe(list.methods.getReactionlist);
  const detail = featureOf(reactions, () => ({ data: { ...entry, cursor: "c" } }));
  await expect(detail.call("getReactionDetail", one)).resolves.toEqual({ type: 0, data: { ...shown, cursor: "c" } });
  await expect(featureOf(reactions).call("addReaction", one)).resolves.toBeUndefined();
  await expect(featureOf(reactions).call("deleteReaction", one)).resolves.toBeUndefined();
  await expect(
    featureOf(reactions).call("getReactionlist", { chatType: "groupChat", messageId: "m" }),
  ).resolves.toEqual({ type: 0 });
});

it.each([
  ["addReaction", { messageId: "m" }, "reaction"],
  ["addReaction", { reaction: "x", messageId: 1 }, "messageId"],
  ["deleteReaction", { messageId: "m", reaction: "" }, "reaction"],
  ["getReactionlist", { messageId: "m" }, "chatType"],
  ["getReactionlist", { chatType: "groupChat" }, "messageId"],
  ["getReactionDetail", {}, "messageId"],
] as const)("%s(%j) is refused for %s", async (name, params, wrong) => {
  const { call, asked } = featureOf(reactions);
  await expect(call(name, params)).rejects.toMatchObject({ type: -3, message: `Invalid parameter: "${wrong}"` });
  expect(asked).toEqual([]);
});

it.each([
  ["the user is already operation this message", 1101],
  ["this message is creating reaction, please try again.", 1102],
  ["the user operation is illegal!", 1103],
  ["The quantity has exceeded the limit!", 50],
])("a refusal with %j is %i", async (error_description, type) => {
  const { call } = featureOf(reactions, () => ({ status: 400, text: JSON.stringify({ error_description }) }));
  await expect(call("addReaction", one)).rejects.toMatchObject({ type });
});

it("changes are told, one by one", () => {
  const { notice, heard } = featureOf(reactions);
  const changed = [{ reaction: "👍", count: 1, op: [{ operator: "bob", reactionType: "create" }], userList: ["bob"] }];
  notice({
    type: "reaction",
    data: [
      { from: "bob", to: "alice", channel_type: "chat", messageId: "m", reactions: changed, ts: 5 },
      { from: "bob", to: "g", channel_type: "groupchat", messageId: "n", reactions: [], ts: 6 },
    ],
  });
  expect(heard).toEqual([
    [
      "onReactionChange",
      { from: "bob", to: "alice", chatType: "singleChat", messageId: "m", reactions: changed, ts: 5 },
    ],
    ["onReactionChange", { from: "bob", to: "g", chatType: "groupChat", messageId: "n", reactions: [], ts: 6 }],
  ]);
});

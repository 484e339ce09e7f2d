import { describe, expect, it, vi } from "vitest";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { search } from "./index.ts";

const payload = (more: object): string => JSON.stringify({ type: "chat", from: "bob", to: "alice", ...more });
const FOUND = [
  { id: "9", from: "bob", to: "alice", timestamp: 5, payload: payload({ bodies: [{ type: "txt", msg: "hi" }] }) },
  { id: "8", from: "bob", to: "alice", timestamp: 4, payload: "no JSON" },
  { id: "7", from: "bob", to: "alice", timestamp: 3, payload: payload({ bodies: [{ type: "of later times" }] }) },
];
const page = (cursor: string) => ({ data: { messages: FOUND, cursor } });

describe("searchMessages", () => {
  it.each([
    [{ keyword: "你好 world" }, { word: "你好 world" }],
    [
      { keyword: "a", from: "bob", targetId: "bob", pageSize: 5, cursor: "7" },
      { word: "a", from: "bob", with: "bob", limit: "5", cursor: "7" },
    ],
    [
      { targetId: "77", chatType: "groupChat", msgTypes: ["img", "file"], startTime: 0, endTime: 9, cursor: "" },
      { group: "77", type: "img,file", startTime: "0", endTime: "9" },
    ],
  ])("%j asks for %j", async (params, query) => {
    const { call, asked } = featureOf(search, () => page(""));
    await call("searchMessages", params);
    expect(requestsOf(asked)).toEqual([["GET /users/alice/messages/search", query, undefined]]);
  });

  it("gives messages as they are everywhere, and leaves out what cannot be read", async () => {
    const { call, client } = featureOf(search, () => page("7"));
    const success = vi.fn();
    const hi = { id: "9", type: "txt", chatType: "singleChat", from: "bob", to: "alice", msg: "hi", time: 5, ext: {} };
    await expect(call("searchMessages", { keyword: "hi", success })).resolves.toEqual({
      messages: [hi],
      cursor: "7",
      isLast: false,
    });
    expect(success).toHaveBeenCalledOnce();
    // It may still be on its way here, and is to be told then.
    expect(client.seen.add("9")).toBe(true);
  });

  it("says which page is the last", async () => {
    const { call } = featureOf(search, () => page(""));
    await expect(call("searchMessages", { keyword: "hi" })).resolves.toMatchObject({ cursor: "", isLast: true });
  });

  it.each([
    [{ keyword: 1 }, "keyword"],
    [{ msgTypes: "txt" }, "msgTypes"],
    [{ startTime: "1" }, "startTime"],
    [{ targetId: "" }, "targetId"],
  ])("is refused for %j", async (params, name) => {
    const { call, asked } = featureOf(search);
    const message = `Invalid parameter: "${name}"`;
    await expect(call("searchMessages", params)).rejects.toMatchObject({ type: -3, message });
    expect(asked).toEqual([]);
  });

  it("is refused where the operator has not switched it on", async () => {
    const body = { error: "forbidden_op", error_description: "message search: service not open!" };
    const { call } = featureOf(search, () => ({ status: 403, text: JSON.stringify(body) }));
    await expect(call("searchMessages", { keyword: "hi" })).rejects.toMatchObject({ type: 505 });
  });
});

import { describe, expect, it, vi } from "vitest";
import type { Notice } from "../../core/notices.ts";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { presence } from "./index.ts";

function watcher(answer: (asked: Asked) => unknown = () => ({ result: [] })) {
  const platform = answeringPlatform(answer);
  const client = testClient({ platform });
  const handle = vi.spyOn(client.notices, "handle");
  const methods = presence(client);
  const receive = (notice: Notice): void => {
    for (const [type, handler] of handle.mock.calls) if (type === notice.type) handler(notice);
  };
  return { client, asked: platform.asked, receive, ...methods };
}

/** Calls as JavaScript does, whatever the types say. */
const call = (method: unknown, ...args: unknown[]): Promise<unknown> =>
  (method as (...args: unknown[]) => Promise<unknown>)(...args);

const asksOf = (asked: readonly Asked[]) => asked.map(({ method, path, query, body }) => [method, path, query, body]);
const usernames = ["bob", "carol"];

describe("presence", () => {
  it("is published for this device", async () => {
    const { publishPresence, asked } = watcher();
    const success = vi.fn();
    await expect(publishPresence({ description: "", success })).resolves.toBeUndefined();
    expect(success).toHaveBeenCalledOnce();
    expect(asksOf(asked)).toEqual([["POST", "/users/alice/presence/res-1/1", {}, { ext: "" }]]);
  });

  it("is subscribed to, asked for and no longer wanted", async () => {
    const result = [{ uid: "bob", expiry: "9", ext: "", last_time: "5", status: { web: "1" } }];
    const { subscribePresence, getPresenceStatus, unsubscribePresence, asked } = watcher(() => ({ result }));
    const success = vi.fn();
    const all = { type: 0, result, data: { result } };
    await expect(subscribePresence({ usernames, expiry: 60, success })).resolves.toEqual(all);
    expect(success).toHaveBeenCalledExactlyOnceWith(all);
    await expect(getPresenceStatus({ usernames })).resolves.toEqual(all);
    await expect(unsubscribePresence({ usernames })).resolves.toBeUndefined();
    expect(asksOf(asked)).toEqual([
      ["POST", "/users/alice/presence/60", {}, { usernames }],
      ["POST", "/users/alice/presence", {}, { usernames }],
      ["DELETE", "/users/alice/presence", {}, usernames],
    ]);
  });

  it("has a list of subscriptions, in pages", async () => {
    const result = { sublist: [{ uid: "bob", expiry: "9" }], totalnum: "1" };
    const { getSubscribedPresencelist, getSubscribedPresenceList, asked } = watcher(() => ({ result }));
    expect(getSubscribedPresenceList).toBe(getSubscribedPresencelist);
    await expect(getSubscribedPresenceList({ pageNum: 1, pageSize: 5 })).resolves.toMatchObject({ data: { result } });
    await getSubscribedPresencelist({ pageNum: 0, pageSize: 0 });
    expect(asksOf(asked)).toEqual([
      ["GET", "/users/alice/presence/sublist", { pageNum: "1", pageSize: "5" }, undefined],
      ["GET", "/users/alice/presence/sublist", { pageNum: "0", pageSize: "0" }, undefined],
    ]);
  });

  it.each([
    ["publishPresence", []],
    ["publishPresence", [{ description: 1 }]],
    ["subscribePresence", [{ usernames: [], expiry: 1 }]],
    ["subscribePresence", [{ usernames }]],
    ["unsubscribePresence", [{}]],
    ["getPresenceStatus", [{ usernames: "bob" }]],
    ["getSubscribedPresencelist", [{ pageNum: 1 }]],
    ["getSubscribedPresencelist", [{ pageNum: -1, pageSize: 1 }]],
  ] as const)("%s refuses %j by a rejection, without asking", async (method, args) => {
    const methods = watcher();
    const error = vi.fn();
    await expect(call(methods[method], { ...args[0], error })).rejects.toMatchObject({ type: -3 });
    expect(error).toHaveBeenCalledOnce();
    expect(methods.asked).toEqual([]);
  });

  it.each([
    [{ error_description: "ext is too big " }, 1100],
    [{ result: "the app not open presence" }, 505],
  ])("that the server refuses with %j is %i", async (body, type) => {
    const { publishPresence } = watcher(() => ({ status: 400, text: JSON.stringify(body) }));
    await expect(publishPresence({ description: "x" })).rejects.toMatchObject({ type });
  });
});

describe("a change", () => {
  it("is told with the devices of each user", () => {
    const { client, receive } = watcher();
    const [listener, handler] = [vi.fn(), vi.fn()];
    client.events.legacy.onPresenceStatusChange = listener;
    client.events.add("test", { onPresenceStatusChange: handler });
    const value = { uid: "bob", last_time: "5", expiry: "9", ext: "busy", status: { web: "1", wx: 0 } };
    receive({ type: "presence", data: { values: [value, { ...value, uid: "carol", status: { my: "1" } }] } });
    const bob = { userId: "bob", lastTime: 5, expire: 9, ext: "busy" };
    const web = { device: "web", status: 1 };
    const changes = [
      { ...bob, statusDetails: [web, { device: "wx", status: 0 }] },
      { ...bob, userId: "carol", statusDetails: [{ device: "my", status: 1 }] },
    ];
    expect(listener).toHaveBeenCalledExactlyOnceWith(changes);
    expect(handler).toHaveBeenCalledExactlyOnceWith(changes);
  });
});

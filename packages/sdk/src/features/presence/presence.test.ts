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

describe("after a reconnect", () => {
  type Value = ReturnType<typeof value>;
  const value = (uid: string, ext: string) => ({ uid, last_time: "5", expiry: "9", ext, status: { web: "1" } });
  const seen = ({ uid, ext }: Value) => ({
    userId: uid,
    lastTime: 5,
    expire: 9,
    ext,
    statusDetails: [{ device: "web", status: 1 }],
  });

  /** Subscribed to some; `is` is how they are for who asks. */
  async function subscribed(...names: readonly string[]) {
    const is = new Map(names.map((name) => [name, value(name, "here")]));
    let answer: (asked: Asked) => unknown = ({ body }) => ({
      result: (body as { usernames?: string[] }).usernames?.flatMap((name) => is.get(name) ?? []) ?? [],
    });
    const made = watcher((asked) => answer(asked));
    const { client, asked, subscribePresence } = made;
    const told = vi.fn();
    const turns = (...statuses: readonly object[]) => {
      for (const status of statuses) client.events.emit("onStatusChange", status);
    };
    turns({ is: "connecting", attempt: 1, isLogin: true }, { is: "online" });
    for (let at = 0; at < names.length; at += 100) {
      await subscribePresence({ usernames: names.slice(at, at + 100), expiry: 60 });
    }
    client.events.add("test", { onPresenceStatusChange: told });
    asked.length = 0;
    const back = () => turns({ is: "waiting" }, { is: "connecting", attempt: 1, isLogin: false }, { is: "online" });
    const answers = (next: typeof answer) => {
      answer = next;
    };
    return { ...made, is, told, turns, back, answers };
  }

  it("what has changed of those who are subscribed to is told, and nothing else", async () => {
    const { is, told, back, asked, turns } = await subscribed("bob", "carol");
    back();
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    is.set("bob", value("bob", "busy"));
    back();
    await vi.waitFor(() => expect(told).toHaveBeenCalledExactlyOnceWith([seen(value("bob", "busy"))]));
    expect(asksOf(asked)).toEqual(Array(2).fill(["POST", "/users/alice/presence", {}, { usernames }]));
    // What has been told is known; and an online that follows no loss is no return.
    back();
    turns({ is: "online" });
    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(told).toHaveBeenCalledOnce();
  });

  it("what the server has told before is no news, also while we ask", async () => {
    const { is, told, back, receive, answers, client } = await subscribed("bob", "carol");
    receive({ type: "presence", data: { values: [value("bob", "busy")] } });
    is.set("bob", value("bob", "busy"));
    answers(() => {
      receive({ type: "presence", data: { values: [value("carol", "newer")] } });
      return { result: [value("bob", "busy"), value("carol", "older")] };
    });
    back();
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    await new Promise(setImmediate);
    expect(told.mock.calls).toEqual([[[seen(value("bob", "busy"))]], [[seen(value("carol", "newer"))]]]);
    expect(client.log.lines).toEqual([]);
  });

  it("who is subscribed to no more, or was in another login, is not asked for", async () => {
    const { back, asked, turns, unsubscribePresence } = await subscribed("bob", "carol");
    await unsubscribePresence({ usernames: ["Bob"] });
    back();
    await vi.waitFor(() => expect(asked.at(-1)?.body).toEqual({ usernames: ["carol"] }));
    asked.length = 0;
    turns({ is: "connecting", attempt: 1, isLogin: true }, { is: "online" });
    back();
    await new Promise(setImmediate);
    expect(asked).toEqual([]);
  });

  it("many are asked for by a hundred", async () => {
    const names = Array.from({ length: 201 }, (_, i) => `user${i}`);
    const { is, told, back, asked } = await subscribed(...names);
    is.set("user200", value("user200", "busy"));
    back();
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
    expect(asked.map(({ body }) => (body as { usernames: string[] }).usernames.length)).toEqual([100, 100, 1]);
  });

  it("a server that does not answer is remarked, and asked again after the next one", async () => {
    const { is, told, back, answers, client } = await subscribed("bob");
    is.set("bob", value("bob", "busy"));
    answers(() => ({ status: 500, text: "{}" }));
    back();
    await vi.waitFor(() => expect(client.log.lines).toEqual(["warn presence could not be asked for"]));
    answers(() => ({ result: [value("bob", "busy")] }));
    back();
    await vi.waitFor(() => expect(told).toHaveBeenCalledOnce());
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

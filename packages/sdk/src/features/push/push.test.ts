import { describe, expect, it, vi } from "vitest";
import type { Notice } from "../../core/notices.ts";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import type { SilentModeParamType } from "../../types/push.ts";
import { push } from "./index.ts";

function silent(answer: (asked: Asked) => unknown = () => ({ data: { type: "AT" } })) {
  const answering = answeringPlatform(answer);
  const waits: number[] = [];
  const clock = {
    ...answering.clock,
    setTimer(task: () => void, delayMs: number): unknown {
      // The time an answer may take passes by itself.
      if (delayMs > 10_000) return answering.clock.setTimer(task, delayMs);
      waits.push(delayMs);
      return answering.clock.setTimer(task, 0);
    },
  };
  const client = testClient({ platform: { ...answering, clock } });
  const handle = vi.spyOn(client.notices, "handle");
  const methods = push(client);
  const receive = (notice: Notice): void => {
    for (const [type, handler] of handle.mock.calls) if (type === notice.type) handler(notice);
  };
  return { client, asked: answering.asked, waits, receive, ...methods };
}

/** Calls as JavaScript does, whatever the types say. */
const call = (method: unknown, ...args: unknown[]): Promise<unknown> =>
  (method as (...args: unknown[]) => Promise<unknown>)(...args);

const asksOf = (asked: readonly Asked[]) => asked.map(({ method, path, query, body }) => [method, path, query, body]);
const resource = "res-1";
const bob = { conversationId: "bob", type: "singleChat" } as const;
const group = { conversationId: "1", type: "groupChat" } as const;
const room = { conversationId: "2", type: "chatRoom" } as const;

describe("silent modes", () => {
  it.each<[SilentModeParamType, object]>([
    [{ paramType: 0, remindType: "NONE" }, { type: "NONE" }],
    [{ paramType: 1, duration: 1000 }, { ignoreDuration: 1000 }],
    [
      { paramType: 2, startTime: { hours: 22, minutes: 0 }, endTime: { hours: 0, minutes: 5 } },
      { ignoreInterval: "22:0-0:5" },
    ],
  ])("%j is set as %j", async (options, setting) => {
    const { setSilentModeForAll, setSilentModeForConversation, asked } = silent();
    const success = vi.fn();
    await expect(setSilentModeForAll({ options, success })).resolves.toEqual({ type: 0, data: { type: "AT" } });
    expect(success).toHaveBeenCalledExactlyOnceWith({ type: 0, data: { type: "AT" } });
    await setSilentModeForConversation({ ...bob, options });
    await setSilentModeForConversation({ ...group, options });
    await setSilentModeForConversation({ ...room, options });
    const at = "/users/alice/notification";
    expect(asksOf(asked)).toEqual([
      ["PUT", `${at}/user/alice`, { resource }, setting],
      ["PUT", `${at}/user/bob`, { resource }, setting],
      ["PUT", `${at}/chatgroup/1`, { resource }, setting],
      ["PUT", `${at}/chatgroup/2`, { resource }, setting],
    ]);
  });

  it("are asked for and cleared", async () => {
    const { getSilentModeForAll, getSilentModeForConversation, clearRemindTypeForConversation, asked } = silent();
    const success = vi.fn();
    await expect(getSilentModeForAll()).resolves.toEqual({ type: 0, data: { type: "AT" } });
    await getSilentModeForConversation({ ...bob, success });
    expect(success).toHaveBeenCalledOnce();
    await getSilentModeForConversation(group);
    await clearRemindTypeForConversation(bob);
    await clearRemindTypeForConversation(group);
    const at = "/users/alice/notification";
    expect(asksOf(asked)).toEqual([
      ["GET", `${at}/user/alice`, {}, undefined],
      ["GET", `${at}/user/bob`, {}, undefined],
      ["GET", `${at}/chatgroup/1`, {}, undefined],
      ["PUT", `${at}/user/bob`, { resource }, { type: "DEFAULT" }],
      ["PUT", `${at}/chatgroup/1`, { resource }, { type: "DEFAULT" }],
    ]);
  });

  it("of several conversations are asked for at once, those of users and of groups apart", async () => {
    const { getSilentModeForConversations, asked } = silent();
    const conversationList = [
      { id: "bob", type: "singleChat" },
      { id: "1", type: "groupChat" },
      { id: "carol", type: "singleChat" },
    ];
    await getSilentModeForConversations({ conversationList });
    await getSilentModeForConversations({ conversationList: [] });
    expect(asked.map(({ path, query }) => [path, query])).toEqual([
      ["/users/alice/notification", { user: "bob,carol", group: "1" }],
      ["/users/alice/notification", { user: "", group: "" }],
    ]);
  });

  it("of the conversations that have their own come in pages", async () => {
    const data = [
      { group: "1", value: "AT" },
      { user: "bob", value: "NONE" },
    ];
    const { getSilentModeRemindTypeConversations, asked } = silent(() => ({ data, cursor: "next" }));
    await expect(getSilentModeRemindTypeConversations({ pageSize: 2, cursor: "c" })).resolves.toEqual({
      type: 0,
      data: {
        cursor: "next",
        conversations: [
          { ...group, remindType: "AT" },
          { ...bob, remindType: "NONE" },
        ],
      },
    });
    await getSilentModeRemindTypeConversations({ pageSize: 0, cursor: "" });
    expect(asked.map(({ path, query }) => [path, query])).toEqual([
      ["/users/alice/notification/mute/type", { limit: "2", cursor: "c" }],
      ["/users/alice/notification/mute/type", { limit: "10" }],
    ]);
  });
});

it("notices have a language", async () => {
  const { setPushPerformLanguage, getPushPerformLanguage, asked } = silent(() => ({ data: { language: "fr" } }));
  await expect(setPushPerformLanguage({ language: "fr" })).resolves.toEqual({ type: 0, data: { language: "fr" } });
  await expect(getPushPerformLanguage()).resolves.toEqual({ type: 0, data: { language: "fr" } });
  expect(asksOf(asked)).toEqual([
    ["PUT", "/users/alice/notification/language", {}, { translationLanguage: "fr" }],
    ["GET", "/users/alice/notification/language", {}, undefined],
  ]);
});

const time = { hours: 1, minutes: 1 };

it.each([
  ["setSilentModeForAll", {}],
  ["setSilentModeForAll", { options: { paramType: 3 } }],
  ["setSilentModeForAll", { options: { paramType: 0 } }],
  ["setSilentModeForAll", { options: { paramType: 1, duration: "1" } }],
  ["setSilentModeForAll", { options: { paramType: 2, startTime: time } }],
  ["setSilentModeForAll", { options: { paramType: 2, startTime: { hours: 1 }, endTime: time } }],
  ["setSilentModeForConversation", bob],
  ["setSilentModeForConversation", { type: "singleChat", options: { paramType: 0, remindType: "AT" } }],
  ["getSilentModeForConversation", { conversationId: "bob" }],
  ["clearRemindTypeForConversation", { type: "singleChat" }],
  ["getSilentModeForConversations", {}],
  ["getSilentModeRemindTypeConversations", {}],
  ["setPushPerformLanguage", { language: "" }],
  ["uploadPushToken", { deviceToken: "t" }],
] as const)("%s refuses %j by a rejection, without asking", async (method, params) => {
  const methods = silent();
  const error = vi.fn();
  await expect(call(methods[method], { ...params, error })).rejects.toMatchObject({ type: -3 });
  expect(error).toHaveBeenCalledOnce();
  await expect(call(methods[method])).rejects.toMatchObject({ type: -3 });
  expect(methods.asked).toEqual([]);
});

describe("a device", () => {
  const device = { deviceId: "d", deviceToken: "t", notifierName: "n" };
  const user = { username: "alice", pushInfo: [{ device_id: "d", device_token: "t", notifier_name: "n" }] };

  it("is bound and unbound", async () => {
    const { uploadPushToken, uploadToken, unbindPushToken, asked } = silent(() => ({ entities: [user] }));
    expect(uploadToken).toBe(uploadPushToken);
    const success = vi.fn();
    await expect(uploadToken({ ...device, success })).resolves.toEqual({ type: 0, data: user });
    expect(success).toHaveBeenCalledExactlyOnceWith({ type: 0, entities: [user] });
    await expect(unbindPushToken()).resolves.toEqual({ type: 0, data: user });
    expect(asksOf(asked)).toEqual([
      ["PUT", "/users/alice", {}, { device_id: "d", device_token: "t", notifier_name: "n" }],
      ["PUT", "/users/alice", {}, { device_id: resource, device_token: "", notifier_name: "" }],
    ]);
  });

  it("is bound at the fourth attempt, a second after each", async () => {
    let left = 3;
    const { uploadPushToken, waits } = silent(() => (left-- > 0 ? { status: 503, text: "" } : { entities: [user] }));
    const error = vi.fn();
    await expect(uploadPushToken({ ...device, error })).resolves.toEqual({ type: 0, data: user });
    expect(waits).toEqual([1000, 1000, 1000]);
    expect(error).not.toHaveBeenCalled();
  });

  it("is given up after the fourth, which the callback hears of once", async () => {
    const { uploadPushToken, asked } = silent(() => ({ status: 503, text: "" }));
    const error = vi.fn();
    await expect(uploadPushToken({ ...device, error })).rejects.toMatchObject({ type: 500 });
    expect(asked).toHaveLength(4);
    expect(error).toHaveBeenCalledOnce();
  });

  it("is nobody's without a login", async () => {
    const platform = answeringPlatform(() => ({}));
    const { uploadPushToken, unbindPushToken } = push(testClient({ platform, identity: undefined }));
    await expect(uploadPushToken(device)).rejects.toMatchObject({ type: 700 });
    await expect(unbindPushToken()).rejects.toMatchObject({ type: -3 });
    expect(platform.asked).toEqual([]);
  });
});

describe("what another device has set", () => {
  it("is told, and not what this one has", () => {
    const { client, receive } = silent();
    const told = vi.fn();
    client.events.add("test", { onMultiDeviceEvent: told });
    const setting = { type: "AT", ignoreDuration: 0, ignoreInterval: "" };
    const other = { operator_resource: "web_2" };
    receive({
      type: "user_notification_mute",
      values: [
        { operator_resource: resource, data: setting },
        { ...other, data: setting },
        { ...other, data: { type: "NONE" }, user: "bob" },
        { ...other, data: { ignoreDuration: 5 }, group: "1" },
        { ...other, data: {}, user: "bob" },
        { ...other, group: "1" },
      ],
    });
    receive({ type: "user_notification_mute" });
    expect(told.mock.calls.map(([event]) => event)).toEqual([
      { operation: "setSilentModeForUser", resource: "web_2", data: setting },
      { operation: "setSilentModeForConversation", resource: "web_2", ...bob, data: { type: "NONE" } },
      { operation: "setSilentModeForConversation", resource: "web_2", ...group, data: { ignoreDuration: 5 } },
      { operation: "removeSilentModeForConversation", resource: "web_2", ...bob, data: {} },
      { operation: "removeSilentModeForConversation", resource: "web_2", ...group, data: {} },
    ]);
  });
});

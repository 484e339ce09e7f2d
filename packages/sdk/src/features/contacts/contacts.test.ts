import { encode, type Meta, MetaNameSpace, RosterBody } from "@rondo/protocol";
import { describe, expect, it, vi } from "vitest";
import type { InboundHandler } from "../../core/client.ts";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { contacts } from "./index.ts";

function people(answer: (asked: Asked) => unknown = () => ({ data: [] })) {
  const platform = answeringPlatform(answer);
  const handlers: Record<number, InboundHandler> = {};
  const inbound = {
    handle(ns: number, handler: InboundHandler): void {
      handlers[ns] = handler;
    },
  };
  const client = { ...testClient({ platform }), inbound };
  const methods = contacts(client);
  const receive = (meta: Meta): void => handlers[MetaNameSpace.ROSTER]?.receive(meta);
  return { client, asked: platform.asked, receive, ...methods };
}

/** Calls as JavaScript does, whatever the types say. */
const call = (method: unknown, ...args: unknown[]): Promise<unknown> =>
  (method as (...args: unknown[]) => Promise<unknown>)(...args);

const asksOf = (asked: readonly Asked[]) => asked.map(({ method, path, query, body }) => [method, path, query, body]);
const resource = "res-1";

describe("contacts", () => {
  it("are made and ended, and the server is told which device asks", async () => {
    const { addContact, acceptContactInvite, declineContactInvite, deleteContact, setContactRemark, asked } = people();
    await expect(addContact("bob", "hi")).resolves.toBeUndefined();
    await addContact("bob");
    await expect(acceptContactInvite("bob")).resolves.toBeUndefined();
    await expect(declineContactInvite("bob")).resolves.toBeUndefined();
    await expect(deleteContact("bob")).resolves.toBeUndefined();
    await expect(setContactRemark({ userId: "bob", remark: "" })).resolves.toBeUndefined();
    expect(asksOf(asked)).toEqual([
      ["POST", "/users/alice/contacts/apply", { resource }, { usernames: ["bob"], reason: "hi" }],
      ["POST", "/users/alice/contacts/apply", { resource }, { usernames: ["bob"] }],
      ["POST", "/users/alice/contacts/accept/users/bob", { resource }, undefined],
      ["POST", "/users/alice/contacts/decline/users/bob", { resource }, undefined],
      ["DELETE", "/users/alice/contacts/users/bob", { resource }, undefined],
      ["PUT", "/users/alice/contacts/users/bob", { resource }, { remark: "" }],
    ]);
  });

  it("are listed with what the user calls them", async () => {
    const entries = [{ username: "bob", remark: "Bobby" }];
    const { getAllContacts, getContactsWithCursor, asked } = people(({ path }) =>
      path.endsWith("/users") ? { entities: entries } : { data: { contacts: entries, cursor: "next" } },
    );
    const items = [{ userId: "bob", remark: "Bobby" }];
    await expect(getAllContacts()).resolves.toEqual({ type: 0, data: items });
    await expect(getContactsWithCursor({})).resolves.toEqual({ type: 0, data: { contacts: items, cursor: "next" } });
    await getContactsWithCursor({ pageSize: 2, cursor: "a&b" });
    expect(asksOf(asked)).toEqual([
      ["GET", "/users/alice/contacts/users", { needReturnRemark: "true" }, undefined],
      ["GET", "/users/alice/contacts", { needReturnRemark: "true", limit: "20", cursor: "" }, undefined],
      ["GET", "/users/alice/contacts", { needReturnRemark: "true", limit: "2", cursor: "a&b" }, undefined],
    ]);
  });

  it("are none when the server names none", async () => {
    const { getAllContacts, getContactsWithCursor } = people(() => ({}));
    await expect(getAllContacts()).resolves.toEqual({ type: 0, data: [] });
    await expect(getContactsWithCursor({})).resolves.toEqual({ type: 0, data: { contacts: [], cursor: "" } });
  });

  it("are ids for the promise, and more for the callback of old", async () => {
    const success = vi.fn();
    const { getContacts, getRoster, asked } = people(() => ({ data: ["bob"], count: 1 }));
    expect(getRoster).toBe(getContacts);
    await expect(getContacts({ success })).resolves.toEqual({ type: 0, data: ["bob"], count: 1 });
    const jid = { appKey: "org#app", name: "alice", domain: "easemob.com", clientResource: resource };
    expect(success).toHaveBeenCalledExactlyOnceWith([{ name: "bob", subscription: "both", jid }]);
    await expect(getContacts()).resolves.toMatchObject({ data: ["bob"] });
    expect(asksOf(asked)[0]).toEqual(["GET", "/users/alice/contacts/users", {}, undefined]);
  });

  it("of nobody who is logged in are refused, and the callback is told", async () => {
    const error = vi.fn();
    const { getContacts } = people(() => ({ status: 503, text: "" }));
    await expect(getContacts({ error })).rejects.toMatchObject({ type: 500 });
    expect(error).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ type: 500 }));
  });
});

describe("the blocklist", () => {
  it("takes one user or several, and answers who is on it", async () => {
    const { addUsersToBlocklist, removeUserFromBlocklist, getBlocklist, asked } = people(() => ({ data: ["bob"] }));
    await expect(addUsersToBlocklist({ name: "bob" })).resolves.toEqual({ type: 0, data: { userIds: ["bob"] } });
    await expect(removeUserFromBlocklist({ name: ["bob", "carol"] })).resolves.toBeUndefined();
    const success = vi.fn();
    await expect(getBlocklist({ success })).resolves.toEqual({ type: 0, data: ["bob"] });
    expect(success).toHaveBeenCalledExactlyOnceWith({ type: 0, data: ["bob"] });
    expect(asksOf(asked)).toEqual([
      ["POST", "/sdk/user/alice/blocks", { resource }, { usernames: ["bob"] }],
      ["DELETE", "/sdk/user/alice/blocks", { resource }, { usernames: ["bob", "carol"] }],
      ["GET", "/users/alice/blocks/users", {}, undefined],
    ]);
  });

  it("is empty when the server names nobody", async () => {
    const { addUsersToBlocklist } = people(() => ({}));
    await expect(addUsersToBlocklist({ name: ["bob"] })).resolves.toEqual({ type: 0, data: { userIds: [] } });
  });
});

it.each([
  ["acceptInvitation", "acceptContactInvite"],
  ["declineInvitation", "declineContactInvite"],
  ["removeRoster", "deleteContact"],
  ["getBlacklist", "getBlocklist"],
  ["addToBlackList", "addUsersToBlocklist"],
  ["addUsersToBlacklist", "addUsersToBlocklist"],
  ["removeFromBlackList", "removeUserFromBlocklist"],
  ["removeUserFromBlackList", "removeUserFromBlocklist"],
] as const)("%s is %s", (alias, name) => {
  const methods = people();
  expect(methods[name]).toBeTypeOf("function");
  expect(methods[alias]).toBe(methods[name]);
});

it.each([
  ["addContact", []],
  ["addContact", [""]],
  ["acceptContactInvite", [1]],
  ["declineContactInvite", []],
  ["deleteContact", [null]],
  ["setContactRemark", []],
  ["setContactRemark", [{ userId: "bob" }]],
  ["setContactRemark", [{ remark: "x" }]],
  ["getContactsWithCursor", [{ pageSize: "2" }]],
  ["addUsersToBlocklist", []],
  ["addUsersToBlocklist", [{ name: "" }]],
  ["removeUserFromBlocklist", [{ name: 1 }]],
] as const)("%s refuses %j by a rejection, without asking", async (method, args) => {
  const methods = people();
  await expect(call(methods[method], ...args)).rejects.toMatchObject({ type: -3 });
  expect(methods.asked).toEqual([]);
});

it.each([
  [400, "updateRemark | they are not friends, please add as a friend first.", 221],
  [400, "remark length must less than 100", 50],
])("a remark that is refused with %i %j is %i", async (status, error_description, type) => {
  const { setContactRemark } = people(() => ({ status, text: JSON.stringify({ error_description }) }));
  await expect(setContactRemark({ userId: "bob", remark: "x" })).rejects.toMatchObject({ type });
});

describe("events", () => {
  const meta = (operation: number, reason?: string): Meta => ({
    payload: encode(RosterBody, { operation, from: { name: "bob" }, to: [{ name: "alice" }], reason }),
  });

  it.each([
    [2, "onContactInvited", "subscribe"],
    [3, "onContactDeleted", "unsubscribed"],
    [4, "onContactAdded", "subscribed"],
    [5, "onContactRefuse", "unsubscribed"],
    [8, "onContactAgreed", "subscribed"],
    [9, "onContactRefuse", "unsubscribed"],
  ])("operation %i is %s, to everybody, and onPresence to the listener of old", (operation, event, type) => {
    const { client, receive } = people();
    const told: unknown[] = [];
    const tell = (name: string) => (payload: unknown) => told.push([name, payload]);
    Object.assign(client.events.legacy, { [event]: tell("listener"), onPresence: tell("onPresence") });
    client.events.add("test", { [event]: tell("handler"), onPresence: tell("never"), onContactChange: tell("never") });
    receive(meta(operation, "hello"));
    const change = { type, from: "bob", to: "alice", status: "hello" };
    expect(told).toEqual(["listener", "handler", "onPresence"].map((name) => [name, change]));
  });

  it("are none for what clients are not to show", () => {
    const { client, receive } = people();
    const onPresence = vi.fn();
    client.events.legacy.onPresence = onPresence;
    for (const operation of [0, 1, 6, 7, 77]) receive(meta(operation));
    receive({});
    expect(onPresence).not.toHaveBeenCalled();
    receive(meta(4));
    expect(onPresence).toHaveBeenCalledExactlyOnceWith({ type: "subscribed", from: "bob", to: "alice", status: "" });
  });
});

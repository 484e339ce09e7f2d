import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "./push.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.freshApp(["alice", "bob", "carol"]));
afterAll(() => world.close());

const worded = async (more: object = {}) => {
  const [notice] = await world.send({ from: "alice", to: "bob", text: "hello", ...more });
  if (notice === undefined) throw new Error("a notice leaves");
  return { title: notice.title, content: notice.content };
};
const admin = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, json?: unknown) =>
  world.rest.call(`/notification/template${path}`, {
    method,
    token: world.rest.appToken,
    ...(json === undefined ? {} : { json }),
  });
const template = (name: string, title_pattern: string, content_pattern: string) =>
  admin("POST", "", { name, title_pattern, content_pattern });
const illegal = (error_description: unknown) => ({ status: 400, body: { error_description } });

describe("what a notice says", () => {
  it("[PU13] is that there is a message, or who wrote what, as the receiver wants", async () => {
    expect(await worded()).toEqual({ title: "有新消息", content: "打开查看" });
    await world.as("bob").put("/language", { translationLanguage: "en-US" });
    expect(await worded()).toEqual({ title: "New message", content: "Open to read it" });
    await world.as("bob").profile({ notification_display_style: "1" });
    expect(await worded()).toEqual({ title: "alice", content: "hello" });
    await world.as("alice").profile({ nickname: "Alice Liddell" });
    expect(await worded()).toEqual({ title: "Alice Liddell", content: "hello" });
  });

  it("[PU13] is in the receiver's language when the sender had it translated", async () => {
    await world.as("bob").profile({ notification_display_style: 1 });
    const meta = { translations: [{ code: "de", text: "hallo" }, { code: "fr", text: "bonjour" }, "broken", null] };
    expect((await worded({ meta })).content).toBe("hello");
    await world.as("bob").put("/language", { translationLanguage: "FR" });
    expect((await worded({ meta })).content).toBe("bonjour");
    expect((await worded({ meta: { translations: "none" } })).content).toBe("hello");
  });

  it("[PU14] follows the strongest wish: message's template, chosen one, message's text, default one", async () => {
    await template("default", "{$fromNickname}", "says {$msg}");
    expect(await worded()).toEqual({ title: "alice", content: "says hello" });
    const own = { em_apns_ext: { em_push_title: "T", em_push_content: "C" } };
    expect(await worded({ ext: own })).toEqual({ title: "T", content: "C" });
    expect(await worded({ ext: { em_push_ext: { title: "only a title" } } })).toEqual({
      title: "only a title",
      content: "says hello",
    });
    await template("chosen", "for you", "{$dynamicFrom}: {$msg}");
    await world.as("bob").put("/template", { templateName: "chosen" });
    expect(await worded({ ext: own })).toEqual({ title: "for you", content: "alice: hello" });
    await template("order", "Order {0}", "{1} of {0}{2}");
    const named = { em_push_template: { name: "order", title_args: ["42"], content_args: ["42", "parts"] } };
    expect(await worded({ ext: { ...own, ...named } })).toEqual({ title: "Order 42", content: "parts of 42" });
    const unknown = { em_push_template: { name: "nosuch" } };
    expect(await worded({ ext: unknown })).toEqual({ title: "for you", content: "alice: hello" });
  });

  it("[PU14] does not fail on what senders write", async () => {
    await template("default", "{0}{9}", "{$msg}");
    const odd = { em_push_template: [1], em_push_ext: "text", em_apns_ext: { em_push_title: { a: 1 } } };
    expect(await worded({ ext: odd })).toEqual({ title: "", content: "hello" });
    const args = { em_push_template: { name: "default", title_args: [{ a: 1 }], content_args: "no list" } };
    expect(await worded({ ext: args, text: "$& {0} {$msg}" })).toEqual({ title: "", content: "$& {0} {$msg}" });
  });
});

describe("templates", () => {
  it("[PU15] are made, changed, read and removed by the application", async () => {
    const made = await template("order", "t", "c");
    const data = { name: "order", title_pattern: "t", content_pattern: "c" };
    expect(made).toMatchObject({ status: 200, body: { data: { ...data, createAt: world.rest.now } } });
    expect(await template("order", "t", "c")).toMatchObject(illegal("order template is exist"));
    world.rest.now += 5;
    const changed = await admin("PUT", "/order", { title_pattern: "T", content_pattern: "C" });
    expect(changed.body.data).toMatchObject({ title_pattern: "T", updateAt: world.rest.now });
    expect((await admin("GET", "/order")).body.data).toEqual(changed.body.data);
    expect((await admin("DELETE", "/order")).body.data).toEqual(changed.body.data);
    for (const method of ["GET", "DELETE"] as const) {
      expect(await admin(method, "/order")).toMatchObject(illegal("order template is not exist"));
    }
    expect(await admin("PUT", "/order", { title_pattern: "T", content_pattern: "C" })).toMatchObject(
      illegal("order template is not exist"),
    );
  });

  it.each([
    ["", "t", "c"],
    ["a-b", "t", "c"],
    ["x".repeat(65), "t", "c"],
    ["a", "", "c"],
    ["a", "t", ""],
    ["a", "t", "c".repeat(1025)],
    ["a", 5, "c"],
  ])("[PU15] refuse the name %j with %j and %j", async (name, title_pattern, content_pattern) => {
    expect((await admin("POST", "", { name, title_pattern, content_pattern })).status).toBe(400);
  });

  it("[PU15] are at most a hundred", async () => {
    for (let i = 0; i < 100; i++) expect((await template(`t${i}`, "t", "c")).status).toBe(200);
    expect(await template("another", "t", "c")).toMatchObject(illegal(expect.stringContaining("all the templates")));
  });

  it("[PU15] are not for users to make, and chosen by name", async () => {
    const { rest } = world;
    const { token } = world.as("bob");
    const json = { name: "mine", title_pattern: "t", content_pattern: "c" };
    expect((await rest.call("/notification/template", { token, json })).status).toBe(401);
    expect(await world.as("bob").put("/template", { templateName: "nosuch" })).toMatchObject(
      illegal("nosuch template is not exist"),
    );
    await template("order", "t", "c");
    expect((await world.as("bob").put("/template", { templateName: "order" })).body.data).toEqual({
      templateName: "order",
    });
    expect((await world.as("bob").get("/template")).body.data).toEqual({ templateName: "order" });
    await world.as("bob").put("/template", { templateName: "" });
    expect((await world.as("bob").get("/template")).body.data).toEqual({ templateName: "" });
  });
});

describe("devices", () => {
  const phone = { device_id: "phone", device_token: "token-1", notifier_name: "apns" };
  const pad = { device_id: "pad", device_token: "token-2", notifier_name: "fcm" };
  const devicesOf = async (user: string) =>
    (await world.rest.call(`/users/${user}/push/binding`, { token: world.as(user).token })).body.entities;

  it("[PU16] are bound through the account's form, and notices say where they go", async () => {
    const bound = await world.as("bob").profile(phone);
    expect(bound).toMatchObject({
      status: 200,
      body: { entities: [{ username: "bob", type: "user", pushInfo: [phone] }] },
    });
    world.rest.now += 1;
    expect((await world.as("bob").profile({ ...pad, nickname: "Bob" })).body.entities).toMatchObject([
      { nickname: "Bob", pushInfo: [pad, phone] },
    ]);
    const [notice] = await world.send({ from: "alice", to: "bob" });
    expect(notice?.devices).toEqual([pad, phone]);
    expect((await world.as("bob").profile({ ...phone, device_token: "" })).body.entities).toMatchObject([
      { pushInfo: [pad] },
    ]);
    await world.as("bob").profile({ device_id: "pad", device_token: "", notifier_name: "" });
    expect(await devicesOf("bob")).toEqual([]);
  });

  it("[PU16] are bound by the server's interface, too", async () => {
    const { token } = world.as("bob");
    const put = (json: unknown) => world.rest.call("/users/bob/push/binding", { method: "PUT", token, json });
    expect((await put(phone)).body.entities).toEqual([phone]);
    expect(await devicesOf("bob")).toEqual([phone]);
    expect((await put({ ...phone, device_token: "" })).body.entities).toEqual([]);
    expect((await put({ device_id: "phone" })).status).toBe(400);
  });

  it("[PU16] belong to the user who bound the token last, and are at most twenty", async () => {
    await world.as("bob").profile(phone);
    await world.as("carol").profile(phone);
    expect(await devicesOf("bob")).toEqual([]);
    expect(await devicesOf("carol")).toEqual([phone]);
    for (let i = 0; i < 21; i++) {
      world.rest.now += 1;
      await world.as("bob").profile({ device_id: `d${i}`, device_token: `t${i}`, notifier_name: "n" });
    }
    const ids = (await devicesOf("bob")).map(({ device_id }: { device_id: string }) => device_id);
    expect(ids).toHaveLength(20);
    expect(ids).not.toContain("d0");
  });

  it.each([
    { device_id: "", device_token: "t", notifier_name: "n" },
    { device_id: "d", device_token: "t" },
    { device_id: "d", device_token: 5, notifier_name: "n" },
    { device_id: "d".repeat(257), device_token: "t", notifier_name: "n" },
    { device_id: "d", device_token: "t".repeat(4097), notifier_name: "n" },
    { notification_display_style: 2 },
    { notification_display_style: null },
    { device_id: "d", device_token: "t", notifier_name: "n", shoe_size: 44 },
  ])("[PU16] refuse %j", async (json) => {
    expect((await world.as("bob").profile(json)).status).toBe(400);
    expect(await devicesOf("bob")).toEqual([]);
  });

  it("[PU16] are nobody else's to see or bind", async () => {
    const { token } = world.as("alice");
    expect((await world.rest.call("/users/bob/push/binding", { token })).status).toBe(401);
    expect((await world.rest.call("/users/bob", { method: "PUT", token, json: phone })).status).toBe(401);
    const asApp = { method: "PUT", token: world.rest.appToken, json: phone } as const;
    expect((await world.rest.call("/users/nobody", asApp)).status).toBe(404);
    expect((await world.rest.call("/users/nobody/push/binding", asApp)).status).toBe(404);
  });
});

import { createHash, createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Asked, type StandIn, standIn } from "../../../kernel/provider.fixture.ts";
import { ProviderClient } from "../../../kernel/provider.ts";
import type { Notice } from "../api.ts";
import { createWebhook } from "../index.ts";
import { openWorld, type World } from "../push.fixture.ts";

const KEY = "k1 secret";

let world: World;
let server: StandIn;
let webhook: ReturnType<typeof createWebhook>;
let stop: () => void;
/** How long the webhook has waited, each time. */
const waits: number[] = [];

beforeAll(async () => {
  world = await openWorld();
  server = await standIn(() => ({ text: "" }));
});
beforeEach(async () => {
  await world.freshApp(["alice", "bob", "carol"]);
  server.answer = () => ({ text: "" });
  server.seen.length = 0;
  waits.length = 0;
  await world.rest.apps.changeSettings(world.rest.appKey, {
    pushWebhookUrl: `${server.url}/notices`,
    pushWebhookKey: KEY,
  });
  open();
});
afterEach(() => {
  stop();
  webhook.close();
  server.release();
});
afterAll(async () => {
  await server.close();
  await world.close();
});

function open(more: Partial<Parameters<typeof createWebhook>[0]> = {}): void {
  const { apps } = world.rest;
  webhook = createWebhook({
    apps,
    clock: { now: () => world.rest.now },
    log: world.log,
    wait: async (ms) => {
      waits.push(ms);
    },
    ...more,
  });
  stop = world.push.onNotice(webhook);
}

const bodyOf = ({ body }: Asked) => JSON.parse(body);
const told = () => server.seen.map((asked) => bodyOf(asked));
const texts = () => told().map(({ payload }) => payload.bodies[0].msg);
const logged = (sentence: string) => world.rest.logged.filter((line) => line.includes(sentence)).length;
const toBob = (more: object = {}) => world.send({ from: "alice", to: "bob", ...more });

describe("the webhook for notices", () => {
  it("[PU17] is called with who gets which message, what a notice of it says, and what the user has not read", async () => {
    await world.as("alice").profile({ nickname: "Alice" });
    await world.as("bob").profile({ notification_display_style: "1" });
    await world.as("bob").put("/language", { translationLanguage: "en" });
    await world.as("bob").profile({ device_id: "d1", device_token: "t1", notifier_name: "n1" });
    await toBob({ text: "one" });
    await toBob({ text: "two", ext: { em_at_list: ["bob"] } });
    await expect.poll(() => server.seen.length).toBe(2);
    const [, second] = server.seen;
    if (second === undefined) throw new Error("two have come");
    expect(second).toMatchObject({ method: "POST", path: "/notices" });
    expect(second.headers).toMatchObject({ "content-type": "application/json" });
    const { callId, msg_id: id, timestamp, security, ...rest } = bodyOf(second);
    expect(rest).toEqual({
      appkey: world.rest.appKey,
      step: "notice",
      chat_type: "chat",
      from: "alice",
      target: "bob",
      payload: expect.objectContaining({ bodies: [{ type: "txt", msg: "two" }], ext: { em_at_list: ["bob"] } }),
      msg_timestamp: world.rest.now,
      sender_name: "Alice",
      title: "Alice",
      content: "two",
      language: "en",
      mentioned: true,
      unread: 2,
      devices: [{ device_id: "d1", device_token: "t1", notifier_name: "n1" }],
      securityVersion: "1.0.0",
    });
    expect(callId).toBe(`${world.rest.appKey}_${id}`);
    expect(security).toBe(createHash("md5").update(`${callId}${KEY}${timestamp}`).digest("hex"));
    const signature = createHmac("sha256", KEY).update(second.body).digest("hex");
    expect(second.headers["x-rondo-signature"]).toBe(`sha256=${signature}`);
  });

  it("[PU17] names the group, and signs nothing without a key", async () => {
    await world.rest.apps.changeSettings(world.rest.appKey, { pushWebhookKey: "" });
    world.group("4711", ["alice", "bob", "carol"]);
    await world.send({ from: "alice", to: "4711", where: "group" });
    await expect.poll(() => server.seen.length).toBe(2);
    expect(
      told()
        .map(({ target }) => target)
        .sort(),
    ).toEqual(["bob", "carol"]);
    expect(told()[0]).toMatchObject({ chat_type: "groupchat", group_id: "4711", language: "" });
    expect(told()[0]).not.toHaveProperty("security");
    expect(server.seen[0]?.headers).not.toHaveProperty("x-rondo-signature");
  });

  it("[PU17] is nowhere unless the application names it, also while notices wait", async () => {
    await world.rest.apps.changeSettings(world.rest.appKey, { pushWebhookUrl: "" });
    expect(await toBob(), "nobody else is concerned").toHaveLength(1);
    await world.rest.apps.changeSettings(world.rest.appKey, { pushWebhookUrl: server.url });
    server.answer = () => "silence";
    await toBob();
    await server.arrived();
    await toBob();
    await world.rest.apps.changeSettings(world.rest.appKey, { pushWebhookUrl: "" });
    server.release();
    await expect.poll(() => waits.length).toBe(1);
    await world.rest.apps.changeSettings(world.rest.appKey, { pushWebhookUrl: server.url });
    server.answer = () => ({ text: "" });
    await toBob({ text: "last" });
    await expect.poll(() => texts().at(-1)).toBe("last");
    expect(server.seen, "the one that was answered by nobody, and the last one").toHaveLength(2);
  });

  it("[PU18] gets those of one user in order, and those of some users at the same time", async () => {
    let most = 0;
    let atOnce = 0;
    const fetched: Array<() => void> = [];
    const client = {
      text: async () => {
        most = Math.max(most, ++atOnce);
        await new Promise<void>((resolve) => fetched.push(resolve));
        atOnce -= 1;
        return "";
      },
    } as unknown as ProviderClient; // all that is asked of it
    stop();
    open({ client });
    const crowd = Array.from({ length: 12 }, (_, i) => `user${i}`);
    world.group("4711", ["alice", ...crowd]);
    await world.send({ from: "alice", to: "4711", where: "group" });
    await expect.poll(() => fetched.length).toBe(8);
    for (let i = 0; i < 12; i++) {
      await expect.poll(() => fetched.length).toBeGreaterThan(i);
      fetched[i]?.();
    }
    expect(most).toBe(8);
    stop();
    open();
    const words = Array.from({ length: 50 }, (_, i) => String(i));
    await world.send(...words.map((text) => ({ from: "alice", to: "bob", text })));
    await expect.poll(texts).toEqual(words);
  });

  it("[PU18] is called again after 1, 5 and 30 seconds, then the notice is given up and the next one comes", async () => {
    const before = logged("the webhook for notices does not take one");
    server.answer = () => ({ status: 500, text: "no" });
    await toBob({ text: "lost" });
    await expect.poll(() => logged("the webhook for notices does not take one") - before).toBe(1);
    expect(waits).toEqual([1000, 5000, 30_000]);
    expect(texts()).toEqual(["lost", "lost", "lost", "lost"]);
    expect(new Set(told().map(({ callId }) => callId)).size, "a receiver knows the second call for the first").toBe(1);
    let calls = 0;
    server.answer = () => (++calls < 3 ? { status: 302, headers: { location: "/elsewhere" }, text: "" } : { text: "" });
    server.seen.length = 0;
    await toBob({ text: "brought at last" });
    await toBob({ text: "next" });
    await expect.poll(texts).toEqual(["brought at last", "brought at last", "brought at last", "next"]);
    expect(world.rest.logged.join()).not.toMatch(/brought at last|k1 secret/);
  });

  it("[PU18] that takes nothing keeps a bounded number waiting, and holds up no message", async () => {
    server.answer = () => "silence";
    const before = logged("notices came too fast for the webhook");
    const [notice] = await toBob();
    if (notice === undefined) throw new Error("it leaves");
    await server.arrived();
    const large: Notice = {
      ...notice,
      message: { ...notice.message, payload: JSON.stringify({ x: "x".repeat(1e6) }) },
    };
    for (let i = 0; i < 20; i++) webhook.take(large);
    expect(await toBob(), "others still take it").toHaveLength(1);
    server.answer = () => ({ text: "" });
    server.release();
    await expect.poll(() => logged("notices came too fast for the webhook") - before).toBe(1);
    await expect.poll(() => server.seen.length, { timeout: 10_000 }).toBe(2 + 16 + 1);
    const line = world.rest.logged.findLast((each) => each.includes("notices came too fast for the webhook"));
    expect(JSON.parse(line ?? "")).toMatchObject({ app: world.rest.appKey, notices: 4 });
  });

  it("[PU18] shares what may wait with those of other applications, and what is done makes room", async () => {
    server.answer = () => "silence";
    const [notice] = await toBob();
    if (notice === undefined) throw new Error("it leaves");
    await server.arrived();
    const payload = JSON.stringify({ x: "x".repeat(4_000_000) });
    const large = (app: string): Notice => ({ ...notice, app, message: { ...notice.message, payload } });
    // Those have no webhook, and let go what they have as soon as it is its turn: not in this moment.
    for (let i = 0; i < 24; i++) webhook.take(large(`rondo#none${i % 6}`));
    webhook.take(large(world.rest.appKey));
    server.answer = () => ({ text: "" });
    server.release();
    await expect.poll(() => server.seen.length).toBe(2);
    webhook.take(large(world.rest.appKey));
    await expect.poll(() => server.seen.length).toBe(3);
    expect(told().map(({ payload: { x } }) => x?.length ?? 0)).toEqual([0, 0, 4_000_000]);
  });

  it("[PU18] loses a notice that cannot be made, and says so; the next one comes", async () => {
    const before = logged("a notice could not be sent");
    const [notice] = await toBob();
    if (notice === undefined) throw new Error("it leaves");
    await expect.poll(() => server.seen.length).toBe(1);
    webhook.take({ ...notice, unread: () => Promise.reject(new Error("the store is broken")) });
    await toBob({ text: "next" });
    await expect.poll(texts).toEqual(["hi", "next"]);
    expect(logged("a notice could not be sent") - before).toBe(1);
  });

  it("[PU18] is not called any more once the server stops", async () => {
    stop();
    let giveUp: (() => void) | undefined;
    open({
      wait: (ms, signal) =>
        new Promise((_, reject) => {
          waits.push(ms);
          signal.addEventListener("abort", () => reject(signal.reason));
          giveUp = () => webhook.close();
        }),
    });
    server.answer = () => ({ status: 500, text: "" });
    await toBob({ text: "waits" });
    await toBob({ text: "waits behind it" });
    await expect.poll(() => waits).toEqual([1000]);
    giveUp?.();
    await toBob({ text: "too late" });
    await world.push.settled();
    expect(texts()).toEqual(["waits"]);
  });
});

it("[PU17] a client that gives up soon keeps no notice from the next one", async () => {
  stop();
  open({ client: new ProviderClient({ timeoutMs: 50 }) });
  let calls = 0;
  server.answer = () => (++calls === 1 ? "silence" : { text: "" });
  await toBob({ text: "slow" });
  await expect.poll(texts).toEqual(["slow", "slow"]);
});

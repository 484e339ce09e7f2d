import { MessageBodyStreamStreamStatus } from "@rondo/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../kernel/database/database.ts";
import { type Entry, exceptFor, NO_DEVICE, onlyFor } from "../../timeline/index.ts";
import type { Notice } from "./index.ts";
import { Notices } from "./notices.ts";
import { openWorld, type World } from "./push.fixture.ts";

const HOUR = 3_600_000;
/** 10:00 in Shanghai, 02:00 in UTC, 03:00 in Berlin. */
const MORNING = Date.UTC(2027, 0, 20, 2, 0);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.freshApp(["alice", "bob", "carol"]);
  world.rest.now = MORNING;
});
afterAll(() => world.close());

const receivers = (notices: readonly Notice[]) => notices.map(({ user }) => user);
const toBob = (more: object = {}) => world.send({ from: "alice", to: "bob", ...more });
const leaves = async (more: object = {}) => (await toBob(more)).length === 1;

describe("a notice", () => {
  it("[PU7] leaves for a message to who is not connected, and for nobody else", async () => {
    const [notice, ...others] = await toBob({ text: "hello" });
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      app: world.rest.appKey,
      user: "bob",
      conversation: { kind: "user", target: "alice" },
      message: { from: "alice", to: "bob", id: expect.stringMatching(/^\d+$/), timestamp: MORNING },
      isMentioned: false,
      devices: [],
    });
    world.online.add("bob");
    expect(await toBob()).toEqual([]);
    expect(receivers(await world.send({ from: "bob", to: "alice" }))).toEqual(["alice"]);
  });

  it.each(["cmd", "read", "delivered", "channel", "recall", "edit", "event"] as const)(
    "[PU7] does not leave for a %s",
    async (kind) => {
      expect(await toBob({ kind })).toEqual([]);
    },
  );

  it("[PU7] does not leave for what one writes to oneself, nor for a room", async () => {
    world.room("900", ["alice", "bob"]);
    expect(await world.send({ from: "alice", to: "alice" }, { from: "alice", to: "900", where: "room" })).toEqual([]);
  });

  it("[ST2] leaves for a streamed text when it is whole, and says all of it", async () => {
    await world.as("bob").profile({ notification_display_style: "1" });
    expect(await toBob({ text: "Hel", stream: { streamStatus: MessageBodyStreamStreamStatus.STREAM_START } })).toEqual(
      [],
    );
    const stream = { streamStatus: MessageBodyStreamStreamStatus.STREAM_START_COMPLETED };
    const notices = await world.complete({ from: "alice", to: "bob", text: "Hello", stream });
    expect(notices).toMatchObject([{ user: "bob", title: "alice", content: "Hello" }]);
  });

  it("[SM13] does not leave for what was said long ago", async () => {
    expect(await toBob({ audienceResource: NO_DEVICE })).toEqual([]);
  });

  it("[PU7] leaves once for a message that is sent again", async () => {
    const first = await toBob({ clientId: "77" });
    expect(first).toHaveLength(1);
    expect(await toBob({ clientId: "77" })).toEqual([]);
    expect(await toBob({ clientId: "78" })).toHaveLength(1);
  });

  it("[PU7] leaves in a group to those members who get the message and are not connected", async () => {
    world.group("4711", ["alice", "bob", "carol", "dave"]);
    world.online.add("carol");
    const send = (audience?: string) =>
      world.send({ from: "alice", to: "4711", where: "group", ...(audience === undefined ? {} : { audience }) });
    const all = await send();
    expect(receivers(all)).toEqual(["bob", "dave"]);
    expect(all[0]?.conversation).toEqual({ kind: "chatgroup", target: "4711" });
    expect(receivers(await send(onlyFor(["bob", "carol"])))).toEqual(["bob"]);
    expect(receivers(await send(exceptFor(["bob"])))).toEqual(["dave"]);
  });

  it("[PU7] leaves in no group of more than 3000", async () => {
    const crowd = Array.from({ length: 3000 }, (_, i) => `user${i}`);
    world.group("4711", crowd);
    expect(await world.send({ from: "user0", to: "4711", where: "group" })).toHaveLength(2999);
    world.group("4711", [...crowd, "one-more"]);
    expect(await world.send({ from: "user0", to: "4711", where: "group" })).toEqual([]);
  });

  it("[PU7] leaves in the order of the messages", async () => {
    const texts = Array.from({ length: 200 }, (_, i) => String(i));
    await world.as("bob").profile({ notification_display_style: 1 });
    const notices = await world.send(...texts.map((text) => ({ from: "alice", to: "bob", text })));
    expect(notices.map(({ content }) => content)).toEqual(texts);
  });
});

describe("what the receiver has set", () => {
  it("[PU8] NONE keeps notices back, of one conversation or of all; the conversation's own counts first", async () => {
    await world.as("bob").set("alice", { type: "NONE" });
    expect(await leaves()).toBe(false);
    expect(receivers(await world.send({ from: "carol", to: "bob" }))).toEqual(["bob"]);
    await world.as("bob").set("alice", { type: "ALL" });
    await world.as("bob").setAll({ type: "NONE" });
    expect(await leaves()).toBe(true);
    expect(await world.send({ from: "carol", to: "bob" })).toEqual([]);
    await world.as("bob").set("alice", { type: "DEFAULT" });
    expect(await leaves()).toBe(false);
  });

  it("[PU8] AT lets through who is mentioned, or all", async () => {
    world.group("4711", ["alice", "bob", "carol"]);
    await world.as("bob").set("4711", { type: "AT" }, "chatgroup");
    await world.as("carol").set("4711", { type: "AT" }, "chatgroup");
    const send = (list: unknown) =>
      world.send({ from: "alice", to: "4711", where: "group", ext: { em_at_list: list } });
    expect(receivers(await world.send({ from: "alice", to: "4711", where: "group" }))).toEqual([]);
    const [notice, ...others] = await send(["bob", "dave"]);
    expect(notice).toMatchObject({ user: "bob", isMentioned: true });
    expect(others).toEqual([]);
    for (const everybody of ["all", "ALL"]) expect(receivers(await send(everybody))).toEqual(["bob", "carol"]);
    for (const nobody of [[], 5, true, { bob: 1 }, [["bob"]]]) expect(await send(nobody)).toEqual([]);
  });

  it("[PU9] a duration keeps them back until it is over, of one conversation or of all", async () => {
    await world.as("bob").set("alice", { ignoreDuration: HOUR });
    expect(await leaves()).toBe(false);
    world.rest.now += HOUR - 1;
    expect(await leaves()).toBe(false);
    world.rest.now += 1;
    expect(await leaves()).toBe(true);
    await world.as("bob").setAll({ ignoreDuration: HOUR });
    await world.as("bob").set("alice", { type: "ALL" });
    expect(await leaves()).toBe(false);
    await world.as("bob").setAll({ ignoreDuration: 0 });
    expect(await leaves()).toBe(true);
  });

  it("[PU9] an interval keeps them back every day, in the user's time zone", async () => {
    await world.as("bob").setAll({ ignoreInterval: "9:30-10:1" });
    expect(await leaves(), "10:00 in Shanghai, where nobody has said otherwise").toBe(false);
    await world.as("bob").put("/timezone", { timeZone: "Europe/Berlin" });
    expect(await leaves(), "03:00 in Berlin").toBe(true);
    world.rest.now += 7 * HOUR;
    expect(await leaves(), "10:00 in Berlin").toBe(false);
    world.rest.now += 60_000;
    expect(await leaves(), "10:01 in Berlin").toBe(true);
    world.rest.now += 24 * HOUR - 60_000;
    expect(await leaves(), "the next day").toBe(false);
    world.rest.now = Date.UTC(2027, 6, 20, 8, 0);
    expect(await leaves(), "10:00 in Berlin's summer").toBe(false);
  });

  it.each([
    ["22:00-08:00", 23, false],
    ["22:00-08:00", 0, false],
    ["22:00-08:00", 8, true],
    ["22:00-08:00", 21, true],
    ["10:00-10:00", 3, false],
    ["08:00-22:00", 8, false],
    ["08:00-22:00", 22, true],
  ])("[PU9] the interval %s at %i o'clock", async (ignoreInterval, hour, expected) => {
    await world.as("bob").put("/timezone", { timeZone: "UTC" });
    await world.as("bob").setAll({ ignoreInterval });
    world.rest.now = Date.UTC(2027, 0, 20, hour, 0);
    expect(await leaves()).toBe(expected);
  });

  it("[PU9] an interval of one conversation says nothing of others", async () => {
    await world.as("bob").set("alice", { ignoreInterval: "10:00-10:00" });
    expect(await leaves()).toBe(false);
    expect(await world.send({ from: "carol", to: "bob" })).toHaveLength(1);
  });
});

describe("what the sender says", () => {
  it("[PU10] em_ignore_notification keeps a notice back, em_force_notification gets past silent times", async () => {
    expect(await leaves({ ext: { em_ignore_notification: true } })).toBe(false);
    expect(await leaves({ ext: { em_ignore_notification: false } })).toBe(true);
    await world.as("bob").setAll({ ignoreDuration: HOUR, ignoreInterval: "10:00-10:00" });
    expect(await leaves({ ext: { em_force_notification: true } })).toBe(true);
    expect(await leaves({ ext: { em_force_notification: "true" } })).toBe(true);
    expect(await leaves({ ext: { em_force_notification: false } })).toBe(false);
    await world.as("bob").set("alice", { type: "NONE" });
    expect(await leaves({ ext: { em_force_notification: true } })).toBe(false);
  });
});

describe("a notifier", () => {
  const faults = () => world.rest.logged.filter((line) => line.includes("a notice could not be given")).length;

  it("[PU7] that fails is logged, and the others and the next notices are not concerned", async () => {
    const before = faults();
    const failing = () => {
      throw new Error("no network");
    };
    const stops = [
      world.push.onNotice({ isFor: async () => true, take: failing }),
      world.push.onNotice({ isFor: async () => failing(), take: () => expect.unreachable("it takes none") }),
    ];
    expect(await toBob()).toHaveLength(1);
    expect(await toBob()).toHaveLength(1);
    for (const stop of stops) stop();
    expect(faults() - before).toBe(4);
  });

  it("[PU7] gets the notices of the applications it is for, and for others nothing is decided", async () => {
    const before = faults();
    world.uninterested.add(world.rest.appKey);
    world.breakStore();
    expect(await toBob()).toEqual([]);
    expect(faults()).toBe(before);
    world.breakStore(false);
    world.uninterested.clear();
    expect(await toBob()).toHaveLength(1);
  });

  it("[PU7] may ask how many messages of the conversation the receiver has not read", async () => {
    await world.as("alice").profile({ nickname: "Alice" });
    await toBob();
    const [notice] = await toBob();
    expect(notice?.senderName).toBe("Alice");
    expect(await notice?.unread()).toBe(2);
  });

  it("[PU7] and a store that fails do not concern the commit", async () => {
    world.breakStore();
    expect(await toBob()).toEqual([]);
    world.breakStore(false);
    expect(await toBob()).toHaveLength(1);
  });
});

describe("messages that come faster than they can be looked at", () => {
  const entry = (bytes: number): Entry => ({
    id: "1",
    timeline: "rondo#demo/c/alice/bob",
    at: MORNING,
    kind: "txt",
    sender: "alice",
    resource: "phone",
    ref: undefined,
    audience: undefined,
    audienceResource: undefined,
    meta: new Uint8Array(bytes),
    edits: 0,
  });

  const everything = { isFor: async () => true, take: () => {} };

  function open() {
    const seen: string[] = [];
    const dropped: number[] = [];
    const notices = new Notices({
      database: {} as Database, // nobody is offline, so nothing is looked up
      users: { find: async () => undefined },
      isOnline: (_app, user) => {
        seen.push(user);
        return true;
      },
      membersOf: async () => [],
      unreadOf: async () => 0,
      clock: { now: () => MORNING },
      onFault: (error) => expect.unreachable(String(error)),
      onDropped: (count) => dropped.push(count),
    });
    return { notices, seen, dropped };
  }

  it.each([
    ["10,000 messages", 10_050, 1, 50],
    ["32 MiB", 40, 1024 * 1024, 8],
  ])("[PU7] wait up to %s; of those beyond it is said how many there were", async (_what, count, bytes, lost) => {
    const { notices, seen, dropped } = open();
    notices.onNotice(everything);
    const message = entry(bytes);
    notices.take(Array.from({ length: count }, () => message));
    expect(seen, "nothing is looked at in the path of the commit").toEqual([]);
    await notices.settled();
    expect(seen).toHaveLength(count - lost);
    expect(dropped).toEqual([lost]);
    notices.take([message]);
    await notices.settled();
    expect(seen).toHaveLength(count - lost + 1);
  });

  it("[PU7] cost nothing while nobody takes notices", async () => {
    const { notices, seen } = open();
    notices.take([entry(1)]);
    const stop = notices.onNotice(everything);
    stop();
    notices.take([entry(1)]);
    await notices.settled();
    expect(seen).toEqual([]);
  });
});

describe("a removed account", () => {
  it("[PU12] leaves no settings, language, device or template choice", async () => {
    await world.as("bob").set("alice", { type: "NONE" });
    await world.as("bob").put("/language", { translationLanguage: "en" });
    await world.as("bob").profile({ device_id: "d", device_token: "t", notifier_name: "n" });
    await world.push.forgetUser(world.rest.appKey, "bob");
    const [notice] = await toBob();
    expect(notice).toMatchObject({ user: "bob", language: undefined, devices: [] });
    expect((await world.as("bob").get("/mute/type")).body.data).toEqual([]);
  });
});

import { MessageBodyContentType, MessageBodyType } from "@rondo/protocol";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest, START } from "../../console.fixture.ts";
import { draftOfServer } from "../messages/index.ts";
import { dateOf, datesUpTo } from "./days.ts";
import { createUsage } from "./index.ts";

const HOUR = 60 * 60 * 1000;
let test: ConsoleTest;
let owner: Browser;
let count = 0;
let params: { org: string; app: string };
let appKey: string;

beforeAll(async () => {
  test = await ConsoleTest.start();
});
beforeEach(async () => {
  await test.fresh();
  owner = await test.owner();
  ({ params, appKey } = await test.app(owner, `shop${++count}`));
});
afterAll(() => test.close());

async function say(times = 1, kind: "txt" | "cmd" = "txt") {
  for (let i = 0; i < times; i++) {
    const to = { type: "user", user: "bob", resource: undefined } as const;
    const body = { type: MessageBodyType.CHAT, contents: [{ type: MessageBodyContentType.TEXT, text: "hi" }] };
    const writing = { app: appKey, from: "ann", to, members: ["ann", "bob"], kind, body, ext: undefined };
    await test.timelines.append(draftOfServer({ ...writing, audience: undefined, reachesSender: true }));
  }
}

function connect(user: string, resource: string): void {
  const key = `${appKey}/${user}`;
  test.online.set(key, [...(test.online.get(key) ?? []), resource]);
  test.bus.publish("device.online", { app: appKey, user, resource });
}

function disconnect(user: string, resource: string): void {
  const key = `${appKey}/${user}`;
  test.online.set(
    key,
    (test.online.get(key) ?? []).filter((each) => each !== resource),
  );
  test.bus.publish("device.offline", { app: appKey, user, resource });
}

const usage = (days = 2) => owner.call("getUsage", { params, query: { days } });

describe("figures of an application", () => {
  it("[UG1] are who is registered and online, what was said today, and the most who were online at once", async () => {
    for (const username of ["ann", "bob"]) await owner.call("createUser", { params, body: { username } });
    await say(3);
    await say(2, "cmd");
    connect("ann", "phone");
    connect("ann", "pad");
    connect("bob", "phone");
    disconnect("ann", "phone");
    disconnect("bob", "phone");
    const { now, days } = await usage();
    expect(now).toEqual({ registeredUsers: 2, onlineUsers: 1, messagesToday: 3, peakOnlineToday: 2 });
    expect(days).toEqual([
      { date: "2026-11-28", messages: 0, peakOnline: 0, registeredUsers: null },
      { date: "2026-11-29", messages: 3, peakOnline: 2, registeredUsers: 2 },
    ]);
    disconnect("ann", "pad");
    expect((await usage()).now).toMatchObject({ onlineUsers: 0, peakOnlineToday: 2 });
  });

  it("[UG2] are by days of the application's time zone", async () => {
    // Noon in Shanghai is the evening before in New York.
    expect(dateOf(START, "Asia/Shanghai")).toBe("2026-11-29");
    expect(dateOf(START, "America/New_York")).toBe("2026-11-28");
    await owner.call("changeApp", { params, body: { timeZone: "America/New_York" } });
    await say(2);
    test.now += 2 * HOUR;
    await say(1);
    const { days, timeZone } = await usage();
    expect(timeZone).toBe("America/New_York");
    expect(days.map(({ date, messages }) => [date, messages])).toEqual([
      ["2026-11-28", 2],
      ["2026-11-29", 1],
    ]);
    expect(datesUpTo("2026-03-01", 3)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  });

  it("[UG2] of who stays online over midnight count on the new day, too", async () => {
    connect("ann", "phone");
    await usage();
    test.now += 14 * HOUR;
    await owner.call("logIn", { body: { email: "owner@example.com", password: "correct-horse-9" } });
    expect((await usage()).days.map(({ peakOnline }) => peakOnline)).toEqual([1, 1]);
    disconnect("ann", "phone");
  });

  it("[UG3] count what was said while nobody counted, and nothing twice", async () => {
    await say(3);
    await usage();
    const deps = {
      database: test.database,
      timelines: test.timelines,
      apps: test.apps,
      devices: () => 0,
      countUsers: async () => 0,
      bus: test.bus,
      clock: { now: () => test.now },
      // A node that has never counted: it begins at the beginning of the log.
      nodeId: 100 + count,
      log: pino({ level: "silent" }),
    };
    await test.database.query<Record<"usageDay", object>>().deleteFrom("usageDay").execute();
    const first = createUsage(deps);
    expect((await first.api.now({ appKey, timeZone: "Asia/Shanghai" })).messagesToday).toBe(3);
    await first.close();
    const again = createUsage(deps);
    expect((await again.api.now({ appKey, timeZone: "Asia/Shanghai" })).messagesToday).toBe(3);
    await again.close();
  });
});

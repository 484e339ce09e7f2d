import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import type { Database } from "../../kernel/database/database.ts";
import {
  groupTimeline,
  type OpenTimelines,
  openTimelines,
  Records,
  type TimelineTables,
  timelineMembers,
  timelineMigrations,
  userTimeline,
} from "../../timeline/index.ts";
import { createSearch, openSqliteIndex } from "./index.ts";
import { speaker } from "./search.fixture.ts";

let rest: TestRest;
let timelines: OpenTimelines;
let search: ReturnType<typeof createSearch>;
let database: Database;
let alice: string;
let people: ReturnType<typeof speaker>;

beforeAll(async () => {
  rest = await TestRest.start({
    migrations: timelineMigrations,
    async features({ database: opened, clock, log }) {
      database = opened;
      timelines = await openTimelines({ database: opened, clock, nodeId: 1, log: pino({ level: "silent" }) });
      const records = new Records(opened);
      search = createSearch({ timelines, records, index: await openSqliteIndex(":memory:"), clock, log });
      return search.endpoints;
    },
  });
  rest.forget = (app, user) => timelines.forgetUser(app, user);
  people = speaker(timelines, () => rest.appKey);
});
beforeEach(async () => {
  await rest.freshApp();
  alice = await rest.register("alice");
});
afterAll(async () => {
  await search.close();
  await timelines.close();
  await rest.close();
});

const ask = (query: Record<string, string>, token = alice, user = "alice") =>
  rest.call(`/users/${user}/messages/search?${new URLSearchParams(query).toString().replaceAll("+", "%20")}`, {
    token,
  });

/** The texts that are found, newest first. */
async function found(query: Record<string, string> | string, token = alice, user = "alice"): Promise<string[]> {
  rest.now += 1000;
  const { status, body } = await ask(typeof query === "string" ? { word: query } : query, token, user);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.data.messages.map(({ payload }: { payload: string }) => {
    const [first] = JSON.parse(payload).bodies;
    return first.msg ?? first.filename ?? first.addr ?? first.type;
  });
}

describe("search", () => {
  it("[SR1] finds what was said a moment ago, by whoever, in every conversation of the user, newest first", async () => {
    await people.say("alice", "bob", "lunch at noon");
    await people.say("carol", "alice", "no lunch today");
    await people.say("alice", "alice", "buy lunch boxes");
    await people.say("bob", "carol", "lunch without alice");
    expect(await found("lunch")).toEqual(["buy lunch boxes", "no lunch today", "lunch at noon"]);
    const { body } = await ask({ word: "noon" });
    expect(body.data.messages[0]).toMatchObject({ id: expect.stringMatching(/^\d+$/), from: "alice", to: "bob" });
    expect(body.data.cursor).toBe("");
  });

  it("[SR2] finds one and two Chinese characters anywhere in a text, and words by their beginning", async () => {
    await people.say("bob", "alice", "我们明天下午三点开会");
    await people.say("bob", "alice", "明月几时有");
    await people.say("bob", "alice", "Hello Wörld");
    expect(await found("明")).toEqual(["明月几时有", "我们明天下午三点开会"]);
    expect(await found("天下")).toEqual(["我们明天下午三点开会"]);
    expect(await found("开会 下午")).toEqual(["我们明天下午三点开会"]);
    expect(await found("天明")).toEqual([]);
    expect(await found("hel WORLD")).toEqual(["Hello Wörld"]);
    expect(await found("ello")).toEqual([]);
    expect(await found('明" OR body : "hello')).toEqual([]);
  });

  it("[SR3] narrows by sender, conversation, time and type, with or without words", async () => {
    const first = await people.say("bob", "alice", "plan one");
    rest.now += 60_000;
    const second = await people.say("alice", "bob", "plan two");
    rest.now += 60_000;
    await people.say("carol", "alice", "plan three");
    await people.sayKind("carol", "alice", "file", { displayName: "plan 计划书.pdf", remotePath: "u" });
    await people.sayKind("carol", "alice", "loc", { address: "Harbour Road", buildingName: "plan house" });
    await people.sayKind("carol", "alice", "cmd", { action: "plan" });
    const all = ["Harbour Road", "plan 计划书.pdf", "plan three", "plan two", "plan one"];
    expect(await found("plan")).toEqual(all);
    expect(await found({ word: "plan", from: "Bob" })).toEqual(["plan one"]);
    expect(await found({ word: "plan", with: "bob" })).toEqual(["plan two", "plan one"]);
    expect(await found({ word: "计划", type: "file" })).toEqual(["plan 计划书.pdf"]);
    expect(await found({ type: "file,loc" })).toEqual(["Harbour Road", "plan 计划书.pdf"]);
    expect(await found({ from: "alice" })).toEqual(["plan two"]);
    const range = { startTime: String(first.at), endTime: String(second.at) };
    expect(await found({ word: "plan", ...range })).toEqual(["plan two", "plan one"]);
    expect(await found({ ...range, startTime: String(first.at + 1) })).toEqual(["plan two"]);
    expect(await found({ word: "plan", with: "dave" })).toEqual([]);
    expect(await found({ word: "plan", endTime: String(first.at - 1) })).toEqual([]);
  });

  it("[SR4] finds only what the user sees: not recalled, removed, hidden, for others, or anybody else's", async () => {
    const recalled = await people.say("bob", "alice", "secret recalled");
    const removed = await people.say("bob", "alice", "secret removed");
    await people.say("bob", "alice", "secret for bob", { audience: "dave" });
    await people.say("bob", "alice", "secret kept");
    await people.say("carol", "alice", "secret of carol");
    expect(await found("secret")).toEqual(["secret of carol", "secret kept", "secret removed", "secret recalled"]);
    await people.recall("bob", "alice", recalled.id);
    const app = rest.appKey;
    const view = { app, user: "alice" };
    await timelines.hide({ ...view, timeline: `${app}/c/alice/bob`, ids: [removed.id] });
    expect(await found("secret")).toEqual(["secret of carol", "secret kept"]);
    await timelines.hideBefore({ ...view, timeline: `${app}/c/alice/carol`, at: rest.now });
    expect(await found("secret")).toEqual(["secret kept"]);
    const bob = await rest.register("bob");
    expect(await found("secret", bob, "bob"), "his view is as it was").toContain("secret removed");
    const dave = await rest.register("dave");
    expect(await found("secret", dave, "dave")).toEqual([]);
    await rest.users.remove(app, "alice");
    alice = await rest.register("alice");
    expect(await found("secret"), "another account of the same name").toEqual([]);
  });

  it("[SR5] finds an edited message under its new text and no more under its old one, in its old place", async () => {
    const { id } = await people.say("bob", "alice", "meet on monday");
    await people.say("bob", "alice", "monday it is");
    expect(await found("monday")).toHaveLength(2);
    await people.edit("bob", "alice", id, "meet on tuesday, not wednesday");
    expect(await found("tuesday")).toEqual(["meet on tuesday, not wednesday"]);
    expect(await found("monday")).toEqual(["monday it is"]);
    expect(await found("on")).toEqual(["meet on tuesday, not wednesday"]);
    await people.recall("bob", "alice", id);
    expect(await found("tuesday")).toEqual([]);
  });

  it("[SR6] comes in bounded pages without gap or repetition, past any number of messages that are gone", async () => {
    for (let i = 0; i < 25; i++) await people.say("bob", "alice", `needle ${i}`);
    // More than one search looks at.
    const gone: string[] = [];
    for (let i = 0; i < 620; i++) gone.push((await people.say("bob", "alice", "needle gone")).id);
    const timeline = `${rest.appKey}/c/alice/bob`;
    for (let i = 0; i < gone.length; i += 100) {
      await timelines.hide({ app: rest.appKey, user: "alice", timeline, ids: gone.slice(i, i + 100) });
    }
    await people.say("bob", "alice", "needle last");
    const seen: string[] = [];
    let cursor = "";
    do {
      rest.now += 1000;
      const { body } = await ask({ word: "needle", limit: "10", ...(cursor === "" ? {} : { cursor }) });
      expect(body.data.messages.length).toBeLessThanOrEqual(10);
      seen.push(...body.data.messages.map((each: { payload: string }) => JSON.parse(each.payload).bodies[0].msg));
      cursor = body.data.cursor;
    } while (cursor !== "");
    expect(seen).toEqual(["needle last", ...Array.from({ length: 25 }, (_, i) => `needle ${24 - i}`)]);
  });

  it("[SR4] finds in groups by membership, whatever was said before by others", async () => {
    const app = rest.appKey;
    const timeline = groupTimeline(app, "4711");
    const inGroup = { timeline, members: [] };
    const group = (users: string[]) => ({ app, timeline, users });
    await database.inTransaction((tx) =>
      timelineMembers.join(tx.query<TimelineTables>(), { ...group(["alice", "bob"]), hidesHistory: false }),
    );
    await people.say("bob", "4711", "group needle", inGroup);
    await people.say("bob", "alice", "private needle");
    expect(await found("needle")).toEqual(["private needle", "group needle"]);
    expect(await found({ word: "needle", group: "4711" })).toEqual(["group needle"]);
    const eve = await rest.register("eve");
    expect(await found({ word: "needle", group: "4711" }, eve, "eve")).toEqual([]);
    expect(await found("needle", eve, "eve")).toEqual([]);
    await database.inTransaction((tx) => timelineMembers.leave(tx.query<TimelineTables>(), group(["alice"])));
    expect(await found("needle")).toEqual(["private needle"]);
  });

  it("[SR7] is for the user and the application, never for another user or application", async () => {
    await people.say("bob", "alice", "mine");
    const bob = await rest.register("bob");
    expect((await ask({ word: "mine" }, bob)).status).toBe(401);
    expect((await rest.call("/users/alice/messages/search?word=mine")).status).toBe(401);
    expect(await found("mine", rest.appToken)).toEqual(["mine"]);
    const own = alice;
    await rest.freshApp();
    expect((await ask({ word: "mine" }, own)).status).toBe(401);
    expect(await found("mine", await rest.register("alice"))).toEqual([]);
  });

  it("[SR7] refuses what it cannot look for", async () => {
    const bad = [
      {},
      { with: "bob" },
      { word: "!?" },
      { word: "x".repeat(121) },
      { word: "a b c d e f g h i" },
      { word: "a", type: "cmd" },
      { word: "a", type: "letter" },
      { word: "a", from: "no user!" },
      { word: "a", limit: "51" },
      { word: "a", limit: "0" },
      { word: "a", startTime: "monday" },
      { word: "a", cursor: "x" },
    ];
    for (const query of bad)
      expect((await ask(query as Record<string, string>)).status, JSON.stringify(query)).toBe(400);
    expect(await found("nothing was ever said")).toEqual([]);
  });

  it("[SR8] bounds how often one user may search", async () => {
    const outcomes = [];
    for (let i = 0; i < 31; i++) outcomes.push((await ask({ word: "a" })).status);
    expect(outcomes).toEqual([...Array(30).fill(200), 429]);
    rest.now += 1000;
    expect((await ask({ word: "a" })).status).toBe(200);
  });

  it("passes over events in the user's own timeline", async () => {
    await people.say("alice", "alice", "event needle", { kind: "event", timeline: userTimeline(rest.appKey, "alice") });
    expect(await found("needle")).toEqual([]);
  });
});

it("[SR9] is not open where the operator has not switched it on", async () => {
  const records = new Records(database);
  const [clock, log] = [{ now: () => 0 }, pino({ level: "silent" })];
  const off = createSearch({ timelines, records, index: undefined, clock, log });
  const closed = await TestRest.start({ endpoints: off.endpoints });
  const token = await closed.register("alice");
  const answer = await closed.call("/users/alice/messages/search?word=a", { token });
  expect(answer).toMatchObject({ status: 403, body: { error_description: "message search: service not open!" } });
  await closed.close();
  await off.close();
});

import { type Encodable, type MessageBody, MessageBodyContentType, MessageBodyType } from "@rondo/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Browser, ConsoleTest } from "../../console.fixture.ts";
import { type Entry, onlyFor } from "../../timeline/index.ts";
import { draftOfServer, type Target } from "../messages/index.ts";

let test: ConsoleTest;
let owner: Browser;
let count = 0;
let params: { org: string; app: string };
let appKey: string;

beforeAll(async () => {
  test = await ConsoleTest.start({ search: true });
});
beforeEach(async () => {
  await test.fresh();
  owner = await test.owner();
  // The log of messages is kept between tests.
  ({ params, appKey } = await test.app(owner, `shop${++count}`));
});
afterAll(() => test.close());

const toUser = (user: string): Target => ({ type: "user", user, resource: undefined });

async function say(
  from: string,
  to: Target,
  text: string,
  more: { audience?: string; body?: Encodable<MessageBody> } = {},
) {
  const body = more.body ?? { type: MessageBodyType.CHAT, contents: [{ type: MessageBodyContentType.TEXT, text }] };
  const members = to.type === "user" ? [from, to.user] : [];
  const writing = {
    app: appKey,
    from,
    to,
    members,
    kind: "txt" as const,
    body,
    ext: undefined,
    audience: more.audience,
  };
  const appended = await test.timelines.append(draftOfServer({ ...writing, reachesSender: true }));
  test.now += 1000;
  if (appended.outcome !== "appended") throw new Error(appended.outcome);
  return appended.entry.id;
}

const list = async (query: object = {}) => {
  const { items, nextCursor } = await owner.call("listMessages", { params, query });
  return { texts: items.map(({ text }) => text), items, nextCursor };
};
const texts = async (query: object = {}) => (await list(query)).texts;

describe("messages of an application", () => {
  it("[CM1] are found by user, conversation, type and time, newest first", async () => {
    const start = test.now;
    await say("ann", toUser("bob"), "1 to bob");
    await say("bob", toUser("ann"), "2 to ann");
    await say("bob", toUser("carl"), "3 to carl");
    await say("ann", { type: "group", id: "4711" }, "4 in the group");
    await say("bob", { type: "room", id: "4712" }, "5 in the room");
    expect(await texts()).toEqual(["5 in the room", "4 in the group", "3 to carl", "2 to ann", "1 to bob"]);
    expect(await texts({ user: "Ann" })).toEqual(["4 in the group", "2 to ann", "1 to bob"]);
    expect(await texts({ user: "bob" })).toEqual(["5 in the room", "3 to carl", "2 to ann", "1 to bob"]);
    expect(await texts({ user: "ann", conversation: "bob" })).toEqual(["2 to ann", "1 to bob"]);
    expect(await texts({ conversation: "4711" })).toEqual(["4 in the group"]);
    expect(await texts({ conversation: "4712", user: "ann" })).toEqual([]);
    expect(await texts({ since: start + 2000, until: start + 3000 })).toEqual(["4 in the group", "3 to carl"]);
    expect(await texts({ type: "img" })).toEqual([]);
    expect(await texts({ user: "not legal" })).toEqual([]);
  });

  it("[CM1] are those of this application only, whoever has hidden them", async () => {
    const id = await say("ann", toUser("bob"), "hers");
    await test.timelines.hide({ app: appKey, user: "ann", timeline: `${appKey}/c/ann/bob`, ids: [id] });
    expect(await texts()).toEqual(["hers"]);
    const other = await test.app(owner, `other${count}`);
    expect((await owner.call("listMessages", { params: other.params })).items).toEqual([]);
    expect(await owner.refused("getMessage", { params: { ...other.params, message: id } })).toMatchObject({
      status: 404,
      code: "MESSAGE_NOT_FOUND",
    });
    expect(await owner.refused("recallMessage", { params: { ...other.params, message: id }, body: {} })).toMatchObject({
      code: "MESSAGE_NOT_FOUND",
    });
  });

  it("[CM2] come in pages without gap or repetition, in either kind of search", async () => {
    for (let i = 0; i < 7; i++) await say("ann", toUser("bob"), `needle ${i}`);
    for (const query of [{}, { user: "ann", conversation: "bob" }, { text: "needle" }]) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ ...query, limit: 3, ...(cursor === null ? {} : { cursor }) });
        seen.push(...page.texts);
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `needle ${i}`));
    }
    expect(await owner.refused("listMessages", { params, query: { cursor: "x" } })).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
  });

  it("[CM3] are shown with what REST would say of them, and for whom they were", async () => {
    const id = await say("ann", { type: "group", id: "4711" }, "psst", { audience: onlyFor(["bob", "carl"]) });
    expect(await owner.call("getMessage", { params: { ...params, message: id } })).toEqual({
      id,
      chatType: "group",
      from: "ann",
      to: "4711",
      type: "txt",
      at: test.now - 1000,
      text: "psst",
      body: { type: "txt", msg: "psst" },
      ext: {},
      edits: 0,
      audience: ["bob", "carl"],
    });
  });

  it("[CM4] are found by words where the server keeps an index, and in an own conversation only", async () => {
    await say("ann", toUser("bob"), "我们明天见");
    await say("bob", toUser("carl"), "明天 is tomorrow");
    await say("ann", toUser("bob"), "something else");
    expect(await texts({ text: "明天" })).toEqual(["明天 is tomorrow", "我们明天见"]);
    expect(await texts({ text: "明天", user: "ann" })).toEqual(["我们明天见"]);
    expect(await texts({ text: "tomo", conversation: "carl", user: "bob" })).toEqual(["明天 is tomorrow"]);
    expect(await owner.refused("listMessages", { params, query: { text: "!?" } })).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    const without = await ConsoleTest.start();
    const other = await without.owner();
    await without.app(other, "shop");
    const query = { params: { org: "acme", app: "shop" }, query: { text: "a" } };
    expect(await other.refused("listMessages", query)).toMatchObject({ code: "SEARCH_OFF" });
    await without.close();
  });

  it("[CM5] that are recalled are gone, and everybody is told; those deleted are gone, and nobody is", async () => {
    const told: Entry[] = [];
    const stop = test.timelines.onCommitted((entries) => told.push(...entries));
    const [one, two] = [await say("ann", toUser("bob"), "one"), await say("ann", toUser("bob"), "two")];
    const bob = { app: appKey, user: "bob", resource: "phone" };
    await test.timelines.openDevice(bob);
    test.now += 365 * 24 * 60 * 60 * 1000;
    await owner.call("logIn", { body: { email: "owner@example.com", password: "correct-horse-9" } });
    await owner.call("recallMessage", { params: { ...params, message: one }, body: {} });
    await owner.call("removeMessage", { params: { ...params, message: two } });
    stop();
    expect(await texts()).toEqual([]);
    const timeline = `${appKey}/c/ann/bob`;
    const recalls = await test.timelines.read({ device: bob, timeline, after: "0", limit: 10 });
    expect(recalls.map(({ kind, ref, sender }) => [kind, ref, sender])).toEqual([["recall", one, "ann"]]);
    expect(told.filter(({ kind }) => kind === "recall").map(({ ref, audience }) => [ref, audience])).toEqual([
      [one, undefined],
      [two, ",,"],
    ]);
    for (const message of [one, two]) {
      expect(await owner.refused("recallMessage", { params: { ...params, message }, body: {} })).toMatchObject({
        code: "MESSAGE_NOT_FOUND",
      });
    }
    const { items } = await owner.call("listOperations", { params: { org: "acme" }, query: { limit: 2 } });
    expect(items.map(({ action, object }) => [action, object])).toEqual([
      ["message.removed", two],
      ["message.recalled", one],
    ]);
  });

  it("[CM6] are exported as lines of JSON, oldest first, with a last line that says how many", async () => {
    const since = test.now;
    for (let i = 0; i < 1203; i++) {
      const writing = { app: appKey, from: "ann", to: toUser("bob"), members: ["ann", "bob"], kind: "txt" as const };
      const body = { type: MessageBodyType.CHAT, contents: [{ type: MessageBodyContentType.TEXT, text: `m${i}` }] };
      const draft = draftOfServer({ ...writing, body, ext: undefined, audience: undefined, reachesSender: true });
      if (i < 1202) void test.timelines.append(draft);
      else await test.timelines.append(draft);
    }
    const { text, headers } = await owner.send("exportMessages", { params, query: { since, user: "bob" } });
    expect(headers).toMatchObject({
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="acme-shop${count}-messages.jsonl"`,
    });
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toEqual({ end: true, count: 1203 });
    expect(lines.slice(0, -1).map((message) => message.text)).toEqual(Array.from({ length: 1203 }, (_, i) => `m${i}`));
    const { items } = await owner.call("listOperations", { params: { org: "acme" }, query: { limit: 1 } });
    expect(items[0]).toMatchObject({
      action: "messages.exported",
      changes: [{ field: "since" }, { field: "user", to: "bob" }],
    });
  });
});

import { encode, MessageBody, MessageBodyType, Meta, MetaNameSpace, userJid } from "@rondo/protocol";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import {
  conversationTimeline,
  type Effect,
  type OpenTimelines,
  openTimelines,
  timelineMigrations,
} from "../../timeline/index.ts";
import { createReports, reportsMigrations } from "./index.ts";

let rest: TestRest;
let timelines: OpenTimelines;
let reports: ReturnType<typeof createReports>;
let bob: string;

const log = pino({ level: "silent" });
beforeAll(async () => {
  rest = await TestRest.start({
    migrations: [...timelineMigrations, ...reportsMigrations],
    async features({ apps, database, clock }) {
      timelines = await openTimelines({ database, clock, nodeId: 1, log });
      reports = createReports({ apps, timelines, database, clock });
      return reports.endpoints;
    },
  });
  rest.forget = async (app, user) => {
    await Promise.all([reports.api.forgetUser(app, user), timelines.forgetUser(app, user)]);
  };
});
beforeEach(async () => {
  await rest.freshApp();
  bob = await rest.register("bob");
});
afterAll(async () => {
  await timelines.close();
  await rest.close();
});

/** A message that is stored. */
async function say(from: string, to: string, text: string, effect?: Effect): Promise<string> {
  const app = rest.appKey;
  const payload = encode(MessageBody, {
    type: MessageBodyType.CHAT,
    from: { name: from },
    to: { name: to },
    contents: [{ type: 0, text }],
  });
  const appended = await timelines.append({
    app,
    timeline: conversationTimeline(app, from, to),
    members: [from, to],
    kind: effect === undefined ? "txt" : "recall",
    sender: from,
    resource: "phone",
    ref: effect?.id,
    audience: undefined,
    audienceResource: undefined,
    once: undefined,
    effect,
    encode: (id, at) =>
      encode(Meta, {
        id,
        from: userJid(app, from),
        to: userJid(app, to),
        timestamp: at,
        ns: MetaNameSpace.CHAT,
        payload,
      }),
  });
  if (appended.outcome !== "appended") throw new Error(appended.outcome);
  return appended.entry.id;
}

const report = (
  messageId: string,
  json: unknown = { reportType: "spam", reportReason: "sells things" },
  token = bob,
  user = "bob",
) => rest.call(`/user/${user}/moderation/report/message/${messageId}`, { json, token });
const list = async (query = "", token = rest.appToken) => {
  const { status, body } = await rest.call(`/moderation/reports${query}`, { token });
  return { status, reports: body.data?.reports, cursor: body.data?.cursor };
};
const handle = (id: string, state: unknown = "handled", token = rest.appToken) =>
  rest.call(`/moderation/reports/${id}`, { method: "PUT", json: { state }, token });

const unknown = { status: 400, body: { error_description: "report failed, get message by id failed" } };

describe("reports", () => {
  it("[RP1] come to the moderators with the message, who reported it, why and when", async () => {
    const id = await say("alice", "bob", "buy this");
    rest.now += 5000;
    expect(await report(id)).toMatchObject({ status: 200 });
    const { reports } = await list();
    expect(reports).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        state: "open",
        reporter: "bob",
        reportType: "spam",
        reportReason: "sells things",
        reportedAt: rest.now,
        handledAt: null,
        message: { id, from: "alice", to: "bob", timestamp: rest.now - 5000, payload: expect.any(String) },
      },
    ]);
    expect(JSON.parse(reports[0].message.payload).bodies).toEqual([{ type: "txt", msg: "buy this" }]);
  });

  it("[RP2] show the message as it was reported, also when it is recalled later", async () => {
    const id = await say("alice", "bob", "buy this");
    await report(id);
    await say("alice", "bob", "", { type: "remove", id });
    expect(JSON.parse((await list()).reports[0].message.payload).bodies[0].msg).toBe("buy this");
    expect(await report(id), "what is gone cannot be reported").toMatchObject(unknown);
  });

  it("[RP3] are of messages that the reporter can see", async () => {
    const id = await say("alice", "bob", "buy this");
    const eve = await rest.register("eve");
    expect(await report(id, undefined, eve, "eve")).toMatchObject(unknown);
    for (const no of ["4711", "0", "abc", "99999999999999999999", "-5"])
      expect(await report(no)).toMatchObject(unknown);
    await timelines.hide({
      app: rest.appKey,
      user: "bob",
      timeline: conversationTimeline(rest.appKey, "alice", "bob"),
      ids: [id],
    });
    expect(await report(id)).toMatchObject(unknown);
    const own = await say("bob", "alice", "my own");
    expect(await report(own)).toMatchObject({ status: 200 });
    await rest.freshApp();
    bob = await rest.register("bob");
    expect(await report(own), "another application's message").toMatchObject(unknown);
    expect((await list()).reports).toEqual([]);
  });

  it("[RP4] of the same message by the same user count once, also at once", async () => {
    const id = await say("alice", "bob", "buy this");
    const both = await Promise.all([report(id), report(id, { reportType: "other", reportReason: "" })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await report(id)).status).toBe(200);
    expect((await list()).reports).toHaveLength(1);
    const alice = await rest.register("alice");
    await report(id, undefined, alice, "alice");
    expect((await list()).reports.map((each: { reporter: string }) => each.reporter)).toEqual(["alice", "bob"]);
  });

  it("[RP5] are bounded: the tag, the reason, and how many a user makes in a day", async () => {
    const id = await say("alice", "bob", "buy this");
    const bad = (json: unknown) => report(id, json);
    expect((await bad({ reportReason: "no tag" })).status).toBe(400);
    expect((await bad({ reportType: "t".repeat(65) })).status).toBe(400);
    expect((await bad({ reportType: "spam", reportReason: "贵".repeat(171) })).status).toBe(400);
    expect((await bad({ reportType: 5 })).status).toBe(400);
    expect((await bad([])).status).toBe(400);
    expect((await bad({ reportType: "spam", reportReason: "贵".repeat(170) })).status).toBe(200);
    for (let i = 1; i < 100; i++) {
      rest.now += 1000;
      expect((await report(await say("alice", "bob", `m${i}`))).status).toBe(200);
    }
    const more = await say("alice", "bob", "one more");
    const full = { status: 429, body: { error_description: "The request has reached the maximum limit" } };
    expect(await report(more)).toMatchObject(full);
    expect((await report(id)).status, "already made").toBe(200);
    rest.now += 24 * 60 * 60 * 1000;
    expect((await report(more)).status).toBe(200);
  });

  it("[RP6] are listed newest first, by time and state, in pages without gap or repetition", async () => {
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      await report(await say("alice", "bob", `m${i}`));
      times.push(rest.now);
      rest.now += 60_000;
    }
    const texts: string[] = [];
    let cursor = "";
    do {
      const page = await list(`?limit=3&cursor=${cursor}`);
      texts.push(
        ...page.reports.map((each: { message: { payload: string } }) => JSON.parse(each.message.payload).bodies[0].msg),
      );
      cursor = page.cursor;
    } while (cursor !== "");
    expect(texts).toEqual(["m6", "m5", "m4", "m3", "m2", "m1", "m0"]);
    expect((await list(`?startTime=${times[2]}&endTime=${times[4]}`)).reports).toHaveLength(3);
    const [newest, second] = (await list()).reports;
    await handle(second.id);
    expect((await list("?state=handled")).reports.map((each: { id: string }) => each.id)).toEqual([second.id]);
    expect((await list("?state=open&limit=1")).reports[0].id).toBe(newest.id);
    expect((await list("?state=open")).reports).toHaveLength(6);
    for (const bad of ["?cursor=x", "?state=closed", "?limit=0", "?limit=101", "?startTime=soon"]) {
      expect((await list(bad)).status, bad).toBe(400);
    }
  });

  it("[RP7] are open until a moderator has handled them, and can be opened again", async () => {
    await report(await say("alice", "bob", "buy this"));
    const [{ id }] = (await list()).reports;
    rest.now += 1000;
    expect((await handle(id)).body.data).toMatchObject({ id, state: "handled", handledAt: rest.now, reporter: "bob" });
    expect((await handle(id, "open")).body.data).toMatchObject({ state: "open", handledAt: null });
    for (const bad of ["closed", null, 1]) expect((await handle(id, bad)).status).toBe(400);
    expect((await handle("4711")).status).toBe(404);
    expect((await handle("x")).status).toBe(404);
    await rest.freshApp();
    expect((await handle(id)).status, "another application's").toBe(404);
  });

  it("[RP8] are for moderators only; a user reports in the own name", async () => {
    const id = await say("alice", "bob", "buy this");
    const alice = await rest.register("alice");
    expect((await report(id, undefined, alice, "bob")).status).toBe(401);
    expect((await list("", bob)).status).toBe(401);
    expect((await handle("1", "handled", bob)).status).toBe(401);
    expect((await rest.call("/moderation/reports")).status).toBe(401);
    await report(id, { username: "alice", reportType: "spam" });
    expect((await list()).reports[0].reporter).toBe("bob");
  });

  it("[RP9] are refused where the application takes none", async () => {
    const id = await say("alice", "bob", "buy this");
    await rest.apps.changeSettings(rest.appKey, { messageReports: false });
    expect(await report(id)).toMatchObject({ status: 403, body: { error_description: "message report not open" } });
    expect((await list()).reports).toEqual([]);
  });

  it("[RP10] stay without a name when the reporter's account is removed", async () => {
    const id = await say("alice", "bob", "buy this");
    await report(id);
    const alice = await rest.register("alice");
    await report(id, undefined, alice, "alice");
    await rest.users.remove(rest.appKey, "bob");
    await rest.users.remove(rest.appKey, "alice");
    expect((await list()).reports.map((each: { reporter: unknown }) => each.reporter)).toEqual([null, null]);
    bob = await rest.register("bob");
    expect(await report(id), "the name is somebody else's now").toMatchObject(unknown);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { type Asked, type StandIn, standIn } from "../../kernel/provider.fixture.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import { createRtc, rtcMigrations } from "./index.ts";

let rest: TestRest;
let provider: StandIn;
let alice: string;

function issue({ body }: Asked) {
  const { uid, channelName } = JSON.parse(body);
  return { json: { appId: "rtc-app", token: `token-${uid}-${channelName}`, expiresIn: 3600 } };
}

beforeAll(async () => {
  provider = await standIn(issue);
  rest = await TestRest.start({
    migrations: rtcMigrations,
    features({ apps, database, log }) {
      const rtc = createRtc({ apps, database, log, client: new ProviderClient({ timeoutMs: 3000, maxConcurrent: 2 }) });
      forget = rtc.api.forgetUser.bind(rtc.api);
      return rtc.endpoints;
    },
  });
  rest.forget = (app, user) => forget(app, user);
});
let forget: (app: string, user: string) => Promise<void>;
beforeEach(async () => {
  provider.answer = issue;
  provider.seen.length = 0;
  await rest.freshApp({ registration: "open", rtcTokenUrl: `${provider.url}/token`, rtcTokenKey: "k3" });
  alice = await rest.register("alice");
});
afterAll(async () => {
  await rest.close();
  await provider.close();
});

const token = (query = "", as = alice, user = "alice") => rest.call(`/users/${user}/token/rtc${query}`, { token: as });
const mapper = (data: unknown, as = alice) => rest.call("/rtc_mapper/batch/get", { json: { data }, token: as });

describe("tokens for calls", () => {
  it("[RT1] come from the application's server, for the user's number and the channel that was named", async () => {
    const { status, body } = await token("?channelName=room 1&_v=5");
    expect(status).toBe(200);
    const uid = body.rtcUid;
    expect(uid).toBeGreaterThan(0);
    expect(uid).toBeLessThan(2 ** 31);
    const facts = { app_id: "rtc-app", rtc_token: `token-${uid}-room 1`, channel_name: "room 1", expires_in: 3600 };
    expect(body).toMatchObject(facts);
    expect(provider.seen[0]).toMatchObject({ method: "POST", path: "/token", headers: { authorization: "Bearer k3" } });
    const asked = { appKey: rest.appKey, userId: "alice", uid, channelName: "room 1" };
    expect(JSON.parse(provider.seen[0]?.body ?? "")).toEqual(asked);
    expect((await token()).body).toMatchObject({ channel_name: "*", rtcUid: uid, rtc_token: `token-${uid}-*` });
  });

  it("[RT2] keep a user's number, also when they are asked for at once, and give everybody another one", async () => {
    provider.answer = issue;
    const both = await Promise.all([token(), token()]);
    expect(new Set(both.map(({ body }) => body.rtcUid)).size).toBe(1);
    const bob = await rest.register("bob");
    expect((await token("", bob, "bob")).body.rtcUid).not.toBe(both[0].body.rtcUid);
  });

  it("[RT2] tell who is behind a number, and pass over numbers that are nobody's", async () => {
    const bob = await rest.register("bob");
    const [a, b] = [(await token()).body.rtcUid, (await token("", bob, "bob")).body.rtcUid];
    expect((await mapper([a, b, 7, 1.5, -1, 1e300], bob)).body.data).toEqual({ [a]: "alice", [b]: "bob" });
    expect((await mapper([])).body.data).toEqual({});
    const { appKey } = rest;
    await rest.freshApp({ registration: "open", rtcTokenUrl: provider.url });
    expect((await mapper([a], await rest.register("carol"))).body.data, "another application").toEqual({});
    rest.appKey = appKey;
    await rest.users.remove(appKey, "alice");
    expect((await mapper([a], bob)).body.data).toEqual({});
    alice = await rest.register("alice");
    expect((await token()).body.rtcUid).not.toBe(a);
  });

  it("[RT3] are refused clearly where the application has named no server", async () => {
    await rest.apps.changeSettings(rest.appKey, { rtcTokenUrl: "" });
    const closed = { status: 403, body: { error_description: "calls: service not open!" } };
    expect(await token()).toMatchObject(closed);
    expect(await mapper([1])).toMatchObject(closed);
  });

  it("[RT4] are refused without detail when the server fails", async () => {
    const failed = { status: 502, body: { error_description: "no token for calls could be obtained" } };
    for (const said of [
      { status: 500, json: { why: "stack" } },
      { text: "" },
      { json: { token: "x" } },
      "silence",
    ] as const) {
      provider.answer = () => said;
      const answer = await token();
      expect(answer).toMatchObject(failed);
      expect(JSON.stringify(answer.body)).not.toContain("stack");
    }
    provider.answer = () => ({ status: 429, json: {} });
    expect(await token()).toMatchObject({ status: 429 });
    expect(rest.logged.join()).not.toContain('k3"');
  });

  it("[RT5] are for the user, numbers for every user of the application; what is not valid is refused", async () => {
    const bob = await rest.register("bob");
    expect((await token("", bob)).status).toBe(401);
    expect((await token("", rest.appToken)).status).toBe(200);
    expect((await rest.call("/rtc_mapper/batch/get", { json: { data: [] } })).status).toBe(401);
    expect((await token(`?channelName=${"c".repeat(65)}`)).status).toBe(400);
    for (const data of [undefined, "x", ["1"], Array(101).fill(1), [null]])
      expect((await mapper(data)).status).toBe(400);
    const own = alice;
    await rest.freshApp({ registration: "open", rtcTokenUrl: provider.url });
    expect((await token("", own)).status).toBe(401);
    expect((await mapper([1], own)).status).toBe(401);
  });
});

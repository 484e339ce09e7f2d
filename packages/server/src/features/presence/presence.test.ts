import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openWorld, type World } from "./presence.fixture.ts";

const START = 1_800_000_000;
const WEB = "webim_web_1";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.freshApp(["alice", "bob", "carol"]));
afterAll(() => world.close());

const statusOf = async (user: string) => (await world.as("bob").query([user])).body.result[0].status;

describe("subscribing", () => {
  it("[PR2] [PR6] answers how those are now who exist, and when the subscription ends", async () => {
    await world.comesOnline("alice");
    await world.pass(5000);
    await world.as("alice").publish("busy");
    const { status, body } = await world.as("bob").subscribe(["ALICE", "carol", "nobody", "no body", "alice"], 7200);
    expect(status).toBe(200);
    const expiry = String(START + 5 + 7200);
    expect(body.result).toEqual([
      { uid: "alice", last_time: String(START + 5), expiry, ext: "busy", status: { [WEB]: "1" } },
      { uid: "carol", last_time: "0", expiry, ext: "", status: {} },
    ]);
  });

  it("[PR2] again replaces the time, also by a shorter one", async () => {
    await world.as("bob").subscribe(["alice"], 7200);
    await world.as("bob").subscribe(["alice"], 60);
    expect((await world.as("bob").list()).body.result).toEqual({
      totalnum: "1",
      sublist: [{ uid: "alice", expiry: String(START + 60) }],
    });
    await world.pass(60_000);
    expect((await world.as("bob").list()).body.result).toEqual({ totalnum: "0", sublist: [] });
  });

  it("[PR4] is listed by name in pages that count from 1, of one unless it says otherwise", async () => {
    await world.as("bob").subscribe(["carol", "alice"]);
    const names = async (query: string) =>
      (await world.as("bob").list(query)).body.result.sublist.map(({ uid }: { uid: string }) => uid);
    expect(await names("?pageNum=1&pageSize=10")).toEqual(["alice", "carol"]);
    expect(await names("?pageNum=0&pageSize=1")).toEqual(["alice"]);
    expect(await names("?pageNum=2&pageSize=1")).toEqual(["carol"]);
    expect(await names("?pageNum=3&pageSize=1")).toEqual([]);
    expect(await names("")).toEqual(["alice"]);
  });

  it.each([
    ["a bare list", ["alice", "nobody"]],
    ["`users`", { users: ["alice"] }],
    ["`usernames`", { usernames: ["ALICE"] }],
  ])("[PR4] ends by %s, and others go on", async (_form, body) => {
    await world.as("bob").subscribe(["alice", "carol"]);
    expect(await world.as("bob").unsubscribe(body)).toMatchObject({ status: 200, body: { result: "ok" } });
    expect((await world.as("bob").list()).body.result.sublist).toMatchObject([{ uid: "carol" }]);
  });
});

describe("events", () => {
  it("[PR7] of a published text reach the subscribers that are connected and the own devices, each with its own end", async () => {
    for (const name of ["alice", "bob", "carol"]) await world.comesOnline(name);
    await world.as("bob").subscribe(["alice"], 60);
    expect(world.news()).toEqual([]);
    await world.as("alice").publish("in a call");
    const form = { uid: "alice", last_time: String(START), ext: "in a call", status: { [WEB]: "1" } };
    expect(world.rawNews()).toEqual([
      { to: "alice", json: { type: "presence", data: { values: [{ ...form, expiry: "0" }] } } },
      { to: "bob", json: { type: "presence", data: { values: [{ ...form, expiry: String(START + 60) }] } } },
    ]);
  });

  it("[PR7] tell that a device has come, and that it is gone", async () => {
    await world.comesOnline("bob");
    await world.as("bob").subscribe(["alice"]);
    await world.comesOnline("alice");
    await world.comesOnline("alice", "ios_2");
    await world.goesOffline("alice");
    await world.pass(3000);
    expect(world.news().map(({ to, status }) => ({ to, status }))).toEqual([
      { to: "bob", status: { [WEB]: "1" } },
      { to: "bob", status: { [WEB]: "1", ios_2: "1" } },
      { to: "bob", status: { ios_2: "1", [WEB]: "0" } },
    ]);
  });

  it("[PR7] reach nobody who is not connected, has ended the subscription or has let it end", async () => {
    await world.as("bob").subscribe(["alice"]);
    await world.comesOnline("alice");
    expect(world.news()).toEqual([]);
    await world.comesOnline("bob");
    await world.comesOnline("carol");
    await world.as("carol").subscribe(["alice"], 60);
    await world.as("bob").unsubscribe(["alice"]);
    await world.pass(60_000);
    await world.as("alice").publish("anybody?");
    expect(world.news().map(({ to }) => to)).toEqual(["alice"]);
  });

  it("[PR7] say the last state when several changes come at once, and then nothing", async () => {
    await world.comesOnline("alice");
    await world.comesOnline("bob");
    await world.as("bob").subscribe(["alice"]);
    await Promise.all(["one", "two", "three"].map((text) => world.as("alice").publish(text)));
    const toBob = world.news().filter(({ to }) => to === "bob");
    const [{ ext } = { ext: "" }] = (await world.as("bob").query(["alice"])).body.result;
    expect(toBob.at(-1)?.ext).toBe(ext);
    expect(toBob.length).toBeLessThanOrEqual(3);
  });

  it("[PR7] that cannot be made are logged, and the text is published nevertheless", async () => {
    await world.comesOnline("alice");
    await world.comesOnline("bob");
    await world.as("bob").subscribe(["alice"]);
    world.breakStore();
    await world.comesOnline("alice", "ios_2");
    world.breakStore(false);
    expect(world.news()).toEqual([]);
    expect(world.rest.logged.some((line) => line.includes("a change of presence could not be told"))).toBe(true);
    await world.as("alice").publish("still here");
    expect(world.news()).toHaveLength(2);
  });
});

describe("a device that leaves", () => {
  beforeEach(async () => {
    await world.comesOnline("bob");
    await world.comesOnline("alice");
    await world.as("bob").subscribe(["alice"]);
    world.news();
  });

  it("[PR8] and is back within three seconds has not been away", async () => {
    for (let i = 0; i < 5; i++) {
      await world.goesOffline("alice");
      await world.pass(2999);
      expect(await statusOf("alice")).toEqual({ [WEB]: "1" });
      await world.comesOnline("alice");
    }
    await world.pass(60_000);
    expect(world.news()).toEqual([]);
  });

  it("[PR8] is gone three seconds after it left last", async () => {
    await world.goesOffline("alice");
    await world.pass(2000);
    await world.comesOnline("alice");
    await world.goesOffline("alice");
    await world.pass(2999);
    expect(world.news()).toEqual([]);
    await world.pass(1);
    expect(world.news()).toMatchObject([{ to: "bob", uid: "alice", status: { [WEB]: "0" } }]);
    expect(await statusOf("alice")).toEqual({ [WEB]: "0" });
    await world.comesOnline("alice");
    expect(world.news()).toMatchObject([{ to: "bob", status: { [WEB]: "1" } }]);
  });

  it("[PR1] keeps what it shows when it is back at once, and loses it when it is gone", async () => {
    await world.as("alice").publish("away", `/${WEB}/7`);
    await world.goesOffline("alice");
    await world.pass(1000);
    await world.comesOnline("alice");
    expect(await statusOf("alice")).toEqual({ [WEB]: "7" });
    await world.goesOffline("alice");
    await world.pass(3000);
    expect(await statusOf("alice")).toEqual({ [WEB]: "0" });
    await world.comesOnline("alice");
    expect(await statusOf("alice")).toEqual({ [WEB]: "1" });
  });

  it("[PR9] without a word, in a crash, is offline when the server is back; the text has stayed", async () => {
    await world.as("alice").publish("busy");
    world.crash();
    const [state] = (await world.as("bob").query(["alice"])).body.result;
    expect(state).toMatchObject({ ext: "busy", status: { [WEB]: "0" } });
    await world.comesOnline("bob");
    world.news();
    await world.comesOnline("alice");
    expect(world.news()).toMatchObject([{ to: "bob", uid: "alice", ext: "busy", status: { [WEB]: "1" } }]);
  });
});

describe("a state", () => {
  it("[PR6] shows at most ten devices that are not online: those seen last", async () => {
    for (let i = 0; i < 12; i++) {
      await world.comesOnline("alice", `webim_random_web_${i}`);
      await world.goesOffline("alice", `webim_random_web_${i}`);
      await world.pass(3000);
    }
    await world.comesOnline("alice");
    const status = await statusOf("alice");
    expect(status[WEB]).toBe("1");
    expect(Object.keys(status)).toHaveLength(11);
    expect(status.webim_random_web_11).toBe("0");
    expect(status.webim_random_web_1).toBeUndefined();
  });

  it("[PR1] shows the number a device has published, 0 too, and 1 again", async () => {
    await world.comesOnline("alice");
    for (const number of ["0", "100", "1"]) {
      await world.as("alice").publish("", `/${WEB}/${number}`);
      expect(await statusOf("alice")).toEqual({ [WEB]: number });
    }
  });

  it("[PR5] is answered also to whom has not subscribed, with an end of 0", async () => {
    await world.comesOnline("alice");
    await world.as("bob").subscribe(["carol"], 60);
    const { body } = await world.as("bob").query(["alice", "carol", "nobody", "bob"]);
    expect(body.result).toMatchObject([
      { uid: "alice", expiry: "0", last_time: String(START), status: { [WEB]: "1" } },
      { uid: "carol", expiry: String(START + 60), last_time: "0", status: {} },
      { uid: "bob", expiry: "0" },
    ]);
  });
});

describe("a removed account", () => {
  it("[PR11] is told to be offline, and leaves no subscription of either side and no text", async () => {
    for (const name of ["alice", "bob", "carol"]) await world.comesOnline(name);
    await world.as("bob").subscribe(["alice"]);
    await world.as("alice").subscribe(["carol"]);
    await world.as("alice").publish("busy");
    world.news();
    await world.goesOffline("alice");
    await world.presence.api.forgetUser(world.rest.appKey, "alice");
    expect(world.news()).toMatchObject([{ to: "bob", uid: "alice", ext: "", status: { [WEB]: "0" } }]);
    await world.pass(3000);
    await world.as("carol").publish("anybody?");
    expect(world.news().map(({ to }) => to)).toEqual(["carol"]);
    expect((await world.as("bob").list()).body.result.totalnum).toBe("0");
    expect((await world.as("bob").query(["alice"])).body.result[0].ext).toBe("");
  });
});

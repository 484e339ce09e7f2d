import {
  CommSyncUL,
  type Encodable,
  encode,
  MessageBody,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  MucBody,
  MucBodyOperation,
  userJid,
} from "@rondo/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { textsOf } from "./testing/raw-client.ts";
import { startServer, type TestServer } from "./testing/server.ts";

let server: TestServer;
afterEach(() => server.close());

describe("frames", () => {
  it("[SE2] are answered in the kind of the first frame that was understood", async () => {
    server = await startServer();
    const my = await server.login("alice", { kind: "base64", resource: "webim_zfb_1" });
    const wx = await server.login("bob", { kind: "binary" });
    await my.say("bob", "from text");
    expect(textsOf((await wx.batch()).metas)).toEqual(["from text"]);
    await wx.say("alice", "from binary");
    expect(textsOf((await my.batch()).metas)).toEqual(["from binary"]);
    expect([...my.kinds]).toEqual(["base64"]);
    expect([...wx.kinds]).toEqual(["binary"]);
  });

  it("[SE3] a text frame `undefined` before the login decides nothing", async () => {
    server = await startServer();
    const alice = await server.connect("alice");
    alice.sendRaw("undefined");
    await alice.login();
    expect([...alice.kinds]).toEqual(["binary"]);
  });

  it("[SE3] that are not understood are ignored ten times", async () => {
    server = await startServer();
    await server.identity("bob");
    const alice = await server.login("alice");
    const garbage = [
      "undefined",
      "",
      "QUJD",
      "====",
      Uint8Array.of(0xff, 0xff),
      new Uint8Array(0),
      Uint8Array.of(0x7a),
    ];
    for (const frame of garbage) alice.sendRaw(frame);
    alice.send({ command: 9 });
    alice.send({ command: MSyncCommand.NOTICE });
    alice.send({ command: MSyncCommand.SYNC });
    expect((await alice.say("bob", "still here")).status?.errorCode).toBe(0);
    alice.sendRaw("undefined");
    expect(await alice.closed).toEqual({ code: 4102, reason: "too many bad frames" });
  });

  it("[SE3] without an id cannot be acknowledged and are not taken", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    const payload = encode(MessageBody, { type: 1, contents: [{ type: 0, text: "lost" }] });
    alice.meta({ id: "0", ns: MetaNameSpace.CHAT, to: userJid(server.app, "bob"), payload });
    await alice.say("bob", "kept");
    expect(textsOf((await bob.batch()).metas)).toEqual(["kept"]);
  });

  it("[SE3] over the size limit end the connection", async () => {
    server = await startServer({ limits: { maxFrameBytes: 2048 } });
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    alice.sendRaw(new Uint8Array(2049));
    expect((await alice.closed).code).toBe(1009);
    expect((await bob.say("alice", "undisturbed")).status?.errorCode).toBe(0);
  });

  it("[SE3][SE4] before the login are not understood, and metas are told so", async () => {
    server = await startServer();
    const stranger = await server.connect("alice");
    stranger.send({ command: MSyncCommand.UNREAD });
    const ack = await stranger.ack(stranger.text("bob", "hello?"));
    expect(ack.status?.errorCode).toBe(2);
    for (let i = 0; i < 9; i++) stranger.send({ command: MSyncCommand.UNREAD });
    expect((await stranger.closed).code).toBe(4102);
  });

  it("[SE4] that follow PROVISION without waiting are served after it", async () => {
    server = await startServer();
    await server.identity("bob");
    const alice = await server.connect("alice");
    const answer = alice.provision();
    const id = alice.text("bob", "eager");
    const unread = alice.unread();
    expect((await answer).status?.errorCode).toBe(0);
    expect((await alice.ack(id)).status?.errorCode).toBe(0);
    expect(await unread).toEqual([]);
  });
});

describe("frames that are nearly right", () => {
  it.each([1, 2, 3])("[SE3] neither break the session nor disturb another one (seed %i)", async (seed) => {
    server = await startServer({ limits: { maxBadFrames: 1_000_000, framesBurst: 1_000_000 } });
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    const random = seeded(seed);
    const valid = [
      frameOf({ meta: chat("bob", "hello") }),
      frameOf({ queue: userJid(server.app, "bob"), key: "12345678901234567" }),
      frameOf({ queue: { name: "4711", domain: "conference.easemob.com" } }),
      encode(MSync, { command: MSyncCommand.UNREAD }),
      encode(MSync, { command: MSyncCommand.NOTICE, payload: Uint8Array.of(10, 0) }),
    ];
    for (let i = 0; i < 3000; i++) {
      const frame = Uint8Array.from(valid[random(valid.length)] ?? []);
      for (let changes = 1 + random(3); changes > 0; changes--) frame[random(frame.length)] = random(256);
      alice.sendRaw(random(4) === 0 ? frame.subarray(0, random(frame.length)) : frame);
    }
    expect((await bob.say("alice", "undisturbed")).status?.errorCode).toBe(0);
    // A changed byte can say LOGOUT or PROVISION; nothing else may end the session.
    await Promise.race([alice.closed, alice.ping()]);
    const reasons = [...(await server.metrics.metrics()).matchAll(/closed_total\{reason="([^"]*)"/g)].map((m) => m[1]);
    expect(reasons.filter((reason) => reason !== "logout" && reason !== "refused")).toEqual([]);
  });
});

function chat(to: string, text: string) {
  const payload = encode(MessageBody, { type: 1, contents: [{ type: 0, text }] });
  return { id: "434991600001", ns: MetaNameSpace.CHAT, to: userJid(server.app, to), payload };
}

function frameOf(sync: Encodable<CommSyncUL>): Uint8Array {
  return encode(MSync, {
    command: MSyncCommand.SYNC,
    payload: encode(CommSyncUL, sync),
    traceId: "7000000000000000001",
  });
}

/** Whole numbers below a bound, the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

describe("an online session", () => {
  it("[SE9] has UNREAD answered with the time, and keep-alives not at all", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    alice.meta({ ns: MetaNameSpace.STATISTIC, payload: Uint8Array.of(8, 0) });
    alice.send({ command: MSyncCommand.UNREAD });
    const answer = await alice.next(() => true);
    expect(answer).toMatchObject({
      command: "unread",
      unread: { timestamp: server.clock.now(), status: { errorCode: 0 } },
    });
  });

  it("[SE10] is closed when nothing is heard for 120 s, and lives on a heartbeat", async () => {
    server = await startServer();
    const quiet = await server.login("alice");
    const beating = await server.login("bob");
    server.clock.advance(60_000);
    await beating.unread();
    server.clock.advance(60_001);
    expect((await quiet.closed).code).toBe(4001);
    expect(await beating.unread()).toEqual([]);
  });

  it("[SE11] is told goodbye", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    alice.send({ command: MSyncCommand.LOGOUT, payload: Uint8Array.of(0x0a, 1, 0x37) });
    await alice.next((f) => f.command === "logout");
    expect((await alice.closed).code).toBe(1000);
    expect(server.gateway.sessions.isOnline(server.app, "alice")).toBe(false);
  });

  it("[SE12] has its metas placed in order, those that wait for the store included", async () => {
    server = await startServer({ limits: { framesBurst: 5000 } });
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    bob.behave();
    const ids: string[] = [];
    // The first message to a user has to look whether it exists; the ones behind it may not overtake it.
    for (let i = 0; i < 1000; i++) ids.push(alice.text("bob", `m${i}`));
    for (const id of ids) expect((await alice.ack(id)).status?.errorCode).toBe(0);
    while (bob.metas.length < ids.length) await bob.unread();
    expect(textsOf(bob.metas)).toEqual(ids.map((_, i) => `m${i}`));
  });

  it("[SE12] is not read from while 256 of its metas are unanswered", async () => {
    const mayAppend = Promise.withResolvers<void>();
    let appended = 0;
    server = await startServer({
      limits: { framesBurst: 5000 },
      timelines: (real) => ({
        append: async (draft) => {
          appended++;
          await mayAppend.promise;
          return real.append(draft);
        },
      }),
    });
    await server.identity("bob");
    const alice = await server.login("alice");
    const ids = Array.from({ length: 600 }, (_, i) => alice.text("bob", `m${i}`));
    const bob = await server.login("bob");
    for (let turns = 0; appended < 256 && turns < 1000; turns++) await bob.unread();
    for (let turns = 0; turns < 20; turns++) await bob.unread();
    expect(appended).toBe(256);
    mayAppend.resolve();
    for (const id of ids) expect((await alice.ack(id)).status?.errorCode).toBe(0);
  });

  it("[SE12] is not read from while the store has more than it can take, and is heard after that", async () => {
    let isBusy = false;
    const waiting: Array<() => void> = [];
    let appended = 0;
    server = await startServer({
      timelines: (real) => ({
        get isBusy() {
          return isBusy;
        },
        onceCalm: (callback) => void waiting.push(callback),
        append: (draft) => {
          appended++;
          return real.append(draft);
        },
      }),
    });
    await server.identity("bob");
    const [alice, carol] = [await server.login("alice"), await server.login("carol")];
    isBusy = true;
    const ids = Array.from({ length: 50 }, (_, i) => alice.text("bob", `m${i}`));
    // The one that found the store busy is taken and answered; those behind it are not looked at.
    expect((await alice.ack(ids[0] as string)).status?.errorCode).toBe(0);
    for (let turns = 0; turns < 20; turns++) await carol.unread();
    expect(appended).toBe(1);
    expect(waiting).toHaveLength(1);
    isBusy = false;
    for (const release of waiting.splice(0)) release();
    for (const id of ids.slice(1)) expect((await alice.ack(id)).status?.errorCode).toBe(0);
    expect(appended).toBe(50);
  });

  it("[SE13] is told of the traffic limit, and served again when it slows down", async () => {
    server = await startServer({ limits: { framesPerSecond: 10, framesBurst: 20 } });
    await server.identity("bob");
    const alice = await server.login("alice");
    for (let i = 0; i < 18; i++) await alice.say("bob", "fast");
    expect((await alice.say("bob", "too fast")).status).toEqual({ errorCode: 7, reason: "traffic limit" });
    expect(await alice.unread()).toEqual([]);
    server.clock.advance(1000);
    expect((await alice.say("bob", "slower")).status?.errorCode).toBe(0);
  });

  it("[SE13] is closed when it does not slow down", async () => {
    server = await startServer({ limits: { framesPerSecond: 10, framesBurst: 20 } });
    await server.identity("bob");
    const alice = await server.login("alice");
    for (let i = 0; i < 18 + 21; i++) alice.text("bob", "fast");
    expect((await alice.closed).code).toBe(4006);
  });

  it("[SE13] has WebSocket pings answered, within the rate", async () => {
    server = await startServer({ limits: { framesPerSecond: 10, framesBurst: 20 } });
    const alice = await server.login("alice");
    await alice.ping();
    for (let i = 0; i < 17 + 21; i++) void alice.ping();
    expect((await alice.closed).code).toBe(4006);
  });

  it("[SE14] is asked into rooms, and refuses namespaces that clients do not send", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    const payload = encode(MucBody, {
      mucId: { appKey: server.app, name: "4711", domain: "conference.easemob.com" },
      operation: MucBodyOperation.JOIN,
      isChatroom: true,
    });
    const ack = await alice.ack(alice.meta({ ns: MetaNameSpace.MUC, to: { domain: "easemob.com" }, payload }));
    expect(ack.status).toEqual({ errorCode: 1, reason: "grpID 4711 does not exist!" });
    const other = await alice.ack(alice.meta({ ns: MetaNameSpace.ROSTER, payload }));
    expect(other.status?.errorCode).toBe(4);
  });

  it("[SE18] ends a minute after its token, without a kick", async () => {
    server = await startServer();
    await server.identity("alice");
    const { token } = await server.tokens.issueUser(server.app, "alice", 3600);
    const alice = await server.login("alice", { token });
    server.clock.advance(3_600_000);
    await alice.unread();
    server.clock.advance(60_001);
    expect((await alice.closed).code).toBe(4003);
    expect(alice.inbox).toEqual([]);
  });

  it("[SE19] is closed when it does not read, and nobody else notices", async () => {
    server = await startServer({
      limits: { maxSocketBufferBytes: 256 * 1024, framesBurst: 100_000 },
      settings: { maxMessageBytes: 200_000 },
    });
    const alice = await server.login("alice");
    const bob = await server.login("bob");
    const carol = await server.login("carol");
    bob.stopReading();
    const text = "x".repeat(100_000);
    for (let i = 0; i < 1000 && server.gateway.sessions.isOnline(server.app, "bob"); i++) {
      await alice.ack(alice.text("bob", text, { routetype: 1 }));
    }
    expect(server.gateway.sessions.isOnline(server.app, "bob")).toBe(false);
    expect(await server.metrics.metrics()).toContain('rondo_gateway_closed_total{reason="slow reader"} 1');
    expect((await carol.say("alice", "undisturbed")).status?.errorCode).toBe(0);
  });

  it("[SE21] ends when its application is disabled, and learns of new settings", async () => {
    server = await startServer();
    await server.identity("bob");
    const alice = await server.login("alice");
    await server.apps.changeSettings(server.app, { maxMessageBytes: 10 });
    let refusal: string | undefined;
    // Settings arrive with the next look at the store.
    for (let i = 0; i < 100 && refusal === undefined; i++)
      refusal = (await alice.say("bob", "a longer text")).status?.reason;
    expect(refusal).toBe("Sorry, data is too large");
    await server.apps.setDisabled(server.app, true);
    expect((await alice.closed).code).toBe(4101);
    expect((await (await server.connectWith(alice.identity)).provision()).status?.errorCode).toBe(12);
  });
});

describe("shutting down", () => {
  it("[SE20] answers what was taken, closes every session and takes no new one", async () => {
    const mayAppend = Promise.withResolvers<void>();
    const appending = Promise.withResolvers<void>();
    server = await startServer({
      timelines: (real) => ({
        append: async (draft) => {
          appending.resolve();
          await mayAppend.promise;
          return real.append(draft);
        },
      }),
    });
    await server.identity("bob");
    const alice = await server.login("alice");
    const idle = await server.login("carol");
    const ack = alice.ack(alice.text("bob", "last words"));
    await appending.promise;
    const drained = server.gateway.drain();
    expect((await idle.closed).code).toBe(4000);
    await expect(server.connectWith(idle.identity)).rejects.toThrow("503");
    mayAppend.resolve();
    expect((await ack).status?.errorCode).toBe(0);
    expect((await alice.closed).code).toBe(4000);
    await drained;
    expect(server.gateway.sessions.count).toBe(0);
  });
});

import { once } from "node:events";
import { get } from "node:http";
import { connect } from "node:net";
import { type Provision, userJid } from "@rondo/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { RawClient } from "./testing/raw-client.ts";
import { startServer, type TestServer } from "./testing/server.ts";

describe("PROVISION", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ limits: { provisionTimeoutMs: 100 } });
  });
  afterAll(() => server.close());

  async function refusal(client: RawClient, changes: Parameters<RawClient["provision"]>[0] = {}) {
    const { status, resource } = await client.provision(changes);
    const { code } = await client.closed;
    expect(code).toBe(4101);
    return { code: status?.errorCode, reason: status?.reason, resource };
  }
  const mismatch = "Sorry, token or password does not match login info";

  it("[SE4][SE7] answers status, resource and the expiry of the token", async () => {
    const alice = await server.connect("alice", { resource: "webim_wx_1" });
    const answer = await alice.provision();
    expect(answer.status).toEqual({ errorCode: 0 });
    expect(answer.resource).toBe("webim_wx_1");
    const { expires_in } = JSON.parse(answer.authToken ?? "{}");
    expect(expires_in).toBe(server.clock.now() + 60 * 24 * 60 * 60 * 1000);
    await alice.close();
  });

  it("[SE7] says nothing about the expiry of a token that has none", async () => {
    const { token } = await server.tokens.issueUser(server.app, "alice", 0);
    const alice = await server.connect("alice", { token });
    expect((await alice.provision()).authToken).toBeUndefined();
    await alice.close();
  });

  it("[SE1] declines compression", async () => {
    const alice = await server.connect("alice");
    const answer: Provision = await alice.provision({ protocolCompressType: [2] });
    expect(answer.protocolCompressType).toBeUndefined();
    expect(answer.protocolCompressDirection).toBeUndefined();
    await alice.close();
  });

  it("[SE4] takes the token from authToken when there is no auth", async () => {
    const alice = await server.connect("alice");
    expect((await alice.provision({ auth: "" })).status?.errorCode).toBe(0);
    await alice.close();
  });

  it("[SE6] assigns a resource to a client without one", async () => {
    const alice = await server.connect("alice");
    const answer = await alice.provision({ resource: "", guid: userJid(server.app, "alice") });
    expect(answer.resource).toMatch(/^assigned_\d+$/);
    await alice.close();
  });

  it("[SE6] takes the resource of the guid when the payload names none", async () => {
    const alice = await server.connect("alice");
    const answer = await alice.provision({ resource: "", guid: userJid(server.app, "alice", "ios_7") });
    expect(answer.resource).toBe("ios_7");
    await alice.close();
  });

  it("[SE5] matches user ids without regard to case", async () => {
    const alice = await server.connect("alice");
    const answer = await alice.provision({ guid: userJid(server.app, "ALICE", "r") });
    expect(answer.status?.errorCode).toBe(0);
    await alice.close();
  });

  for (const [what, appKey, user] of [
    ["an appKey without #", "orgapp", "alice"],
    ["no appKey", "", "alice"],
    ["a malformed user id", "org#app", "al ice"],
    ["no user id", "org#app", ""],
  ] as const) {
    it(`[SE5] refuses ${what} as a wrong parameter`, async () => {
      const client = await server.connect("alice");
      expect(await refusal(client, { guid: userJid(appKey, user) })).toMatchObject({
        code: 4,
        resource: "webim_web_alice",
      });
    });
  }

  it("[SE6] refuses a resource with control characters, or of more than 256", async () => {
    for (const resource of ["a\nb", "x".repeat(257)]) {
      const client = await server.connect("alice");
      expect(await refusal(client, { resource })).toMatchObject({ code: 4, resource: "" });
    }
  });

  it("[SE5] refuses an unknown application, and a login without a token", async () => {
    const stranger = await server.connect("alice");
    expect(await refusal(stranger, { guid: userJid("org#other", "alice") })).toMatchObject({ code: 2 });
    const tokenless = await server.connect("alice");
    expect(await refusal(tokenless, { auth: "", authToken: "{}" })).toMatchObject({ code: 2 });
  });

  it("[SE5] refuses a token that is malformed, somebody else's or the application's", async () => {
    const { token: foreign } = await server.identity("bob");
    const { token: application } = await server.tokens.issueApp(server.app, undefined);
    for (const token of ["YWMtnonsense", foreign, application]) {
      const client = await server.connect("alice", { token });
      expect(await refusal(client)).toMatchObject({ code: 1, reason: mismatch, resource: "webim_web_alice" });
    }
  });

  it("[SE5] refuses a token that a password change has made void", async () => {
    const { token } = await server.identity("carol");
    await server.users.changePassword(server.app, "carol", "other");
    const carol = await server.connect("carol", { token });
    expect(await refusal(carol)).toMatchObject({ code: 1, reason: mismatch });
  });

  it("[SE5][SE18] refuses an expired token", async () => {
    await server.identity("alice");
    const { token } = await server.tokens.issueUser(server.app, "alice", 60);
    server.clock.advance(60_000);
    const alice = await server.connect("alice", { token });
    expect(await refusal(alice)).toMatchObject({ code: 1, reason: "Sorry, token expired" });
  });

  it("[SE5] refuses a removed account", async () => {
    const { token } = await server.identity("dave");
    await server.users.remove(server.app, "dave");
    const client = await server.connect("alice", { token });
    expect(await refusal(client, { guid: userJid(server.app, "dave") })).toMatchObject({
      code: 1,
      reason: "Sorry, user not found",
    });
  });

  it("[SE5] refuses a banned account", async () => {
    const { token } = await server.identity("erin");
    await server.users.setActive(server.app, "erin", false);
    const client = await server.connect("alice", { token });
    expect(await refusal(client, { guid: userJid(server.app, "erin") })).toMatchObject({ code: 12 });
  });

  it("[SE5] refuses a PROVISION without a body", async () => {
    const client = await server.connect("alice");
    client.send({ command: 3, guid: userJid(server.app, "alice"), auth: "$t$x" });
    const answer = await client.next((f) => f.command === "provision");
    expect(answer).toMatchObject({ provision: { status: { errorCode: 4 } } });
    expect((await client.closed).code).toBe(4101);
  });

  it("[SE4] does not wait for it for ever", async () => {
    const silent = await server.connect("alice");
    server.clock.advance(1000);
    expect((await silent.closed).code).toBe(4004);
  });

  it("[SE8] renews the login of the same device, with the expiry of the new token", async () => {
    const alice = await server.connect("alice");
    await alice.login();
    const { token } = await server.tokens.issueUser(server.app, "alice", 7200);
    const answer = await alice.provision({ auth: `$t$${token}` });
    expect(answer.status?.errorCode).toBe(0);
    expect(JSON.parse(answer.authToken ?? "{}").expires_in).toBe(server.clock.now() + 7_200_000);
    expect(server.gateway.sessions.list(server.app, "alice")).toHaveLength(1);
    expect((await alice.say("bob", "still here")).status?.errorCode).toBe(0);
    await alice.close();
  });

  it("[SE8] does not make one session two devices or two users", async () => {
    const alice = await server.login("alice");
    expect(await refusal(alice, { resource: "webim_web_2" })).toMatchObject({ code: 20, resource: "webim_web_alice" });
    const again = await server.login("alice");
    const { token } = await server.identity("bob");
    expect(await refusal(again, { auth: `$t$${token}`, guid: userJid(server.app, "bob") })).toMatchObject({
      code: 1,
      reason: mismatch,
    });
    expect(server.gateway.sessions.isOnline(server.app, "bob")).toBe(false);
  });
});

describe("[SE17] a sign-out while a login is being checked", () => {
  it.each<[string, (server: TestServer) => Promise<unknown>]>([
    ["of the user", (server) => server.users.changePassword(server.app, "alice", "other")],
    ["of everybody, because the application is disabled", (server) => server.apps.setDisabled(server.app, true)],
  ])("%s refuses the login", async (_, signOut) => {
    const opening = Promise.withResolvers<void>();
    const mayOpen = Promise.withResolvers<void>();
    const server = await startServer({
      timelines: (real) => ({
        openDevice: async (device) => {
          opening.resolve();
          await mayOpen.promise;
          return real.openDevice(device);
        },
      }),
    });
    const alice = await server.connect("alice");
    const answer = alice.provision();
    await opening.promise;
    await signOut(server);
    mayOpen.resolve();
    expect((await answer).status?.reason).toBe("Sorry, token or password does not match login info");
    expect((await alice.closed).code).toBe(4101);
    expect(server.gateway.sessions.count).toBe(0);
    await server.close();
  });
});

describe("the handshake", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it("[SE1] takes /websocket, /ws and /, with any query and origin", async () => {
    for (const path of ["/websocket", "/websocket?x=1", "/ws", "/"]) {
      const ws = new WebSocket(new URL(path, server.url), { origin: "https://elsewhere.example" });
      await new Promise((resolve) => ws.on("open", resolve));
      expect(ws.extensions).toBe("");
      ws.terminate();
    }
  });

  it("[SE1] answers 404 elsewhere", async () => {
    const url = new URL("/elsewhere", server.url.replace("ws:", "http:"));
    const headers = {
      connection: "upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    const status = await new Promise((resolve) => get(url, { headers }, (res) => resolve(res.statusCode)));
    expect(status).toBe(404);
  });

  it("[SE1] closes the connection of a refused upgrade, also when the peer holds on to its end", async () => {
    const { hostname, port } = new URL(server.url);
    const peer = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    peer.write("GET /elsewhere HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
    await once(peer.resume(), "end");
    const ours = server.sockets.at(-1);
    if (ours?.destroyed === false) await once(ours, "close");
    expect(ours?.destroyed).toBe(true);
    peer.destroy();
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { kickOf, type RawClient, textsOf } from "./testing/raw-client.ts";
import { startServer, type TestServer } from "./testing/server.ts";

let server: TestServer;
afterEach(() => server.close());

/** The kick a client got, and how its connection ended. */
async function fate(
  client: RawClient,
): Promise<{ operation: number | undefined; reason: string | undefined; code: number }> {
  const { code } = await client.closed;
  const syncs = client.inbox.flatMap((frame) => (frame.command === "sync" ? [frame.sync] : []));
  const kick = syncs.map(kickOf).find((body) => body !== undefined);
  if (kick !== undefined) expect(syncs.at(-1)?.isLast).toBe(true);
  return { operation: kick?.operation, reason: kick?.reason, code };
}

describe("the same device again", () => {
  it("[SE15] replaces its older session without a kick, and misses nothing", async () => {
    server = await startServer();
    const alice = await server.login("alice");
    const old = await server.login("bob");
    server.clock.advance(10_000);
    await alice.say("bob", "unacknowledged");
    await old.batch();
    const young = await server.connectWith(old.identity);
    expect(await young.login()).toEqual(["alice"]);
    expect(await fate(old)).toEqual({ operation: undefined, reason: undefined, code: 4100 });
    young.behave();
    young.pull("alice");
    await young.last("alice");
    await alice.say("bob", "for the new one");
    await young.last("alice");
    expect(textsOf(young.metas)).toEqual(["unacknowledged", "for the new one"]);
    expect(server.gateway.sessions.list(server.app, "bob")).toHaveLength(1);
  });

  it("[SE15] taking turns with another client is kicked in the end", async () => {
    server = await startServer();
    let current = await server.login("alice");
    for (let i = 0; i < 3; i++) {
      const next = await server.connectWith(current.identity);
      await next.login();
      expect(await fate(current)).toMatchObject({ operation: undefined, code: 4100 });
      current = next;
      server.clock.advance(1500);
    }
    const winner = await server.connectWith(current.identity);
    await winner.login();
    expect(await fate(current)).toMatchObject({ operation: 2, code: 4103 });
    expect(await winner.unread()).toEqual([]);
  });

  it("[SE15] reconnecting now and then is never kicked", async () => {
    server = await startServer();
    let current = await server.login("alice");
    for (let i = 0; i < 6; i++) {
      server.clock.advance(10_000);
      const next = await server.connectWith(current.identity);
      await next.login();
      expect(await fate(current)).toMatchObject({ operation: undefined, code: 4100 });
      current = next;
    }
  });

  it("[SE15] does not need room in its family", async () => {
    server = await startServer({ settings: { maxDevicesPerFamily: 1, whenDevicesFull: "refuse" } });
    const old = await server.login("alice");
    const young = await server.connectWith(old.identity);
    expect((await young.provision()).status?.errorCode).toBe(0);
  });
});

describe("one device too many", () => {
  it("[SE16] signs out the one connected longest, and tells it the ext of the new login", async () => {
    server = await startServer({ settings: { maxDevicesPerFamily: 2 } });
    const first = await server.login("alice", { resource: "webim_web_1" });
    server.clock.advance(1);
    const second = await server.login("alice", { resource: "webim_web_2" });
    const phone = await server.login("alice", { resource: "ios_1" });
    const third = await server.connect("alice", { resource: "webim_random_web_3" });
    expect((await third.provision({ reason: "from the tablet" })).status?.errorCode).toBe(0);
    expect(await fate(first)).toEqual({ operation: 2, reason: "from the tablet", code: 4103 });
    for (const client of [second, phone, third]) expect(await client.unread()).toEqual([]);
    expect(server.gateway.sessions.list(server.app, "alice").map(({ resource }) => resource)).toEqual([
      "webim_web_2",
      "ios_1",
      "webim_random_web_3",
    ]);
  });

  it("[SE16] is refused where the application says so, unless an older one is silent", async () => {
    server = await startServer({ settings: { maxDevicesPerFamily: 1, whenDevicesFull: "refuse" } });
    const first = await server.login("alice", { resource: "webim_web_1" });
    const second = await server.connect("alice", { resource: "webim_web_2" });
    const { status, resource } = await second.provision();
    expect(status?.errorCode).toBe(13);
    expect(resource).toBe("webim_web_2");
    expect((await second.closed).code).toBe(4101);
    expect(await server.timelines.listDevices(server.app, "alice")).toHaveLength(1);

    server.clock.advance(75_001);
    const third = await server.connect("alice", { resource: "webim_web_3" });
    expect((await third.provision()).status?.errorCode).toBe(0);
    expect(await fate(first)).toMatchObject({ operation: 2, code: 4103 });
  });

  it("[SE16] of two logins at the same moment only one finds room", async () => {
    server = await startServer({ settings: { maxDevicesPerFamily: 1, whenDevicesFull: "refuse" } });
    await server.identity("alice");
    const clients = await Promise.all(
      ["webim_web_1", "webim_web_2"].map((resource) => server.connect("alice", { resource })),
    );
    const answers = await Promise.all(clients.map((client) => client.provision()));
    expect(answers.map(({ status }) => status?.errorCode).sort()).toEqual([0, 13]);
    expect(server.gateway.sessions.count).toBe(1);
  });
});

describe("a sign-out", () => {
  it.each([
    ["the removal of the account", 1, (s: TestServer) => s.users.remove(s.app, "alice")],
    ["a new password", 3, (s: TestServer) => s.users.changePassword(s.app, "alice", "new")],
    ["an administrator", 4, (s: TestServer) => s.users.forceOut(s.app, "alice", undefined)],
    ["a ban", 4, (s: TestServer) => s.users.setActive(s.app, "alice", false)],
  ] as const)("[SE17] by %s kicks every device with operation %i", async (_, operation, signOut) => {
    server = await startServer();
    const web = await server.login("alice", { resource: "webim_web_1" });
    const phone = await server.login("alice", { resource: "ios_1", kind: "base64" });
    const bob = await server.login("bob");
    await signOut(server);
    for (const client of [web, phone]) expect(await fate(client)).toMatchObject({ operation, code: 4103 });
    expect(await bob.unread()).toEqual([]);
    expect(server.gateway.sessions.isOnline(server.app, "alice")).toBe(false);
  });

  it("[SE17] of one device leaves the others alone", async () => {
    server = await startServer();
    const web = await server.login("alice", { resource: "webim_web_1" });
    const phone = await server.login("alice", { resource: "ios_1" });
    await server.users.forceOut(server.app, "alice", "ios_1");
    expect(await fate(phone)).toMatchObject({ operation: 4, code: 4103 });
    expect(await web.unread()).toEqual([]);
  });
});

describe("the sessions of a user", () => {
  it("are listed with what they said about their device", async () => {
    server = await startServer();
    const alice = await server.connect("alice", { resource: "webim_wx_1" });
    await alice.provision({ deviceUuid: "wx_1", deviceName: "my phone" });
    expect(server.gateway.sessions.list(server.app, "alice")).toEqual([
      { resource: "webim_wx_1", deviceUuid: "wx_1", deviceName: "my phone", connectedAt: server.clock.now() },
    ]);
    expect(server.gateway.sessions.isOnline(server.app, "bob")).toBe(false);
    await alice.close();
    const bob = await server.login("bob");
    await bob.unread();
    expect(server.gateway.sessions.list(server.app, "alice")).toEqual([]);
    expect(server.gateway.sessions.count).toBe(1);
  });
});

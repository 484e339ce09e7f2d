import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DeviceEvent } from "../cluster/bus.ts";
import { startServer, type TestServer } from "./testing/server.ts";

let server: TestServer;
let told: string[];

beforeEach(async () => {
  server = await startServer({ settings: { maxDevicesPerFamily: 2 } });
  told = [];
  const note = (word: string) => (event: DeviceEvent) => told.push(`${event.user}/${event.resource} ${word}`);
  server.bus.subscribe("device.online", note("came"));
  server.bus.subscribe("device.offline", note("left"));
});
afterEach(() => server.close());

describe("the bus hears of a device", () => {
  it("[PR7] when it has logged in, and when its connection is over", async () => {
    const alice = await server.login("alice", { resource: "webim_web_1" });
    expect(told).toEqual(["alice/webim_web_1 came"]);
    expect(server.gateway.sessions.isOnline(server.app, "alice")).toBe(true);
    await alice.close();
    await expect.poll(() => told).toEqual(["alice/webim_web_1 came", "alice/webim_web_1 left"]);
    expect(server.gateway.sessions.isOnline(server.app, "alice")).toBe(false);
  });

  it("[PR8] that replaces its own session as leaving and coming, in this order", async () => {
    const old = await server.login("alice");
    const young = await server.connectWith(old.identity);
    await young.login();
    await old.closed;
    expect(told.map((line) => line.split(" ")[1])).toEqual(["came", "left", "came"]);
  });

  it("[PR7] that is signed out, once, and not of a login that is refused", async () => {
    const stranger = await server.connect("alice", { token: "nonsense" });
    await stranger.provision();
    await stranger.closed;
    expect(told).toEqual([]);
    const alice = await server.login("alice");
    const app = server.app;
    server.bus.publish("user.signedOut", { app, user: "alice", resource: undefined, why: "forced" });
    await alice.closed;
    expect(told.map((line) => line.split(" ")[1])).toEqual(["came", "left"]);
  });

  it("[PR7] that has to make room for another", async () => {
    for (const resource of ["webim_web_1", "webim_web_2", "webim_web_3"]) {
      await server.login("alice", { resource });
      server.clock.advance(1);
    }
    expect(told).toEqual([
      "alice/webim_web_1 came",
      "alice/webim_web_2 came",
      "alice/webim_web_1 left",
      "alice/webim_web_3 came",
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ScriptedPeer, startScriptedPeer } from "../server/scripted-peer.ts";
import type { PlatformName } from "./person.ts";
import { Venue } from "./venue.ts";

const PLATFORMS: PlatformName[] = ["my", "wx", "web"];

describe.each(PLATFORMS)("people on %s with the official SDK", (platform) => {
  let peer: ScriptedPeer;
  let venue: Venue;

  beforeAll(async () => {
    peer = await startScriptedPeer();
    venue = new Venue({ platform, server: peer });
  });

  afterAll(async () => {
    await venue.close();
    await peer.close();
  });

  it("log in and text each other, in the platform's own kind of frame", async () => {
    const alice = await venue.arrive("alice");
    const bob = await venue.arrive("bob");
    const sent = await alice.send("txt", { msg: "hello 你好 🎈", ext: { n: 1, deep: { list: [true, null] } } }, bob.id);
    const got = await bob.waitFor("onTextMessage", (message) => message.id === sent.serverMsgId);
    expect(got).toMatchObject({
      from: alice.id,
      to: bob.id,
      msg: "hello 你好 🎈",
      ext: { n: 1, deep: { list: [true, null] } },
    });
    expect(peer.frames[platform === "my" ? "binary" : "text"]).toBe(0);
    await venue.empty();
  });

  it("come back after their connection was cut", async () => {
    const alice = await venue.arrive("alice");
    alice.seat.speedUp(10);
    const before = alice.events.mark();
    await alice.seat.cut();
    await alice.waitFor("onReconnecting", () => true, { after: before });
    await alice.waitFor("onConnected", () => true, { after: before });
    await venue.empty();
  });

  it("notice that the network went and came", async () => {
    const alice = await venue.arrive("alice");
    alice.seat.speedUp(10);
    const before = alice.events.mark();
    await alice.seat.goOffline();
    await alice.waitFor("onOffline", () => true, { after: before });
    await alice.seat.goOnline();
    await alice.waitFor("onOnline", () => true, { after: before });
    await alice.waitFor("onConnected", () => true, { after: before });
    await venue.empty();
  });

  it("reject with the SDK's own error", async () => {
    const alice = await venue.sit("alice");
    const failure = await alice.send("txt", { msg: "too early" }, "bob").catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "SdkError", type: 39 });
    await venue.empty();
  });
});

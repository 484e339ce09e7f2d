import { createMy, type MY_PROFILES } from "@rondo/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { callOf, Seen, useOf } from "../../../testkit/src/runtimes/calling.ts";
import { type EchoPeer, startEchoPeer } from "../../../testkit/src/runtimes/echo-peer.ts";
import { alipay } from "./alipay.ts";
import { Recorder } from "./contract.ts";

let peer: EchoPeer;
beforeAll(async () => {
  peer = await startEchoPeer();
});
afterAll(() => peer.close());

/** A program with a socket of the application's beside ours, on a host with one socket. */
function program(profile: keyof typeof MY_PROFILES) {
  const runtime = createMy({ profile });
  const my = { ...runtime.my, canIUse: (name: unknown) => !String(name).includes("multiple") };
  const seen = new Seen();
  const use = useOf(my);
  for (const event of ["Open", "Message", "Error", "Close"]) use(`onSocket${event}`, seen.as(event));
  return { runtime, platform: alipay(my), seen, use, call: callOf(my) };
}

const counts = { socketOpen: 1, socketMessage: 1, socketError: 1, socketClose: 1 };

describe("an application's own socket on Alipay", () => {
  for (const profile of ["legacy", "simulator"] as const) {
    it(`displaces ours, which says so and leaves it alone (${profile})`, async () => {
      const { runtime, platform, seen, use, call } = program(profile);
      const ours = new Recorder(platform, peer.ws);
      await ours.next("open");
      const opened = seen.next("Open");
      use("connectSocket", { url: peer.ws });
      expect((await ours.closed()).why).toBe("displaced");
      await opened;
      expect(runtime.listenerCounts()).toMatchObject(counts);
      const echo = seen.next("Message");
      await call("sendSocketMessage", { data: "still here" });
      expect(await echo).toMatchObject({ data: "still here" });
      runtime.close();
    });

    it(`is displaced by ours when we connect again (${profile})`, async () => {
      const { runtime, platform, seen, use } = program(profile);
      const opened = seen.next("Open");
      use("connectSocket", { url: peer.ws });
      await opened;
      const ours = new Recorder(platform, peer.ws);
      await ours.next("open");
      ours.send(Uint8Array.of(1, 2, 3));
      expect(await ours.next("frame")).toEqual(Uint8Array.of(1, 2, 3));
      ours.close();
      runtime.close();
    });
  }

  it("keeps ours out where the host refuses a second one, and is not disturbed (android)", async () => {
    const { runtime, platform, seen, use, call } = program("android");
    const opened = seen.next("Open");
    use("connectSocket", { url: peer.ws });
    await opened;
    const ours = new Recorder(platform, peer.ws);
    expect((await ours.closed()).why).toBe("displaced");
    expect(runtime.listenerCounts()).toMatchObject(counts);
    const echo = seen.next("Message");
    await call("sendSocketMessage", { data: "still here" });
    await echo;
    expect(seen.names).toEqual(["Open", "Message"]);
    runtime.close();
  });
});

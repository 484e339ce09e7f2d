import { expect } from "vitest";
import { standIn } from "../../../../server/src/kernel/provider.fixture.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";
import { withSettings } from "../with-settings.ts";

interface Token {
  readonly data: { appId: string; RTCToken: string; channelName: string; RTCUId: number; expire: number };
}

export const rtcFlows: Flow[] = [
  flow(
    "calls: a token for a channel, the same number on every device, and who is behind a number [RT1] [RT2]",
    async (stage) => {
      const service = await standIn(({ body }) => {
        const { uid, channelName } = JSON.parse(body);
        if (channelName === "broken") return { status: 500, json: {} };
        return { json: { appId: "rtc", token: `t-${uid}-${channelName}`, expiresIn: 600 } };
      });
      try {
        await withSettings(stage, { rtcTokenUrl: service.url, rtcTokenKey: "k" }, async ({ venue }) => {
          const alice = await venue.arrive("alice");
          const second = await venue.arriveAgain(alice);
          const bob = await venue.arrive("bob");
          const { data: own } = await alice.call<Token>("getRTCToken", "room1");
          expect(own).toEqual({
            appId: "rtc",
            RTCToken: `t-${own.RTCUId}-room1`,
            channelName: "room1",
            RTCUId: expect.any(Number),
            expire: 600,
          });
          const { data: any } = await second.call<Token>("getRTCToken");
          expect(any).toMatchObject({ channelName: "*", RTCUId: own.RTCUId });
          const { data: bobs } = await bob.call<Token>("getRTCToken", "room1");
          const { data: users } = await bob.call<{ data: unknown }>("getUserIdByRTCUIds", [own.RTCUId, bobs.RTCUId, 7]);
          expect(users).toEqual({ [own.RTCUId]: alice.id, [bobs.RTCUId]: bob.id });
          await expectRefusal(alice.call("getRTCToken", "broken"), 17);
        });
      } finally {
        await service.close();
      }
    },
    { needs: "process" },
  ),

  flow("calls: tokens are clearly not there where the application has no token server [RT3]", async (stage) => {
    const { alice } = await stage.pair();
    await expectRefusal(alice.call("getRTCToken", "room1"), 505);
    await expectRefusal(alice.call("getUserIdByRTCUIds", [1]), 505);
  }),
];

import { expect } from "vitest";
import { standIn } from "../../../../server/src/kernel/provider.fixture.ts";
import type { Message } from "../../people/messages.ts";
import type { Attachment } from "../../people/person.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";
import { withSettings } from "../with-settings.ts";

/** Seconds of AMR silence; the last bytes tell them apart. */
const voice = (seconds: number, mark = ""): Attachment => ({
  bytes: Buffer.concat([Buffer.from("#!AMR\n"), Buffer.alloc(seconds * 50, 0x7c), Buffer.from(mark)]),
  filename: "voice.amr",
  filetype: "audio/amr",
});

export const voiceFlows: Flow[] = [
  flow(
    "voice to text: the attachment of a message and a file of one's own are written down; refusals as the client knows them [VT1] [VT2] [VT3] [VT6]",
    async (stage) => {
      const service = await standIn(({ body }) =>
        body.includes("\x00\x00fail")
          ? { status: 500, json: {} }
          : { json: { text: `heard ${body.match(/\|/g)?.length}` } },
      );
      const settings = { voiceToTextUrl: `${service.url}/v1/audio/transcriptions`, voiceToTextKey: "k" };
      try {
        await withSettings(stage, settings, async ({ venue }) => {
          const alice = await venue.arrive("alice");
          const bob = await venue.arrive("bob");
          const sent = await alice.sendFile("audio", { length: 2 }, voice(2), bob.id);
          const got = await bob.waitFor<Message>("onAudioMessage", ({ id }) => id === sent.serverMsgId);
          expect(await bob.call("voiceMessageToText", got)).toEqual({ type: 0, data: { text: "heard 100" } });
          expect(service.seen[0]?.headers.authorization).toBe("Bearer k");

          // Alipay's upload wants a file type, which the client does not give.
          if (alice.platform !== "my") {
            expect(await alice.voiceFileToText(voice(1))).toEqual({ type: 0, data: { text: "heard 50" } });
            await expectRefusal(alice.voiceFileToText(voice(70)), 408);
          }

          const other = { ...got, url: String(got.url).replace(/chatfiles\/[\w-]+/, "chatfiles/no-such-file") };
          await expectRefusal(bob.call("voiceMessageToText", other), 410);
          const sendAndAsk = async (attachment: Attachment): Promise<unknown> => {
            const message = await alice.sendFile("audio", { length: 2 }, attachment, bob.id);
            const arrived = await bob.waitFor<Message>("onAudioMessage", ({ id }) => id === message.serverMsgId);
            return bob.call("voiceMessageToText", arrived);
          };
          await expectRefusal(sendAndAsk(voice(70)), 408);
          await expectRefusal(sendAndAsk({ ...voice(1), bytes: Buffer.from("no recording at all") }), 407);
          await expectRefusal(sendAndAsk(voice(1, "\x00\x00fail")), 409);
        });
      } finally {
        await service.close();
      }
    },
    { needs: "process" },
  ),

  flow("voice to text: is clearly not there where the application has no service [VT5]", async (stage) => {
    const { alice, bob } = await stage.pair();
    const sent = await alice.sendFile("audio", { length: 1 }, voice(1), bob.id);
    const got = await bob.waitFor<Message>("onAudioMessage", ({ id }) => id === sent.serverMsgId);
    await expectRefusal(bob.call("voiceMessageToText", got), 505);
    if (alice.platform !== "my") await expectRefusal(alice.voiceFileToText(voice(1)), 505);
  }),
];

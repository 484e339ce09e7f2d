import { expect } from "vitest";
import { standIn } from "../../../../server/src/kernel/provider.fixture.ts";
import type { Message } from "../../people/messages.ts";
import { expectRefusal } from "../expect.ts";
import { type Flow, flow } from "../flow.ts";
import { withSettings } from "../with-settings.ts";

const languages = [
  { code: "en", name: "English", targets: ["zh-Hans"] },
  { code: "zh-Hans", name: "Chinese", targets: ["en"] },
];

/** Says each text in capitals, with the language in front; fails on the word "fail". */
const provider = () =>
  standIn(({ method, body }) => {
    if (method === "GET") return { json: languages };
    const { q, target } = JSON.parse(body);
    if (q === "fail") return { status: 500, json: {} };
    if (q === "enough") return { status: 429, json: {} };
    const detectedLanguage = { language: "fr", confidence: 90 };
    return { json: { translatedText: `${target}:${q.toUpperCase()}`, detectedLanguage } };
  });

export const translationFlows: Flow[] = [
  flow(
    "translation: the languages, a text in several, and every refusal as the client knows it [TR1] [TR2] [TR3] [TR5]",
    async (stage) => {
      const service = await provider();
      try {
        await withSettings(stage, { translationUrl: service.url, translationKey: "k" }, async ({ venue }) => {
          const alice = await venue.arrive("alice");
          expect(await alice.call("getSupportedLanguages")).toMatchObject({
            type: 0,
            data: [
              { code: "en", name: "English", nativeName: "English" },
              { code: "zh-Hans", name: "Chinese", nativeName: "简体中文" },
            ],
          });
          const translate = (text: string, to = ["zh-Hans", "en"]) =>
            alice.call<{ data: unknown }>("translateMessage", { text, languages: to });
          expect((await translate("allô")).data).toEqual([
            {
              translations: [
                { text: "zh-Hans:ALLÔ", to: "zh-Hans" },
                { text: "en:ALLÔ", to: "en" },
              ],
              detectedLanguage: { language: "fr", score: 0.9 },
            },
          ]);
          await expectRefusal(translate("allô", ["tlh"]), 1200);
          await expectRefusal(translate("a".repeat(10_001), ["en"]), 1201);
          await expectRefusal(translate("fail"), 1204);
          await expectRefusal(translate("enough"), 50);
        });
      } finally {
        await service.close();
      }
    },
    { needs: "process" },
  ),

  flow(
    "translation: a text sent with languages arrives with its translations, later in the history and on a device that was away",
    async (stage) => {
      const service = await provider();
      try {
        await withSettings(stage, { translationUrl: service.url }, async ({ venue }) => {
          const alice = await venue.arrive("alice");
          const second = await venue.arriveAgain(alice);
          const bob = await venue.arrive("bob");
          const away = await venue.arrive("away");
          await away.logout();
          const languages = ["en", "zh-Hans"];
          const translations = [
            { code: "en", text: "en:SALUT" },
            { code: "zh-Hans", text: "zh-Hans:SALUT" },
          ];
          const sent = await alice.send("txt", { msg: "salut", msgConfig: { languages } }, bob.id);
          const isIt = ({ id }: Message): boolean => id === sent.serverMsgId;
          for (const person of [bob, second]) {
            expect(await person.waitFor("onTextMessage", isIt)).toMatchObject({ msg: "salut", translations });
          }
          const history = await bob.call<{ messages: Message[] }>("getHistoryMessages", {
            targetId: alice.id,
            chatType: "singleChat",
          });
          expect(history.messages).toMatchObject([{ msg: "salut", translations }]);
          const later = await alice.send("txt", { msg: "salut", msgConfig: { languages } }, away.id);
          await away.login();
          const got = await away.waitFor<Message>("onTextMessage", ({ id }) => id === later.serverMsgId);
          expect(got).toMatchObject({ msg: "salut", translations });
          // A text that cannot be translated is not sent without a word about it.
          await expectRefusal(alice.send("txt", { msg: "fail", msgConfig: { languages } }, bob.id), 1204);
        });
      } finally {
        await service.close();
      }
    },
    { needs: "process" },
  ),

  flow("translation: is clearly not there where the application has no service [TR4]", async (stage) => {
    const { alice } = await stage.pair();
    await expectRefusal(alice.call("getSupportedLanguages"), 505);
    await expectRefusal(alice.call("translateMessage", { text: "a", languages: ["en"] }), 505);
  }),
];

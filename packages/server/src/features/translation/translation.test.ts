import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { type Asked, type StandIn, standIn } from "../../kernel/provider.fixture.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import { createTranslation } from "./index.ts";

let rest: TestRest;
let provider: StandIn;
let alice: string;

const languages = [
  { code: "en", name: "English", targets: ["zh-Hans"] },
  { code: "zh-Hans", name: "Chinese", targets: ["en"] },
  { code: "x_y", name: "Made up", targets: [] },
];

/** Says each text in capitals, with the language in front. */
function translate({ method, path, body }: Asked) {
  if (method === "GET" && path === "/languages") return { json: languages };
  const { q, target } = JSON.parse(body);
  return {
    json: { translatedText: `${target}:${q.toUpperCase()}`, detectedLanguage: { language: "fr", confidence: 83 } },
  };
}

beforeAll(async () => {
  provider = await standIn(translate);
  rest = await TestRest.start({
    features: ({ apps, clock, log }) =>
      createTranslation({ apps, clock, log, client: new ProviderClient({ timeoutMs: 3000, maxConcurrent: 3 }) })
        .endpoints,
  });
});
beforeEach(async () => {
  provider.answer = translate;
  provider.seen.length = 0;
  await rest.freshApp({ registration: "open", translationUrl: `${provider.url}/`, translationKey: "k1" });
  alice = await rest.register("alice");
});
afterAll(async () => {
  await rest.close();
  await provider.close();
});

const ask = (json: unknown, token = alice, user = "alice") => rest.call(`/users/${user}/translate`, { json, token });
const list = (token = alice) => rest.call("/users/alice/translate/support/language", { token });
const refusal = (status: number, error_description: string) => ({ status, body: { error_description } });

describe("translation", () => {
  it("[TR1] names the languages of the application's service, in English and in themselves", async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body.data).toEqual([
      { code: "en", name: "English", nativeName: "English" },
      { code: "zh-Hans", name: "Chinese", nativeName: "简体中文" },
      { code: "x_y", name: "Made up", nativeName: "Made up" },
    ]);
    await list();
    expect(provider.seen).toHaveLength(1);
    rest.now += 11 * 60 * 1000;
    await list();
    expect(provider.seen).toHaveLength(2);
  });

  it("[TR2] says a text in every language that was named, in that order, and what it took it for", async () => {
    const { status, body } = await ask({ text: "allô", to: ["zh-Hans", "EN", "zh-Hans"] });
    expect(status).toBe(200);
    const translations = [
      { text: "zh-Hans:ALLÔ", to: "zh-Hans" },
      { text: "en:ALLÔ", to: "EN" },
    ];
    expect(body.data).toEqual([{ translations, detectedLanguage: { language: "fr", score: 0.83 } }]);
    const [question] = provider.seen.filter(({ method }) => method === "POST").map((asked) => JSON.parse(asked.body));
    expect(question).toEqual({ q: "allô", source: "auto", target: "zh-Hans", format: "text", api_key: "k1" });
  });

  it("[TR3] refuses what is no text, no language, or one that the service does not know", async () => {
    const noText = refusal(400, "An input text is missing or invalid");
    const noLanguage = refusal(400, "The target language is missing or invalid");
    expect(await ask({ to: ["en"] })).toMatchObject(noText);
    expect(await ask({ text: "  ", to: ["en"] })).toMatchObject(noText);
    expect(await ask({ text: "a" })).toMatchObject(noLanguage);
    expect(await ask({ text: "a", to: [] })).toMatchObject(noLanguage);
    expect(await ask({ text: "a", to: Array.from({ length: 21 }, (_, i) => `l${i}`) })).toMatchObject(noLanguage);
    expect(await ask({ text: "a", to: ["en", "tlh"] })).toMatchObject(
      refusal(400, "The target language is not valid."),
    );
    expect(await ask({ text: 1, to: ["en"] })).toMatchObject(refusal(400, "text must be string"));
    expect(await ask({ text: "a", to: "en" })).toMatchObject(refusal(400, "to must be array"));
    expect(provider.seen.filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("[TR3] takes 10,000 characters, counted once per language, and no more", async () => {
    expect((await ask({ text: "é".repeat(10_000), to: ["en"] })).status).toBe(200);
    expect((await ask({ text: "😀".repeat(5000), to: ["en", "zh-Hans"] })).status).toBe(200);
    const tooLong = refusal(400, "The input text is too long.");
    expect(await ask({ text: "a".repeat(10_001), to: ["en"] })).toMatchObject(tooLong);
    expect(await ask({ text: "a".repeat(5001), to: ["en", "zh-Hans"] })).toMatchObject(tooLong);
  });

  it("[TR4] is not open where the application has named no service", async () => {
    await rest.apps.changeSettings(rest.appKey, { translationUrl: "" });
    const closed = refusal(403, "translation: service not open!");
    expect(await list()).toMatchObject(closed);
    expect(await ask({ text: "a", to: ["en"] })).toMatchObject(closed);
  });

  it("[TR5] tells failures of the service apart from quotas, shows no detail, and logs them without the text", async () => {
    const secret = "something private";
    const failed = refusal(500, "translte failed!");
    for (const bad of [
      { status: 500, json: {} },
      { text: "<html>" },
      { json: { translatedText: 7 } },
      "silence",
    ] as const) {
      provider.answer = (asked) => (asked.method === "GET" ? translate(asked) : bad);
      expect(await ask({ text: secret, to: ["en"] })).toMatchObject(failed);
    }
    provider.answer = () => ({ status: 429, json: {} });
    expect(await ask({ text: secret, to: ["en"] })).toMatchObject(
      refusal(429, "The request has reached the maximum limit"),
    );
    const lines = rest.logged.filter((line) => line.includes("the translation service gave no answer"));
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(rest.logged.join()).not.toMatch(/something private|k1"/);
    await rest.freshApp({ registration: "open", translationUrl: "http://127.0.0.1:1" });
    alice = await rest.register("alice");
    expect(await list()).toMatchObject(failed);
  });

  it("[TR6] bounds what one user may ask, and what one application asks at once", async () => {
    const outcomes = [];
    for (let i = 0; i < 31; i++) outcomes.push((await ask({ text: "a", to: ["en"] })).status);
    expect(outcomes).toEqual([...Array(30).fill(200), 429]);
    const bob = await rest.register("bob");
    expect((await ask({ text: "a", to: ["en"] }, bob, "bob")).status).toBe(200);
    rest.now += 1000;
    expect((await ask({ text: "a", to: ["en"] })).status).toBe(200);
    provider.answer = () => "silence";
    const many = await Promise.all(Array.from({ length: 4 }, () => ask({ text: "a", to: ["en"] }, bob, "bob")));
    expect(many.map(({ status }) => status).sort()).toEqual([429, 500, 500, 500]);
  });

  it("[TR7] is for the user and the application, and for no other user or application", async () => {
    const bob = await rest.register("bob");
    expect((await ask({ text: "a", to: ["en"] }, bob)).status).toBe(401);
    expect((await ask({ text: "a", to: ["en"] }, rest.appToken)).status).toBe(200);
    expect((await rest.call("/users/alice/translate", { json: {} })).status).toBe(401);
    const token = alice;
    await rest.freshApp({ registration: "open", translationUrl: provider.url });
    expect((await ask({ text: "a", to: ["en"] }, token)).status).toBe(401);
  });
});

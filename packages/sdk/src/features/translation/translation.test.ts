import { expect, it } from "vitest";
import { type Asked, answeringPlatform, testClient } from "../../testing/client.ts";
import { translation } from "./index.ts";

function translator(answer: (asked: Asked) => unknown) {
  const platform = answeringPlatform(answer);
  return { asked: platform.asked, ...translation(testClient({ platform })) };
}

const refusing = (status: number, error_description: string) =>
  translator(() => ({ status, text: JSON.stringify({ error_description }) }));

it("there are languages", async () => {
  const data = [{ code: "fr", name: "French", nativeName: "Français" }];
  const { getSupportedLanguages, asked } = translator(() => ({ data }));
  await expect(getSupportedLanguages()).resolves.toEqual({ type: 0, data });
  expect(asked).toMatchObject([{ method: "GET", path: "/users/alice/translate/support/language", body: undefined }]);
});

it("a text is translated into several", async () => {
  const data = [{ translations: [{ text: "oui", to: "fr" }], detectedLanguage: { language: "en", score: 1 } }];
  const { translateMessage, asked } = translator(() => ({ data }));
  await expect(translateMessage({ text: "yes", languages: ["fr", "de"] })).resolves.toEqual({ type: 0, data });
  expect(asked).toMatchObject([
    { method: "POST", path: "/users/alice/translate", query: {}, body: { text: "yes", to: ["fr", "de"] } },
  ]);
});

it.each([[undefined], [{ text: "", languages: [] }], [{ text: "yes" }], [{ text: "yes", languages: "fr" }]])(
  "%j is refused by a rejection, without asking",
  async (params) => {
    const { translateMessage, asked } = translator(() => ({}));
    // As JavaScript may.
    const wrong = params as unknown as Parameters<typeof translateMessage>[0];
    await expect(translateMessage(wrong)).rejects.toMatchObject({ type: -3 });
    expect(asked).toEqual([]);
  },
);

it.each([
  [400, "The target language is not valid.", 1200],
  [400, "The input text is too long.", 1201],
  [500, "translte failed!", 1204],
  [429, "The request has reached the maximum limit of the current version", 50],
])("what is refused with %i %j is %i", async (status, description, type) => {
  const { translateMessage } = refusing(status, description);
  await expect(translateMessage({ text: "yes", languages: ["fr"] })).rejects.toMatchObject({ type });
});

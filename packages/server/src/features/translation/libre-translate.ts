import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";
import type { Language, Translated, Translator } from "./translator.ts";

const Languages = Compile(Type.Array(Type.Object({ code: Type.String(), name: Type.String() })));
const Answer = Compile(
  Type.Object({
    translatedText: Type.String(),
    detectedLanguage: Type.Optional(Type.Object({ language: Type.String(), confidence: Type.Number() })),
  }),
);

/** A service that speaks the interface of LibreTranslate, which anybody can run. */
export function libreTranslate(options: {
  client: ProviderClient;
  app: string;
  /** The root of the service. */
  url: string;
  /** "": it wants none. */
  key: string;
}): Translator {
  const { client, app, key } = options;
  const root = options.url.replace(/\/+$/, "");
  return {
    async languages() {
      const answer = await client.call({ app, url: `${root}/languages`, method: "GET" });
      if (!Languages.Check(answer)) throw new ProviderError("unreadable");
      return answer.map(({ code, name }): Language => ({ code, name, nativeName: nativeNameOf(code) ?? name }));
    },
    async translate(text, to): Promise<Translated> {
      const question = { q: text, source: "auto", target: to, format: "text", ...(key === "" ? {} : { api_key: key }) };
      const answer = await client.call({
        app,
        url: `${root}/translate`,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(question),
      });
      if (!Answer.Check(answer)) throw new ProviderError("unreadable");
      const { translatedText, detectedLanguage: detected } = answer;
      if (detected === undefined) return { text: translatedText, detected: undefined };
      // It counts in percent.
      const score = Math.min(1, Math.max(0, detected.confidence / 100));
      return { text: translatedText, detected: { language: detected.language, score } };
    },
  };
}

/** Undefined for codes that are no language tags. */
function nativeNameOf(code: string): string | undefined {
  try {
    return new Intl.DisplayNames([code], { type: "language", fallback: "none" }).of(code);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

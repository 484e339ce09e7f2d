import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { TranslationService } from "./translation.service.ts";

const OwnPath = Type.Object({ user: Type.String() });

/** Translation (TRANS-1 and TRANS-2). */
export function translationEndpoints(service: TranslationService): readonly Endpoint[] {
  return [
    endpoint({
      name: "listTranslationLanguages",
      method: "GET",
      path: "/users/:user/translate/support/language",
      summary: "The languages that texts can be translated into (TRANS-1)",
      access: "self",
      params: OwnPath,
      async handle({ appKey }) {
        return { data: await service.languages(appKey) };
      },
    }),
    endpoint({
      name: "translateText",
      method: "POST",
      path: "/users/:user/translate",
      summary: "A text in other languages (TRANS-2)",
      access: "self",
      params: OwnPath,
      body: Type.Object({ text: Type.Optional(Type.String()), to: Type.Optional(Type.Array(Type.String())) }),
      async handle({ appKey, params, body }) {
        const { text, to } = body;
        return { data: [await service.translate({ app: appKey, user: params.user }, { text, to })] };
      },
    }),
  ];
}

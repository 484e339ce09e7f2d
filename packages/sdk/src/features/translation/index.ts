import type { Feature } from "../../core/client.ts";
import { type Operation, operations } from "../../core/operations.ts";
import type { TranslationMethods } from "../../types/translation.ts";

const TABLE: Record<string, Operation> = {
  getSupportedLanguages: { call: "GET /users/~/translate/support/language" },
  translateMessage: {
    call: "POST /users/~/translate",
    needs: "text:text languages:list",
    body: "text to=languages",
  },
};

/** Texts in other languages (API 3.15). Those that are sent with their translations are a matter of messages. */
export const translation: Feature<TranslationMethods> = (client) => operations(client, TABLE);

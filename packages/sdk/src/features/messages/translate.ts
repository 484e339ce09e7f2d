import { userOf } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { restOf } from "../../core/rest-client.ts";
import { statusCode } from "../../core/status-code.ts";
import type { SendBody } from "./types.ts";

interface Answer {
  readonly data?: ReadonlyArray<{ readonly translations?: ReadonlyArray<{ to: string; text: string }> }>;
}

/** In which languages a text is to be sent as well; none: it goes as it is. */
export const languagesOf = ({ type, msgConfig }: SendBody): readonly string[] => {
  const { languages } = msgConfig || {};
  return type === "txt" && Array.isArray(languages) ? languages : [];
};

/** The text with its translations by the server (REST TRANS-2). @throws ChatError 1204 when there are none. */
export async function withTranslations(client: Client, body: SendBody): Promise<SendBody> {
  const { data } = await restOf(client).request<Answer>({
    method: "POST",
    path: `/users/${userOf(client)}/translate`,
    body: { text: body.msg, to: languagesOf(body) },
  });
  const translations = data?.[0]?.translations;
  if (!translations) throw new ChatError(statusCode.TRANSLATION_FAILED, "the server has not translated the text");
  return Object.assign({}, body, { translations: translations.map(({ to: code, text }) => ({ code, text })) });
}

import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";
import type { Recording } from "./recording.ts";

/** What writes recordings down for an application: a port, so that another kind of service is another file. */
export interface Recogniser {
  /** @throws ProviderError; `refused` with 400, 415 or 422 when it cannot read the recording. */
  textOf(recording: Recording): Promise<string>;
}

const Answer = Compile(Type.Object({ text: Type.String() }));

/** A service that takes the form which OpenAI made common for transcriptions, as many free ones do. */
export function transcriptionService(options: {
  client: ProviderClient;
  app: string;
  /** Where the form is sent. */
  url: string;
  /** "": it wants none. */
  key: string;
  model: string;
}): Recogniser {
  const { client, app, url, key, model } = options;
  return {
    async textOf({ extension, contentType, bytes }) {
      const form = new FormData();
      // A name of our own: theirs would say more than is needed.
      form.append("file", new Blob([new Uint8Array(bytes)], { type: contentType }), `recording.${extension}`);
      form.append("model", model);
      form.append("response_format", "json");
      const headers = key === "" ? {} : { authorization: `Bearer ${key}` };
      const answer = await client.call({ app, url, method: "POST", headers, body: form });
      if (!Answer.Check(answer)) throw new ProviderError("unreadable");
      return answer.text.trim();
    },
  };
}

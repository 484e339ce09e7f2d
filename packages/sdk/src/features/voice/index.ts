import { isText } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { ChatError } from "../../core/error.ts";
import { answerOf, restBase, restOf } from "../../core/rest-client.ts";
import { toRestError } from "../../core/rest-errors.ts";
import { parseJson } from "../../core/rest-failure.ts";
import { statusCode } from "../../core/status-code.ts";
import type { AudioMsgBody } from "../../types/messages.ts";
import type { AudioParams, VoiceMethods, VoiceSourceFile } from "../../types/voice.ts";
import { type AttachmentFile, toSource } from "../files/index.ts";
import { toVoiceError } from "./errors.ts";

const PREFIX = "/api/sdk/v1";
const TIMEOUT_MS = 300_000;

/** What the recording is, for formats that do not say it. */
const HINTS: Record<keyof AudioParams, string> = {
  format: "string",
  sampleRate: "number",
  bitsPerSample: "number",
  channels: "number",
};

interface Answer {
  readonly data?: { readonly text?: string };
}
type Said = Awaited<ReturnType<VoiceMethods["voiceFileToText"]>>;

/** What is said in voice messages and in recordings (API 3.17). */
export const voice: Feature<VoiceMethods> = (client) => ({
  voiceMessageToText: (message, audio) => told(ofMessage(client, message, audio)),
  voiceFileToText: (file, audio) => told(ofFile(client, file, audio)),
});

const told = (asked: Promise<Answer>): Promise<Said> =>
  asked.then(
    ({ data }) => ({ type: 0, data: { text: data?.text || "" } }),
    (error: unknown) => {
      throw toVoiceError(error);
    },
  );

async function ofMessage(client: Client, message: AudioMsgBody, audio: AudioParams | undefined): Promise<Answer> {
  const { type, url } = message || {};
  if (type !== "audio" || !areHints(audio)) invalid();
  if (!isText(url)) throw new ChatError(statusCode.FILE_NOT_FOUND, "File not found");
  const [path = ""] = url.split(/[?#]/);
  const fileId = path.split("/").filter(Boolean).pop();
  if (!fileId) invalid();
  const username = client.identity?.user;
  return restOf(client).request<Answer>({
    method: "POST",
    prefix: PREFIX,
    path: "/speech/transcriptions",
    body: { data: { fileId, username, audio } },
  });
}

async function ofFile(client: Client, file: VoiceSourceFile, audio: AudioParams | undefined): Promise<Answer> {
  const source = areHints(audio) && toSource(file as unknown as AttachmentFile); // looked at member by member
  if (!source) invalid();
  const { config, identity, platform } = client;
  if (!identity) throw new ChatError(statusCode.REST_PARAMS_STATUS, "appkey or token error");
  const fields: Record<string, string> = { username: identity.user };
  for (const name of Object.keys(HINTS) as Array<keyof AudioParams>) {
    const hint = audio?.[name];
    if (hint !== undefined) fields[`audio.${name}`] = String(hint);
  }
  const url = `${restBase(config, PREFIX)}/speech/recognitions`;
  const sending = platform.upload({
    url,
    headers: { Authorization: `Bearer ${identity.token}` },
    file: source,
    filename: (file as { name?: string }).name || "voice",
    fields,
    kind: "audio",
    timeoutMs: TIMEOUT_MS,
    onProgress: undefined,
  });
  const { status, text } = await answerOf(sending, platform, TIMEOUT_MS);
  if (status !== 200) throw toRestError({ status, text, url });
  return (parseJson(text) || {}) as Answer; // what is missing is looked for
}

const areHints = (audio: unknown): boolean => {
  if (audio === undefined) return true;
  if (typeof audio !== "object" || audio === null || Array.isArray(audio)) return false;
  const hints = audio as Record<string, unknown>;
  return Object.keys(HINTS).every((name) => {
    const hint = hints[name];
    return hint === undefined || typeof hint === HINTS[name as keyof AudioParams];
  });
};

/** @throws ChatError 407 */
function invalid(): never {
  throw new ChatError(statusCode.FILE_INVALID, "Invalid file");
}

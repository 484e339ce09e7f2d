import { errorCodes, normalizeUserId } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Call, type Endpoint, endpoint } from "../../kernel/rest.ts";
import { readForm } from "../files/index.ts";
import type { AudioHints } from "./recording.ts";
import { MAX_VOICE_BYTES, type VoiceService } from "./voice.service.ts";

const Hints = Type.Object({
  format: Type.Optional(Type.String()),
  sampleRate: Type.Optional(Type.Number()),
  bitsPerSample: Type.Optional(Type.Number()),
  channels: Type.Optional(Type.Number()),
});
const AttachmentBody = Type.Object({
  data: Type.Object({ fileId: Type.String(), username: Type.String(), audio: Type.Optional(Hints) }),
});

/** Both stand before the application, and answer without the envelope of all others. */
const common = {
  prefix: "/api/sdk/v1",
  method: "POST",
  access: "user",
  answers: "plain",
  failure: failureBody,
} as const;

/** Voice to text (VOICE-1 and VOICE-2). */
export function voiceEndpoints(service: VoiceService): readonly Endpoint[] {
  return [
    endpoint({
      ...common,
      name: "transcribeAttachment",
      path: "/speech/transcriptions",
      summary: "What is said in a voice message that has been sent (VOICE-1)",
      body: AttachmentBody,
      async handle(call) {
        const { fileId, username, audio } = call.body.data;
        const text = await service.attachment(
          speakerOf(call, username),
          fileId,
          hintsOf((name) => audio?.[name]),
        );
        return { data: { text } };
      },
    }),
    endpoint({
      ...common,
      name: "transcribeRecording",
      path: "/speech/recognitions",
      summary: "What is said in a recording that has not been sent (VOICE-2)",
      consumes: "multipart",
      parts: Type.Object({
        file: Type.String({ format: "binary" }),
        username: Type.String(),
        ...Object.fromEntries(Object.entries(Hints.properties).map(([name, hint]) => [`audio.${name}`, hint])),
      }),
      async handle(call) {
        await service.checkOpen(call.appKey);
        const { file, fields } = await readForm(call.request, { fileField: "file", maxBytes: MAX_VOICE_BYTES, stage });
        const speaker = speakerOf(call, fields.get("username") ?? "");
        const hints = hintsOf((name) => fields.get(`audio.${name}`));
        return { data: { text: await service.recording(speaker, file.staged.bytes, hints) } };
      },
    }),
  ];
}

/** @throws AppError INVALID_ARGUMENT; UNAUTHORIZED when a user speaks for another. */
function speakerOf({ appKey, caller }: Call<unknown, unknown, unknown>, username: string) {
  const user = normalizeUserId(username);
  if (user === undefined) throw new AppError("INVALID_ARGUMENT", "username is missing or not valid");
  if (caller.kind === "user" && caller.username !== user) throw new AppError("UNAUTHORIZED");
  return { app: appKey, user };
}

/** Numbers are text in a form; what is none is not given. */
function hintsOf(given: (name: keyof AudioHints) => string | number | undefined): AudioHints {
  const number = (name: keyof AudioHints): number | undefined => {
    const value = Number(given(name) ?? Number.NaN);
    return Number.isFinite(value) ? value : undefined;
  };
  const format = given("format");
  return {
    format: format === undefined ? undefined : String(format),
    sampleRate: number("sampleRate"),
    bitsPerSample: number("bitsPerSample"),
    channels: number("channels"),
  };
}

/** A recording is small enough to be kept in memory, from where it goes on. */
async function stage(source: AsyncIterable<Uint8Array>, { maxBytes }: { maxBytes: number }) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AppError("VOICE_TOO_LARGE");
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), discard: async () => {} };
}

/**
 * Clients of these two go by a code of their own (REST 3.6). Refusals that have none there, such as too many requests, are
 * told in the usual form: clients then go by the status.
 */
function failureBody({ code, description }: AppError): Record<string, unknown> | undefined {
  const row: { status: number; errorCode?: number } = errorCodes[code];
  const ownCode = row.errorCode ?? generalCodes[row.status];
  return ownCode === undefined ? undefined : { error: { code: ownCode, message: description } };
}

const generalCodes: Readonly<Record<number, number>> = { 400: 4001001, 401: 4011001 };

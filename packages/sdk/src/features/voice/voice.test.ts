import { expect, it, vi } from "vitest";
import { RequestFailure } from "../../core/platform.ts";
import { answeringPlatform, testClient } from "../../testing/client.ts";
import type { AudioMsgBody } from "../../types/messages.ts";
import { voice } from "./index.ts";

interface Reply {
  readonly status: number;
  readonly text: string;
}

const heard = { status: 200, text: '{"data":{"text":"hello"}}' };
/** The codes of the service begin with the status. */
const refusal = (code: number, message = ""): Reply => ({
  status: Number(String(code).slice(0, 3)),
  text: JSON.stringify({ error: { code, message } }),
});

function listener(reply: Reply | Error = heard, isLoggedIn = true) {
  const answer = (): Promise<Reply> => (reply instanceof Error ? Promise.reject(reply) : Promise.resolve(reply));
  const upload = vi.fn(answer);
  const platform = { ...answeringPlatform(answer), upload };
  const urls: string[] = [];
  const { request } = platform;
  platform.request = (asked) => {
    urls.push(asked.url);
    return request(asked);
  };
  const client = testClient(isLoggedIn ? { platform } : { platform, identity: undefined });
  return { upload, urls, asked: platform.asked, ...voice(client) };
}

/** As far as it is looked at. */
const messageOf = (url: unknown, type = "audio") => ({ type, url }) as AudioMsgBody;
const message = messageOf("https://rest.test/org/app/chatfiles/f-1?em-redirect=true&share-secret=s/x#top");

it("a voice message is written down", async () => {
  const { voiceMessageToText, urls, asked } = listener();
  await expect(voiceMessageToText(message)).resolves.toEqual({ type: 0, data: { text: "hello" } });
  await voiceMessageToText(message, { format: "pcm", sampleRate: 16_000 });
  expect(urls[0]).toBe("https://rest.test/api/sdk/v1/org/app/speech/transcriptions");
  const ofIt = { fileId: "f-1", username: "alice" };
  expect(asked.map(({ method, body }) => [method, body])).toEqual([
    ["POST", { data: ofIt }],
    ["POST", { data: { ...ofIt, audio: { format: "pcm", sampleRate: 16_000 } } }],
  ]);
});

it("a file is written down, of a browser or of a mini program", async () => {
  const { voiceFileToText, upload } = listener();
  const file = new File(["abc"], "a.amr");
  await expect(voiceFileToText(file)).resolves.toEqual({ type: 0, data: { text: "hello" } });
  await voiceFileToText({ filePath: "wxfile://tmp/a" }, { channels: 1, format: "pcm" });
  const both = {
    url: "https://rest.test/api/sdk/v1/org/app/speech/recognitions",
    headers: { Authorization: "Bearer token-of-alice" },
    kind: "audio",
  };
  expect(upload.mock.calls).toMatchObject([
    [{ ...both, file: { data: file }, filename: "a.amr", fields: { username: "alice" } }],
    [
      {
        ...both,
        file: { path: "wxfile://tmp/a" },
        fields: { username: "alice", "audio.format": "pcm", "audio.channels": "1" },
      },
    ],
  ]);
});

it("silence is an empty text", async () => {
  const { voiceMessageToText, voiceFileToText } = listener({ status: 200, text: "{}" });
  await expect(voiceMessageToText(message)).resolves.toEqual({ type: 0, data: { text: "" } });
  await expect(voiceFileToText({ filePath: "a" })).resolves.toEqual({ type: 0, data: { text: "" } });
});

it.each([
  [messageOf("https://x/f", "txt"), undefined, 407],
  [undefined, undefined, 407],
  [messageOf(""), undefined, 410],
  [messageOf("?#"), undefined, 407],
  [message, { format: 1 }, 407],
  [message, [], 407],
  [message, null, 407],
])("the message %j with %j is refused with %i, without asking", async (given, audio, type) => {
  const { voiceMessageToText, asked } = listener();
  // As JavaScript may.
  const call = voiceMessageToText as (...args: unknown[]) => Promise<unknown>;
  await expect(call(given, audio)).rejects.toMatchObject({ type });
  expect(asked).toEqual([]);
});

it.each([
  [undefined, undefined],
  [{}, undefined],
  [{ filePath: "" }, undefined],
  [{ filePath: "a" }, { sampleRate: "1" }],
  [{ filePath: "a" }, "pcm"],
])("the file %j with %j is refused with 407, without an upload", async (file, audio) => {
  const { voiceFileToText, upload } = listener();
  const call = voiceFileToText as (...args: unknown[]) => Promise<unknown>;
  await expect(call(file, audio)).rejects.toMatchObject({ type: 407 });
  expect(upload).not.toHaveBeenCalled();
});

it.each([
  [refusal(4041001), 410],
  [refusal(4001002), 407],
  [refusal(4001003), 408],
  [refusal(4001001, "Uploaded file exceeds 10 MB"), 411],
  [refusal(4001001, "no language"), -3],
  [refusal(4011001), 52],
  [refusal(4031001), 505],
  [refusal(4031002), 50],
  [refusal(5021001), 101],
  [refusal(5021003), 409],
  [refusal(5001003), 409],
  [refusal(5009999), 409],
  [{ status: 429, text: "{}" }, 500],
  [{ status: 418, text: "" }, 17],
  [new RequestFailure("timeout", "timeout"), -1],
  [new RequestFailure("network", "offline"), 17],
])("what the service answers with %j is %i", async (reply, type) => {
  const { voiceMessageToText, voiceFileToText } = listener(reply);
  await expect(voiceMessageToText(message)).rejects.toMatchObject({ type });
  await expect(voiceFileToText({ filePath: "a" })).rejects.toMatchObject({ type });
});

it("nobody is heard without a login", async () => {
  const { voiceMessageToText, voiceFileToText, upload, asked } = listener(heard, false);
  await expect(voiceMessageToText(message)).rejects.toMatchObject({ type: 700 });
  await expect(voiceFileToText({ filePath: "a" })).rejects.toMatchObject({ type: 700 });
  expect([asked, upload.mock.calls]).toEqual([[], []]);
});

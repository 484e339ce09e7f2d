import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { type StandIn, standIn } from "../../kernel/provider.fixture.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import { createFiles, type FilesFeature, filesMigrations, openDiskBlobs } from "../files/index.ts";
import { createVoiceToText } from "./index.ts";

let dir: string;
let rest: TestRest;
let files: FilesFeature;
let provider: StandIn;
let alice: string;

const hello = () => ({ json: { text: " hello there \n" } });
/** Seconds of AMR silence. */
const amr = (seconds: number) => Buffer.concat([Buffer.from("#!AMR\n"), Buffer.alloc(seconds * 50, 0x7c)]);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-voice-"));
  provider = await standIn(hello);
  rest = await TestRest.start({
    migrations: filesMigrations,
    async features({ apps, database, clock, log }) {
      files = createFiles({ database, apps, clock, log, blobs: await openDiskBlobs(dir) });
      const client = new ProviderClient({ timeoutMs: 3000, maxConcurrent: 2 });
      return [...files.endpoints, ...createVoiceToText({ apps, files: files.api, clock, log, client }).endpoints];
    },
  });
});
beforeEach(async () => {
  provider.answer = hello;
  provider.seen.length = 0;
  const settings = { voiceToTextUrl: `${provider.url}/v1/audio/transcriptions`, voiceToTextKey: "k2" };
  await rest.freshApp({ registration: "open", fileRetentionMs: 60_000, ...settings });
  alice = await rest.register("alice");
});
afterAll(async () => {
  await rest.close();
  await files.dispose();
  await provider.close();
  await rm(dir, { recursive: true });
});

/** Sends a form as browsers do. */
async function post(
  url: string,
  fields: Record<string, string>,
  file: { bytes: Buffer; name: string } | undefined,
  token = alice,
) {
  const form = new FormData();
  for (const [name, text] of Object.entries(fields)) form.append(name, text);
  if (file !== undefined) form.append("file", new Blob([new Uint8Array(file.bytes)]), file.name);
  const request = new Request("http://x", { method: "POST", body: form });
  const reply = await rest.http.inject({
    method: "POST",
    url,
    headers: { authorization: `Bearer ${token}`, "content-type": request.headers.get("content-type") ?? "" },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: reply.statusCode, body: reply.json() };
}

const under = (path: string, prefix = "") => `${prefix}/${rest.appKey.replace("#", "/")}${path}`;

async function upload(bytes: Buffer, name = "voice.amr"): Promise<string> {
  const { status, body } = await post(under("/chatfiles"), {}, { bytes, name });
  expect(status).toBe(200);
  return body.entities[0].uuid;
}

const transcribe = (data: unknown, token: string | undefined = alice) =>
  rest.raw(under("/speech/transcriptions", "/api/sdk/v1"), { json: { data }, token });
const recognise = (bytes: Buffer | undefined, fields: Record<string, string> = {}, token = alice) =>
  post(
    under("/speech/recognitions", "/api/sdk/v1"),
    { username: "alice", ...fields },
    bytes && { bytes, name: "r.bin" },
    token,
  );
const refused = (status: number, code: number) => ({ status, body: { error: { code, message: expect.any(String) } } });

describe("voice to text", () => {
  it("[VT1] writes down the attachment of a message, and sends it nowhere but to the application's service", async () => {
    const bytes = amr(3);
    const { status, body } = await transcribe({ fileId: await upload(bytes), username: "alice" });
    expect(status).toBe(200);
    expect(body).toEqual({ data: { text: "hello there" } });
    expect(provider.seen).toHaveLength(1);
    const [asked] = provider.seen;
    expect(asked).toMatchObject({
      method: "POST",
      path: "/v1/audio/transcriptions",
      headers: { authorization: "Bearer k2" },
    });
    expect(asked?.body).toContain(bytes.toString("latin1"));
    expect(asked?.body).toMatch(/name="file"; filename="recording.amr"/);
    expect(asked?.body).toMatch(/name="model"\r\n\r\nwhisper-1/);
    expect(asked?.body).not.toContain("alice");
  });

  it("[VT1] names the model that the application has chosen", async () => {
    await rest.apps.changeSettings(rest.appKey, { voiceToTextModel: "large-v3" });
    await recognise(amr(1));
    expect(provider.seen[0]?.body).toMatch(/name="model"\r\n\r\nlarge-v3\r\n/);
  });

  it("[VT2] writes down a recording that has not been sent, raw samples too", async () => {
    expect(await recognise(amr(2))).toEqual({ status: 200, body: { data: { text: "hello there" } } });
    const samples = Buffer.alloc(8000 * 2, 5);
    expect(await recognise(samples)).toMatchObject(refused(400, 4001002));
    const pcm = {
      "audio.format": "pcm",
      "audio.sampleRate": "8000",
      "audio.bitsPerSample": "16",
      "audio.channels": "1",
    };
    expect(await recognise(samples, pcm)).toMatchObject({ status: 200 });
    expect(provider.seen[1]?.body).toContain("RIFF");
  });

  it("[VT3] refuses what is no recording, too long or too large, before the service is asked", async () => {
    expect(await transcribe({ fileId: await upload(Buffer.from("just text")), username: "alice" })).toMatchObject(
      refused(400, 4001002),
    );
    expect(await recognise(amr(62))).toMatchObject(refused(400, 4001003));
    expect(await recognise(amr(60))).toMatchObject({ status: 200 });
    provider.seen.length = 0;
    await rest.apps.changeSettings(rest.appKey, { maxFileBytes: 20 * 1024 * 1024 });
    const large = Buffer.concat([Buffer.from("OggS"), Buffer.alloc(12 * 1024 * 1024)]);
    const tooLarge = refused(400, 4001001);
    expect(await recognise(large)).toMatchObject(tooLarge);
    const later = await transcribe({ fileId: await upload(large), username: "alice" });
    expect(later).toMatchObject(tooLarge);
    expect(later.body.error.message).toMatch(/uploaded file exceeds/i);
    expect(provider.seen).toEqual([]);
  });

  it("[VT4] does not find a file that is unknown, expired, or another application's", async () => {
    const gone = refused(404, 4041001);
    const fileId = await upload(amr(1));
    expect(await transcribe({ fileId: "6dd1f7a0-0000-4000-8000-000000000000", username: "alice" })).toMatchObject(gone);
    expect(await transcribe({ fileId: "../../etc", username: "alice" })).toMatchObject(gone);
    rest.now += 61_000;
    expect(await transcribe({ fileId, username: "alice" })).toMatchObject(gone);
    const own = await upload(amr(1));
    await rest.freshApp({ registration: "open", voiceToTextUrl: provider.url });
    alice = await rest.register("alice");
    expect(await transcribe({ fileId: own, username: "alice" })).toMatchObject(gone);
  });

  it("[VT5] is not open where the application has named no service", async () => {
    const fileId = await upload(amr(1));
    await rest.apps.changeSettings(rest.appKey, { voiceToTextUrl: "" });
    expect(await transcribe({ fileId, username: "alice" })).toMatchObject(refused(403, 4031001));
    expect(await recognise(amr(1))).toMatchObject(refused(403, 4031001));
  });

  it("[VT6] tells failures of the service by their codes, and shows no detail", async () => {
    const cases = [
      [{ status: 500, json: { error: "stack trace" } }, 502, 5021003],
      [{ text: "no json" }, 502, 5021003],
      [{ json: { words: 1 } }, 502, 5021003],
      ["silence", 502, 5021003],
      [{ status: 401, json: {} }, 502, 5021003],
      [{ status: 429, json: {} }, 429, 4031002],
      [{ status: 413, json: {} }, 400, 4001001],
      [{ status: 400, json: {} }, 400, 4001002],
    ] as const;
    for (const [said, status, code] of cases) {
      provider.answer = () => said;
      const answer = await recognise(amr(1));
      expect(answer).toMatchObject(refused(status, code));
      expect(JSON.stringify(answer)).not.toContain("stack trace");
    }
    expect(rest.logged.join()).not.toMatch(/k2"|stack trace/);
  });

  it("[VT6] bounds what one user may ask", async () => {
    const outcomes = [];
    for (let i = 0; i < 21; i++) outcomes.push((await recognise(amr(1))).status);
    expect(outcomes).toEqual([...Array(20).fill(200), 429]);
  });

  it("[VT7] is for users of the application, each in the own name, and says so in the same form", async () => {
    const fileId = await upload(amr(1));
    const bob = await rest.register("bob");
    expect(await transcribe({ fileId, username: "alice" }, bob)).toMatchObject(refused(401, 4011001));
    expect(await recognise(amr(1), {}, bob)).toMatchObject(refused(401, 4011001));
    expect(await transcribe({ fileId, username: "bob" }, bob)).toMatchObject({ status: 200 });
    expect(await transcribe({ fileId, username: "alice" }, rest.appToken)).toMatchObject({ status: 200 });
    expect(await transcribe({ fileId, username: "alice" }, "")).toMatchObject(refused(401, 4011001));
    const token = alice;
    await rest.freshApp({ registration: "open", voiceToTextUrl: provider.url });
    expect(await transcribe({ fileId, username: "alice" }, token)).toMatchObject(refused(401, 4011001));
  });

  it("[VT7] refuses what is missing or of the wrong kind", async () => {
    const wrong = refused(400, 4001001);
    for (const data of [
      undefined,
      {},
      { fileId: "x" },
      { fileId: 7, username: "alice" },
      { fileId: "x", username: "" },
      "x",
    ]) {
      expect(await transcribe(data)).toMatchObject(wrong);
    }
    expect(await transcribe({ fileId: "x", username: "alice", audio: { sampleRate: "fast" } })).toMatchObject(wrong);
    expect(await recognise(undefined)).toMatchObject(wrong);
    expect(await recognise(amr(1), { username: "no user!" })).toMatchObject(wrong);
    const notAForm = await rest.raw(under("/speech/recognitions", "/api/sdk/v1"), { json: {}, token: alice });
    expect(notAForm).toMatchObject(wrong);
  });
});

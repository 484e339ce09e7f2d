/** A message of another service comes with its file, over REST, and the file is downloaded from us. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "./config.ts";
import { type StandIn, standIn } from "./kernel/provider.fixture.ts";
import { createLog } from "./log.ts";
import { type RondoServer, startServer } from "./server.ts";

let dir: string;
let old: StandIn;
const servers: RondoServer[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-imports-"));
  old = await standIn(() => ({ text: "a song", headers: { "content-type": "audio/amr" } }));
});
afterAll(async () => {
  for (const server of servers) await server.close();
  await old.close();
  await rm(dir, { recursive: true, force: true });
});

async function open(privateDownloads: boolean) {
  const { config } = readConfig(["dev", "--port", "0", "--data", join(dir, String(privateDownloads))], {});
  const cheap = { memoryKib: 8, passes: 1 };
  const server = await startServer({ ...config, privateDownloads, passwordCost: cheap }, createLog("silent"));
  servers.push(server);
  const { clientId, clientSecret } = await server.apps.create({ org: "rondo", name: "app", settings: {} });
  const base = `${server.rest}/rondo/app`;
  const call = async (path: string, json?: unknown, token?: string) => {
    const reply = await fetch(base + path, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { method: "POST", body: JSON.stringify(json) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: the test reads the members it expects
    return { status: reply.status, body: (await reply.json()) as any };
  };
  const credentials = { client_id: clientId, client_secret: clientSecret };
  const token = (await call("/token", { grant_type: "client_credentials", ...credentials })).body.access_token;
  for (const username of ["alice", "bob"]) await call("/users", { username, password: "secret" }, token);
  const body = { url: `${old.url}/song`, filename: "song.amr", length: 3 };
  const message = { from: "alice", target: "bob", type: "audio", body, need_download: true };
  return { base, token, call, bring: () => call("/messages/users/import", message, token) };
}

it("[SM14] an imported message comes with its file, when the operator lets it be fetched from inside", async () => {
  const { base, token, call, bring } = await open(true);
  expect(await bring()).toMatchObject({ status: 200, body: { data: { msg_id: expect.stringMatching(/^\d+$/) } } });
  const { body } = await call("/users/bob/messageroaming", { queue: "alice", start: -1, end: 1 }, token);
  expect(JSON.stringify(body)).not.toContain(old.url);
  const [file] = (await call("/users/bob/user_channels", undefined, token)).body.data.channel_infos;
  const [content] = JSON.parse(file.meta.payload).bodies;
  expect(content).toMatchObject({ type: "audio", url: expect.stringContaining(`${base}/chatfiles/`), file_length: 6 });
  const download = await fetch(`${content.url}?share-secret=${content.secret}`);
  expect([download.status, download.headers.get("content-type"), await download.text()]).toEqual([
    200,
    "audio/amr",
    "a song",
  ]);
});

it("[SM14] and nothing is fetched from inside otherwise", async () => {
  const { bring } = await open(false);
  const before = old.seen.length;
  expect(await bring()).toMatchObject({
    status: 400,
    body: { error_description: "body.url leads to an address that is not public" },
  });
  expect(old.seen).toHaveLength(before);
});

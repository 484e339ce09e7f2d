/** Attachments behind the server's own HTTP edge: tokens, envelope, error bodies, headers for browsers. */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestRest } from "../../http/testing.ts";
import { systemClock } from "../../kernel/clock.ts";
import { openSqlite, type SqliteDatabase } from "../../kernel/database/sqlite/index.ts";
import type { Apps } from "../apps/api.ts";
import { bytesOf, random } from "./fixture.ts";
import { createFiles, type FilesFeature, filesMigrations, openDiskBlobs } from "./index.ts";

let dir: string;
let database: SqliteDatabase;
let feature: FilesFeature;
let rest: TestRest;
let base: string;
let token: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-files-"));
  database = await openSqlite({ dir: ":memory:", migrations: filesMigrations });
  const apps: Pick<Apps, "get"> = { get: (appKey) => rest.apps.get(appKey) };
  feature = createFiles({
    database,
    apps,
    clock: systemClock,
    blobs: await openDiskBlobs(dir),
    log: pino({ level: "silent" }),
  });
  rest = await TestRest.start({ endpoints: feature.endpoints });
  await rest.http.listen({ port: 0, host: "127.0.0.1" });
  base = `http://127.0.0.1:${(rest.http.server.address() as AddressInfo).port}/${rest.appKey.replace("#", "/")}`;
  token = await rest.register("alice");
});
afterAll(async () => {
  await rest.close();
  await feature.dispose();
  await database.close();
  await rm(dir, { recursive: true });
});

async function post(bytes: Uint8Array, query = ""): Promise<Response> {
  const body = new FormData();
  body.append("file", new Blob([Uint8Array.from(bytes)], { type: "video/mp4" }), "a.mp4");
  return fetch(`${base}/chatfiles${query}`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body });
}

describe("attachments over the REST edge", () => {
  it("[FI1] [FI2] are answered in the envelope and come back", async () => {
    const bytes = random(3_000_000);
    const reply = await post(bytes, "?chat-type=undefined&chat-target=bob");
    expect(reply.status).toBe(200);
    const body = (await reply.json()) as { uri: string; entities: { uuid: string; "share-secret": string }[] };
    expect(body).toMatchObject({ action: "post", uri: `${base}/chatfiles`, path: "/chatfiles", organization: "rondo" });
    const { uuid, "share-secret": secret } = body.entities[0] ?? {};

    const element = await fetch(`${base}/chatfiles/${uuid}?em-redirect=true&share-secret=${secret}&em-redirect=true`);
    expect(element.status).toBe(200);
    expect(element.headers.get("access-control-allow-origin")).toBe("*");
    expect(element.headers.get("content-type")).toBe("video/mp4");
    expect((await bytesOf(element)).equals(bytes)).toBe(true);

    const headers = { authorization: "Bearer undefined", "share-secret": secret ?? "", range: "bytes=5-9" };
    const part = await fetch(`${base}/chatfiles/${uuid}`, { headers });
    expect(part.status).toBe(206);
    expect((await bytesOf(part)).equals(bytes.subarray(5, 10))).toBe(true);

    const known = await fetch(`${base}/chatfiles/${uuid}`, {
      method: "HEAD",
      headers: { authorization: `Bearer ${token}` },
    });
    expect([known.status, known.headers.get("content-length")]).toEqual([200, "3000000"]);
  });

  it("[FI3] [FI6] [FI7] [FI8] are refused with JSON", async () => {
    const { entities } = (await (await post(random(10))).json()) as { entities: { uuid: string }[] };
    const at = `${base}/chatfiles/${entities[0]?.uuid}`;
    const known = { authorization: `Bearer ${token}` };
    const refusals = await Promise.all([
      post(random(10 * 1024 * 1024 + 1)),
      fetch(at),
      fetch(`${base}/chatfiles/unknown`),
      fetch(at, { headers: { ...known, range: "bytes=10-" } }),
      fetch(`${base}/chatfiles`, { method: "POST", headers: known }),
      fetch(`${at}?vframe=true`, { headers: known }),
    ]);
    expect(await Promise.all(refusals.map(async (reply) => [reply.status, await reply.json()]))).toMatchObject([
      [413, { error: "file exceeding maximum limit" }],
      [403, { error_description: "chatfile no permission" }],
      [404, { error: "entity_not_found" }],
      [416, { error: "range_not_satisfiable" }],
      [400, { error: "illegal_argument" }],
      [404, { error: "entity_not_found" }],
    ]);
    expect(refusals[3]?.headers.get("content-range")).toBe("bytes */10");
  });

  it("[FI13] can be uploaded in parts; calls without a body or content type are taken", async () => {
    const headers = { authorization: `Bearer ${token}` };
    const begun = await fetch(`${base}/sdk/chatfiles/part-upload`, { method: "POST", headers });
    const { entities } = (await begun.json()) as { entities: { uuid: string }[] };
    const at = `${base}/sdk/chatfiles/part-upload/${entities[0]?.uuid}`;
    const early = await fetch(at, { method: "POST", headers: { ...headers, "content-type": "application/json" } });
    expect([early.status, await early.json()]).toMatchObject([400, { error_code: 14403 }]);
    for (const [number, text] of [
      ["2", "lo"],
      ["1", "hel"],
    ] as const) {
      const body = new FormData();
      body.append("part_file", new Blob([text]), "blob");
      body.append("part_number", number);
      expect((await fetch(at, { method: "PUT", headers, body })).status).toBe(200);
    }
    const query = "?restrict-access=true&chat-type=CHAT&chat-target=bob&thumbnail-width=undefined";
    const done = await fetch(at + query, { method: "POST", headers });
    const body = (await done.json()) as { uri: string; entities: { uuid: string; "share-secret": string }[] };
    expect(body.uri).toBe(`${base}/chatfiles`);
    const { uuid, "share-secret": secret } = body.entities[0] ?? {};
    expect(await (await fetch(`${base}/chatfiles/${uuid}?share-secret=${secret}`)).text()).toBe("hello");
    expect((await fetch(at, { method: "DELETE", headers })).status).toBe(404);
  });
});

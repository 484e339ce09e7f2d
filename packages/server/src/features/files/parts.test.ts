import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { as, bytesOf, DAY, openWorld, random, type Uploaded, type World } from "./fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const call = (method: string, path: string, user = "alice"): Promise<Response> =>
  fetch(`${world.base}/sdk/chatfiles/part-upload${path}`, { method, headers: as(user) });

async function begin(): Promise<{ uuid: string; file_upper_limit: number; part_lower_limit: number }> {
  const reply = await call("POST", "");
  expect(reply.status).toBe(200);
  return ((await reply.json()) as { entities: [Awaited<ReturnType<typeof begin>>] }).entities[0];
}

function put(uuid: string, number: number | string, bytes: Uint8Array, user = "alice"): Promise<Response> {
  const form = new FormData();
  // Official clients write the number behind the bytes.
  form.append("part_file", new Blob([Uint8Array.from(bytes)]), "blob");
  form.append("part_number", String(number));
  return fetch(`${world.base}/sdk/chatfiles/part-upload/${uuid}`, { method: "PUT", headers: as(user), body: form });
}

async function complete(uuid: string): Promise<Uploaded> {
  const reply = await call("POST", `/${uuid}?restrict-access=true&chat-type=CHAT&chat-target=bob`);
  expect(reply.status).toBe(200);
  return ((await reply.json()) as { entities: [Uploaded] }).entities[0];
}

const download = async (file: Uploaded): Promise<Buffer> =>
  bytesOf(await fetch(`${world.base}/chatfiles/${file.uuid}?share-secret=${file["share-secret"]}`));

describe("an upload in parts", () => {
  it("[FI13] begins with a uuid and the limits", async () => {
    expect(await begin()).toEqual({
      uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      file_upper_limit: world.settings.maxFileBytes,
      part_lower_limit: 5_242_880,
    });
  });

  it("[FI13] takes parts in any order, several at once, and joins them in the order of their numbers", async () => {
    const bytes = random(900_000);
    const { uuid } = await begin();
    const numbers = [7, 2, 9, 1, 4, 8, 3, 6, 5];
    const replies = await Promise.all(numbers.map((n) => put(uuid, n, bytes.subarray((n - 1) * 100_000, n * 100_000))));
    expect(replies.map((reply) => reply.status)).toEqual(numbers.map(() => 200));
    const file = await complete(uuid);
    expect(file["file-metadata"]["content-length"]).toBe(900_000);
    expect((await download(file)).equals(bytes)).toBe(true);
    await world.feature.api.sweep();
    expect(await world.kept()).toHaveLength(1);
    expect((await download(file)).equals(bytes)).toBe(true);
  });

  it("[FI13] takes the last of two parts with one number", async () => {
    const { uuid } = await begin();
    await put(uuid, 1, Buffer.from("wrong"));
    await put(uuid, 2, Buffer.from("world"));
    await put(uuid, 1, Buffer.from("hello "));
    expect((await download(await complete(uuid))).toString()).toBe("hello world");
  });

  it("[FI13] made of equal parts, or of one part alone, is joined as well", async () => {
    const { uuid } = await begin();
    for (const n of [1, 2, 3]) await put(uuid, n, Buffer.from("ha"));
    expect((await download(await complete(uuid))).toString()).toBe("hahaha");
    const other = await begin();
    await put(other.uuid, 1, Buffer.from("ha"));
    const file = await complete(other.uuid);
    await world.feature.api.sweep();
    expect((await download(file)).toString()).toBe("ha");
  });

  it("[FI13] with a gap, or without parts, is refused with 400 and error_code 14403, and can be mended", async () => {
    const { uuid } = await begin();
    const none = await call("POST", `/${uuid}`);
    expect([none.status, await none.json()]).toMatchObject([400, { error_code: 14403 }]);
    await put(uuid, 1, Buffer.from("a"));
    await put(uuid, 3, Buffer.from("c"));
    const gap = await call("POST", `/${uuid}`);
    expect([gap.status, await gap.json()]).toMatchObject([400, { error_code: 14403 }]);
    await put(uuid, 2, Buffer.from("b"));
    expect((await download(await complete(uuid))).toString()).toBe("abc");
  });

  it("[FI13] of more bytes together than a file may have is refused with 413; the part is not kept", async () => {
    world.settings.maxFileBytes = 250_000;
    const { uuid } = await begin();
    expect((await put(uuid, 1, random(250_001))).status).toBe(413);
    expect((await put(uuid, 1, random(200_000))).status).toBe(200);
    expect((await put(uuid, 2, random(100_000))).status).toBe(413);
    expect((await put(uuid, 2, random(50_000))).status).toBe(200);
    await world.feature.api.sweep();
    expect(await world.kept()).toHaveLength(2);
    expect((await complete(uuid))["file-metadata"]["content-length"]).toBe(250_000);
  });

  it("[FI13] refuses what is no part number", async () => {
    const { uuid } = await begin();
    for (const number of ["0", "-1", "1.5", "10001", "x", ""]) {
      expect((await put(uuid, number, Buffer.from("a"))).status).toBe(400);
    }
    expect([...(await world.staged()), ...(await world.kept())]).toEqual([]);
  });

  it("[FI14] belongs to the user who began it", async () => {
    const { uuid } = await begin();
    await put(uuid, 1, Buffer.from("a"));
    expect((await put(uuid, 2, Buffer.from("b"), "bob")).status).toBe(403);
    expect((await call("POST", `/${uuid}`, "bob")).status).toBe(403);
    expect((await call("DELETE", `/${uuid}`, "bob")).status).toBe(403);
    expect((await call("DELETE", `/${uuid}`, "app")).status).toBe(403);
    expect((await download(await complete(uuid))).toString()).toBe("a");
  });

  it("[FI15] goes on after a restart", async () => {
    const { uuid } = await begin();
    await put(uuid, 2, Buffer.from("world"));
    world = await world.restart();
    await world.feature.api.sweep();
    await put(uuid, 1, Buffer.from("hello "));
    expect((await download(await complete(uuid))).toString()).toBe("hello world");
  });

  it("[FI15] is given up by DELETE, with its bytes", async () => {
    const { uuid } = await begin();
    await put(uuid, 1, Buffer.from("a"));
    expect((await call("DELETE", `/${uuid}`)).status).toBe(200);
    expect((await put(uuid, 2, Buffer.from("b"))).status).toBe(404);
    expect((await call("POST", `/${uuid}`)).status).toBe(404);
    expect((await call("DELETE", `/${uuid}`)).status).toBe(404);
    await world.feature.api.sweep();
    expect(await world.kept()).toEqual([]);
  });

  it("[FI15] is given up after 24 hours, with its bytes", async () => {
    const { uuid } = await begin();
    await put(uuid, 1, Buffer.from("a"));
    world.clock.at += DAY - 1;
    await world.feature.api.sweep();
    expect((await put(uuid, 2, Buffer.from("b"))).status).toBe(200);
    world.clock.at += 1;
    expect((await put(uuid, 3, Buffer.from("c"))).status).toBe(404);
    await world.feature.api.sweep();
    expect(await world.kept()).toEqual([]);
    expect((await call("POST", `/${uuid}`)).status).toBe(404);
  });

  it("[FI15] is one of at most 20 that a user has open", async () => {
    for (let i = 0; i < 19; i++) await begin();
    const { uuid } = await begin();
    expect((await call("POST", "")).status).toBe(429);
    expect((await call("POST", "", "bob")).status).toBe(200);
    await call("DELETE", `/${uuid}`);
    expect((await call("POST", "")).status).toBe(200);
  });

  it("[FI16] is completed once: asked again it answers the same file", async () => {
    const { uuid } = await begin();
    await put(uuid, 1, Buffer.from("a"));
    const [first, second] = await Promise.all([complete(uuid), complete(uuid)]);
    expect(second).toEqual(first);
    expect(first.uuid).toBe(uuid);
    expect((await put(uuid, 2, Buffer.from("b"))).status).toBe(404);
    expect((await call("DELETE", `/${uuid}`)).status).toBe(404);
    expect((await download(await complete(uuid))).toString()).toBe("a");
  });
});

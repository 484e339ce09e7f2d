import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { as, bytesOf, openWorld, random, tryUpload, upload, type World } from "./fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const read = (uuid: string, secret: string): Promise<Response> =>
  fetch(`${world.base}/chatfiles/${uuid}?share-secret=${secret}`);

/** Writes a request as bytes, in the pieces given, and answers everything that comes back. */
async function raw(head: string[], pieces: readonly (string | Buffer)[]): Promise<{ status: number; body: string }> {
  const socket = connect(world.port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk));
  await once(socket, "connect");
  socket.setNoDelay(true);
  const lines = [
    "POST /org/app/chatfiles HTTP/1.1",
    "Host: x.test",
    "Connection: close",
    "Authorization: Bearer alice",
  ];
  socket.write(`${[...lines, ...head].join("\r\n")}\r\n\r\n`);
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
  await once(socket, "close");
  const text = Buffer.concat(chunks).toString();
  return { status: Number(text.slice(9, 12)), body: text.slice(text.indexOf("\r\n\r\n") + 4) };
}

describe("an upload", () => {
  it("[FI1] answers the address of the files, a uuid, a secret and what was stored", async () => {
    const reply = await tryUpload(world, random(4321), { name: "a.png", type: "image/png" });
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      uri: `${world.base}/chatfiles`,
      entities: [
        {
          uuid: expect.stringMatching(/^[0-9a-f-]{36}$/),
          type: "chatfile",
          "share-secret": expect.stringMatching(/^[\w-]{22}$/),
          "file-metadata": { "content-type": "image/png", "content-length": 4321 },
        },
      ],
    });
  });

  it("[FI2] comes back byte for byte, from one byte to ten megabytes", async () => {
    for (const size of [1, 63, 64, 65, 65_536, 10 * 1024 * 1024]) {
      const bytes = random(size);
      const { uuid, "share-secret": secret } = await upload(world, bytes);
      const reply = await read(uuid, secret);
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-length")).toBe(String(size));
      expect((await bytesOf(reply)).equals(bytes)).toBe(true);
    }
  });

  it("[FI2] comes back after a restart, also when the fields stand before the file", async () => {
    const form = new FormData();
    form.append("thumbnail-width", "10");
    form.append("file", new Blob(["hello"]), "a.txt");
    const reply = await fetch(`${world.base}/chatfiles`, { method: "POST", headers: as("alice"), body: form });
    const { entities } = (await reply.json()) as { entities: { uuid: string; "share-secret": string }[] };
    world = await world.restart();
    const { uuid = "", "share-secret": secret = "" } = entities[0] ?? {};
    expect(await (await read(uuid, secret)).text()).toBe("hello");
  });

  it("[FI3] larger than the limit is refused with 413 and leaves nothing", async () => {
    world.settings.maxFileBytes = 100_000;
    expect((await tryUpload(world, random(100_000))).status).toBe(200);
    const kept = await world.kept();

    const reply = await tryUpload(world, random(3_000_000));
    expect(reply.status).toBe(413);
    expect(await reply.json()).toMatchObject({
      error: "file exceeding maximum limit",
      error_description: "the file size exceeds the maximum limit.",
    });
    expect(await world.kept()).toEqual(kept);
    expect(await world.staged()).toEqual([]);
  });

  it("[FI3] that is cut short leaves nothing", async () => {
    const socket = connect(world.port, "127.0.0.1");
    socket.write(
      'POST /org/app/chatfiles HTTP/1.1\r\nHost: x.test\r\nAuthorization: Bearer alice\r\nContent-Length: 90000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nsome bytes',
    );
    await vi.waitFor(async () => expect(await world.staged()).toHaveLength(1), { interval: 5 });
    socket.destroy();
    await vi.waitFor(async () => expect(await world.staged()).toEqual([]), { interval: 5 });
    expect(await world.kept()).toEqual([]);
  });

  it("[FI3] whose form ends before its last boundary is refused and leaves nothing", async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nsome bytes\r\n';
    const head = [`Content-Length: ${body.length}`, "Content-Type: multipart/form-data; boundary=b"];
    expect((await raw(head, [body])).status).toBe(400);
    expect([...(await world.staged()), ...(await world.kept())]).toEqual([]);
  });

  it("[FI4] without a file, or with an empty one, is refused with 400", async () => {
    const form = new FormData();
    form.append("other", new Blob(["x"]), "x");
    const none = await fetch(`${world.base}/chatfiles`, { method: "POST", headers: as("alice"), body: form });
    expect(none.status).toBe(400);
    expect(await none.json()).toMatchObject({ error: "illegal_argument", error_description: "file must be provided." });

    const empty = await tryUpload(world, new Uint8Array());
    expect(empty.status).toBe(400);
    expect([...(await world.staged()), ...(await world.kept())]).toEqual([]);
  });

  it("[FI4] needs a token", async () => {
    const body = new FormData();
    body.append("file", new Blob(["x"]), "x");
    expect((await fetch(`${world.base}/chatfiles`, { method: "POST", body })).status).toBe(401);
  });

  it("[FI5] with a hand-written content type without boundary is understood, however it is cut into packets", async () => {
    const content = random(200_000);
    const start = '------x1"y\r\nContent-Disposition: form-data; name="file"; filename="photo"\r\n\r\n';
    const body = Buffer.concat([Buffer.from(start), content, Buffer.from('\r\n------x1"y--\r\n')]);
    const head = [`Content-Length: ${body.length}`, "Content-Type: multipart/form-data"];
    for (const cuts of [[], [1], [3, 9, 11, 12]]) {
      const edges = [0, ...cuts, body.length];
      const pieces = edges.slice(1).map((edge, i) => body.subarray(edges[i], edge));
      const { status, body: text } = await raw(head, pieces);
      expect(status).toBe(200);
      const { uuid, "share-secret": secret } = JSON.parse(text).entities[0];
      expect((await bytesOf(await read(uuid, secret))).equals(content)).toBe(true);
    }
  });

  it("[FI5] with no boundary in the body either is refused with 400", async () => {
    for (const body of ["", "--", "x".repeat(5000), `--${"x".repeat(5000)}`]) {
      const head = [`Content-Length: ${body.length}`, "Content-Type: multipart/form-data"];
      expect((await raw(head, [body])).status).toBe(400);
    }
  });

  it("[FI5] of a file without a name or type is a file all the same", async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nhello\r\n--b--\r\n';
    const head = [`Content-Length: ${body.length}`, "Content-Type: multipart/form-data; boundary=b"];
    const { uuid, "share-secret": secret } = JSON.parse((await raw(head, [body])).body).entities[0];
    expect(await (await read(uuid, secret)).text()).toBe("hello");
  });

  it("[FI12] of content that is there already is stored once", async () => {
    const bytes = random(50_000);
    const [first, second] = await Promise.all([upload(world, bytes), upload(world, bytes)]);
    expect(first.uuid).not.toBe(second.uuid);
    expect(await world.kept()).toHaveLength(1);
  });
});

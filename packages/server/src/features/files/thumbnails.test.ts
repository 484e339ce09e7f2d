import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultFileLimits } from "./api.ts";
import { as, bytesOf, openWorld, random, type Uploaded, upload, type World } from "./fixture.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Noise, so that it does not compress below the size that is its own thumbnail. */
function picture(format: "png" | "jpeg" | "gif" | "webp", { width = 400, height = 200, alpha = false } = {}) {
  const channels = alpha ? 4 : 3;
  return sharp(random(width * height * channels), { raw: { width, height, channels } })
    .toFormat(format)
    .toBuffer();
}

const view = (file: Uploaded, query: string): Promise<Response> =>
  fetch(`${world.base}/chatfiles/${file.uuid}?${query}&share-secret=${file["share-secret"]}`);

async function sizeOf(reply: Response): Promise<{ width: number; height: number }> {
  const { width = 0, height = 0 } = await sharp(await bytesOf(reply)).metadata();
  return { width, height };
}

describe("a thumbnail", () => {
  it("[FI9] of a PNG, JPEG, GIF or WebP fits into 170 by 170", async () => {
    for (const format of ["png", "jpeg", "gif", "webp"] as const) {
      const reply = await view(await upload(world, await picture(format)), "thumbnail=true");
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-type")).toMatch(/^image\/(png|jpeg)$/);
      expect(await sizeOf(reply)).toEqual({ width: 170, height: 85 });
    }
  });

  it("[FI9] keeps transparency", async () => {
    const file = await upload(world, await picture("png", { alpha: true }));
    expect((await view(file, "thumbnail=true")).headers.get("content-type")).toBe("image/png");
  });

  it("[FI9] fits into the box named at the upload, and is never larger than the picture", async () => {
    const bytes = await picture("png");
    const named = await upload(world, bytes, { fields: { "thumbnail-width": "100", "thumbnail-height": "20" } });
    expect(await sizeOf(await view(named, "thumbnail=true"))).toEqual({ width: 40, height: 20 });
    const large = await upload(world, bytes, { fields: { "thumbnail-width": "99999", "thumbnail-height": "99999" } });
    expect(await sizeOf(await view(large, "thumbnail=true"))).toEqual({ width: 400, height: 200 });
    const nonsense = await upload(world, bytes, {
      fields: { "thumbnail-width": "undefined", "thumbnail-height": "-3" },
    });
    expect(await sizeOf(await view(nonsense, "thumbnail=true"))).toEqual({ width: 170, height: 85 });
  });

  it("[FI9] can be asked for with a header", async () => {
    const file = await upload(world, await picture("png"));
    const headers = { ...as("bob"), thumbnail: "true" };
    const reply = await fetch(`${world.base}/chatfiles/${file.uuid}`, { headers });
    expect(await sizeOf(reply)).toEqual({ width: 170, height: 85 });
  });

  it("[FI9] is made once and kept, also over a restart", async () => {
    const file = await upload(world, await picture("png"));
    const [first, second] = await Promise.all([view(file, "thumbnail=true"), view(file, "thumbnail=true")]);
    const etag = first.headers.get("etag");
    expect(second.headers.get("etag")).toBe(etag);
    expect(await world.kept()).toHaveLength(2);
    world = await world.restart();
    expect((await view(file, "thumbnail=true")).headers.get("etag")).toBe(etag);
    expect(await world.kept()).toHaveLength(2);
  });

  it("[FI9] of a picture of up to 10 KB, or of no picture, is the file itself", async () => {
    const small = await picture("png", { width: 50, height: 50 });
    expect(small.byteLength).toBeLessThan(10 * 1024);
    for (const bytes of [small, random(20_000)]) {
      const reply = await view(await upload(world, bytes), "thumbnail=true");
      expect((await bytesOf(reply)).equals(bytes)).toBe(true);
    }
  });

  it("[FI9] of a damaged picture is the file itself", async () => {
    const bytes = (await picture("png")).subarray(0, 30_000);
    const file = await upload(world, bytes);
    for (let i = 0; i < 2; i++) expect((await bytesOf(await view(file, "thumbnail=true"))).equals(bytes)).toBe(true);
  });

  it("[FI9] of a picture that unfolds to more pixels than allowed is the file itself", async () => {
    const bytes = pngOf(30_000, 30_000);
    expect(bytes.byteLength).toBeGreaterThan(10 * 1024);
    expect(30_000 * 30_000).toBeGreaterThan(defaultFileLimits.thumbnails.maxPixels);
    const reply = await view(await upload(world, bytes), "thumbnail=true");
    expect((await bytesOf(reply)).equals(bytes)).toBe(true);
  });

  it("[FI9] is not made of a program that calls itself a picture", async () => {
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${" ".repeat(20_000)}</svg>`);
    const reply = await view(await upload(world, svg, { type: "image/png" }), "thumbnail=true");
    expect((await bytesOf(reply)).equals(svg)).toBe(true);
  });

  it("[FI9] that cannot be made now is the file itself, and is made later", async () => {
    const thumbnails = { ...defaultFileLimits.thumbnails, concurrency: 1, maxWaiting: 0 };
    await world.close();
    world = await openWorld({ limits: { thumbnails } });
    const bytes = [await picture("png"), await picture("png"), await picture("png")];
    const files = await Promise.all(bytes.map((b) => upload(world, b)));
    const replies = await Promise.all(files.map((file) => view(file, "thumbnail=true")));
    for (const reply of replies) expect(reply.status).toBe(200);
    for (const file of files) {
      expect(await sizeOf(await view(file, "thumbnail=true"))).toEqual({ width: 170, height: 85 });
    }
  });
});

describe("a frame", () => {
  it("[FI10] of a video cannot be made: 404", async () => {
    const reply = await view(await upload(world, random(20_000), { type: "video/mp4" }), "vframe=true");
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: "entity_not_found" });
  });

  it("[FI10] of a picture is its thumbnail", async () => {
    const file = await upload(world, await picture("jpeg"));
    expect(await sizeOf(await view(file, "vframe=true"))).toEqual({ width: 170, height: 85 });
  });
});

/** A black PNG of one bit a pixel: 900 million pixels in about a hundred kilobytes. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.byteLength);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(1, 8);
  const rows = Buffer.alloc((1 + Math.ceil(width / 8)) * height);
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

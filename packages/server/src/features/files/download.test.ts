import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { as, bytesOf, openWorld, random, type Uploaded, upload, type World } from "./fixture.ts";

const BYTES = random(1000);
let world: World;
let file: Uploaded;
beforeAll(async () => {
  world = await openWorld();
  file = await upload(world, BYTES);
});
afterAll(() => world.close());

const get = (query: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> =>
  fetch(`${world.base}/chatfiles/${file.uuid}${query}`, { headers, method });
const secretly = (headers: Record<string, string> = {}, method = "GET"): Promise<Response> =>
  get(`?share-secret=${file["share-secret"]}`, headers, method);

describe("permission", () => {
  it("[FI6] is shown by the secret in the query or in a header, whatever the bearer says", async () => {
    const secret = file["share-secret"];
    for (const headers of [{}, as("undefined"), as("rubbish"), as("bob"), { "share-secret": "wrong" }]) {
      expect((await get(`?em-redirect=true&share-secret=${secret}`, headers)).status).toBe(200);
    }
    for (const headers of [{}, as("undefined"), as("rubbish")]) {
      expect((await get("?share-secret=wrong", { ...headers, "share-secret": secret })).status).toBe(200);
    }
  });

  it("[FI6] is shown by a token of any user of the application, or of the application, without a secret", async () => {
    for (const user of ["alice", "bob", "app"]) {
      const reply = await get("", as(user));
      expect(reply.status).toBe(200);
      expect((await bytesOf(reply)).equals(BYTES)).toBe(true);
    }
    expect((await get("?share-secret=wrong", as("bob"))).status).toBe(200);
  });

  it("[FI6] that is not shown is refused with 403", async () => {
    for (const [query, headers] of [
      ["", {}],
      ["", as("undefined")],
      ["?share-secret=wrong", {}],
      [`?share-secret=${file["share-secret"]}x`, {}],
      ["?share-secret=", { "share-secret": "" }],
    ] as const) {
      const reply = await get(query, headers);
      expect(reply.status).toBe(403);
      expect(await reply.json()).toMatchObject({ error_description: "chatfile no permission" });
    }
  });

  it("[FI6] holds within one application", async () => {
    const other = world.base.replace("/org/app", "/org/other");
    expect((await fetch(`${other}/chatfiles/${file.uuid}`, { headers: as("bob") })).status).toBe(404);
  });

  it("[FI7] makes no difference to a file that is not there", async () => {
    const reply = await fetch(`${world.base}/chatfiles/no-such-file`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: "entity_not_found" });
  });
});

describe("a download", () => {
  it("[FI8] answers 200 with everything when no range is asked for", async () => {
    const reply = await secretly();
    expect(reply.status).toBe(200);
    expect(reply.headers.get("accept-ranges")).toBe("bytes");
    expect(reply.headers.get("cache-control")).toMatch(/^private/);
    expect((await bytesOf(reply)).equals(BYTES)).toBe(true);
  });

  it.each([
    ["bytes=0-0", 0, 0],
    ["bytes=10-19", 10, 19],
    ["bytes=990-", 990, 999],
    ["bytes=990-5000", 990, 999],
    ["bytes=-10", 990, 999],
    ["bytes=-5000", 0, 999],
  ])("[FI8] answers 206 with the range %s", async (range, first, last) => {
    const reply = await secretly({ range });
    expect(reply.status).toBe(206);
    expect(reply.headers.get("content-range")).toBe(`bytes ${first}-${last}/1000`);
    expect(reply.headers.get("content-length")).toBe(String(last - first + 1));
    expect((await bytesOf(reply)).equals(BYTES.subarray(first, last + 1))).toBe(true);
  });

  it("[FI8] answers 416 to a range behind the end", async () => {
    const reply = await secretly({ range: "bytes=1000-" });
    expect(reply.status).toBe(416);
    expect(reply.headers.get("content-range")).toBe("bytes */1000");
    expect(await reply.json()).toMatchObject({ error: "range_not_satisfiable" });
  });

  it("[FI8] answers everything to what is no single range", async () => {
    for (const range of ["bytes=0-1,5-6", "lines=1-2", "bytes=9-3", "bytes=a-b", "bytes=-"]) {
      const reply = await secretly({ range });
      expect([reply.status, (await bytesOf(reply)).byteLength]).toEqual([200, 1000]);
    }
  });

  it("[FI8] goes on with a range only while the content is the same", async () => {
    const etag = (await secretly()).headers.get("etag") ?? "";
    expect((await secretly({ range: "bytes=1-2", "if-range": etag })).status).toBe(206);
    expect((await secretly({ range: "bytes=1-2", "if-range": '"other"' })).status).toBe(200);
    expect((await secretly({ "if-none-match": `"other", ${etag}` })).status).toBe(304);
    expect((await secretly({ "if-none-match": '"other"' })).status).toBe(200);
  });

  it("[FI8] is described by HEAD", async () => {
    const reply = await secretly({}, "HEAD");
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-length")).toBe("1000");
    expect(reply.headers.get("content-type")).toBe("application/octet-stream");
    expect((await bytesOf(reply)).byteLength).toBe(0);
    expect((await get("", {}, "HEAD")).status).toBe(403);
  });
});

describe("what a browser may do with it", () => {
  const shown = async (type: string, name: string, bytes: Uint8Array = Buffer.from("<script>alert(1)</script>")) => {
    const { uuid, "share-secret": secret } = await upload(world, bytes, { type, name });
    return (await fetch(`${world.base}/chatfiles/${uuid}?share-secret=${secret}`)).headers;
  };

  it.each([
    ["text/html", "a.html"],
    ["text/html; charset=utf-8", "a.txt"],
    ["image/svg+xml", "a.svg"],
    ["application/xhtml+xml", "a"],
    ["text/xml", "a.xml"],
    ["application/javascript", "a.js"],
    ["text/css", "a.css"],
    ["multipart/x-mixed-replace", "a"],
    ["not a type", "a"],
  ])("[FI11] %s is bytes to save", async (type, name) => {
    const headers = await shown(type, name);
    expect(headers.get("content-type")).toBe("application/octet-stream");
    expect(headers.get("content-disposition")).toMatch(/^attachment;/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
  });

  it("[FI11] media are shown in place, other files are saved under their type", async () => {
    expect((await shown("video/mp4", "a.mp4")).get("content-disposition")).toMatch(/^inline;/);
    const pdf = await shown("application/pdf", "a.pdf");
    expect(pdf.get("content-type")).toBe("application/pdf");
    expect(pdf.get("content-disposition")).toMatch(/^attachment;/);
  });

  it("[FI11] a picture is recognised by its bytes", async () => {
    const gif = Buffer.concat([Buffer.from("GIF89a"), random(100)]);
    for (const type of ["application/octet-stream", "text/plain", "text/html", "image/png"]) {
      expect((await shown(type, "a", gif)).get("content-type")).toBe("image/gif");
    }
  });

  it("[FI11] names in any script are kept, and no name breaks the header", async () => {
    const headers = await shown("application/zip", '报告 "1"\r\n.zip');
    const disposition = headers.get("content-disposition") ?? "";
    expect(disposition).toContain(`filename*=UTF-8''${encodeURIComponent("报告 ")}`);
    expect((await shown("application/zip", "../../etc/passwd")).get("content-disposition")).toContain('"passwd"');
  });
});

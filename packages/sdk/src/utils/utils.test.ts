import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Platform, PlatformEvents } from "../core/platform.ts";
import { recordingLog } from "../testing/client.ts";
import { fetchPlatform } from "../testing/fetch-platform.ts";
import { createUtils } from "./index.ts";

const newUtils = (changes: Partial<Platform> = {}) =>
  createUtils({ platform: { ...fetchPlatform(), ...changes }, log: recordingLog() }, {});

/** What a call tells through its callbacks. */
const told = <T>(start: (done: (value: T) => void) => void): Promise<T> => new Promise(start);

describe("utils", () => {
  let base: string;
  const http = createServer(async (request, reply) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    if (request.url === "/bad") return void reply.writeHead(400).end('{"error_description":"bad"}');
    if (request.url === "/file") return void reply.end("content");
    if (request.url?.endsWith("chatfiles")) {
      return void reply.end(JSON.stringify({ entities: [{ uuid: "u" }], token: request.headers.authorization }));
    }
    reply.end(JSON.stringify({ method: request.method, url: request.url, body }));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(http.address() as AddressInfo).port}`; // a TCP server
  });
  afterAll(() => {
    http.closeAllConnections();
    http.close();
  });

  it("make ids that grow, even when the clock does not", () => {
    const clock = { ...fetchPlatform().clock, now: () => Date.UTC(2026, 0, 1) };
    const { getUniqueId } = newUtils({ clock });
    const ids = [getUniqueId(), getUniqueId(), getUniqueId()].map(Number);
    expect(ids[1]).toBe((ids[0] ?? 0) + 1);
    expect(ids[2]).toBe((ids[0] ?? 0) + 2);
  });

  it("ask any address, and tell the callback too", async () => {
    const { ajax, wxRequest } = newUtils();
    expect(wxRequest).toBe(ajax);
    const success = vi.fn();
    const answer = await ajax({ url: `${base}/x`, data: { a: "1 2" }, type: "get", success });
    expect(answer).toEqual({ method: "GET", url: "/x?a=1%202", body: "" });
    expect(success).toHaveBeenCalledWith(answer);
    await expect(ajax({ url: `${base}/x`, data: { a: 1 } })).resolves.toMatchObject({
      method: "POST",
      body: '{"a":1}',
    });
    await expect(wxRequest({ url: `${base}/x`, type: "PUT", data: "raw" })).resolves.toMatchObject({ body: "raw" });
    const error = vi.fn();
    await expect(ajax({ url: `${base}/bad`, error })).rejects.toMatchObject({ type: 17, message: "bad" });
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ type: 17 }));
  });

  it("upload a file to the application's place", async () => {
    const answer = await told((done) =>
      newUtils().uploadFile({
        accessToken: "t",
        appKey: "org#app",
        apiUrl: base,
        file: { filename: "a", data: new Blob(["x"]) },
        onFileUploadComplete: done,
      }),
    );
    expect(answer).toMatchObject({ entities: [{ uuid: "u" }], token: "Bearer t" });
  });

  it.each([
    [{ accessToken: "", appKey: "org#app" }, 102],
    [{ accessToken: "t", appKey: "orgapp" }, 101],
    [{ accessToken: "t", appKey: "org#app", file: {} }, 101],
    [{ accessToken: "t", appKey: "", uploadUrl: "http://127.0.0.1:1/" }, 101],
  ])("tell why an upload fails: %j is %i", async (options, type) => {
    const error = await told((done) =>
      newUtils().uploadFile({ file: { data: new Blob(["x"]) }, ...options, onFileUploadError: done }),
    );
    expect(error).toMatchObject({ type });
  });

  it("download a file, or tell why not", async () => {
    const { download } = newUtils();
    const content = await told<unknown>((done) => download({ url: `${base}/file`, onFileDownloadComplete: done }));
    expect(await (content as Blob).text()).toBe("content");
    const error = await told((done) => download({ url: `${base}/bad`, id: "7", onFileDownloadError: done }));
    expect(error).toMatchObject({ type: 200, id: "7" });
  });

  it("give bytes where there are no Blobs", async () => {
    vi.stubGlobal("Blob", undefined);
    const content = await told((done) => newUtils().download({ url: `${base}/file`, onFileDownloadComplete: done }));
    vi.unstubAllGlobals();
    expect(Buffer.from(content as ArrayBuffer).toString()).toBe("content"); // as the sentence says
  });

  it("tell of the network, and of the host", () => {
    let on: PlatformEvents | undefined;
    const { listenNetwork, getEnvInfo } = newUtils({
      watch: (events) => {
        on = events;
        return () => {};
      },
    });
    const [online, offline] = [vi.fn(), vi.fn()];
    listenNetwork(online, offline);
    on?.onOffline();
    on?.onOnline();
    expect([online, offline].map((told) => told.mock.calls.length)).toEqual([1, 1]);
    expect(getEnvInfo()).toEqual({ platform: "node", global: {} });
  });

  it("read the file of an input in pages, and say so elsewhere", () => {
    const { getFileUrl, parseDownloadResponse } = newUtils();
    expect(() => getFileUrl("input")).toThrow("this is not HTMLInputElement");
    expect(getFileUrl({ files: [] })).toEqual({ url: "", filename: "", filetype: "", data: {} });
    const file = new File(["x"], "Picture.PNG");
    const found = getFileUrl({ files: [file] });
    expect(found).toEqual({
      url: expect.stringMatching(/^blob:/),
      filename: "Picture.PNG",
      filetype: "png",
      data: file,
    });
    expect(parseDownloadResponse(new Blob(["x"]))).toMatch(/^blob:/);
  });

  it("turn bytes into text of one character each, and wait", async () => {
    const { Uint8ArrayToString, delay } = newUtils();
    expect(Uint8ArrayToString(new Uint8Array([72, 105, 255]))).toBe("Hi\u00ff");
    await expect(delay(0)).resolves.toBeUndefined();
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Platform, RequestFailure } from "../../core/platform.ts";
import { alice, testClient } from "../../testing/client.ts";
import { featureOf } from "../../testing/feature.ts";
import { fetchPlatform } from "../../testing/fetch-platform.ts";
import { messages } from "../messages/index.ts";
import { downloadFile, formatAttachUrl, uploadAttachment } from "./index.ts";

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

describe("files", () => {
  let next: { status: number; body: string };
  let received: Received[];
  let apiUrl: string;
  let dir: string;
  const http = createServer(async (request, reply) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const { method, url, headers } = request;
    received.push({ method, url, headers, body: Buffer.concat(parts).toString("latin1") });
    reply.writeHead(next.status).end(next.body);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    apiUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`; // a TCP server
    dir = await mkdtemp(join(tmpdir(), "rondo-files-"));
    await writeFile(join(dir, "picked.png"), "the picture");
  });
  afterAll(async () => {
    http.closeAllConnections();
    http.close();
    await rm(dir, { recursive: true });
  });

  const given = (status: number, body: unknown): void => {
    next = { status, body: typeof body === "string" ? body : JSON.stringify(body) };
    received = [];
  };
  const client = () => testClient({ config: { apiUrl } });
  const stored = { uri: "https://elsewhere/chatfiles", entities: [{ uuid: "u-1", "share-secret": "s-1" }] };

  describe("going up", () => {
    it.each([
      ["a path", () => join(dir, "picked.png")],
      [
        "a FileObj of a browser",
        () => ({ url: "blob:x", filename: "a.png", filetype: "png", data: new Blob(["the picture"]) }),
      ],
      [
        "a FileObj with a path only",
        () => ({ url: join(dir, "picked.png"), filename: "a.png", filetype: "png", data: {} }),
      ],
      ["an object with a path", () => ({ path: join(dir, "picked.png") })],
      ["bytes", () => new TextEncoder().encode("the picture")],
    ])("are taken as %s", async (_, file) => {
      given(200, stored);
      // Bytes are an object like the others.
      const source = file() as Parameters<typeof uploadAttachment>[1]["file"];
      const upload = { file: source, kind: "image", filename: "a.png", chatType: "groupChat", to: "g 1" } as const;
      await expect(uploadAttachment(client(), upload)).resolves.toEqual({
        url: `${apiUrl}/org/app/chatfiles/u-1`,
        secret: "s-1",
        raw: stored,
      });
      expect(received).toHaveLength(1);
      expect(received[0]).toMatchObject({
        method: "POST",
        url: "/org/app/chatfiles?chat-type=GROUP&chat-target=g%201",
        headers: { authorization: "Bearer token-of-alice", "restrict-access": "true" },
      });
      expect(received[0]?.body).toContain('name="file"; filename="a.png"');
      expect(received[0]?.body).toContain("the picture");
    });

    it.each([
      [413, { error_description: "the file size exceeds the maximum limit." }],
      [401, { error_description: "Unable to authenticate" }],
      [200, { entities: [] }],
      [200, "<html>"],
      [400, ""],
    ])("are refused as 101 when the server answers %i %j", async (status, body) => {
      given(status, body);
      const upload = { file: join(dir, "picked.png"), kind: "file", filename: "a" } as const;
      await expect(uploadAttachment(client(), upload)).rejects.toMatchObject({ type: 101, data: body });
    });

    it.each([[""], [{}], [{ data: {}, url: "" }]])("are refused as 101 when there is none (%j)", async (file) => {
      given(200, stored);
      await expect(uploadAttachment(client(), { file, kind: "file", filename: "a" })).rejects.toMatchObject({
        type: 101,
      });
      expect(received).toEqual([]);
    });

    it("are refused as 101 when the host cannot read them", async () => {
      given(200, stored);
      const upload = { file: join(dir, "missing"), kind: "file", filename: "a" } as const;
      await expect(uploadAttachment(client(), upload)).rejects.toMatchObject({ type: 101 });
    });

    it.each([
      ["of the platform, when it slices", true, true],
      ["of nobody, when the server takes none", true, false],
      ["of nobody, when the platform does not slice", undefined, true],
    ] as const)("in parts are the affair %s", async (_, slices, takesParts) => {
      given(200, stored);
      const upload = vi.fn(async () => ({ status: 200, text: JSON.stringify(stored) }));
      const platform = { ...fetchPlatform(), upload, ...(slices ? { slices } : {}) };
      const file = { kind: "video", filename: "a", file: { data: new Blob(["x"]) }, chatType: "chatRoom" } as const;
      const { url } = await uploadAttachment(testClient({ platform, config: { apiUrl, takesParts } }), {
        ...file,
        to: "7",
        thumbnailWidth: 5,
      });
      expect(url).toBe(`${apiUrl}/org/app/chatfiles/u-1`);
      const query = "chat-type=ROOM&chat-target=7&thumbnail-width=5";
      const parts = {
        url: `${apiUrl}/org/app/sdk/chatfiles/part-upload`,
        query: `?restrict-access=true&${query}`,
      };
      expect(upload).toHaveBeenCalledExactlyOnceWith(
        expect.objectContaining({
          url: `${apiUrl}/org/app/chatfiles?${query}`,
          parts: slices && takesParts ? parts : undefined,
        }),
      );
    });

    it.each([["at once"], ["while it is under way"], ["on a host that cannot end it"]])(
      "are refused as -4 when they are cancelled, %s",
      async (when) => {
        const ended = vi.fn();
        let cancel: () => void = () => {};
        const platform: Platform = {
          ...fetchPlatform(),
          upload: ({ onTask }) =>
            new Promise((_, reject) => {
              if (when === "on a host that cannot end it") return;
              onTask?.(() => {
                ended();
                reject(new RequestFailure("network", "aborted"));
              });
            }),
        };
        const onStart = (end: () => void): void => {
          cancel = end;
          if (when === "at once") end();
        };
        const upload = { file: "x", kind: "file", filename: "a", onStart } as const;
        const refused = expect(uploadAttachment(testClient({ platform }), upload)).rejects.toMatchObject({ type: -4 });
        cancel();
        await refused;
        expect(ended).toHaveBeenCalledTimes(when === "on a host that cannot end it" ? 0 : 1);
      },
    );

    it("of a message tell it: the one who sends may cancel, which is no error", async () => {
      const { call } = featureOf(messages, undefined, undefined, { upload: () => new Promise(() => {}) });
      const told = { onFileUploadError: vi.fn(), onFileUploadCanceled: vi.fn() };
      const onFileUploadStart = (cancel: () => void): void => cancel();
      const file = { data: new Blob(["x"]), filename: "a.txt" };
      const message = { type: "file", id: "1", to: "bob", file, onFileUploadStart, ...told };
      await expect(call("send", message)).rejects.toMatchObject({ type: -4 });
      expect(told.onFileUploadCanceled).toHaveBeenCalledOnce();
      expect(told.onFileUploadError).not.toHaveBeenCalled();
    });

    it("are refused as 102 when nobody is logged in", async () => {
      const upload = { file: "x", kind: "file", filename: "a" } as const;
      await expect(uploadAttachment(testClient({ identity: undefined }), upload)).rejects.toMatchObject({ type: 102 });
    });
  });

  describe("coming down", () => {
    const fetchIt = () =>
      downloadFile(fetchPlatform(), {
        url: `${apiUrl}/f`,
        secret: "s",
        token: alice.token,
        headers: { Accept: "x/y" },
      });

    it("are bytes, asked for with the secret and the token", async () => {
      given(200, "content");
      expect(Buffer.from(await fetchIt()).toString()).toBe("content");
      expect(received[0]?.headers).toMatchObject({
        "share-secret": "s",
        authorization: "Bearer token-of-alice",
        accept: "x/y",
      });
    });

    it.each([
      [403, { error_description: "chatfile no permission" }, 222],
      [403, { error_description: "no" }, 603],
      [404, { error: "file_expired" }, 223],
      [404, { error: "other" }, 200],
      [404, "<html>", 200],
      [500, "", 503],
      [206, "part", 200],
      [502, "", 200],
    ])("are refused: %i %j is %i", async (status, body, type) => {
      given(status, body);
      await expect(fetchIt()).rejects.toMatchObject({ type });
    });

    it("are refused as 200 without a network", async () => {
      await expect(downloadFile(fetchPlatform(), { url: "http://127.0.0.1:1/f" })).rejects.toMatchObject({ type: 200 });
    });

    it("are asked for without a token where none was given", async () => {
      given(200, "");
      await downloadFile(fetchPlatform(), { url: `${apiUrl}/f` });
      expect(received[0]?.headers).not.toHaveProperty("authorization");
    });
  });

  describe("addresses", () => {
    const format = (url: string, secret?: string, useOwnUploadFun = false) =>
      formatAttachUrl(testClient({ config: { useOwnUploadFun } }), url, secret);

    it.each([
      [
        "https://other.host:8443/org/app/chatfiles/1",
        "s",
        "https://rest.test/org/app/chatfiles/1?em-redirect=true&share-secret=s",
      ],
      ["http://o/org/app/chatfiles/1", undefined, "https://rest.test/org/app/chatfiles/1?em-redirect=true"],
      [
        "https://o.test/f/1?em-redirect=true&share-secret=s",
        "s",
        "https://rest.test/f/1?em-redirect=true&share-secret=s",
      ],
      ["https://o.test/f/1?vframe=true", "s", "https://rest.test/f/1?vframe=true&em-redirect=true&share-secret=s"],
      ["", "s", ""],
    ])("of %j with the secret %j: %j", (url, secret, expected) => {
      expect(format(url, secret)).toBe(expected);
    });

    it("are left alone when the application stores files itself", () => {
      expect(format("https://cdn.test/1", "s", true)).toBe("https://cdn.test/1");
    });
  });
});

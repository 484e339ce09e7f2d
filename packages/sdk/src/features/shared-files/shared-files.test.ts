import { describe, expect, it, vi } from "vitest";
import { type HttpReply, type Platform, RequestFailure, type UploadRequest } from "../../core/platform.ts";
import { answeringPlatform, testClient } from "../../testing/client.ts";
import { featureOf, requestsOf } from "../../testing/feature.ts";
import { sharedFiles } from "./index.ts";

const resource = "res-1";
const groupId = "g";
const roomId = "r";

it.each([
  [
    "getGroupSharedFilelist",
    { groupId },
    "GET /chatgroups/g/share_files",
    { version: "v3", pagenum: "1", pagesize: "10" },
    undefined,
  ],
  [
    "fetchGroupSharedFileList",
    { groupId, pageNum: 2, pageSize: 3 },
    "GET /chatgroups/g/share_files",
    { version: "v3", pagenum: "2", pagesize: "3" },
    undefined,
  ],
  ["getChatRoomSharedFilelist", { roomId }, "GET /chatrooms/r/share_files", {}, undefined],
  ["fetchChatRoomSharedFileList", { roomId }, "GET /chatrooms/r/share_files", {}, undefined],
  ["deleteGroupSharedFile", { groupId, fileId: "f" }, "DELETE /chatgroups/g/share_files/f", { resource }, undefined],
  ["deleteChatRoomSharedFile", { roomId, fileId: "f" }, "DELETE /chatrooms/r/share_files/f", { resource }, undefined],
] as const)("%s(%j) asks %s", async (name, params, ...expected) => {
  const { call, asked } = featureOf(sharedFiles, () => ({ data: [] }));
  await expect(call(name, params)).resolves.toEqual({ type: 0, data: [] });
  expect(requestsOf(asked)).toEqual([expected]);
});

it.each([
  ["getGroupSharedFilelist", {}, "groupId"],
  ["getChatRoomSharedFilelist", { groupId }, "roomId"],
  ["deleteGroupSharedFile", { groupId }, "fileId"],
  ["deleteChatRoomSharedFile", { fileId: "f" }, "roomId"],
] as const)("%s(%j) is refused for %s", async (name, params, wrong) => {
  const { call, asked } = featureOf(sharedFiles);
  await expect(call(name, params)).rejects.toMatchObject({ type: -3, message: `Invalid parameter: "${wrong}"` });
  expect(asked).toEqual([]);
});

/** A host that sends and fetches files as the test says. */
function host(reply: () => Promise<HttpReply & { bytes?: Uint8Array }>, isLoggedIn = true) {
  const uploads: UploadRequest[] = [];
  const downloads: Array<{ url: string; headers: Readonly<Record<string, string>> }> = [];
  const platform: Platform = {
    ...answeringPlatform(() => ({})),
    upload: (request) => {
      uploads.push(request);
      request.onProgress?.({ loaded: 1, total: 2 });
      return reply();
    },
    download: async (request) => {
      downloads.push(request);
      const { status, bytes = new Uint8Array() } = await reply();
      return { status, bytes };
    },
  };
  const client = testClient(isLoggedIn ? { platform } : { platform, identity: undefined });
  return { ...sharedFiles(client), uploads, downloads };
}

/** How a call with callbacks ends. */
const ended = (start: (done: Record<string, (value: unknown) => void>) => void): Promise<readonly [string, unknown]> =>
  new Promise((resolve) => {
    const told = (name: string) => [name, (value: unknown) => resolve([name, value])] as const;
    const names = ["onFileUploadComplete", "onFileUploadError", "onFileDownloadComplete", "onFileDownloadError"];
    start(Object.fromEntries(names.map(told)));
  });

describe("a file that is shared", () => {
  const file = { data: new Uint8Array(3), filename: "a.txt" };
  const answer = { data: { file_id: "f", file_name: "a.txt" } };
  const stored = async (): Promise<HttpReply> => ({ status: 200, text: JSON.stringify(answer) });

  it("goes to the group or the room, and its progress is told", async () => {
    const { uploadGroupSharedFile, uploadChatRoomSharedFile, uploads } = host(stored);
    const onFileUploadProgress = vi.fn();
    expect(await ended((done) => uploadGroupSharedFile({ groupId, file, onFileUploadProgress, ...done }))).toEqual([
      "onFileUploadComplete",
      answer,
    ]);
    expect(onFileUploadProgress).toHaveBeenCalledExactlyOnceWith({ loaded: 1, total: 2 });
    await ended((done) => uploadChatRoomSharedFile({ roomId, file, ...done }));
    expect(uploads).toMatchObject([
      {
        url: "https://rest.test/org/app/chatgroups/g/share_files?resource=res-1",
        headers: { Authorization: "Bearer token-of-alice", "restrict-access": "true" },
        filename: "a.txt",
        file: { data: file.data },
      },
      { url: "https://rest.test/org/app/chatrooms/r/share_files?resource=res-1" },
    ]);
  });

  it("of a mini program is a path", async () => {
    const { uploadGroupSharedFile, uploads } = host(stored);
    await ended((done) => uploadGroupSharedFile({ groupId, file: { path: "/tmp/a" }, ...done }));
    expect(uploads).toMatchObject([{ file: { path: "/tmp/a" }, filename: "file" }]);
  });

  it.each([
    [{ groupId: "", file }, "groupId"],
    [{ groupId, file: undefined }, "file"],
    [{ groupId, file: "x" }, "file"],
    [{ groupId, file: {} }, "file"],
  ])("is refused: %j", async (params, wrong) => {
    const { uploadGroupSharedFile, uploads } = host(stored);
    const wish = params as { groupId: string; file: object }; // as JavaScript may
    expect(await ended((done) => uploadGroupSharedFile({ ...wish, ...done }))).toEqual([
      "onFileUploadError",
      expect.objectContaining({ type: -3, message: `Invalid parameter: "${wrong}"` }),
    ]);
    expect(uploads).toEqual([]);
  });

  it("is refused when nobody is logged in", async () => {
    const { uploadGroupSharedFile } = host(stored, false);
    expect(await ended((done) => uploadGroupSharedFile({ groupId, file, ...done }))).toEqual([
      "onFileUploadError",
      expect.objectContaining({ type: 102 }),
    ]);
  });

  it.each([
    [403, '{"error":"forbidden"}'],
    [413, ""],
    [200, "<html>"],
  ])("fails with %i %j", async (status, text) => {
    const { uploadChatRoomSharedFile } = host(async () => ({ status, text }));
    expect(await ended((done) => uploadChatRoomSharedFile({ roomId, file, ...done }))).toEqual([
      "onFileUploadError",
      expect.objectContaining({ type: 101 }),
    ]);
  });

  it("fails without a network", async () => {
    const { uploadGroupSharedFile } = host(() => Promise.reject(new RequestFailure("network", "gone")));
    expect(await ended((done) => uploadGroupSharedFile({ groupId, file, ...done }))).toEqual([
      "onFileUploadError",
      expect.objectContaining({ type: 101 }),
    ]);
  });

  it("comes down with token and secret", async () => {
    const bytes = new TextEncoder().encode("content");
    const { downloadGroupSharedFile, downloads } = host(async () => ({ status: 200, text: "", bytes }));
    const [told, content] = await ended((done) =>
      downloadGroupSharedFile({ groupId, fileId: "f", secret: "s", ...done }),
    );
    expect(told).toBe("onFileDownloadComplete");
    expect(await (content as Blob).text()).toBe("content");
    expect(downloads).toMatchObject([
      {
        url: "https://rest.test/org/app/chatgroups/g/share_files/f",
        headers: { Authorization: "Bearer token-of-alice", "share-secret": "s" },
      },
    ]);
  });

  it("that is gone does not come down", async () => {
    const { downloadGroupSharedFile } = host(async () => ({ status: 404, text: "" }));
    expect(await ended((done) => downloadGroupSharedFile({ groupId, fileId: "f", ...done }))).toEqual([
      "onFileDownloadError",
      expect.objectContaining({ type: 200 }),
    ]);
  });
});

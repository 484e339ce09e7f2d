import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callOf, type PlatformApi, Seen, useOf } from "../calling.ts";
import { type EchoPeer, startEchoPeer } from "../echo-peer.ts";
import { createWx, type WxRuntime } from "./index.ts";

let peer: EchoPeer;
const open: WxRuntime[] = [];

beforeAll(async () => {
  peer = await startEchoPeer();
});
afterEach(() => {
  for (const runtime of open.splice(0)) runtime.close();
});
afterAll(() => peer.close());

function start() {
  const runtime = createWx();
  open.push(runtime);
  return { runtime, call: callOf(runtime.wx), use: useOf(runtime.wx) };
}

async function connect() {
  const { use, runtime } = start();
  const task = use("connectSocket", { url: peer.ws, protocols: ["chat"] }) as PlatformApi; // a SocketTask
  const seen = new Seen();
  for (const event of ["Open", "Message", "Error", "Close"]) useOf(task)(`on${event}`, seen.as(event));
  expect(task.readyState).toBe(0);
  await seen.next("Open");
  return { task, seen, runtime };
}

describe("SocketTasks of wx", () => {
  it("carry ArrayBuffers of the program's world, and text, and offer sub-protocols", async () => {
    const { task, seen, runtime } = await connect();
    expect(task.readyState).toBe(1);
    expect(peer.protocols).toContain("chat");
    const binary = seen.next("Message");
    useOf(task)("send", { data: new Uint8Array([1, 255]).buffer });
    runtime.realm.define("got", (await binary).data);
    expect(runtime.realm.run("got instanceof ArrayBuffer && new Uint8Array(got).join()")).toBe("1,255");
    const text = seen.next("Message");
    useOf(task)("send", { data: "hello" });
    expect(await text).toEqual({ data: "hello" });
  });

  it("tell code and reason of a close, and refuse to send afterwards", async () => {
    const { task, seen, runtime } = await connect();
    const closed = seen.next("Close");
    useOf(task)("send", { data: "kick" });
    expect(await closed).toEqual({ code: 4001, reason: "kicked" });
    expect(task.readyState).toBe(3);
    expect(await callOf(task)("send", { data: "x" })).toEqual({
      ok: false,
      result: { errMsg: "SocketTask.send:fail SocketTask.readyState is not OPEN" },
    });
    expect(runtime.socketCount()).toBe(0);
    expect(runtime.listenerCounts()).toMatchObject({ socketOpen: 0, socketMessage: 0 });
  });

  it("tell error, then close, when cut or refused", async () => {
    const { seen, runtime } = await connect();
    const closed = seen.next("Close");
    runtime.network.cut();
    expect(await closed).toMatchObject({ code: 1006 });
    const task = useOf(runtime.wx)("connectSocket", { url: "ws://127.0.0.1:1/" }) as PlatformApi; // a SocketTask
    const refused = new Seen();
    for (const event of ["Error", "Close"]) useOf(task)(`on${event}`, refused.as(event));
    await refused.next("Close");
    expect(refused.names).toEqual(["Error", "Close"]);
  });

  it("are at most five", async () => {
    const { call } = start();
    const answers = await Promise.all(Array.from({ length: 6 }, () => call("connectSocket", { url: peer.ws })));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false]);
  });
});

describe("requests of wx", () => {
  it("are successful with any status, told by statusCode; what is not JSON stays text", async () => {
    const { call } = start();
    const missing = await call("request", { url: `${peer.http}/status/404`, header: { "X-Token": "t" } });
    expect(missing).toMatchObject({
      ok: true,
      result: { statusCode: 404, data: { status: 404 }, header: { "x-answer": "yes" }, errMsg: "request:ok" },
    });
    expect(peer.requests.at(-1)?.headers).toMatchObject({ "x-token": "t", "content-type": "application/json" });
    expect((await call("request", { url: `${peer.http}/text` })).result.data).toBe("plain");
  });

  it("fail without network, after a time and when aborted", async () => {
    const { call, runtime } = start();
    expect(await call("request", { url: `${peer.http}/never`, timeout: 20 })).toMatchObject({
      ok: false,
      result: { errMsg: "request:fail timeout" },
    });
    const seen = new Seen();
    const failed = seen.next("fail");
    const task = useOf(runtime.wx)("request", { url: `${peer.http}/never`, fail: seen.as("fail") }) as PlatformApi; // a task
    useOf(task)("abort");
    expect(await failed).toEqual({ errMsg: "request:fail abort" });
    runtime.network.goOffline();
    expect((await call("request", { url: `${peer.http}/a` })).ok).toBe(false);
  });

  it("upload and download files", async () => {
    const { call, runtime } = start();
    const files = useOf(runtime.wx)("getFileSystemManager") as PlatformApi; // an object with methods
    const filePath = `${runtime.files.userDataPath}/note`;
    const data = new Uint8Array([65, 66, 67]).buffer;
    expect(await callOf(files)("writeFile", { filePath, data, encoding: "binary" })).toMatchObject({ ok: true });
    expect(await callOf(files)("writeFile", { filePath: "/etc/x", data })).toMatchObject({ ok: false });
    const uploaded = await call("uploadFile", { url: `${peer.http}/up`, filePath, name: "file" });
    expect(uploaded).toMatchObject({ ok: true, result: { statusCode: 200, data: expect.any(String) } });
    expect(peer.requests.at(-1)?.body).toMatch(/name="file"; filename="note"[\s\S]*\r\n\r\nABC\r\n/);
    const { result } = await call("downloadFile", { url: `${peer.http}/x` });
    const read = await callOf(files)("readFile", { filePath: result.tempFilePath, encoding: "utf8" });
    expect(JSON.parse(String(read.result.data))).toMatchObject({ status: 200 });
  });
});

describe("the device around wx", () => {
  it("keeps storage by plain keys; missing ones read as an empty string", () => {
    const { use } = start();
    use("setStorageSync", "a", { deep: [1] });
    expect(use("getStorageSync", "a")).toEqual({ deep: [1] });
    expect(use("getStorageSync", "missing")).toBe("");
    expect(() => use("setStorageSync", "big", "x".repeat(1024 * 1024))).toThrow(/setStorageSync:fail/);
  });

  it("returns promises only to calls without callbacks", async () => {
    const { use, call } = start();
    await expect(use("getNetworkType")).resolves.toMatchObject({ networkType: "wifi", errMsg: "getNetworkType:ok" });
    expect(use("getNetworkType", { success: () => {} })).toBeUndefined();
    expect(await call("getStorage", { key: "missing" })).toMatchObject({ ok: false });
  });

  it("tells of network, show and hide", () => {
    const { use, runtime } = start();
    const seen = new Seen();
    use("onNetworkStatusChange", seen.as("network"));
    use("onAppShow", seen.as("show"));
    use("onAppHide", seen.as("hide"));
    runtime.network.goOffline();
    runtime.network.goOnline();
    runtime.hide();
    runtime.show();
    expect(seen.names).toEqual(["network", "network", "hide", "show"]);
    expect(seen.list.slice(0, 2).map(([, event]) => event)).toEqual([
      { isConnected: false, networkType: "none" },
      { isConnected: true, networkType: "wifi" },
    ]);
  });
});

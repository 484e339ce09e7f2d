import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { callOf, type PlatformApi, type Result, Seen, useOf } from "../calling.ts";
import { type EchoPeer, startEchoPeer } from "../echo-peer.ts";
import { createMy, type MyOptions, type MyRuntime } from "./index.ts";

let peer: EchoPeer;
const open: MyRuntime[] = [];

beforeAll(async () => {
  peer = await startEchoPeer();
});
afterEach(() => {
  for (const runtime of open.splice(0)) runtime.close();
});
afterAll(() => peer.close());

function start(options: MyOptions = {}) {
  const runtime = createMy(options);
  open.push(runtime);
  return { runtime, my: runtime.my, call: callOf(runtime.my), use: useOf(runtime.my) };
}

function watchGlobal(use: (name: string, ...args: unknown[]) => unknown): Seen {
  const seen = new Seen();
  for (const event of ["Open", "Message", "Error", "Close"]) use(`onSocket${event}`, seen.as(event));
  return seen;
}

function watchTask(task: PlatformApi): Seen {
  const seen = new Seen();
  for (const event of ["Open", "Message", "Error", "Close"]) useOf(task)(`on${event}`, seen.as(event));
  return seen;
}

const dataOf = (event: Result): Result => event.data as Result; // a task's events carry an object there

describe("the global socket of my", () => {
  // In the simulator success comes some 20 ms after the call: a machine may take longer than that to open a connection.
  it("tells success before open on devices and after it in the simulator", { retry: 5 }, async () => {
    for (const [profile, order] of [
      ["android", ["success", "Open"]],
      ["simulator", ["Open", "success"]],
    ] as const) {
      const { use } = start({ profile });
      const seen = watchGlobal(use);
      const both = Promise.all([seen.next("Open"), seen.next("success")]);
      expect(use("connectSocket", { url: peer.ws, success: seen.as("success") })).toBeUndefined();
      await both;
      expect(seen.names).toEqual(order);
    }
  });

  it("carries base64 text as text, and binary as base64 with isBuffer", async () => {
    const { use, call } = start();
    const seen = watchGlobal(use);
    const opened = seen.next("Open");
    use("connectSocket", { url: peer.ws });
    await opened;
    for (const [sent, got] of [
      [
        { data: "AAEC", isBuffer: false },
        { data: "AAEC", isBuffer: false },
      ],
      [
        { data: "AAECA/8=", isBuffer: true },
        { data: "AAECA/8=", isBuffer: true },
      ],
    ]) {
      const message = seen.next("Message");
      expect(await call("sendSocketMessage", sent)).toMatchObject({ ok: true });
      expect(await message).toEqual(got);
    }
    expect(peer.seen.slice(-2)).toEqual([
      { kind: "text", data: "AAEC" },
      { kind: "binary", data: "00010203ff" },
    ]);
  });

  it("refuses a second connection with error 3 and keeps the first (android)", async () => {
    const { use, call, runtime } = start();
    const seen = watchGlobal(use);
    const opened = seen.next("Open");
    use("connectSocket", { url: peer.ws });
    await opened;
    expect(await call("connectSocket", { url: peer.ws })).toMatchObject({ ok: false, result: { error: 3 } });
    const message = seen.next("Message");
    await call("sendSocketMessage", { data: "hi" });
    await message;
    expect(seen.names).toEqual(["Open", "Message"]);
    expect(runtime.socketCount()).toBe(1);
  });

  it("closes the old connection for a new one; its close reaches the same listeners (legacy, simulator)", async () => {
    for (const profile of ["legacy", "simulator"] as const) {
      const { use } = start({ profile });
      const seen = watchGlobal(use);
      const opened = seen.next("Open");
      use("connectSocket", { url: peer.ws });
      await opened;
      const both = Promise.all([seen.next("Open"), seen.next("Close")]);
      use("connectSocket", { url: peer.ws });
      const [, close] = await both;
      expect(Object.keys(close)).not.toContain("socketTaskID");
      expect([...seen.names].sort()).toEqual(["Close", "Open", "Open"]);
    }
  });

  it("fails sends while not open, by callback and by a promise that rejects all the same", async () => {
    const { my, use } = start();
    let told: unknown;
    const promise = useOf(my)("sendSocketMessage", { data: "x", fail: (error: unknown) => (told = error) });
    await expect(promise).rejects.toMatchObject({ error: 10 });
    expect(told).toMatchObject({ error: 10 });
    await expect(useOf(start({ profile: "simulator" }).my)("sendSocketMessage", { data: "x" })).rejects.toMatchObject({
      error: 1,
      message: "未知错误",
    });
    expect(await callOf(my)("closeSocket")).toMatchObject({ ok: true });
    expect(use("canIUse", "connectSocket.object.multiple")).toBe(true);
  });

  it("calls a listener as often as it was added; off(fn) takes one, off() takes all", async () => {
    const { use, call, runtime } = start();
    const seen = watchGlobal(use);
    const twice = seen.as("twice");
    use("onSocketMessage", twice);
    use("onSocketMessage", twice);
    const opened = seen.next("Open");
    use("connectSocket", { url: peer.ws });
    await opened;
    const echo = async (): Promise<void> => {
      const message = seen.next("Message");
      await call("sendSocketMessage", { data: "x" });
      await message;
    };
    const count = (): number => seen.names.filter((name) => name === "twice").length;
    await echo();
    expect(count()).toBe(2);
    use("offSocketMessage", twice);
    await echo();
    expect(count()).toBe(3);
    expect(runtime.listenerCounts()).toMatchObject({ socketMessage: 2, socketOpen: 1 });
    use("offSocketMessage");
    expect(runtime.listenerCounts()).toMatchObject({ socketMessage: 0, socketOpen: 1 });
  });

  it("tells error, then close, for a refused port", async () => {
    const { use } = start();
    const seen = watchGlobal(use);
    const closed = seen.next("Close");
    use("connectSocket", { url: "ws://127.0.0.1:1/" });
    await closed;
    expect(seen.list).toMatchObject([
      ["Error", { error: 50 }],
      ["Close", { code: 1006 }],
    ]);
  });
});

describe("SocketTasks of my", () => {
  const connect = async (options: MyOptions = {}) => {
    const { use, runtime } = start(options);
    const task = use("connectSocket", { url: peer.ws, multiple: true }) as PlatformApi; // a task, in this mode
    const seen = watchTask(task);
    await seen.next("Open");
    return { task, seen, runtime };
  };

  it("nest their payload, or flatten it when told to", async () => {
    for (const taskPayload of ["nested", "flat"] as const) {
      const { task, seen } = await connect({ taskPayload });
      const message = seen.next("Message");
      useOf(task)("send", { data: "hello" });
      const event = await message;
      expect(taskPayload === "flat" ? event : dataOf(event)).toMatchObject({ data: "hello", isBuffer: false });
    }
  });

  it("flag text that happens to be base64 as binary in the simulator only", async () => {
    for (const [profile, flags] of [
      ["simulator", [true, false]],
      ["android", [false, false]],
    ] as const) {
      const { task, seen } = await connect({ profile });
      for (const [text, isBuffer] of [
        ["pong", flags[0]],
        ['{"a":1}', flags[1]],
      ] as const) {
        const message = seen.next("Message");
        useOf(task)("send", { data: text });
        expect(dataOf(await message)).toMatchObject({ data: text, isBuffer });
      }
    }
  });

  it("take an ArrayBuffer on devices and refuse it in the simulator", async () => {
    const device = await connect();
    const message = device.seen.next("Message");
    useOf(device.task)("send", { data: new Uint8Array([9]).buffer });
    expect(dataOf(await message)).toMatchObject({ data: "CQ==", isBuffer: true });
    const simulator = await connect({ profile: "simulator" });
    const refused = await callOf(simulator.task)("send", { data: new Uint8Array([9]).buffer });
    expect(refused).toEqual({ ok: false, result: { error: 2, errorMessage: "无效参数" } });
  });

  it("pass close codes on, within the allowed ones, except in the simulator", async () => {
    const device = await connect();
    expect(await callOf(device.task)("close", { code: 1001 })).toMatchObject({ ok: false, result: { error: 2 } });
    const closed = device.seen.next("Close");
    useOf(device.task)("close", { code: 3001, reason: "bye" });
    expect(dataOf(await closed)).toMatchObject({ code: 3001, reason: "bye" });
    const simulator = await connect({ profile: "simulator" });
    const silent = simulator.seen.next("Close");
    useOf(simulator.task)("close", { code: 3001, reason: "bye" });
    expect(dataOf(await silent)).toMatchObject({ isTrusted: true });
    expect(peer.seen.at(-1)).toEqual({ kind: "close", data: "1005" });
  });

  it("are at most five on devices", async () => {
    const { call } = start();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => call("connectSocket", { url: peer.ws, multiple: true })),
    );
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true, true, false]);
  });

  it("refuse bad addresses with 3, 4, 5, and ws with 20 when released", async () => {
    const { call } = start({ requireWss: true });
    const codes = [];
    for (const url of ["", undefined, "http://x/", peer.ws]) {
      codes.push((await call("connectSocket", { url, multiple: true })).result.error);
    }
    expect(codes).toEqual([3, 4, 5, 20]);
  });
});

describe("requests of my", () => {
  it("send headers, JSON or form, and append GET data to the address", async () => {
    const { call } = start();
    await call("request", { url: `${peer.http}/a?x=1`, data: { q: "ä b" }, headers: { "X-Token": "t" } });
    expect(peer.requests.at(-1)).toMatchObject({
      method: "GET",
      url: "/a?x=1&q=%C3%A4%20b",
      headers: { "x-token": "t" },
    });
    await call("request", { url: `${peer.http}/b`, method: "POST", data: { n: 1 } });
    expect(peer.requests.at(-1)).toMatchObject({ body: '{"n":1}', headers: { "content-type": "application/json" } });
    const form = { "Content-Type": "application/x-www-form-urlencoded" };
    await call("request", { url: `${peer.http}/c`, method: "PUT", headers: form, data: { a: 1, b: "x y" } });
    expect(peer.requests.at(-1)).toMatchObject({ method: "PUT", body: "a=1&b=x%20y" });
    await call("request", { url: `${peer.http}/d`, method: "DELETE", data: '{"raw":true}' });
    expect(peer.requests.at(-1)).toMatchObject({ method: "DELETE", body: '{"raw":true}' });
  });

  it("answer data, status and headers, parsed as asked", async () => {
    const { call } = start();
    const { ok, result } = await call("request", { url: `${peer.http}/a` });
    expect(ok).toBe(true);
    expect(result).toMatchObject({
      data: { status: 200 },
      status: 200,
      headers: { "x-answer": "yes" },
      statusCode: 200,
    });
    expect((await call("request", { url: `${peer.http}/text`, dataType: "text" })).result.data).toBe("plain");
    expect((await call("request", { url: `${peer.http}/text` })).result).toMatchObject({ error: 14, status: 200 });
  });

  it("answer HTTP errors by success on devices and by fail 19 in the simulator", async () => {
    const device = await start().call("request", { url: `${peer.http}/status/404` });
    expect(device).toMatchObject({ ok: true, result: { status: 404, data: { status: 404 } } });
    const simulator = await start({ profile: "simulator" }).call("request", { url: `${peer.http}/status/404` });
    expect(simulator).toMatchObject({ ok: false, result: { error: 19, status: 404, data: { status: 404 } } });
    expect(simulator.result).not.toHaveProperty("statusCode");
  });

  it("ignore `header` in the simulator, where only `headers` counts", async () => {
    await start({ profile: "simulator" }).call("request", { url: `${peer.http}/a`, header: { "X-Old": "1" } });
    expect(peer.requests.at(-1)?.headers).not.toHaveProperty("x-old");
  });

  it("fail without network (12), after a time (13) and when aborted (9)", async () => {
    const { call, my, runtime } = start();
    expect((await call("request", { url: `${peer.http}/never`, timeout: 20 })).result.error).toBe(13);
    const task = useOf(my)("request", { url: `${peer.http}/never` }) as PlatformApi & Promise<unknown>; // both at once
    useOf(task)("abort");
    await expect(task).rejects.toMatchObject({ error: 9 });
    runtime.network.goOffline();
    expect((await call("request", { url: `${peer.http}/a` })).result.error).toBe(12);
  });

  it("upload a file under its field name; the simulator wants a fileType", async () => {
    for (const profile of ["android", "simulator"] as const) {
      const { call, runtime } = start({ profile });
      const filePath = runtime.files.addTemporary(Buffer.from("bytes!"), "png");
      const upload = { url: `${peer.http}/up`, filePath, name: "file", header: { A: "1" }, formData: { room: "7" } };
      const plain = await call("uploadFile", upload);
      expect(plain.ok).toBe(profile === "android");
      const typed = await call("uploadFile", { ...upload, fileType: "image" });
      const statusCode = profile === "simulator" ? "200" : 200;
      expect(typed).toMatchObject({ ok: true, result: { statusCode, data: expect.stringContaining("200") } });
      const { body, headers } = peer.requests.at(-1) ?? {};
      expect(headers).toMatchObject({ a: "1", "content-type": expect.stringContaining("boundary=") });
      expect(body).toMatch(
        /name="room"\r\n\r\n7\r\n[\s\S]*name="file"; filename="[^"]+\.png"[\s\S]*\r\n\r\nbytes!\r\n/,
      );
    }
    expect((await start().call("uploadFile", { url: peer.http, filePath: "x", name: "f" })).result.error).toBe(11);
  });

  it("download to a temporary file that the file system reads; redirects are followed", async () => {
    const { call, my } = start();
    const { result } = await call("downloadFile", { url: `${peer.http}/moved` });
    expect(result.tempFilePath).toBe(result.apFilePath);
    const files = useOf(my)("getFileSystemManager") as PlatformApi; // an object with methods
    const read = await callOf(files)("readFile", { filePath: result.apFilePath, encoding: "utf8" });
    expect(JSON.parse(String(read.result.data))).toEqual({ status: 200, length: 0 });
    expect((await call("downloadFile", { url: `${peer.http}/status/404` })).result.error).toBe(12);
  });
});

describe("the device around my", () => {
  it("keeps storage by {key} objects, across restarts, within its limits", async () => {
    const { use, call, runtime } = start();
    use("setStorageSync", { key: "a", data: { deep: [1] } });
    expect(use("getStorageSync", { key: "a" })).toEqual({ data: { deep: [1] } });
    expect(use("getStorageSync", { key: "missing" })).toEqual({ data: null });
    const large = await call("setStorage", { key: "big", data: "x".repeat(201 * 1024) });
    expect(large.ok).toBe(false);
    const again = start({ storage: runtime.storage });
    expect(again.use("getStorageSync", { key: "a" })).toEqual({ data: { deep: [1] } });
  });

  it("lets a test cut, swallow and switch off the network", async () => {
    const { use, call, runtime } = start();
    const seen = watchGlobal(use);
    use("onNetworkStatusChange", seen.as("network"));
    const connect = async (): Promise<void> => {
      const opened = seen.next("Open");
      use("connectSocket", { url: peer.ws });
      await opened;
    };
    await connect();
    let closed = seen.next("Close");
    runtime.network.cut();
    expect(await closed).toMatchObject({ code: 1006 });
    await connect();
    runtime.network.swallow();
    const before = peer.seen.length;
    expect(await call("sendSocketMessage", { data: "lost" })).toMatchObject({ ok: true });
    expect(peer.seen.length).toBe(before);
    closed = seen.next("Close");
    runtime.network.goOffline();
    await closed;
    expect(await call("getNetworkType")).toMatchObject({ result: { networkAvailable: false } });
    runtime.network.goOnline();
    expect(seen.list.filter(([name]) => name === "network").map(([, event]) => event.isConnected)).toEqual([
      false,
      true,
    ]);
    await connect();
  });

  it("tells the program that it is shown and hidden", () => {
    const { use, runtime } = start();
    const seen = new Seen();
    use("onAppShow", seen.as("show"));
    use("onAppHide", seen.as("hide"));
    runtime.hide();
    runtime.show();
    expect(seen.names).toEqual(["hide", "show"]);
  });
});

import { describe, expect, it } from "vitest";
import type { Socket } from "../core/platform.ts";
import { connectAlipay } from "./alipay-socket.ts";
import { scriptedMy } from "./testing/scripted-my.ts";

const A_LONG_TIME = 60_000;

interface Connection {
  readonly told: string[];
  readonly socket: Socket;
}

/** Turns in which what `connect` has held back is told. */
const turn = (): Promise<void> => Promise.resolve().then(() => {});

async function connect(host: ReturnType<typeof scriptedMy>): Promise<Connection> {
  const told: string[] = [];
  const socket = connectAlipay(host.my, "wss://chat.test/", {
    clock: host.clock,
    on: {
      onOpen: () => told.push("open"),
      onFrame: (bytes) => told.push(`frame ${bytes.join()}`),
      onClose: ({ why, code }) => told.push(code === undefined ? why : `${why} ${code}`),
    },
  });
  await turn();
  return { told, socket };
}

async function openOne() {
  const host = scriptedMy();
  const connection = await connect(host);
  host.answer("connectSocket", "success");
  host.emit("Open");
  expect(connection.told).toEqual(["open"]);
  return { host, ...connection };
}

const text = (data: string) => ({ data, isBuffer: false });

describe("the one socket of a program", () => {
  it("is displaced when another opens before the close of ours is told", async () => {
    const { host, told } = await openOne();
    host.emit("Open");
    host.emit("Close");
    host.pass(A_LONG_TIME);
    expect(told).toEqual(["open", "displaced"]);
    expect([host.called("closeSocket"), host.listening()]).toEqual([0, 0]);
  });

  it("is displaced when another opens, or receives what is no frame, after the close of ours was told", async () => {
    for (const [event, facts] of [["Open"], ["Message", text("{}")]] as const) {
      const { host, told, socket } = await openOne();
      host.emit("Close", { code: 1000 });
      socket.send(Uint8Array.of(1));
      host.emit(event, facts);
      host.pass(A_LONG_TIME);
      expect(told).toEqual(["open", "displaced"]);
      expect([host.called("sendSocketMessage"), host.called("closeSocket")]).toEqual([0, 0]);
    }
  });

  it("goes on, with what was sent meanwhile, when a frame shows that the close was that of the one it has replaced", async () => {
    const { host, told, socket } = await openOne();
    host.emit("Close");
    socket.send(Uint8Array.of(1));
    expect(host.called("sendSocketMessage")).toBe(0);
    host.emit("Message", text("AQI="));
    expect(host.called("sendSocketMessage")).toBe(1);
    host.pass(A_LONG_TIME);
    expect(told).toEqual(["open", "frame 1,2"]);
  });

  it("is closed when nothing follows its close", async () => {
    const { host, told } = await openOne();
    host.emit("Close", { code: 4001, reason: "idle" });
    expect(told).toEqual(["open"]);
    host.pass(A_LONG_TIME);
    expect(told).toEqual(["open", "closed 4001"]);
    expect(host.listening()).toBe(0);
  });

  it("is opened by a message that comes before the open event, which is then no stranger's", async () => {
    const host = scriptedMy();
    const { told } = await connect(host);
    host.emit("Message", text("AQI="));
    host.emit("Open");
    host.emit("Message", text("Aw=="));
    expect(told).toEqual(["open", "frame 1,2", "frame 3"]);
  });

  it("is not ended by the close of the socket that it has replaced", async () => {
    const host = scriptedMy();
    const { told } = await connect(host);
    host.emit("Close");
    host.emit("Open");
    host.pass(A_LONG_TIME);
    expect(told).toEqual(["open"]);
  });

  it("has failed when nothing follows a close during connecting", async () => {
    const host = scriptedMy();
    const { told } = await connect(host);
    host.emit("Close", { code: 1006 });
    host.pass(A_LONG_TIME);
    expect(told).toEqual(["failed 1006"]);
  });

  it("cannot be opened while the application has one: displaced, and the application keeps it", async () => {
    const host = scriptedMy();
    const { told } = await connect(host);
    host.answer("connectSocket", "fail", { error: 3, errorMessage: "exists" });
    expect(told).toEqual(["displaced"]);
    expect([host.called("closeSocket"), host.listening()]).toEqual([0, 0]);
  });

  it("that was closed before the host had answered does not close the application's", async () => {
    const host = scriptedMy();
    const { told, socket } = await connect(host);
    socket.close();
    host.answer("connectSocket", "fail", { error: 3, errorMessage: "exists" });
    host.pass(A_LONG_TIME);
    expect([told, host.called("closeSocket"), host.listening()]).toEqual([[], 0, 0]);
  });

  it("that was closed before the host had answered is closed when the host has opened it", async () => {
    for (const open of [
      (host: ReturnType<typeof scriptedMy>) => host.answer("connectSocket", "success"),
      (host: ReturnType<typeof scriptedMy>) => host.emit("Open"),
    ]) {
      const host = scriptedMy();
      const { told, socket } = await connect(host);
      socket.close();
      open(host);
      expect([told, host.called("closeSocket")]).toEqual([[], 1]);
    }
  });

  it("that was closed before the host had answered leaves the next one alone when the answer is late", async () => {
    for (const gone of ["Close", "nothing"]) {
      const host = scriptedMy();
      const { socket } = await connect(host);
      socket.close();
      const next = await connect(host);
      // Alipay's simulator tells `success` some 20 ms after the open event.
      host.emit("Open");
      expect(host.called("closeSocket")).toBe(1);
      if (gone === "Close") host.emit("Close");
      else host.pass(A_LONG_TIME);
      expect(host.called("connectSocket")).toBe(2);
      host.answer("connectSocket", "success", {}, 0);
      host.emit("Open");
      host.answer("connectSocket", "success");
      expect([next.told, host.called("closeSocket")]).toEqual([["open"], 1]);
    }
  });

  it("is asked for only when the one before it is gone, or does not say so in time", async () => {
    for (const leave of [
      (host: ReturnType<typeof scriptedMy>) => host.emit("Close"),
      (host: ReturnType<typeof scriptedMy>) => host.pass(A_LONG_TIME),
    ]) {
      const { host, socket } = await openOne();
      socket.close();
      const abandoned = await connect(host);
      const second = await connect(host);
      abandoned.socket.close();
      expect(host.called("connectSocket")).toBe(1);
      leave(host);
      expect(host.called("connectSocket")).toBe(2);
      host.emit("Open");
      expect([abandoned.told, second.told]).toEqual([[], ["open"]]);
    }
  });

  it("that is in the way of our own next one is closed for the attempt after it", async () => {
    const { host, socket } = await openOne();
    socket.close();
    host.pass(A_LONG_TIME);
    const second = await connect(host);
    host.answer("connectSocket", "fail", { error: 3 });
    expect([second.told, host.called("closeSocket")]).toEqual([["failed"], 2]);
    const third = await connect(host);
    host.answer("connectSocket", "fail", { error: 3 });
    expect([third.told, host.called("closeSocket")]).toEqual([["displaced"], 2]);
  });

  it("may be asked for inside the telling of a failure, and waits for its close", async () => {
    const host = scriptedMy();
    const told: string[] = [];
    const on = { onOpen: () => told.push("open"), onFrame: () => {} };
    connectAlipay(host.my, "wss://a/", {
      clock: host.clock,
      on: {
        ...on,
        onClose: () => void connectAlipay(host.my, "wss://b/", { clock: host.clock, on: { ...on, onClose: () => {} } }),
      },
    });
    await turn();
    host.emit("Error", { error: 50 });
    expect(host.called("connectSocket")).toBe(1);
    host.emit("Close");
    expect(host.called("connectSocket")).toBe(2);
    await turn();
    host.emit("Open");
    expect(told).toEqual(["open"]);
  });

  it("has failed when a message cannot be sent", async () => {
    const { host, told, socket } = await openOne();
    socket.send(Uint8Array.of(1));
    host.answer("sendSocketMessage", "fail", { error: 11, errorMessage: "no" });
    host.answer("sendSocketMessage", "fail", { error: 11, errorMessage: "no" });
    expect(told).toEqual(["open", "failed"]);
  });

  it("has failed, later, when the host throws", async () => {
    const told: string[] = [];
    const { clock } = scriptedMy();
    const my = {
      connectSocket: () => {
        throw new Error("not in this version");
      },
    };
    const on = { onOpen: () => {}, onFrame: () => {}, onClose: ({ detail }: { detail: string }) => told.push(detail) };
    connectAlipay(my, "wss://a/", { on, clock });
    expect(told).toEqual([]);
    await turn();
    expect(told).toEqual(["not in this version"]);
  });
});

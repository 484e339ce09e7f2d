import { CommSyncDL, CommSyncUL, decode, encode, MSync, MSyncCommand, Provision } from "@rondo/protocol";
import { describe, expect, it } from "vitest";
import type { ConnectionParameters } from "../core/config.ts";
import type { Platform, SocketEvents } from "../core/platform.ts";
import { LegacyMessage, messages } from "../features/messages/index.ts";
import { recordingLog } from "../testing/client.ts";
import { fetchPlatform } from "../testing/fetch-platform.ts";
import { ConnectionCore } from "./connection.ts";

const addresses = { appKey: "org#app", url: "wss://chat.test/websocket", apiUrl: "https://chat.test" };

/** A server that lets everybody in, in the same turn of the event loop; `logins` is what it was told. */
function friendly(stored: Record<string, string> = {}) {
  const logins: Provision[] = [];
  const sockets: SocketEvents[] = [];
  const frames: MSync[] = [];
  const watchers: Array<{ onShow(): void; onOnline(): void; onOffline(): void }> = [];
  const platform: Platform = {
    ...fetchPlatform(),
    name: "wx",
    storage: {
      get: (key) => stored[key],
      set: (key, value) => {
        stored[key] = value;
      },
      remove: (key) => {
        delete stored[key];
      },
    },
    connect: (_url, on) => {
      sockets.push(on);
      queueMicrotask(() => on.onOpen());
      return {
        send: (bytes) => {
          const frame = decode(MSync, bytes);
          frames.push(frame);
          if (frame.command !== MSyncCommand.PROVISION) return;
          const { resource } = decode(Provision, frame.payload ?? new Uint8Array());
          logins.push(decode(Provision, frame.payload ?? new Uint8Array()));
          const payload = encode(Provision, { status: { errorCode: 0 }, resource });
          queueMicrotask(() => on.onFrame(encode(MSync, { command: MSyncCommand.PROVISION, payload })));
        },
        close: () => {},
      };
    },
    watch: (on) => {
      watchers.push(on);
      return () => watchers.splice(watchers.indexOf(on), 1);
    },
  };
  return { platform, logins, sockets, frames, watchers, stored };
}

function make(options: ConnectionParameters = {}, server = friendly()) {
  const log = recordingLog();
  const parts = { platform: server.platform, log, isPageHttps: undefined, features: [messages] };
  const connection = new ConnectionCore({ ...addresses, ...options }, parts);
  return { connection, log, ...server };
}

describe("options", () => {
  it.each(["", "app", "a#b#c", "#", "org#"])("an appKey %j is none", (appKey) => {
    expect(() => make({ appKey })).toThrow("Invalid appKey");
  });

  it("appId alone is enough to construct, and the addresses are looked up", () => {
    const { platform } = friendly();
    const parts = { platform, log: recordingLog(), isPageHttps: undefined, features: [] };
    expect(new ConnectionCore({ appId: "x" }, parts).isHttpDNS).toBe(true);
  });

  it("defect 19: explicit url and apiUrl win over isHttpDNS, and the log says so when both are given", () => {
    const { connection, log } = make({ isHttpDNS: true });
    expect(connection.isHttpDNS).toBe(false);
    expect(connection.url).toBe(addresses.url);
    expect(log.lines).toEqual([expect.stringMatching(/^warn .*isHttpDNS/)]);
    expect(make().log.lines).toEqual([]);
  });

  it("defect 15: heartBeatWait 0 and autoReconnectNumMax 0 mean none", () => {
    const { connection } = make({ heartBeatWait: 0, autoReconnectNumMax: 0 });
    expect([connection.heartBeatWait, connection.autoReconnectNumMax]).toEqual([0, 0]);
    expect([make().connection.heartBeatWait, make().connection.autoReconnectNumMax]).toEqual([30_000, 5]);
  });

  it("an address without a scheme gets the one that `https` says", () => {
    const { connection } = make({ url: "//chat.test/ws", apiUrl: "chat.test/", https: false });
    expect([connection.url, connection.apiUrl]).toEqual(["ws://chat.test/ws", "http://chat.test"]);
    expect(make({ url: "chat.test/ws" }).connection.url).toBe("wss://chat.test/ws");
  });

  it("customOSPlatform out of its range is refused; within it, it and customDeviceName make the device", async () => {
    expect(() => make({ customOSPlatform: 101 })).toThrow(RangeError);
    const { connection, logins } = make({ customOSPlatform: 7, customDeviceName: "kiosk" });
    await connection.open({ user: "Alice", accessToken: "t" });
    expect(logins[0]).toMatchObject({ osType: 5, osCustomValue: 7, deviceName: "kiosk" });
    expect(logins[0]?.resource).toMatch(/^custom7_/);
    connection.close();
  });

  it("deviceId names the device the first time, and the stored one stays; isFixedDeviceId false makes a new one each time", async () => {
    const server = friendly();
    const first = make({ deviceId: "tablet" }, server);
    await first.connection.open({ user: "alice", accessToken: "t" });
    const second = make({ deviceId: "other" }, server);
    await second.connection.open({ user: "alice", accessToken: "t" });
    const loose = make({ isFixedDeviceId: false }, server);
    await loose.connection.open({ user: "alice", accessToken: "t" });
    const [a, b, c] = server.logins.map(({ resource }) => resource);
    expect([a, b]).toEqual(["webim_wx_tablet", "webim_wx_tablet"]);
    expect(c).toMatch(/^webim_random_wx_\d+$/);
    for (const { connection } of [first, second, loose]) connection.close();
  });

  it("isAutoLogin is told on uni-app only; useReplacedMessageContents and uikitVersion are accepted", async () => {
    const server = friendly();
    const uni = { ...server, platform: { ...server.platform, name: "uni" as const } };
    const options = { isAutoLogin: true, useReplacedMessageContents: true, uikitVersion: "1" } as ConnectionParameters;
    const { connection } = make(options, uni);
    await connection.open({ user: "alice", accessToken: "t" });
    expect(server.logins[0]?.isManualLogin).toBe(false);
    connection.close();
    const other = make({ isAutoLogin: true });
    await other.connection.open({ user: "alice", accessToken: "t" });
    expect(other.logins[0]?.isManualLogin).toBeUndefined();
    other.connection.close();
  });
});

describe("a connection", () => {
  it("refuses to be opened twice, and without what it takes", async () => {
    const { connection } = make();
    await expect(connection.open({ user: "", accessToken: "t" })).rejects.toMatchObject({ type: 1 });
    await expect(connection.open({ user: "alice" })).rejects.toMatchObject({ type: 1 });
    const opened = connection.open({ user: "alice", accessToken: "t" });
    await expect(connection.open({ user: "alice", accessToken: "t" })).rejects.toMatchObject({ type: 1 });
    expect(await opened).toEqual({ accessToken: "t" });
    const errors: unknown[] = [];
    await expect(
      connection.open({ user: "alice", accessToken: "t", error: (error) => errors.push(error.type) }),
    ).rejects.toMatchObject({ type: 208 });
    expect(errors).toEqual([208]);
    connection.close();
  });

  it("shows what applications read of it, and forgets it when it is closed", async () => {
    const { connection } = make();
    await connection.open({ user: "Alice", accessToken: "t" });
    expect(connection.context).toMatchObject({ userId: "alice", accessToken: "t", orgName: "org", appName: "app" });
    expect([connection.user, connection.token, connection.logOut, connection.isOpened()]).toEqual([
      "alice",
      "t",
      false,
      true,
    ]);
    connection.close();
    expect([connection.user, connection.token, connection.logOut, connection.isOpened()]).toEqual([
      "",
      "",
      true,
      false,
    ]);
  });

  it("defect 3: a handler that throws harms nobody else; removeEventHandler removes one", async () => {
    const { connection } = make();
    const heard: string[] = [];
    connection.addEventHandler("a", {
      onConnected: () => {
        throw new Error("mine");
      },
      onError: ({ type }: { type: number }) => heard.push(`error ${type}`),
    });
    connection.addEventHandler("b", { onConnected: () => heard.push("b") });
    connection.addEventHandler("c", { onConnected: () => heard.push("c") });
    connection.removeEventHandler("c");
    await connection.open({ user: "alice", accessToken: "t" });
    expect(heard).toEqual(["error 31", "b"]);
    connection.close();
  });

  it("`listen` sets all callbacks of old at once, and the missing ones to nothing", async () => {
    const { connection } = make();
    const heard: string[] = [];
    connection.listen({ onOpened: () => heard.push("opened"), onClosed: () => heard.push("closed") });
    const callbacks = connection as unknown as Record<string, () => void>;
    expect(() => callbacks.onPictureMessage?.()).not.toThrow();
    await connection.open({ user: "alice", accessToken: "t" });
    connection.close();
    expect(heard).toEqual(["opened", "closed"]);
  });

  it("onShow asks the server only after a silence, and does nothing when nobody is logged in", async () => {
    const { connection, frames } = make();
    connection.onShow();
    await connection.open({ user: "alice", accessToken: "t" });
    const before = frames.length;
    connection.onShow();
    expect(frames.length).toBe(before);
    connection.close();
  });

  it("defect 17: every connection hears of the network, and stops when it is closed", async () => {
    const server = friendly();
    const heard: string[] = [];
    const two = ["a", "b"].map((name) => {
      const { connection } = make({}, server);
      connection.addEventHandler("x", { onOnline: () => heard.push(name), onOffline: () => heard.push(`-${name}`) });
      return connection;
    });
    for (const connection of two) await connection.open({ user: "alice", accessToken: "t" });
    for (const watcher of server.watchers) watcher.onOffline();
    for (const watcher of server.watchers) watcher.onOnline();
    expect(heard).toEqual(["-a", "-b", "a", "b"]);
    for (const connection of two) connection.close();
    expect(server.watchers).toEqual([]);
  });

  it("getUniqueId gives growing ids; usePlugin constructs what it is given; setLoginInfoCustomExt is bounded", async () => {
    const { connection, logins } = make();
    const ids = [connection.getUniqueId(), connection.getUniqueId()].map(Number);
    expect(ids[1]).toBeGreaterThan(ids[0] as number);
    class Plugin {
      readonly host: unknown;
      constructor(host: unknown) {
        this.host = host;
      }
    }
    expect((connection.usePlugin(Plugin, "mine") as Plugin).host).toBe(connection);
    expect(() => connection.setLoginInfoCustomExt("x".repeat(1025))).toThrow();
    connection.setLoginInfoCustomExt("from the kiosk");
    await connection.open({ user: "alice", accessToken: "t" });
    expect(logins[0]?.reason).toBe("from the kiosk");
    connection.close();
  });

  it("keepUnsent: what the program was sending when it ended goes out, under the same id, after the next start", async () => {
    const server = friendly();
    const idsOf = () =>
      server.frames
        .filter(({ command = MSyncCommand.SYNC }) => command === MSyncCommand.SYNC)
        .map(({ payload }) => decode(CommSyncUL, payload ?? new Uint8Array()).meta?.id);
    const first = make({ keepUnsent: true }, server);
    await first.connection.open({ user: "alice", accessToken: "t" });
    const message = LegacyMessage.create({ type: "txt", to: "bob", chatType: "singleChat", msg: "hi" });
    const { send } = first.connection as unknown as { send(body: unknown): Promise<unknown> };
    void send(message); // the server never answers, and the program is ended by its host
    const second = make({ keepUnsent: true }, server);
    const heard: unknown[] = [];
    second.connection.addEventHandler("x", { onReceivedMessage: (payload: unknown) => heard.push(payload) });
    await second.connection.open({ user: "alice", accessToken: "t" });
    expect(idsOf()).toEqual([message.id, message.id]);
    const ack = { status: { errorCode: 0 }, metaId: message.id, serverId: "9", timestamp: 1 };
    server.sockets.at(-1)?.onFrame(encode(MSync, { command: MSyncCommand.SYNC, payload: encode(CommSyncDL, ack) }));
    await Promise.resolve();
    expect(heard).toEqual([{ id: message.id, mid: "9", to: "bob" }]);
    expect(Object.keys(server.stored).filter((key) => key.startsWith("rondo_unsent"))).toEqual([]);
    second.connection.close();
  });

  it("renewToken is refused when there is no connection", async () => {
    await expect(make().connection.renewToken("t")).rejects.toMatchObject({ type: 39, status: false });
  });
});

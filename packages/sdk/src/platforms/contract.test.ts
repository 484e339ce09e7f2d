import { once } from "node:events";
import { createMy, createWx, type MyOptions, type Runtime } from "@rondo/testkit";
import { afterAll, beforeAll, describe } from "vitest";
import { WebSocketServer } from "ws";
import { type EchoPeer, startEchoPeer } from "../../../testkit/src/runtimes/echo-peer.ts";
import type { Platform } from "../core/platform.ts";
import { alipay } from "./alipay.ts";
import { baidu } from "./baidu.ts";
import { Order, platformContract, type Stage } from "./contract.ts";
import { dingtalk } from "./dingtalk.ts";
import { douyin } from "./douyin.ts";
import { findGlobals } from "./globals.ts";
import type { Host } from "./host.ts";
import { node } from "./node.ts";
import { qq } from "./qq.ts";
import { taobao } from "./taobao.ts";
import { FakeXhr, fakePage } from "./testing/page.ts";
import { uniapp } from "./uniapp.ts";
import { web } from "./web.ts";
import { wechat } from "./wechat.ts";

let http: EchoPeer;
let sockets: WebSocketServer;

beforeAll(async () => {
  http = await startEchoPeer();
  sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await once(sockets, "listening");
  sockets.on("connection", (socket) =>
    socket.on("message", (data, isBinary) => {
      const bytes = isBinary ? (data as Buffer) : Buffer.from(String(data), "base64"); // ws hands over Buffers
      const base64 = bytes.toString("base64");
      if (bytes[0] === Order.CLOSE) socket.close(4001, "told to");
      else if (bytes[0] === Order.CUT) socket.terminate();
      else if (bytes[0] === Order.NONSENSE) socket.send("{no frame}");
      else if (bytes[0] === Order.OTHER_KIND) socket.send(isBinary ? base64 : bytes);
      else socket.send(isBinary ? bytes : base64);
    }),
  );
});
afterAll(async () => {
  for (const client of sockets.clients) client.terminate();
  sockets.close();
  await http.close();
});

const peers = () => {
  const address = sockets.address();
  if (!address || typeof address === "string") throw new Error("the peer has no port");
  return { ws: `ws://127.0.0.1:${address.port}/`, http: http.http, requests: http.requests };
};

/** `change` makes another host of the same family out of the runtime's object. */
function phone(runtime: Runtime, platform: Platform): Stage {
  return {
    ...peers(),
    platform,
    tunnelsMethods: platform.name === "taobao",
    addFile: (bytes) => ({ path: runtime.files.addTemporary(bytes, "txt") }),
    phone: {
      goOffline: () => runtime.network.goOffline(),
      goOnline: () => runtime.network.goOnline(),
      show: () => runtime.show(),
      hide: () => runtime.hide(),
      listeners: () => Object.values(runtime.listenerCounts()).reduce((sum, count) => sum + count, 0),
    },
    close: () => runtime.close(),
  };
}

const onMy =
  (options: MyOptions, adapter: (host: Host) => Platform, changes: Host = {}) =>
  () => {
    const runtime = createMy(options);
    return phone(runtime, adapter({ ...runtime.my, ...changes }));
  };

const onWx = (adapter: (host: Host) => Platform) => () => {
  const runtime = createWx();
  return phone(runtime, adapter(runtime.wx));
};

const single: Host = { canIUse: (name: unknown) => !String(name).includes("multiple") };

for (const profile of ["android", "legacy", "simulator"] as const) {
  describe(`my (${profile}), one shared socket`, () => platformContract(onMy({ profile }, alipay, single)));
  describe(`my (${profile}), SocketTasks`, () => platformContract(onMy({ profile }, alipay)));
}
describe("my with flat payloads", () => platformContract(onMy({ taskPayload: "flat" }, alipay)));
describe("my that answers errors through fail", () =>
  platformContract(onMy({ overrides: { httpErrors: "fail" } }, alipay)));

describe("dd", () =>
  platformContract(() => {
    const runtime = createMy();
    const { request, ...others } = runtime.my;
    return phone(runtime, dingtalk({ ...others, httpRequest: request, ...single }));
  }));
describe("Taobao's my", () => platformContract(onMy({}, taobao, { tb: {} })));

describe("wx", () => platformContract(onWx(wechat)));
describe("qq", () => platformContract(onWx(qq)));
describe("swan", () => platformContract(onWx(baidu)));
describe("tt", () => platformContract(onWx(douyin)));
describe("uni, whose tasks come only with callbacks", () =>
  platformContract(() => {
    const runtime = createWx();
    const { connectSocket } = runtime.wx;
    const uni = {
      ...runtime.wx,
      connectSocket: (options: Record<string, unknown>) => {
        if (!options.success && !options.fail) return Promise.resolve({});
        return typeof connectSocket === "function" ? connectSocket(options) : undefined;
      },
    };
    return phone(runtime, uniapp(uni));
  }));

const ofData = { addFile: (bytes: Uint8Array) => ({ data: bytes }), close: () => {} };

describe("web, by XMLHttpRequest", () =>
  platformContract(() => {
    const page = fakePage();
    const platform = web({ ...findGlobals(), ...page.globals, XMLHttpRequest: FakeXhr });
    return { ...peers(), ...ofData, platform, phone: page };
  }));
describe("web, by fetch", () =>
  platformContract(() => {
    const page = fakePage();
    return { ...peers(), ...ofData, platform: web({ ...findGlobals(), ...page.globals }), phone: page };
  }));
describe("node", () => platformContract(() => ({ ...peers(), ...ofData, platform: node(findGlobals()) })));

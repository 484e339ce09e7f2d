import type { Platform } from "../core/platform.ts";
import { clock } from "./clock.ts";
import type { Globals } from "./globals.ts";
import { firstOf } from "./host.ts";
import { memoryStorage } from "./host-storage.ts";
import { fetchHttp } from "./http-fetch.ts";
import { slicing } from "./slicing.ts";
import { connectWebSocket } from "./web-socket.ts";

/** Node 22 and later, and whatever else has `WebSocket` and `fetch`: servers, bots, tests. Storage lasts as long as the process. */
export function node(globals: Globals): Platform {
  return {
    name: "node",
    deviceName: String(firstOf(firstOf(globals.process, "env"), "HOSTNAME") ?? "node"),
    clock,
    storage: memoryStorage(),
    connect: (url, on) => connectWebSocket(globals.WebSocket, url, on),
    // Nobody tells about the network, and nothing is ever hidden.
    watch: () => () => {},
    ...slicing(fetchHttp(globals)),
  };
}

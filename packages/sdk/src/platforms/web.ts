import type { KeyValueStorage, Platform, PlatformEvents, Unsubscribe } from "../core/platform.ts";
import { clock } from "./clock.ts";
import type { Globals } from "./globals.ts";
import { firstOf, type Host, has, invoke, isHost } from "./host.ts";
import { forgiving, memoryStorage } from "./host-storage.ts";
import { fetchHttp } from "./http-fetch.ts";
import { xhrHttp } from "./http-xhr.ts";
import { slicing } from "./slicing.ts";
import { connectWebSocket } from "./web-socket.ts";

/** Browsers, their workers, and React Native. */
export function web(globals: Globals): Platform {
  return {
    name: "web",
    deviceName: browserName(String(firstOf(globals.navigator, "userAgent") ?? "")),
    clock,
    storage: toStorage(globals.localStorage),
    connect: (url, on) => connectWebSocket(globals.WebSocket, url, on),
    watch: (on) => watchPage(globals, on),
    ...slicing(typeof globals.XMLHttpRequest === "function" ? xhrHttp(globals) : fetchHttp(globals)),
  };
}

/** Nearly all call themselves Chrome and Safari too, so the order matters. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg/, "Edge"],
  [/OPR|Opera/, "Opera"],
  [/Firefox|FxiOS/, "Firefox"],
  [/MicroMessenger/, "WeChat"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];

const browserName = (agent: string): string => BROWSERS.find(([pattern]) => pattern.test(agent))?.[1] ?? "web";

function toStorage(storage: unknown): KeyValueStorage {
  if (!isHost(storage)) return memoryStorage();
  return forgiving({
    get: (key) => invoke(storage, "getItem", key),
    set: (key, value) => invoke(storage, "setItem", key, value),
    remove: (key) => invoke(storage, "removeItem", key),
  });
}

function watchPage({ window, document }: Globals, on: PlatformEvents): Unsubscribe {
  const isHidden = (): boolean => isHost(document) && document.visibilityState === "hidden";
  const stops = [
    listen(window, "online", () => on.onOnline()),
    listen(window, "offline", () => on.onOffline()),
    listen(document, "visibilitychange", () => (isHidden() ? on.onHide() : on.onShow())),
  ];
  return () => {
    for (const stop of stops.splice(0)) stop();
  };
}

/** React Native has a window that takes no listeners. */
function listen(target: unknown, event: string, listener: () => void): Unsubscribe {
  if (!isHost(target) || !has(target, "addEventListener")) return () => {};
  const source: Host = target;
  invoke(source, "addEventListener", event, listener);
  return () => void invoke(source, "removeEventListener", event, listener);
}

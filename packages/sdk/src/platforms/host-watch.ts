import type { PlatformEvents, Unsubscribe } from "../core/platform.ts";
import { firstOf, type Host, has, invoke } from "./host.ts";

/** Network and foreground of a mini program, as far as the host tells. */
export function watchHost(host: Host, on: PlatformEvents): Unsubscribe {
  let isWatching = true;
  const listen = (event: string, told: (facts: unknown) => void): Unsubscribe => {
    if (!has(host, `on${event}`)) return () => {};
    const listener = (facts: unknown): void => {
      if (isWatching) told(facts);
    };
    invoke(host, `on${event}`, listener);
    return () => {
      if (has(host, `off${event}`)) invoke(host, `off${event}`, listener);
    };
  };
  const stops = [
    listen("NetworkStatusChange", (facts) =>
      firstOf(facts, "isConnected", "networkAvailable") === false ? on.onOffline() : on.onOnline(),
    ),
    listen("AppShow", () => on.onShow()),
    listen("AppHide", () => on.onHide()),
  ];
  return () => {
    isWatching = false;
    for (const stop of stops.splice(0)) stop();
  };
}

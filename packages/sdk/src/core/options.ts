import { parseAppKey } from "@rondo/protocol";
import type { Config, ConnectionParameters } from "./config.ts";

const HEART_BEAT_MS = 30_000;
const RECONNECTS = 5;
const MAX_CUSTOM_OS = 100;

/**
 * Options, checked and completed. `isPageHttps`: of the page this runs in; undefined where there is none.
 *
 * @throws Error in the words of the official SDK for an appKey that is none, and for options out of their range.
 */
export function resolveOptions(options: ConnectionParameters, isPageHttps: boolean | undefined): Config {
  const { appKey = "", appId, deviceId, customOSPlatform, customDeviceName } = options;
  if (appKey ? parseAppKey(appKey) === undefined : !appId) throw new Error("Invalid appKey");
  if (appId !== undefined && typeof appId !== "string") throw new Error("Invalid appId");
  if (customOSPlatform !== undefined && !(customOSPlatform >= 1 && customOSPlatform <= MAX_CUSTOM_OS)) {
    throw new RangeError("customOSPlatform must be a number from 1 to 100");
  }
  const isHttps = typeof options.https === "boolean" ? options.https : (isPageHttps ?? true);
  const url = withScheme(options.url, isHttps ? "wss" : "ws");
  const apiUrl = withScheme(options.apiUrl, isHttps ? "https" : "http").replace(/\/+$/, "");
  const isComplete = !!url && !!apiUrl && !!appKey;
  return {
    appKey,
    appId,
    url,
    apiUrl,
    // What the application says outright wins over a look-up, which the official client makes nevertheless.
    isLookedUp: !isComplete && options.isHttpDNS !== false,
    isHttps,
    heartBeatWaitMs: numberOr(options.heartBeatWait, HEART_BEAT_MS),
    autoReconnectNumMax: numberOr(options.autoReconnectNumMax, RECONNECTS),
    sendsDeliveryReceipts: !!options.delivery,
    useOwnUploadFun: !!options.useOwnUploadFun,
    useReplacedMessageContents: !!options.useReplacedMessageContents,
    deviceId: deviceId ? String(deviceId) : undefined,
    isFixedDeviceId: options.isFixedDeviceId ?? true,
    customOSPlatform,
    customDeviceName,
    takesParts: true,
    isAutoLogin: !!options.isAutoLogin,
    keepsUnsent: !!options.keepUnsent,
  };
}

function withScheme(address: string | undefined, scheme: string): string {
  if (!address) return "";
  if (/^[a-z]+:\/\//i.test(address)) return address;
  return `${scheme}://${address.replace(/^\/+/, "")}`;
}

function numberOr(value: number | undefined, other: number): number {
  return typeof value === "number" && value >= 0 ? value : other;
}

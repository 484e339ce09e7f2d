import type { Config } from "./config.ts";
import { ChatError } from "./error.ts";
import type { Platform } from "./platform.ts";
import { requestJson, toQuery } from "./rest-client.ts";
import { statusCode } from "./status-code.ts";

/** What the address document says: at least one address of each kind, in the order to try them. */
export interface Addresses {
  /** `https://host[:port]`. */
  readonly rest: readonly string[];
  /** `wss://host[:port]/websocket`. */
  readonly socket: readonly string[];
  /** Of the application that was asked for by its id. */
  readonly appKey: string;
  /** Whether the server takes large files in parts. */
  readonly takesParts: boolean;
}

/**
 * Asks for the addresses of an application (REST BOOT-1), at one base after the other.
 *
 * @throws ChatError 304 when none gives a document with an address of each kind for the scheme that `isHttps` demands;
 * `data` is the error of the last.
 */
export async function lookUpAddresses(
  deps: { readonly platform: Platform; readonly config: Config },
  bases: readonly string[],
): Promise<Addresses> {
  const { platform, config } = deps;
  const query = config.appKey
    ? { app_key: config.appKey }
    : { app_id: config.appId, sdk_version: "4.10.0", file_version: 1 };
  let last: unknown;
  for (const base of bases) {
    const url = `${base}/easemob/server.json${toQuery(query)}`;
    try {
      return toAddresses(await requestJson(platform, { method: "GET", url, headers: {}, body: undefined }), config);
    } catch (error) {
      last = error;
    }
  }
  throw new ChatError(statusCode.SERVER_GET_DNSLIST_FAILED, "get DNS failed", last);
}

function toAddresses(document: Record<string, unknown>, config: Config): Addresses {
  const appKey = config.appKey || document.app_key;
  const rest = hostsOf(document.rest, config.isHttps);
  const socket = hostsOf(document["msync-wx"], config.isHttps);
  if (rest.length === 0 || socket.length === 0 || typeof appKey !== "string" || appKey.indexOf("#") < 1) {
    throw new Error("the address document names no address of each kind");
  }
  const secure = config.isHttps ? "s" : "";
  return {
    rest: rest.map((host) => `http${secure}://${host}`),
    socket: socket.map((host) => `ws${secure}://${host}/websocket`),
    appKey,
    takesParts: document.uploadinparts_enable !== "false",
  };
}

/** `host[:port]` of the entries for this scheme; what is no entry is passed over. */
function hostsOf(section: unknown, isHttps: boolean): string[] {
  const { hosts } = (section || {}) as { hosts?: unknown };
  if (!Array.isArray(hosts)) return [];
  const scheme = isHttps ? "https" : "http";
  const usable: string[] = [];
  for (const host of hosts) {
    // Each member is checked before it is used.
    const { protocol, domain, ip, port } = (host || {}) as Record<string, unknown>;
    const name = domain || ip;
    if (protocol !== scheme || typeof name !== "string") continue;
    const isDefault = !port || `${port}` === (isHttps ? "443" : "80");
    usable.push(isDefault ? name : `${name}:${port}`);
  }
  return usable;
}

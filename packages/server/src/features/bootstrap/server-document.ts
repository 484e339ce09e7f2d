import type { Addresses } from "../data-centres/index.ts";

/**
 * The document that tells clients where to go (REST, section 4).
 *
 * A non-default port is written into `domain`, and `port` then says the scheme's default. That is the one spelling that
 * all platforms understand: mini programs drop the REST port and take `domain` as it is, browsers append the port unless it
 * is 80 or 443. For the same reason there is no `ip`: with one, pages on plain http would use it instead of `domain`.
 */
interface Host {
  readonly protocol: "http" | "https";
  readonly domain: string;
  /** A text, because clients compare it with one. */
  readonly port: "80" | "443";
}

/**
 * Clients take only entries of the scheme they want, and fail without any: so there is one of each, even where only one of
 * them is served. All families of clients read the same two lists, so mini programs come first among the sockets: their
 * platforms let them reach nothing but what they were told of, and browsers reach everything.
 */
export function serverDocument(addresses: Addresses, options: { appKey: string | undefined }) {
  const { appKey } = options;
  const { rest, websocket } = addresses;
  const { alipay, wechat, web } = websocket;
  return {
    ...(appKey === undefined ? {} : { app_key: appKey }),
    rest: { hosts: hostsOf(rest, addresses) },
    "msync-wx": { hosts: hostsOf([...new Set([...alipay, ...wechat, ...web])], addresses) },
    // Clients compare these with texts: a JSON boolean would mean nothing to them.
    enableReportLogs: "false",
    enableDataReport: "false",
    uploadinparts_enable: "true",
  };
}

function hostsOf(domains: readonly string[], { isSecure }: Addresses): Host[] {
  const https = domains.map((domain): Host => ({ protocol: "https", domain, port: "443" }));
  const http = domains.map((domain): Host => ({ protocol: "http", domain, port: "80" }));
  return isSecure ? [...https, ...http] : [...http, ...https];
}

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
 * `baseUrl` is where the client reached us, without a trailing slash; REST and WebSocket share it. Clients take only entries
 * of the scheme they want, and fail without any: so there is one of each, even where only one of them is served.
 */
export function serverDocument(baseUrl: string, options: { appKey: string | undefined }) {
  const { appKey } = options;
  const domain = baseUrl.replace(/^https?:\/\//, "");
  const https: Host = { protocol: "https", domain, port: "443" };
  const http: Host = { protocol: "http", domain, port: "80" };
  const hosts = baseUrl.startsWith("https:") ? [https, http] : [http, https];
  return {
    ...(appKey === undefined ? {} : { app_key: appKey }),
    rest: { hosts },
    "msync-wx": { hosts },
    // Clients compare these with texts: a JSON boolean would mean nothing to them.
    enableReportLogs: "false",
    enableDataReport: "false",
    uploadinparts_enable: "true",
  };
}

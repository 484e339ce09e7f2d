import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i;

/** Scheme, host and port the client reached us at: what the operator says, else what the client says, else where we listen. */
export function baseUrlOf(request: FastifyRequest, config: Pick<Config, "publicUrl" | "host">): string {
  if (config.publicUrl !== undefined) return config.publicUrl;
  const { host } = request.headers;
  // It goes into addresses that we answer, so it must be an address.
  if (host !== undefined && HOST.test(host)) return `${request.protocol}://${host}`;
  const name = config.host.includes(":") ? `[${config.host}]` : config.host;
  return `${request.protocol}://${name}:${request.socket.localPort}`;
}

/** The path of a request as it came, without the query. */
export function pathOf(request: FastifyRequest): string {
  return request.url.split("?", 1)[0] ?? "";
}

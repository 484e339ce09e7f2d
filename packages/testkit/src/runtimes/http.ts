import { type ClientRequest, request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | undefined;
  readonly timeoutMs: number;
}

export interface HttpReply {
  readonly status: number;
  /** Joined as browsers and mini programs show them. */
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Why no answer came: the peer is unreachable or hung up, it took too long, or the caller gave up. */
export class HttpFailure extends Error {
  readonly reason: "network" | "timeout" | "abort";

  constructor(reason: HttpFailure["reason"], cause?: unknown) {
    super(`no HTTP answer: ${reason}`, { cause });
    this.name = "HttpFailure";
    this.reason = reason;
  }
}

export interface HttpExchange {
  readonly reply: Promise<HttpReply>;
  abort(reason: HttpFailure["reason"]): void;
}

const MAX_REDIRECTS = 5;

/** One request on a connection of its own; GET follows redirects, as the platforms' request functions do. */
export function exchange(request: HttpRequest): HttpExchange {
  let current: ClientRequest | undefined;
  let ended: HttpFailure | undefined;
  const abort = (reason: HttpFailure["reason"]): void => {
    ended ??= new HttpFailure(reason);
    current?.destroy(ended);
  };
  const timer = setTimeout(() => abort("timeout"), request.timeoutMs);
  const once = (url: string): Promise<HttpReply> =>
    new Promise((resolve, reject) => {
      const send = url.startsWith("https:") ? httpsRequest : httpRequest;
      const fail = (cause: unknown): void => reject(ended ?? new HttpFailure("network", cause));
      // Node does not announce the body of a DELETE by itself.
      const length = request.body ? { "content-length": String(request.body.byteLength) } : {};
      const headers = { ...request.headers, ...length };
      current = send(url, { method: request.method, headers, agent: false }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("error", fail);
        reply.on("end", () =>
          resolve({ status: reply.statusCode ?? 0, headers: joined(reply.headers), body: Buffer.concat(chunks) }),
        );
      });
      current.on("error", fail);
      current.end(request.body);
    });
  const follow = async (): Promise<HttpReply> => {
    let url = request.url;
    for (let hop = 0; ; hop++) {
      const reply = await once(url);
      const target = reply.headers.location;
      if (request.method !== "GET" || !target || reply.status < 300 || reply.status > 399) return reply;
      if (hop === MAX_REDIRECTS) throw new HttpFailure("network", new Error("too many redirects"));
      url = new URL(target, url).href;
    }
  };
  return { reply: follow().finally(() => clearTimeout(timer)), abort };
}

function joined(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]),
  );
}

import { Agent, request as open } from "node:http";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // Whatever the server says; a test reads the members it expects.
  // biome-ignore lint/suspicious/noExplicitAny: the answers of two hundred endpoints have no common type
  readonly body: any;
}

export interface Request {
  readonly method: string;
  /** From the root, sent as it is: nothing is tidied up on the way. */
  readonly path: string;
  readonly authorization?: string | undefined;
  readonly json?: unknown;
  /** The body as it goes out, instead of `json`. */
  readonly content?: string | Uint8Array | undefined;
  readonly type?: string | undefined;
}

/** How long an answer may take; whatever needs longer hangs. */
const BOUND_MS = 20_000;

/** Sends requests as they are, where `fetch` would correct a path or refuse a body. */
export class Http {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });
  private readonly host: string;
  private readonly port: number;

  constructor(rest: string) {
    const { hostname, port } = new URL(rest);
    this.host = hostname;
    this.port = Number(port);
  }

  send(request: Request): Promise<Answer> {
    const { method, path, authorization, json, type = "application/json" } = request;
    const content = request.content ?? (json === undefined ? undefined : JSON.stringify(json));
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(content === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(content) }),
    };
    return new Promise((resolve, reject) => {
      const { agent, host, port } = this;
      const outgoing = open({ agent, host, port, method, path, headers, timeout: BOUND_MS }, (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const isJson = String(reply.headers["content-type"]).startsWith("application/json");
          const body = isJson && text !== "" ? JSON.parse(text) : text;
          resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body });
        });
        reply.on("error", reject);
      });
      outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${path}: no answer in ${BOUND_MS} ms`)));
      outgoing.on("error", reject);
      outgoing.end(content);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

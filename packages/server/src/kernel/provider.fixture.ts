/** For tests: a provider that is a real HTTP server and says what the test wants. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** One character a byte where it is a form. */
  readonly body: string;
}

type Said =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly text?: string;
    }
  /** No answer until `release`. */
  | "silence";

export interface StandIn {
  readonly url: string;
  readonly seen: Asked[];
  answer: (asked: Asked) => Said;
  /** Resolves when a request has come that is not answered. */
  arrived(): Promise<void>;
  /** Breaks off what is not answered. */
  release(): void;
  close(): Promise<void>;
}

export async function standIn(answer: StandIn["answer"]): Promise<StandIn> {
  const silent = new Set<ServerResponse>();
  let onSilent: (() => void) | undefined;
  const server = createServer(async (request, reply) => {
    const encoding = request.headers["content-type"]?.startsWith("multipart/") ? "latin1" : "utf8";
    const body = encoding === "utf8" ? await text(request) : await latin1(request);
    const asked = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
    provider.seen.push(asked);
    const said = provider.answer(asked);
    if (said === "silence") {
      silent.add(reply);
      onSilent?.();
      return;
    }
    reply.writeHead(said.status ?? 200, { "content-type": "application/json", ...said.headers });
    reply.end(said.text ?? JSON.stringify(said.json));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const release = (): void => {
    for (const reply of silent) reply.destroy();
    silent.clear();
  };
  const provider: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    answer,
    arrived: () =>
      new Promise((resolve) => {
        if (silent.size > 0) resolve();
        else onSilent = resolve;
      }),
    release,
    async close() {
      release();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return provider;
}

async function latin1(source: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
}

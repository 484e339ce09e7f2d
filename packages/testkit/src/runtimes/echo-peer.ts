import { createServer, type IncomingHttpHeaders } from "node:http";
import { WebSocketServer } from "ws";

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the tests of the runtimes talk to: echoes WebSocket frames in their kind, records and answers requests. */
export interface EchoPeer {
  readonly ws: string;
  readonly http: string;
  readonly requests: SeenRequest[];
  /** Frames and closes as the server saw them. */
  readonly seen: { kind: "text" | "binary" | "close"; data: string }[];
  readonly protocols: string[];
  close(): Promise<void>;
}

/** Paths: `/status/404` answers that status, `/text` no JSON, `/moved` a redirect, `/never` nothing; others echo. */
export async function startEchoPeer(): Promise<EchoPeer> {
  const requests: SeenRequest[] = [];
  const seen: EchoPeer["seen"] = [];
  const protocols: string[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const body = Buffer.concat(chunks).toString("latin1");
      requests.push({ method, url, headers, body });
      if (url.startsWith("/never")) return;
      if (url.startsWith("/text")) return reply.end("plain");
      if (url.startsWith("/moved")) return reply.writeHead(302, { location: "/after" }).end();
      const status = Number(/^\/status\/(\d+)/.exec(url)?.[1] ?? 200);
      reply.writeHead(status, { "content-type": "application/json", "x-answer": "yes" });
      reply.end(JSON.stringify({ status, length: body.length }));
    });
  });
  const sockets = new WebSocketServer({
    server,
    handleProtocols: (offered) => {
      protocols.push(...offered);
      return [...offered][0] ?? false;
    },
  });
  sockets.on("connection", (socket) => {
    socket.on("message", (data, isBinary) => {
      const text = String(data);
      // ws hands over Buffers.
      seen.push(isBinary ? { kind: "binary", data: (data as Buffer).toString("hex") } : { kind: "text", data: text });
      if (!isBinary && text === "kick") return socket.close(4001, "kicked");
      socket.send(data, { binary: isBinary });
    });
    socket.on("close", (code) => seen.push({ kind: "close", data: String(code) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the peer has no port");
  return {
    ws: `ws://127.0.0.1:${address.port}/`,
    http: `http://127.0.0.1:${address.port}`,
    requests,
    seen,
    protocols,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

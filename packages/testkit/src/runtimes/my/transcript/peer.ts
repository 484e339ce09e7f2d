import { createServer } from "node:http";
import { WebSocketServer } from "ws";

/** Whom the scenes talk to. */
export interface Peer {
  /** Echoes: binary as it is, text with `echo:` in front, at `raw` without; closes with 4001 at `kick`. */
  readonly ws: string;
  /** `/api/hello` greets, `/api/500` fails without JSON, `/api/upload` tells what has been uploaded. */
  readonly http: string;
  close(): Promise<void>;
}

export async function startPeer(): Promise<Peer> {
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://peer");
      const body = Buffer.concat(chunks).toString("latin1");
      const json = (answer: object) =>
        reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
      const token = request.headers["x-token"] ?? null;
      if (pathname === "/api/hello") json({ greeting: `hello ${searchParams.get("name")}`, token });
      else if (pathname === "/api/upload") json({ ...uploaded(body), token });
      else reply.writeHead(500).end("boom");
    });
  });
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, { url }) => {
    socket.on("message", (data, isBinary) => {
      if (isBinary) socket.send(data);
      else if (String(data) === "kick") socket.close(4001, "kicked");
      else socket.send(url === "/raw" ? String(data) : `echo:${data}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the peer has no port");
  return {
    ws: `ws://127.0.0.1:${address.port}/`,
    http: `http://127.0.0.1:${address.port}`,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const uploaded = (form: string) => ({
  field: /name="([^"]+)"; filename=/.exec(form)?.[1] ?? null,
  room: /name="room"\r\n\r\n(\w+)/.exec(form)?.[1] ?? null,
});

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  type CommSyncDL,
  CommSyncDL as CommSyncDLType,
  CommSyncUL,
  CommUnreadDL,
  decode,
  type Encodable,
  encode,
  fromBase64,
  type Jid,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  toBase64,
} from "@rondo/protocol";
import { type WebSocket, WebSocketServer } from "ws";
import type { ServerAddress } from "./server.ts";

/**
 * A peer that knows just enough to let two clients log in and text each other, in memory, with no rules: what the kit's own
 * tests use, so that a broken server does not look like a broken kit. Not a server to test against.
 */
export interface ScriptedPeer extends ServerAddress {
  /** Frames that arrived, by kind of WebSocket frame. */
  readonly frames: { text: number; binary: number };
  close(): Promise<void>;
}

interface Session {
  readonly user: string;
  readonly resource: string;
  push(frame: Uint8Array): void;
}

export async function startScriptedPeer(): Promise<ScriptedPeer> {
  const frames = { text: 0, binary: 0 };
  const sessions = new Set<Session>();
  const http = createServer(answerRest);
  const sockets = new WebSocketServer({ server: http, path: "/websocket" });
  sockets.on("connection", (socket) => serve(socket, sessions, frames));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  if (!address || typeof address === "string") throw new Error("the peer has no port");
  const host = `127.0.0.1:${address.port}`;
  return {
    rest: `http://${host}`,
    websocket: `ws://${host}/websocket`,
    appKey: "rondo#demo",
    clientId: "id",
    clientSecret: "secret",
    frames,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

function serve(socket: WebSocket, sessions: Set<Session>, frames: { text: number; binary: number }): void {
  let session: Session | undefined;
  let nextId = BigInt(Date.now()) << 20n;
  socket.on("close", () => session && sessions.delete(session));
  socket.on("message", (data, isBinary) => {
    frames[isBinary ? "binary" : "text"] += 1;
    const push = (frame: Uint8Array): void => socket.send(isBinary ? frame : toBase64(frame));
    const bytes = isBinary ? new Uint8Array(data as Buffer) : fromBase64(String(data)); // ws hands over Buffers
    if (!bytes) return;
    const frame = decode(MSync, bytes);
    const payload = frame.payload ?? new Uint8Array();
    if (frame.command === MSyncCommand.PROVISION) {
      const { resource } = decode(Provision, payload);
      session = { user: frame.guid?.name ?? "", resource: resource ?? "", push };
      sessions.add(session);
      push(encode(MSync, { command: MSyncCommand.PROVISION, payload: encode(Provision, { status: OK, resource }) }));
    } else if (frame.command === MSyncCommand.UNREAD) {
      push(encode(MSync, { command: MSyncCommand.UNREAD, payload: encode(CommUnreadDL, { status: OK, unread: [] }) }));
    } else if ((frame.command ?? MSyncCommand.SYNC) === MSyncCommand.SYNC) {
      const { meta, queue } = decode(CommSyncUL, payload);
      if (queue) return push(sync({ status: OK, queue, isLast: true }));
      if (meta?.ns !== MetaNameSpace.CHAT || !session) return;
      const from: Jid = {
        appKey: meta.to?.appKey,
        name: session.user,
        domain: "easemob.com",
        clientResource: undefined,
      };
      const id = String(nextId++);
      const timestamp = Date.now();
      push(sync({ status: OK, metaId: meta.id, serverId: id, timestamp }));
      const delivery = sync({ status: OK, queue: from, metas: [{ ...meta, id, from, timestamp }], isLast: true });
      for (const peer of sessions) if (peer.user === meta.to?.name) peer.push(delivery);
    }
  });
}

const OK = { errorCode: 0 };

const sync = (value: Encodable<CommSyncDL>): Uint8Array =>
  encode(MSync, { command: MSyncCommand.SYNC, payload: encode(CommSyncDLType, value) });

function answerRest(request: IncomingMessage, reply: ServerResponse): void {
  const cors = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "*",
    "access-control-allow-methods": "*",
  };
  if (request.method === "OPTIONS") return void reply.writeHead(204, cors).end();
  const body = request.url?.endsWith("/token")
    ? { access_token: "YWMt-scripted", expires_in: 3600 }
    : { action: "post", entities: [] };
  request.resume();
  reply.writeHead(200, { ...cors, "content-type": "application/json" }).end(JSON.stringify(body));
}

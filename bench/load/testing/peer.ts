/**
 * A server in memory that speaks just enough for the generator: tokens, logins, acknowledgements, batches. It takes the
 * measured server's command line, and misbehaves on demand, so that tests see the bench notice it:
 * `PEER_FAULT=lose | duplicate | swap | refuse`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CONFERENCE_DOMAIN,
  CommSyncDL,
  CommSyncUL,
  CommUnreadDL,
  conferenceJid,
  decode,
  encode,
  Jid,
  type Meta,
  MetaNameSpace,
  MSync,
  MSyncCommand,
  Provision,
  userJid,
} from "@rondo/protocol";
import { type WebSocket, WebSocketServer } from "ws";

const APP = "rondo#demo";
const PAGE = 50;
/** Every so many messages something goes wrong. */
const FAULT_EVERY = 40;
const fault = process.env.PEER_FAULT;

/** What one user still has to receive from one other, or of a group. */
interface Queue {
  readonly waiting: Meta[];
  inflight: { key: string; metas: Meta[] } | undefined;
}

const queuesOf = new Map<string, Map<string, Queue>>();
const online = new Map<string, WebSocket>();
const groups = new Map<string, readonly string[]>();
let serial = 1_000_000_000_000;
let count = 0;

const http = createServer((request, response) => void answer(request, response));
const sockets = new WebSocketServer({ server: http, path: "/websocket" });
sockets.on("connection", (socket) => {
  let user = "";
  socket.on("message", (data: Buffer) => {
    const frame = decode(MSync, data);
    switch (frame.command ?? MSyncCommand.SYNC) {
      case MSyncCommand.PROVISION:
        user = frame.guid?.name ?? "";
        online.set(user, socket);
        send(socket, MSyncCommand.PROVISION, encode(Provision, { status: { errorCode: 0 }, resource: "peer" }));
        break;
      case MSyncCommand.UNREAD: {
        const unread = [...queues(user).keys()].map((name) => ({ queue: jidOf(name), n: 1 }));
        const payload = { status: { errorCode: 0 }, unread, timestamp: Date.now() };
        send(socket, MSyncCommand.UNREAD, encode(CommUnreadDL, payload));
        break;
      }
      case MSyncCommand.SYNC:
        sync(socket, user, decode(CommSyncUL, frame.payload ?? new Uint8Array()));
        break;
      default:
        socket.close();
    }
  });
  socket.on("close", () => {
    if (online.get(user) === socket) online.delete(user);
  });
});

function sync(socket: WebSocket, user: string, uplink: CommSyncUL): void {
  if (uplink.meta?.ns === MetaNameSpace.CHAT) accept(socket, user, uplink.meta);
  if (uplink.queue !== undefined) page(socket, user, { queue: uplink.queue, key: uplink.key });
}

function accept(socket: WebSocket, user: string, meta: Meta): void {
  count += 1;
  const isFaulty = count % FAULT_EVERY === 0;
  const isRefused = isFaulty && fault === "refuse";
  const status = isRefused ? { errorCode: 7, reason: "traffic limit" } : { errorCode: 0 };
  const ack = { status, metaId: meta.id, serverId: String(++serial), timestamp: Date.now() };
  send(socket, MSyncCommand.SYNC, encode(CommSyncDL, ack));
  if (isRefused) return;

  const to = meta.to?.name ?? "";
  const stored = { ...meta, id: String(serial), from: userJid(APP, user, "peer"), timestamp: Date.now() };
  if (meta.to?.domain !== CONFERENCE_DOMAIN) {
    put(to, user, { stored, isFaulty });
    return;
  }
  const members = (groups.get(to) ?? []).filter((member) => member !== user);
  // A fault is one member's.
  for (const member of members) put(member, `~g${to}`, { stored, isFaulty: isFaulty && member === members[0] });
}

function put(to: string, name: string, { stored, isFaulty }: { stored: Meta; isFaulty: boolean }): void {
  if (isFaulty && fault === "lose") return;
  const queue = queues(to).get(name) ?? { waiting: [], inflight: undefined };
  queues(to).set(name, queue);
  queue.waiting.push(stored);
  if (isFaulty && fault === "duplicate") queue.waiting.push({ ...stored, id: String(++serial) });
  if (isFaulty && fault === "swap" && queue.waiting.length > 1)
    queue.waiting.splice(-2, 2, ...queue.waiting.slice(-2).reverse());
  const receiver = online.get(to);
  if (receiver !== undefined && queue.inflight === undefined) push(receiver, queue, jidOf(name));
}

function page(socket: WebSocket, user: string, ask: { queue: Jid; key: string | undefined }): void {
  const name = ask.queue.name ?? "";
  const queue = queues(user).get(name);
  if (queue?.inflight !== undefined) {
    if (queue.inflight.key !== ask.key) queue.waiting.unshift(...queue.inflight.metas);
    queue.inflight = undefined;
  }
  if (queue !== undefined && queue.waiting.length > 0) {
    push(socket, queue, ask.queue);
    return;
  }
  queues(user).delete(name);
  const last = { status: { errorCode: 0 }, queue: ask.queue, isLast: true };
  send(socket, MSyncCommand.SYNC, encode(CommSyncDL, last));
}

function push(socket: WebSocket, queue: Queue, jid: Jid): void {
  const metas = queue.waiting.splice(0, PAGE);
  const key = String(++serial);
  queue.inflight = { key, metas };
  const payload = { status: { errorCode: 0 }, metas, nextKey: key, queue: encode(Jid, jid), isLast: false };
  send(socket, MSyncCommand.SYNC, encode(CommSyncDL, payload));
}

function send(socket: WebSocket, command: number, payload: Uint8Array): void {
  socket.send(encode(MSync, { command, payload }));
}

function jidOf(queue: string): Jid {
  return queue.startsWith("~g") ? conferenceJid(APP, queue) : userJid(APP, queue);
}

function queues(user: string): Map<string, Queue> {
  const queues = queuesOf.get(user) ?? new Map<string, Queue>();
  queuesOf.set(user, queues);
  return queues;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = "";
  for await (const chunk of request) text += chunk;
  const done = request.method === "POST" ? post(request.url ?? "", text) : undefined;
  response.writeHead(done === undefined ? 404 : 200, { "content-type": "application/json" });
  response.end(JSON.stringify(done ?? { error: "not here" }));
}

function post(url: string, text: string): object | undefined {
  if (url === "/rondo/demo/token") return { access_token: "YWMtpeer", expires_in: 3600 };
  if (url !== "/rondo/demo/chatgroups") return undefined;
  const { owner, members } = JSON.parse(text) as { owner: string; members: string[] };
  const groupid = String(++serial);
  groups.set(groupid, [owner, ...members]);
  return { data: { groupid } };
}

http.listen(0, "127.0.0.1", () => {
  // A listening TCP server has one.
  const { port } = http.address() as AddressInfo;
  const ready = {
    event: "ready",
    rest: `http://127.0.0.1:${port}`,
    websocket: `ws://127.0.0.1:${port}/websocket`,
    appKey: APP,
    clientId: "YXA6peer",
    clientSecret: "YXA6peer",
    pid: process.pid,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
});

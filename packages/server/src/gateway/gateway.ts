import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { type WebSocket, WebSocketServer } from "ws";
import type { Bus } from "../cluster/bus.ts";
import type { Limits } from "../config.ts";
import type { Apps } from "../features/apps/api.ts";
import type { Uplinks } from "../features/messages/index.ts";
import type { Tokens } from "../features/tokens/api.ts";
import type { Users } from "../features/users/api.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Timelines, Transients } from "../timeline/index.ts";
import type { Audiences } from "./audiences.ts";
import { Hub } from "./hub.ts";
import { Session } from "./session.ts";
import { FrameSocket } from "./socket.ts";
import { exposeStats, GatewayStats } from "./stats.ts";

/** Connections that may be open without being logged in; more are refused before the handshake. */
const MAX_STRANGERS = 20_000;
/** The longest time between two looks at who is idle, late or expired. */
const SWEEP_MS = 1000;
/** How long a peer may take to answer our close frame. */
const CLOSE_TIMEOUT_MS = 1000;
/** How long `drain` waits for acks that are still to come. */
const DRAIN_MS = 5000;

const paths = new Set(["/websocket", "/ws", "/"]);

interface OnlineSession {
  readonly resource: string;
  readonly deviceUuid: string;
  readonly deviceName: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
}

export interface Gateway {
  /** Takes over an HTTP upgrade: `/websocket`, `/ws` or `/`; any other path is answered with 404. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  readonly sessions: {
    isOnline(app: string, user: string): boolean;
    list(app: string, user: string): OnlineSession[];
    onlineUsers(app: string): readonly string[];
    readonly count: number;
  };
  /**
   * Takes no new connections, answers what has been submitted, closes every session with SHUTTING_DOWN, and resolves
   * when the store knows where each device stands. The store must stay open until then.
   */
  drain(): Promise<void>;
  /** Ends everything at once. */
  dispose(): void;
}

export function createGateway(parts: {
  apps: Apps;
  users: Users;
  tokens: Tokens;
  messages: Uplinks;
  rooms: Uplinks;
  timelines: Timelines;
  transients: Transients;
  audiences: Audiences;
  bus: Bus;
  limits: Limits;
  clock: Clock;
  log: Logger;
  metrics: Registry;
}): Gateway {
  const { apps, timelines, transients, bus, limits, log, metrics } = parts;
  const hub = new Hub(parts);
  const stats = new GatewayStats();
  exposeStats(stats, metrics, { connections: () => hub.connectionCount, sessions: () => hub.sessionCount });

  const deps = { ...parts, hub, stats };
  const server = createWebSocketServer(limits);
  const unsubscribe = [
    bus.subscribe("user.signedOut", (event) => hub.signOut(event)),
    bus.subscribe("muc.left", ({ app, timeline, users }) => hub.left(app, timeline, users)),
    bus.subscribe("app.changed", ({ app }) => void refreshApp(app)),
    timelines.onCommitted((entries) => hub.deliver(entries)),
    transients.onSent((entry) => hub.deliverTransient(entry)),
  ];
  const sweeper = setInterval(() => hub.sweep(), sweepInterval(limits));
  sweeper.unref();

  let isAccepting = true;
  let nextId = 1;
  /** What sessions that are gone still have to write. */
  const farewells = new Set<Promise<void>>();
  let whenEmpty: (() => void) | undefined;

  const refreshApp = async (appKey: string): Promise<void> => {
    try {
      const app = await apps.find(appKey);
      hub.appChanged(appKey, app?.isDisabled === true ? undefined : app);
    } catch (error) {
      log.error({ err: error, app: appKey }, "the settings of an application could not be read");
    }
  };

  const open = (ws: WebSocket, stream: Duplex): void => {
    const socket = new FrameSocket({ ws, stream, maxBufferBytes: limits.maxSocketBufferBytes });
    const session = new Session(deps, socket, nextId++);
    hub.add(session);
    // The data is a Buffer because `binaryType` is left alone.
    ws.on("message", (data: Buffer, isBinary) => session.receive(data, isBinary));
    ws.on("ping", (data) => session.ping(data));
    ws.on("error", (error) => log.debug({ err: error, connection: session.id }, "a connection failed"));
    ws.on("close", () => {
      const farewell = session.socketClosed().finally(() => farewells.delete(farewell));
      farewells.add(farewell);
      hub.remove(session);
      if (hub.connectionCount === 0) whenEmpty?.();
    });
  };

  const shutDown = (): void => {
    isAccepting = false;
    clearInterval(sweeper);
    for (const stop of unsubscribe) stop();
  };

  return {
    handleUpgrade(request, socket, head) {
      const [path] = (request.url ?? "/").split("?", 1);
      if (!paths.has(path ?? "")) rejectUpgrade(socket, "404 Not Found");
      else if (!isAccepting || hub.connectionCount - hub.sessionCount >= MAX_STRANGERS) {
        rejectUpgrade(socket, "503 Service Unavailable");
      } else server.handleUpgrade(request, socket, head, (ws) => open(ws, socket));
    },

    sessions: {
      isOnline: (app, user) => hub.sessionsOf(app, user).length > 0,
      onlineUsers: (app) => hub.onlineUsers(app),
      list: (app, user) =>
        hub.sessionsOf(app, user).flatMap(({ login, connectedAt }) =>
          login === undefined
            ? []
            : [
                {
                  resource: login.sender.device.resource,
                  deviceUuid: login.deviceUuid,
                  deviceName: login.deviceName,
                  connectedAt,
                },
              ],
        ),
      get count() {
        return hub.sessionCount;
      },
    },

    async drain() {
      isAccepting = false;
      const empty = new Promise<void>((resolve) => {
        whenEmpty = resolve;
      });
      for (const session of hub.all()) session.drain();
      const impatience = setTimeout(() => {
        for (const session of hub.all()) session.terminate();
      }, DRAIN_MS);
      if (hub.connectionCount > 0) await empty;
      clearTimeout(impatience);
      shutDown();
      await Promise.all(farewells);
    },

    dispose() {
      shutDown();
      for (const session of hub.all()) session.terminate();
    },
  };
}

function createWebSocketServer(limits: Limits): WebSocketServer {
  const options = {
    noServer: true,
    clientTracking: false,
    // Our frames are small and compress badly one by one, and a deflate stream costs more memory than a session.
    perMessageDeflate: false,
    maxPayload: limits.maxFrameBytes,
    // Enough for a frame of the largest size in small TCP segments.
    maxBufferedChunks: 4096,
    maxFragments: 64,
    // A pong for every ping, whatever their rate, would be written without a bound.
    autoPong: false,
    // Text frames are base64, whose own check is stricter.
    skipUTF8Validation: true,
    // Known to ws since 8.19 and not yet to its types.
    closeTimeout: CLOSE_TIMEOUT_MS,
  };
  return new WebSocketServer(options);
}

/** Often enough for the shortest limit, which only tests set below seconds. */
function sweepInterval({ provisionTimeoutMs, idleTimeoutMs }: Limits): number {
  return Math.min(SWEEP_MS, Math.ceil(provisionTimeoutMs / 4), Math.ceil(idleTimeoutMs / 4));
}

function rejectUpgrade(socket: Duplex, status: string): void {
  // The peer may be gone already; there is nobody to tell then.
  socket.on("error", () => socket.destroy());
  // HTTP watches over this connection no longer, and a peer may keep its end open for ever.
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

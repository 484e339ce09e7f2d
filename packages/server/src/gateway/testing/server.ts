/** A gateway with everything real behind it, on a store of its own, for tests. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { pino } from "pino";
import { Registry } from "prom-client";
import { type Bus, LocalBus } from "../../cluster/bus.ts";
import { defaultLimits, type Limits } from "../../config.ts";
import { type AppSettings, type Apps, appsMigrations, createApps } from "../../features/apps/index.ts";
import { conversationsMigrations, createConversations } from "../../features/conversations/index.ts";
import { createMessages } from "../../features/messages/index.ts";
import { createMuc, type MucEvents, type Mucs, mucMigrations } from "../../features/muc/index.ts";
import { type Absences, createRooms, roomsMigrations } from "../../features/rooms/index.ts";
import { createTokens, type Tokens } from "../../features/tokens/index.ts";
import { createUsers, type Users, usersMigrations } from "../../features/users/index.ts";
import type { Clock } from "../../kernel/clock.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { ServerKeys } from "../../kernel/server-keys.ts";
import { openTimelines, type Timelines, Transients, timelineMigrations } from "../../timeline/index.ts";
import { createGateway, type Gateway } from "../gateway.ts";
import { type Identity, RawClient } from "./raw-client.ts";

/** A clock that stands still until it is moved, so that nothing expires by itself. */
class TestClock implements Clock {
  private time: number;

  constructor(time: number) {
    this.time = time;
  }

  now(): number {
    return this.time;
  }

  advance(ms: number): void {
    this.time += ms;
  }
}

export interface TestServer {
  readonly app: string;
  readonly url: string;
  readonly apps: Apps;
  readonly users: Users;
  readonly tokens: Tokens;
  readonly timelines: Timelines;
  readonly bus: Bus;
  readonly clock: TestClock;
  readonly gateway: Gateway;
  readonly mucs: Mucs;
  readonly mucEvents: MucEvents;
  readonly absences: Absences;
  /** Calls an endpoint of the rooms by name. */
  callRooms(
    name: string,
    call: { user?: string; params?: Record<string, string>; query?: object; body?: object },
    // biome-ignore lint/suspicious/noExplicitAny: the test looks at it member by member
  ): Promise<any>;
  readonly metrics: Registry;
  /** Sockets the HTTP server has open. */
  readonly http: Server;
  /** The server's ends of connections, oldest first. */
  readonly sockets: Duplex[];
  /** An account (made on first use), a token, and a connection that has not said anything yet. */
  connect(user: string, options?: ConnectOptions): Promise<RawClient>;
  /** A connection for somebody who is known already. */
  connectWith(identity: Identity): Promise<RawClient>;
  /** The same, logged in and past the first UNREAD. */
  login(user: string, options?: ConnectOptions): Promise<RawClient>;
  identity(user: string, resource?: string): Promise<Identity>;
  close(): Promise<void>;
}

interface ConnectOptions {
  readonly resource?: string;
  readonly kind?: "binary" | "base64";
  readonly token?: string;
}

export async function startServer(
  options: {
    readonly settings?: Partial<AppSettings>;
    readonly limits?: Partial<Limits>;
    /** Epoch milliseconds. */
    readonly now?: number;
    /** Between the gateway and the store, to make it slow or fail. */
    readonly timelines?: (real: Timelines) => Partial<Timelines>;
    readonly tokens?: (real: Tokens) => Partial<Tokens>;
  } = {},
): Promise<TestServer> {
  const clock = new TestClock(options.now ?? Date.UTC(2026, 11, 1));
  const bus = new LocalBus();
  const log = pino({ level: "silent" });
  const database = await openSqlite({
    dir: ":memory:",
    migrations: [
      ...appsMigrations,
      ...usersMigrations,
      ...conversationsMigrations,
      ...mucMigrations,
      ...roomsMigrations,
      ...timelineMigrations,
    ],
  });
  const keys = ServerKeys.ephemeral();
  const stored = await openTimelines({ database, clock, nodeId: 0, log });
  const timelines = intercept<Timelines>(stored, options.timelines?.(stored));
  const apps = createApps({ database, keys, bus, clock }).api;
  const nobody = { isOnline: () => false, list: () => [] };
  const users = createUsers({
    database,
    apps,
    bus,
    clock,
    sessions: nobody,
    passwordCost: { memoryKib: 8, passes: 1 },
  }).api;
  const issued = createTokens({ apps, users, keys, clock }).api;
  const tokens = intercept(issued, options.tokens?.(issued));
  const transients = new Transients();
  const muc = createMuc({ database, timelines, transients, apps, bus, clock });
  const conversations = createConversations({ timelines, database, mucs: muc.api, clock });
  const messages = createMessages({
    timelines,
    transients,
    users,
    conversations: conversations.api,
    guards: [],
    muc: muc.gate,
    groupReceipts: { add: async () => {} },
    bus,
    clock,
    log,
  });
  const metrics = new Registry();
  const rooms = createRooms({
    database,
    timelines,
    mucs: muc.api,
    mucEvents: muc.events,
    turns: muc.turns,
    users,
    isOnline: (app, user) => gateway.sessions.isOnline(app, user),
    bus,
    clock,
    log,
  });
  const gateway: Gateway = createGateway({
    apps,
    users,
    tokens,
    messages: messages.api,
    rooms: rooms.uplinks,
    timelines,
    transients,
    audiences: muc.audiences,
    bus,
    limits: { ...defaultLimits, ...options.limits },
    clock,
    log,
    metrics,
  });
  const { app } = await apps.create({ org: "org", name: "app", settings: options.settings ?? {} });

  const http = createServer();
  const sockets: Duplex[] = [];
  http.on("upgrade", (request, socket, head) => {
    sockets.push(socket);
    gateway.handleUpgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // It listens on a TCP port, so the address is of this kind.
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/websocket`;

  const identity = async (user: string, resource = `webim_web_${user}`): Promise<Identity> => {
    if ((await users.find(app.appKey, user)) === undefined) {
      await users.register(app.appKey, { username: user, password: "secret", nickname: undefined });
    }
    const { token } = await tokens.issueUser(app.appKey, user, undefined);
    return { app: app.appKey, user, token, resource };
  };
  const connect = async (user: string, how: ConnectOptions = {}): Promise<RawClient> => {
    const who = await identity(user, how.resource);
    return RawClient.connect(url, { identity: { ...who, token: how.token ?? who.token }, kind: how.kind });
  };

  return {
    app: app.appKey,
    url,
    apps,
    users,
    tokens,
    timelines,
    bus,
    clock,
    gateway,
    mucs: muc.api,
    mucEvents: muc.events,
    absences: rooms.absences,
    callRooms: (name, { user, params = {}, query = {}, body = {} }) => {
      const endpoint = rooms.endpoints.find((each) => each.name === name);
      if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
      const caller = user === undefined ? { kind: "app" } : { kind: "user", username: user };
      // Handlers of rooms touch neither request nor reply.
      return endpoint.handle({ appKey: app.appKey, caller, params, query, body, baseUrl: "" } as never);
    },
    metrics,
    http,
    sockets,
    identity,
    connect,
    connectWith: (who) => RawClient.connect(url, { identity: who }),
    async login(user, how) {
      const client = await connect(user, how);
      await client.login();
      return client;
    },
    async close() {
      await gateway.drain();
      http.close();
      rooms.close();
      messages.close();
      await conversations.close();
      await stored.close();
      await database.close();
    },
  };
}

/** The same object with some of its methods replaced; the others run on the original. */
function intercept<T extends object>(real: T, overrides: Partial<T> | undefined): T {
  if (overrides === undefined) return real;
  return new Proxy(real, {
    get(target, key) {
      const override: unknown = Reflect.get(overrides, key);
      if (override !== undefined) return override;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

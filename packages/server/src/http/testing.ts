/** A whole REST server on a database in memory, for tests of what it answers. */
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { Registry } from "prom-client";
import { LocalBus } from "../cluster/bus.ts";
import { type Config, defaultLimits } from "../config.ts";
import { type AppSettings, type Apps, appsMigrations, createApps } from "../features/apps/index.ts";
import { createBootstrap } from "../features/bootstrap/index.ts";
import { DataCentres } from "../features/data-centres/index.ts";
import { createTokens } from "../features/tokens/index.ts";
import { createUsers, type ProfilePart, type UserSession, usersMigrations } from "../features/users/index.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Migration } from "../kernel/database/database.ts";
import { openSqlite, type SqliteDatabase } from "../kernel/database/sqlite/index.ts";
import type { Endpoint } from "../kernel/rest.ts";
import { ServerKeys } from "../kernel/server-keys.ts";
import { observed } from "./docs/contract.ts";
import { createHttp } from "./server.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  // Whatever the server says; a test reads the members it expects.
  // biome-ignore lint/suspicious/noExplicitAny: the answers of forty endpoints have no common type
  readonly body: any;
}

interface Options {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS";
  readonly token?: string | undefined;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

export interface TestParts {
  readonly apps: Apps;
  readonly users: ReturnType<typeof createUsers>["api"];
  readonly tokens: ReturnType<typeof createTokens>["api"];
  readonly database: SqliteDatabase;
  readonly bus: LocalBus;
  readonly clock: Clock;
  readonly log: Logger;
}

/** argon2id so cheap that a test may log in often. */
const cheapPasswords = { memoryKib: 8, passes: 1 };

export class TestRest {
  /** Epoch ms; a test sets it. */
  now = 1_800_000_000_000;
  readonly bus = new LocalBus();
  readonly keys = ServerKeys.ephemeral();
  readonly online = new Map<string, UserSession[]>();
  readonly logged: string[] = [];
  /** What endpoints did that their declarations do not say; `close` throws when there is any. */
  readonly undeclared = new Set<string>();
  isReady = true;
  /** Forgets what is kept of a removed account; a test that looks at it sets it. */
  forget = async (_app: string, _user: string): Promise<void> => {};
  /** The application that `call` addresses; each test has its own, and so no users of another's. */
  appKey = "";
  private count = 0;
  private constructor() {}

  declare http: FastifyInstance;
  declare apps: ReturnType<typeof createApps>["api"];
  declare users: ReturnType<typeof createUsers>["api"];
  declare tokens: ReturnType<typeof createTokens>["api"];
  declare credentials: { clientId: string; clientSecret: string };
  declare appToken: string;
  declare close: () => Promise<void>;

  static async start(
    options: {
      config?: Partial<Config>;
      settings?: Partial<AppSettings>;
      endpoints?: readonly Endpoint[];
      /** Endpoints of features that stand on what is made here. */
      features?: (parts: TestParts) => readonly Endpoint[] | Promise<readonly Endpoint[]>;
      migrations?: readonly Migration[];
      profile?: ProfilePart;
    } = {},
  ): Promise<TestRest> {
    const test = new TestRest();
    const clock = { now: () => test.now };
    const { bus, keys } = test;
    const migrations = [...appsMigrations, ...usersMigrations, ...(options.migrations ?? [])];
    const database = await openSqlite({ dir: ":memory:", migrations });
    const apps = createApps({ database, keys, bus, clock }).api;
    const users = createUsers({
      database,
      apps,
      bus,
      clock,
      passwordCost: cheapPasswords,
      forget: (app, user) => test.forget(app, user),
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      sessions: {
        isOnline: (_app, user) => test.online.has(user),
        list: (_app, user) => test.online.get(user) ?? [],
      },
    });
    const tokens = createTokens({ apps, users: users.api, keys, clock });
    const log = pino({ level: "debug" }, { write: (line) => test.logged.push(line) });
    test.http = createHttp({
      config: { ...testConfig, ...options.config },
      apps,
      tokens: tokens.api,
      endpoints: [
        ...users.endpoints,
        ...tokens.endpoints,
        ...createBootstrap({ apps, dataCentres: new DataCentres({ list: [], here: undefined }) }).endpoints,
        ...(options.endpoints ?? []),
        ...((await options.features?.({ apps, users: users.api, tokens: tokens.api, database, bus, clock, log })) ??
          []),
      ].map((endpoint) => observed(endpoint, (fault) => test.undeclared.add(fault))),
      log,
      registry: new Registry(),
      clock,
      isReady: () => test.isReady,
    });
    Object.assign(test, { apps, users: users.api, tokens: tokens.api });
    test.close = async () => {
      await test.http.close();
      await database.close();
      if (test.undeclared.size > 0) throw new Error([...test.undeclared].join("\n"));
    };
    await test.freshApp(options.settings);
    return test;
  }

  /** A new application with open registration, its credentials and its token. Time begins anew. */
  async freshApp(settings: Partial<AppSettings> = { registration: "open" }): Promise<void> {
    this.now = 1_800_000_000_000;
    this.online.clear();
    this.count += 1;
    const { app, ...credentials } = await this.apps.create({ org: "rondo", name: `test${this.count}`, settings });
    this.appKey = app.appKey;
    this.credentials = credentials;
    this.appToken = (await this.tokens.issueApp(app.appKey, undefined)).token;
  }

  /** `path` is below the application's. */
  call(path: string, options: Options = {}): Promise<Answer> {
    return this.raw(`/${this.appKey.replace("#", "/")}${path}`, options);
  }

  async raw(url: string, { method, token, json, text, headers = {} }: Options = {}): Promise<Answer> {
    const payload = text ?? (json === undefined ? undefined : JSON.stringify(json));
    const reply = await this.http.inject({
      method: method ?? (payload === undefined ? "GET" : "POST"),
      url,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = reply.body !== "" && String(reply.headers["content-type"]).startsWith("application/json");
    return { status: reply.statusCode, headers: reply.headers, body: isJson ? reply.json() : reply.body };
  }

  async register(username: string, password = "secret"): Promise<string> {
    await this.users.register(this.appKey, { username, password, nickname: undefined });
    return (await this.tokens.issueUser(this.appKey, username, undefined)).token;
  }
}

const testConfig: Config = {
  mode: "serve",
  host: "127.0.0.1",
  port: 0,
  dataDir: ":memory:",
  publicUrl: undefined,
  logLevel: "debug",
  nodeId: 0,
  limits: defaultLimits,
  mail: undefined,
  tls: undefined,
  signUp: "open",
  dataCentres: { list: [], here: undefined },
  trustedProxies: [],
  messageSearch: false,
  privateDownloads: false,
  passwordCost: undefined,
  appDefaults: {},
};

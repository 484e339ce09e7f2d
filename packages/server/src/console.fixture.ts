/** A server with a console on a database in memory, and people in front of it. Every answer is checked against the contract. */
import type { ConsoleBody, ConsoleCallName, ConsoleParams, ConsoleQuery, ConsoleReply } from "@rondo/protocol/console";
import { consoleApiPath, consoleRoutes, csrfHeader } from "@rondo/protocol/console";
import { consoleShapes } from "@rondo/protocol/schema";
import type { FastifyInstance } from "fastify";
import { type Logger, pino } from "pino";
import { Registry } from "prom-client";
import type { TSchema } from "typebox";
import { Value } from "typebox/value";
import { LocalBus } from "./cluster/bus.ts";
import { type Config, defaultLimits } from "./config.ts";
import { type ConsoleSide, consoleSideMigrations, createConsoleSide } from "./console.ts";
import { type Apps, appsMigrations, createApps } from "./features/apps/index.ts";
import { createBootstrap } from "./features/bootstrap/index.ts";
import { DataCentres } from "./features/data-centres/index.ts";
import { createSearch, openSqliteIndex } from "./features/search/index.ts";
import { createTokens, type Tokens } from "./features/tokens/index.ts";
import { createUserAttributes, userAttributesMigrations } from "./features/user-attributes/index.ts";
import { createUsers, type Users, usersMigrations } from "./features/users/index.ts";
import { createHttp } from "./http/index.ts";
import { openSqlite, type SqliteDatabase } from "./kernel/database/sqlite/index.ts";
import { ServerKeys } from "./kernel/server-keys.ts";
import { messageRemover } from "./retention.ts";
import { type OpenTimelines, openTimelines, Records, timelineMigrations } from "./timeline/index.ts";

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: Record<string, unknown>;
}

interface Input<N extends ConsoleCallName> {
  readonly params?: ConsoleParams<N>;
  readonly query?: ConsoleQuery<N>;
  readonly body?: ConsoleBody<N>;
  readonly headers?: Record<string, string>;
}

export const PASSWORD = "correct-horse-9";
export const START = Date.UTC(2026, 10, 29, 4);

/** A browser: it keeps the cookie, and sends the token that it was told of. */
export class Browser {
  cookie: string | undefined;
  csrf: string | undefined;
  /** The whole header by which the cookie was set last. */
  setCookie = "";
  private readonly http: FastifyInstance;

  constructor(http: FastifyInstance) {
    this.http = http;
  }

  /** The reply; fails on a refusal, and on a reply that is not of the shape in the contract. */
  async call<N extends ConsoleCallName>(name: N, input: Input<N> = {}): Promise<ConsoleReply<N>> {
    const { status, body, text } = await this.send(name, input);
    if (status !== 200) throw new Error(`${name}: ${status} ${text}`);
    const schema: TSchema = consoleShapes[name].reply;
    const [fault] = Value.Errors(schema, body);
    if (fault !== undefined) throw new Error(`${name} answers what is not in the contract: ${JSON.stringify(fault)}`);
    // Just checked.
    return body as ConsoleReply<N>;
  }

  async refused<N extends ConsoleCallName>(name: N, input: Input<N> = {}): Promise<Refusal> {
    const { status, body, text } = await this.send(name, input);
    if (status === 200) throw new Error(`${name} was not refused: ${text}`);
    return { status, ...(body as Omit<Refusal, "status">) };
  }

  async send<N extends ConsoleCallName>(name: N, { params, query, body, headers = {} }: Input<N>) {
    const { method, path } = consoleRoutes[name];
    const filled = path.replaceAll(/:(\w+)/g, (_, part: string) =>
      encodeURIComponent((params as Record<string, string> | undefined)?.[part] ?? ""),
    );
    const search = new URLSearchParams(
      Object.entries(query ?? {}).map(([key, value]): [string, string] => [key, String(value)]),
    );
    const reply = await this.http.inject({
      method,
      url: `${consoleApiPath}${filled}${search.size === 0 ? "" : `?${search}`}`,
      headers: {
        ...(this.cookie === undefined ? {} : { cookie: this.cookie }),
        ...(this.csrf === undefined ? {} : { [csrfHeader]: this.csrf }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    this.keep(reply.headers["set-cookie"]);
    const isJson = String(reply.headers["content-type"]).startsWith("application/json");
    const parsed: unknown = isJson ? reply.json() : undefined;
    this.learn(parsed);
    return { status: reply.statusCode, headers: reply.headers, body: parsed, text: reply.body };
  }

  private keep(header: string | string[] | undefined): void {
    if (header === undefined) return;
    this.setCookie = String(header);
    const [pair = ""] = this.setCookie.split(";");
    this.cookie = pair.endsWith("=") ? undefined : pair;
  }

  private learn(body: unknown): void {
    if (typeof body !== "object" || body === null) return;
    const session = "session" in body ? body.session : body;
    if (typeof session === "object" && session !== null && "csrfToken" in session)
      this.csrf = String(session.csrfToken);
  }
}

export class ConsoleTest {
  /** Epoch ms; a test sets it. */
  now = START;
  readonly bus = new LocalBus();
  readonly online = new Map<string, string[]>();
  readonly logged: string[] = [];
  declare config: Config;
  declare http: FastifyInstance;
  declare side: ConsoleSide;
  declare apps: Apps;
  declare users: Users;
  declare tokens: Tokens;
  declare timelines: OpenTimelines;
  declare database: SqliteDatabase;
  declare log: Logger;
  declare close: () => Promise<void>;
  private constructor() {}

  static async start(options: { config?: Partial<Config>; search?: boolean } = {}): Promise<ConsoleTest> {
    const test = new ConsoleTest();
    const config = { ...baseConfig, ...options.config };
    const clock = { now: () => test.now };
    const { bus } = test;
    const log = pino({ level: "debug" }, { write: (line) => test.logged.push(line) });
    const keys = ServerKeys.ephemeral();
    const database = await openSqlite({
      dir: ":memory:",
      migrations: [
        ...timelineMigrations,
        ...appsMigrations,
        ...usersMigrations,
        ...userAttributesMigrations,
        ...consoleSideMigrations,
      ],
    });
    const timelines = await openTimelines({ database, clock, nodeId: 0, log });
    const dataCentres = new DataCentres(config.dataCentres);
    const apps = createApps({ database, keys, bus, clock, dataCentres }).api;
    const onlineDevices = (app: string, user: string) =>
      (test.online.get(`${app}/${user}`) ?? []).map((resource) => ({ resource, deviceName: `name of ${resource}` }));
    const users = createUsers({
      database,
      apps,
      bus,
      clock,
      passwordCost: { memoryKib: 8, passes: 1 },
      sessions: { isOnline: (app, user) => onlineDevices(app, user).length > 0, list: () => [] },
      forget: (app, user) => timelines.forgetUser(app, user),
    });
    const attributes = createUserAttributes({ database, apps, users: users.api });
    const tokens = createTokens({ apps, users: users.api, keys, clock });
    const records = new Records(database);
    const index = options.search === true ? await openSqliteIndex(":memory:") : undefined;
    const search = createSearch({ timelines, records, index, clock, log });
    const side = createConsoleSide({
      config,
      database,
      keys,
      apps,
      dataCentres,
      users: users.api,
      finder: users.finder,
      passwords: users.passwords,
      attributes: attributes.administration,
      tokens: tokens.api,
      timelines,
      records,
      search: search.ofApps,
      removeMessages: messageRemover({ timelines, forgetMessages: search.forgetMessages.bind(search), log }),
      onlineDevices,
      bus,
      clock,
      log,
    });
    const http = createHttp({
      config,
      apps,
      tokens: tokens.api,
      endpoints: [...users.endpoints, ...tokens.endpoints, ...createBootstrap({ apps, dataCentres }).endpoints],
      log,
      registry: new Registry(),
      clock,
      isReady: () => true,
      console: { ...side, pagesDirectory: "/nowhere" },
    });
    Object.assign(test, { config, http, side, apps, users: users.api, tokens: tokens.api, timelines, database, log });
    test.close = async () => {
      await http.close();
      await search.close();
      await side.close();
      await timelines.close();
      await database.close();
    };
    return test;
  }

  /** As on the first day: nobody and nothing is there. */
  async fresh(): Promise<void> {
    this.now = START;
    this.online.clear();
    this.logged.length = 0;
    const db = this.database.query<Record<string, Record<string, string>>>();
    const apps = await db.selectFrom("app").select("appKey").execute();
    const users = await db.selectFrom("account").select(["app", "username"]).execute();
    for (const table of tables) await db.deleteFrom(table).execute();
    // What was deleted behind its back is forgotten.
    for (const { appKey: app = "" } of apps) this.bus.publish("app.changed", { app });
    for (const { app = "", username: user = "" } of users) this.bus.publish("user.changed", { app, user });
  }

  browser(): Browser {
    return new Browser(this.http);
  }

  /** The first account, owner of the organisation `acme`, logged in. */
  async owner(): Promise<Browser> {
    const browser = this.browser();
    const body = { email: "owner@example.com", password: PASSWORD, organisation: { name: "acme", title: "Acme" } };
    await browser.call("createOwner", { body });
    return browser;
  }

  /** Somebody with a confirmed account, logged in, in no organisation. */
  async person(email: string): Promise<Browser> {
    const browser = this.browser();
    const { link } = await browser.call("register", { body: { email, password: PASSWORD } });
    await browser.call("confirmAccount", { body: { token: tokenIn(link) } });
    await browser.call("logIn", { body: { email, password: PASSWORD } });
    return browser;
  }

  /** A member of `acme` in a role, logged in. */
  async member(owner: Browser, email: string, role: "owner" | "administrator" | "developer"): Promise<Browser> {
    const { link } = await owner.call("inviteMember", { params: { org: "acme" }, body: { email, role } });
    const browser = this.browser();
    await browser.call("acceptInvitation", { body: { token: tokenIn(link), password: PASSWORD } });
    await browser.call("logIn", { body: { email, password: PASSWORD } });
    return browser;
  }

  /** An application of `acme`; its params and client secret. */
  async app(owner: Browser, name: string) {
    const { clientSecret } = await owner.call("createApp", {
      params: { org: "acme" },
      body: { name, dataCentre: "self" },
    });
    return { params: { org: "acme", app: name }, appKey: `acme#${name}`, clientSecret };
  }
}

export function tokenIn(link: string | null): string {
  const token = link === null ? null : new URL(link).searchParams.get("token");
  if (token === null) throw new Error("there is no link");
  return token;
}

const tables = [
  "app",
  "account",
  "removedAccount",
  "userAttributes",
  "consoleAccount",
  "consoleRecoveryCode",
  "consoleSession",
  "consoleLink",
  "consoleLoginFailure",
  "consoleTestUser",
  "organisation",
  "organisationMember",
  "organisationInvitation",
  "operation",
  "usageDay",
];

const baseConfig: Config = {
  mode: "development",
  host: "127.0.0.1",
  port: 0,
  dataDir: ":memory:",
  publicUrl: undefined,
  tls: undefined,
  logLevel: "debug",
  nodeId: 0,
  limits: { ...defaultLimits, consoleKnocksPerMinute: 1000, consoleCallsPerSecond: 1000 },
  messageSearch: false,
  privateDownloads: false,
  passwordCost: undefined,
  appDefaults: {},
  mail: undefined,
  signUp: "open",
  dataCentres: { list: [], here: undefined },
  trustedProxies: [],
};

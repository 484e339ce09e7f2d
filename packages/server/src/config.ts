/** Everything the operator can set, with its defaults. Only `readConfig` reads the command line, the environment and the file. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Static, Type } from "typebox";
import { Value } from "typebox/value";
import { AppSettings } from "./features/apps/settings.ts";
import { DataCentreConfig, whyNotDataCentres } from "./features/data-centres/settings.ts";

const whole = (description: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  Type.Integer({ minimum, maximum, description });

/** Bounds on what one client, one application or one connection may take. */
const Limits = Type.Object(
  {
    maxFrameBytes: whole("Bytes of one WebSocket frame, uplink.", 1024),
    maxSocketBufferBytes: whole("Bytes waiting to be written to one slow reader before it is closed.", 65_536),
    maxBodyBytes: whole("Bytes of a JSON request body.", 1024),
    framesPerSecond: whole("Frames a session may send per second.", 1),
    framesBurst: whole("Frames a session may send at once.", 1),
    requestsPerSecond: whole("REST requests per second and application.", 1),
    tokenRequestsPerSecond: whole("Requests to POST /token per second and application.", 1),
    conversationDeletionsPerMinute: whole("Conversations a user may take from the list per minute.", 1),
    provisionTimeoutMs: whole("A connection that has not sent PROVISION by then is closed.", 100),
    idleTimeoutMs: whole(
      "Silence after which a session is closed; clients leave gaps of almost 60 s (MSync 3.6).",
      1000,
    ),
    maxBadFrames: whole("Undecodable frames on one connection before it is closed (MSync 12.0).", 1),
    deviceRetentionMs: whole("A device not seen for so long is forgotten.", 60_000),
    consoleCallsPerSecond: whole("Calls of the console per second and address, on average.", 1),
    consoleKnocksPerMinute: whole("Logins, registrations and the like per minute and address.", 1),
    appsPerOrganisation: whole("Applications that an organisation makes in the console; 0: no limit.", 0),
  },
  { additionalProperties: false },
);
export type Limits = Readonly<Static<typeof Limits>>;

export const defaultLimits: Limits = {
  maxFrameBytes: 256 * 1024,
  maxSocketBufferBytes: 4 * 1024 * 1024,
  maxBodyBytes: 1024 * 1024,
  framesPerSecond: 200,
  framesBurst: 1000,
  requestsPerSecond: 100,
  tokenRequestsPerSecond: 300,
  conversationDeletionsPerMinute: 5,
  provisionTimeoutMs: 10_000,
  idleTimeoutMs: 120_000,
  maxBadFrames: 10,
  deviceRetentionMs: 30 * 24 * 60 * 60 * 1000,
  consoleCallsPerSecond: 20,
  consoleKnocksPerMinute: 30,
  appsPerOrganisation: 10,
};

/** What argon2id takes for one password: a hash that is stolen is as hard to guess as one login is to check. */
const PasswordCost = Type.Object(
  {
    memoryKib: whole("KiB of memory.", 8, 4 * 1024 * 1024),
    passes: whole("Passes over that memory.", 1, 100),
  },
  { additionalProperties: false },
);

/** Where the console's mail goes out. */
const Mail = Type.Object(
  {
    url: Type.String({ pattern: "^smtps?://\\S+$", description: "smtp://user:password@host:587, or smtps://…" }),
    from: Type.String({ minLength: 3, description: "Rondo <rondo@example.com>" }),
  },
  { additionalProperties: false },
);

/** PEM files. They are read again when they change. */
const Tls = Type.Object(
  { certFile: Type.String({ minLength: 1 }), keyFile: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);

const SignUp = Type.Union([Type.Literal("open"), Type.Literal("closed")]);

const LogLevel = Type.Enum(["fatal", "error", "warn", "info", "debug", "silent"]);

/** What may stand in the file given by `--config`. */
const ConfigFile = Type.Object(
  {
    host: Type.Optional(Type.String({ minLength: 1 })),
    port: Type.Optional(whole("0 picks a free port.", 0, 65_535)),
    dataDir: Type.Optional(Type.String({ minLength: 1 })),
    publicUrl: Type.Optional(Type.String({ pattern: "^https?://[^/]+$" })),
    logLevel: Type.Optional(LogLevel),
    nodeId: Type.Optional(whole("Unique per node of a cluster.", 0, 1023)),
    messageSearch: Type.Optional(
      Type.Boolean({ description: "Whether users may search their messages; takes an index." }),
    ),
    privateDownloads: Type.Optional(
      Type.Boolean({
        description: "Whether files of imported messages are fetched from addresses that are not public, too.",
      }),
    ),
    limits: Type.Optional(Type.Partial(Limits, { additionalProperties: false })),
    passwordCost: Type.Optional(PasswordCost),
    appDefaults: Type.Optional(Type.Partial(AppSettings, { additionalProperties: false })),
    tls: Type.Optional(Tls),
    mail: Type.Optional(Mail),
    signUp: Type.Optional(SignUp),
    dataCentres: Type.Optional(Type.Array(DataCentreConfig)),
    dataCentre: Type.Optional(Type.String({ description: "Which of them this node belongs to." })),
    trustedProxies: Type.Optional(
      Type.Array(Type.String(), { description: "Addresses of proxies whose word about a client's address is taken." }),
    ),
  },
  { additionalProperties: false },
);

export interface Config {
  /** Development creates `rondo#demo` on an empty data directory and prints what to paste. */
  readonly mode: "development" | "serve";
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly dataDir: string;
  /** The address clients reach us at (behind a proxy), without a trailing slash; undefined: the one they used. */
  readonly publicUrl: string | undefined;
  readonly logLevel: Static<typeof LogLevel>;
  /** 0..1023, unique per node of a cluster. */
  readonly nodeId: number;
  /** Whether users may search their messages: the index takes space and time. What was before is found, too. */
  readonly messageSearch: boolean;
  /** Whether `need_download` may ask our own network: only where all who hold an application's token may see into it. */
  readonly privateDownloads: boolean;
  readonly limits: Limits;
  /** For passwords set from now on; undefined: what is recommended today (features/users/passwords.ts). */
  readonly passwordCost: Readonly<Static<typeof PasswordCost>> | undefined;
  /** What applications decide that have not decided otherwise, where it is not our own default. */
  readonly appDefaults: Readonly<Partial<AppSettings>>;
  /** Undefined: the console sends none. */
  readonly mail: Readonly<Static<typeof Mail>> | undefined;
  /** Speak https and wss ourselves; undefined: a proxy does, or nobody. */
  readonly tls: Readonly<Static<typeof Tls>> | undefined;
  /** Whether anybody may make an account of the console. It takes a mail server, or development. */
  readonly signUp: Static<typeof SignUp>;
  /** Undefined members: there is one, this server itself. */
  readonly dataCentres: { readonly list: readonly DataCentreConfig[]; readonly here: string | undefined };
  readonly trustedProxies: readonly string[];
}

export interface Invocation {
  readonly command: Command;
  readonly config: Config;
  /** Print one line of JSON when ready, and nothing else, on standard output. */
  readonly json: boolean;
  /** What follows the command, e.g. the appKey of `app create`. */
  readonly operands: readonly string[];
  readonly organisation: string | undefined;
  /** Of `account create` and `user create`; undefined: one is made up. */
  readonly password: string | undefined;
  /** Of `export`; epoch milliseconds, both inclusive. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/** Commands of an operator, for a server that is stopped: how many operands each takes, and what they are. */
const offlineCommands = {
  "app create": { operands: 1, takes: "one application key, ORG#APP" },
  "app list": { operands: 0, takes: "no arguments" },
  "app rotate-secret": { operands: 1, takes: "one application key, ORG#APP" },
  "account create": { operands: 1, takes: "one e-mail address" },
  "user create": { operands: 2, takes: "an application key, ORG#APP, and a user id" },
  export: { operands: 1, takes: "one application key, ORG#APP" },
} as const;
export type OfflineCommand = keyof typeof offlineCommands;
type Command = "dev" | "serve" | "help" | "version" | OfflineCommand;

/** The command line, the environment or the file is wrong; the message says what and how. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export const usage = `Usage:
  rondo dev    [options]                 development mode: creates the application rondo#demo and prints what to paste
  rondo serve  --config FILE [options]   production mode: creates nothing

With the server stopped:
  rondo app create ORG#APP               creates an application and prints its client id and secret, once
  rondo app list                         lists the applications
  rondo app rotate-secret ORG#APP        makes a new client secret; the old one is good for a day, too
  rondo account create E-MAIL            creates an account of the console and prints its password, once
  rondo user create ORG#APP USER         creates a user of an application and prints the password, once
  rondo export ORG#APP                   writes the application's messages as lines of JSON

Options (each also as an environment variable, and most in the configuration file):
  --host HOST            RONDO_HOST         address to listen on (default 127.0.0.1)
  --port PORT            RONDO_PORT         port, 0 for a free one (default 8080)
  --data DIR             RONDO_DATA         data directory (default ./data)
  --public-url URL       RONDO_PUBLIC_URL   the address clients use, when it is another one (behind a proxy)
  --log LEVEL            RONDO_LOG_LEVEL    fatal, error, warn, info, debug or silent (default warn in dev, info in serve)
  --node ID              RONDO_NODE_ID      0..1023, unique per node of a cluster (default 0)
  --config FILE          RONDO_CONFIG       JSON file with the same settings, "limits", "appDefaults", "tls" and others
  --organisation ORG                        of "account create": the account owns it, and it is made if it is not there
  --since TIME, --until TIME                of "export": as in 2026-11-29 or 2026-11-29T08:00:00Z
                         RONDO_PASSWORD     of "account create" and "user create": the password, instead of one made up
  --json                                    print one line of JSON when ready, for programs
`;

const options = {
  host: { type: "string" },
  port: { type: "string" },
  data: { type: "string" },
  "public-url": { type: "string" },
  log: { type: "string" },
  node: { type: "string" },
  config: { type: "string" },
  organisation: { type: "string" },
  since: { type: "string" },
  until: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;

/** @throws ConfigError with a sentence for the person at the terminal. */
export function readConfig(argv: readonly string[], env: NodeJS.ProcessEnv): Invocation {
  const { values, positionals } = parse(argv);
  const { command, operands } = commandOf(positionals, values);
  const path = values.config ?? env.RONDO_CONFIG;
  if (command === "serve" && path === undefined) throw new ConfigError("rondo serve needs --config FILE");
  const file = path === undefined ? {} : readFile(path);
  const settings = {
    host: values.host ?? env.RONDO_HOST ?? file.host,
    port: number("--port", values.port ?? env.RONDO_PORT) ?? file.port,
    dataDir: values.data ?? env.RONDO_DATA ?? file.dataDir,
    publicUrl: (values["public-url"] ?? env.RONDO_PUBLIC_URL ?? file.publicUrl)?.replace(/\/+$/, ""),
    logLevel: values.log ?? env.RONDO_LOG_LEVEL ?? file.logLevel,
    nodeId: number("--node", values.node ?? env.RONDO_NODE_ID) ?? file.nodeId,
  };
  check(withoutUndefined(settings), "the command line or the environment");
  const isDevelopment = command !== "serve";
  const dataCentres = { list: file.dataCentres ?? [], here: file.dataCentre };
  const wrong = whyNotDataCentres(dataCentres.list, dataCentres.here);
  if (wrong !== undefined) throw new ConfigError(wrong);
  // Links in mails lead there. Whoever asks for one says in the request how the server is called.
  if (file.mail !== undefined && settings.publicUrl === undefined) throw new ConfigError('"mail" needs "publicUrl"');
  return {
    command,
    operands,
    json: values.json ?? false,
    organisation: values.organisation,
    password: env.RONDO_PASSWORD === "" ? undefined : env.RONDO_PASSWORD,
    since: time("--since", values.since),
    until: time("--until", values.until),
    config: {
      mode: command === "serve" ? "serve" : "development",
      host: settings.host ?? "127.0.0.1",
      port: settings.port ?? 8080,
      dataDir: resolve(settings.dataDir ?? "data"),
      publicUrl: settings.publicUrl,
      // Checked above against the schema.
      logLevel: (settings.logLevel as Config["logLevel"] | undefined) ?? (command === "serve" ? "info" : "warn"),
      nodeId: settings.nodeId ?? 0,
      limits: { ...defaultLimits, ...file.limits },
      passwordCost: file.passwordCost,
      messageSearch: file.messageSearch ?? false,
      privateDownloads: file.privateDownloads ?? false,
      appDefaults: file.appDefaults ?? {},
      mail: file.mail,
      tls: file.tls,
      signUp: file.signUp ?? (file.mail !== undefined || isDevelopment ? "open" : "closed"),
      dataCentres,
      trustedProxies: file.trustedProxies ?? [],
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function commandOf(
  positionals: readonly string[],
  values: { help?: boolean; version?: boolean },
): { command: Invocation["command"]; operands: readonly string[] } {
  if (values.help === true) return { command: "help", operands: [] };
  if (values.version === true) return { command: "version", operands: [] };
  const offline = offlineCommandOf(positionals);
  if (offline !== undefined) return offline;
  const [first, second] = positionals;
  if (second !== undefined) throw new ConfigError(`unexpected argument "${second}"`);
  switch (first) {
    case "dev":
    case "serve":
      return { command: first, operands: [] };
    case undefined:
      return { command: "help", operands: [] };
    default:
      throw new ConfigError(`"${first}" is not a command`);
  }
}

function offlineCommandOf(
  positionals: readonly string[],
): { command: OfflineCommand; operands: readonly string[] } | undefined {
  for (const [name, { operands, takes }] of Object.entries(offlineCommands)) {
    const words = name.split(" ");
    if (words.some((word, i) => positionals[i] !== word)) continue;
    const rest = positionals.slice(words.length);
    if (rest.length !== operands) throw new ConfigError(`rondo ${name} takes ${takes}`);
    return { command: name as OfflineCommand, operands: rest }; // a key of the table
  }
  return undefined;
}

function time(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new ConfigError(`${option} takes a time such as 2026-11-29T08:00:00Z, not "${text}"`);
  return at;
}

function readFile(path: string): Static<typeof ConfigFile> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`the configuration file ${path} cannot be read`, { cause: error });
  }
  try {
    return check(JSON.parse(text), path);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ConfigError(`${path} is not JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

function check(value: unknown, where: string): Static<typeof ConfigFile> {
  if (Value.Check(ConfigFile, value)) return value;
  const [first] = Value.Errors(ConfigFile, value);
  const at = first?.instancePath.replace(/^\//, "").replaceAll("/", ".") ?? "";
  throw new ConfigError(`${where}: ${at === "" ? "the settings" : `"${at}"`} ${first?.message ?? "are not valid"}`);
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new ConfigError(`${option} takes a whole number, not "${text}"`);
  return Number(text);
}

function withoutUndefined(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

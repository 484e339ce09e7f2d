import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { builtServer } from "./built.ts";

/** Where a server is, and what its application is called. */
export interface ServerAddress {
  readonly rest: string;
  readonly websocket: string;
  readonly appKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Server extends ServerAddress {
  /** What the first owner is asked for, in `serve` mode on an empty data directory. */
  readonly setupCode: string | undefined;
  /** False for a server that was started elsewhere (`RONDO_URL`): it cannot be killed or restarted from here. */
  readonly isOurs: boolean;
  readonly pid: number | undefined;
  /** What it wrote to its error output, newest last. */
  readonly log: readonly string[];
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Starts again on the same port and data directory; resolves when it accepts traffic. */
  restart(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** `dev` when not given. In `serve` there is no application until somebody makes one, so no appKey and credentials. */
  readonly mode?: "dev" | "serve";
  /** Further command-line arguments, for instance `["--log", "debug"]`. */
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  /** Its configuration file, for instance `{ appDefaults: { maxEdits: 3 } }`. */
  readonly config?: Record<string, unknown>;
  /** A fresh temporary directory when not given; a given one is kept by `stop`. */
  readonly dataDir?: string;
}

const START_TIMEOUT_MS = 30_000;
const MAX_LOG_LINES = 2000;
/** Hundreds of people register in a run of tests, and none of their passwords is worth guessing. */
const CHEAP_PASSWORDS = { memoryKib: 8, passes: 1 };

/** A server for tests: a process of ours, or the one that `RONDO_URL` names. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  return process.env.RONDO_URL ? elsewhere(process.env.RONDO_URL, process.env) : ServerProcess.start(options);
}

function elsewhere(url: string, env: NodeJS.ProcessEnv): Server {
  const rest = url.replace(/\/+$/, "");
  const refuse = async (): Promise<never> => {
    throw new Error(`the server at ${rest} was not started here and cannot be controlled from here`);
  };
  return {
    rest,
    websocket: env.RONDO_WEBSOCKET ?? `${rest.replace(/^http/, "ws")}/websocket`,
    appKey: env.RONDO_APP_KEY ?? "rondo#demo",
    clientId: env.RONDO_CLIENT_ID ?? "",
    clientSecret: env.RONDO_CLIENT_SECRET ?? "",
    setupCode: undefined,
    isOurs: false,
    pid: undefined,
    log: [],
    kill: refuse,
    restart: refuse,
    stop: async () => {},
  };
}

/** In `serve` mode without an application; asking for its names then is a mistake of the test. */
interface Ready extends Pick<ServerAddress, "rest" | "websocket">, Partial<Omit<ServerAddress, "rest" | "websocket">> {
  readonly event: "ready";
  readonly pid: number;
  readonly setupCode?: string;
}

class ServerProcess implements Server {
  readonly isOurs = true;
  readonly log: string[] = [];
  private readonly options: ServerOptions;
  private readonly dataDir: string;
  private child: ChildProcess | undefined;
  private ready: Ready | undefined;

  private constructor(options: ServerOptions, dataDir: string) {
    this.options = options;
    this.dataDir = dataDir;
  }

  static async start(options: ServerOptions): Promise<Server> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "rondo-test-")));
    const server = new ServerProcess(await configured(options, dataDir), dataDir);
    await server.run(0);
    return server;
  }

  get rest(): string {
    return this.facts.rest;
  }
  get websocket(): string {
    return this.facts.websocket;
  }
  get appKey(): string {
    return this.ofApp("appKey");
  }
  get clientId(): string {
    return this.ofApp("clientId");
  }
  get clientSecret(): string {
    return this.ofApp("clientSecret");
  }
  get setupCode(): string | undefined {
    return this.facts.setupCode;
  }
  get pid(): number | undefined {
    return this.child?.pid;
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }

  async restart(): Promise<void> {
    await this.kill("SIGTERM");
    await this.run(Number(new URL(this.rest).port));
  }

  async stop(): Promise<void> {
    await this.kill("SIGTERM");
    if (!this.options.dataDir) await rm(this.dataDir, { recursive: true, force: true });
  }

  private get facts(): Ready {
    if (!this.ready) throw new Error("the server has not started");
    return this.ready;
  }

  private ofApp(name: "appKey" | "clientId" | "clientSecret"): string {
    const value = this.facts[name];
    if (value === undefined) throw new Error("in serve mode the server makes no application");
    return value;
  }

  private async run(port: number): Promise<void> {
    const { mode = "dev" } = this.options;
    const program = await builtServer();
    const args = [
      program,
      mode,
      "--json",
      "--port",
      String(port),
      "--data",
      this.dataDir,
      ...(this.options.args ?? []),
    ];
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...this.options.env },
    });
    this.child = child;
    createInterface({ input: child.stderr }).on("line", (line) => {
      this.log.push(line);
      if (this.log.length > MAX_LOG_LINES) this.log.shift();
    });
    this.ready = await this.untilReady(child);
  }

  private untilReady(child: ChildProcess): Promise<Ready> {
    return new Promise((resolve, reject) => {
      const give = (why: string): void => {
        clearTimeout(timer);
        child.kill("SIGKILL");
        reject(new Error(`the server ${why}: ${this.log.slice(-20).join("\n")}`));
      };
      const timer = setTimeout(() => give(`was not ready within ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
      child.on("error", (error) => give(`could not be started (${error.message})`));
      child.on("exit", (code) => give(`ended with code ${code} before it was ready`));
      if (!child.stdout) return give("has no output");
      createInterface({ input: child.stdout }).on("line", (line) => {
        const ready = parseReady(line);
        if (!ready) return void this.log.push(line);
        clearTimeout(timer);
        child.removeAllListeners("exit");
        resolve(ready);
      });
    });
  }
}

/** With the configuration in a file beside the data, where every restart finds it. */
async function configured(options: ServerOptions, dataDir: string): Promise<ServerOptions> {
  const file = join(dataDir, "test-config.json");
  await writeFile(file, JSON.stringify({ passwordCost: CHEAP_PASSWORDS, ...options.config }));
  return { ...options, args: ["--config", file, ...(options.args ?? [])] };
}

function parseReady(line: string): Ready | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // The server's documented ready line; anything else is a log line.
    return value && typeof value === "object" && "event" in value && value.event === "ready"
      ? (value as Ready)
      : undefined;
  } catch {
    return undefined; // not JSON: a log line
  }
}

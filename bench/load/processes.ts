/**
 * The processes of a run: measured servers on one core, the generator on another. Each is its own process group with a
 * guard, a shell that waits for the end of its input: however the runner ends, even killed, the pipe closes, and the
 * guard ends the group and removes its directory.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ServerAddress } from "./accounts.ts";
import type { EchoTarget, Job, Outcomes } from "./jobs.ts";
import { allowedCores } from "./meters.ts";

const READY_MS = 30_000;
const STOP_MS = 20_000;
const TMPFS = 0x01021994;

type Place = "server" | "generator";

export interface Machine {
  /** Core of each place; undefined: not pinned, because the system has no taskset or only one core is allowed. */
  readonly cores: { readonly [P in Place]: number } | undefined;
}

export async function findMachine(): Promise<Machine> {
  const [server, generator] = allowedCores() ?? [];
  if (server === undefined || generator === undefined) return { cores: undefined };
  const probe = spawn("taskset", ["-V"], { stdio: "ignore" });
  const [code] = await Promise.race([once(probe, "exit"), once(probe, "error").then(() => [1])]);
  return { cores: code === 0 ? { server, generator } : undefined };
}

export interface Running<Ready> {
  readonly ready: Ready;
  readonly pid: number;
  /** From starting the process until its ready line had been read. */
  readonly readySeconds: number;
  /** With `inspect`: where the inspector listens. */
  readonly inspector: string;
  /** Ends it as an operator would, and waits. `look` may read its directory before that is removed. */
  stop(look?: (directory: string) => void): Promise<void>;
}

export interface StartOptions {
  readonly inspect?: boolean;
}

/** The limits that protect a server from one address would stop a generator first. */
const unlimited = {
  limits: {
    framesPerSecond: 1_000_000,
    framesBurst: 1_000_000,
    requestsPerSecond: 1_000_000,
    tokenRequestsPerSecond: 1_000_000,
  },
};

/** The measured server, in development mode, on an empty directory. */
export function startServer(
  machine: Machine,
  program: string,
  options: StartOptions = {},
): Promise<Running<ServerAddress>> {
  const directory = mkdtempSync(join(tmpdir(), "rondo-bench-"));
  const config = join(directory, "config.json");
  writeFileSync(config, JSON.stringify(unlimited));
  const data = join(directory, "data");
  const args = [program, "dev", "--json", "--port", "0", "--data", data, "--config", config, "--log", "warn"];
  return start(machine, args, { ...options, directory, isReady: isServerAddress });
}

export function startEcho(machine: Machine, options: StartOptions = {}): Promise<Running<EchoTarget>> {
  const program = join(import.meta.dirname, "echo-server.ts");
  return start(machine, [program], { ...options, directory: "", isReady: isEchoTarget });
}

export function startBroadcaster(machine: Machine): Promise<Running<EchoTarget>> {
  const program = join(import.meta.dirname, "broadcast-server.ts");
  return start(machine, [program], { directory: "", isReady: isEchoTarget });
}

/** Whether databases made by `startServer` lie on a real disk; in memory, a commit would cost nothing. */
export function isDataInMemory(): boolean {
  return process.platform === "linux" && statfsSync(tmpdir()).type === TMPFS;
}

/** Runs one job in a generator process. */
export async function generate<K extends Job["kind"]>(
  machine: Machine,
  job: Extract<Job, { kind: K }>,
): Promise<Outcomes[K]> {
  const program = join(import.meta.dirname, "generator.ts");
  const child = launch(machine, "generator", ["--max-semi-space-size=64", program, JSON.stringify(job)]);
  const guard = guardOf(child, "");
  child.stderr.pipe(process.stderr);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = (await once(child, "close")) as [number | null];
  guard.release();
  if (code !== 0) throw new Error(`the ${job.kind} run failed (exit code ${code}); its reason is above`);
  // The generator printed it, from the same types.
  return JSON.parse(output) as Outcomes[K];
}

async function start<Ready>(
  machine: Machine,
  args: readonly string[],
  options: StartOptions & { directory: string; isReady: (value: unknown) => value is Ready },
): Promise<Running<Ready>> {
  const flags = options.inspect === true ? ["--inspect=127.0.0.1:0"] : [];
  const startedAt = performance.now();
  const child = launch(machine, "server", [...flags, ...args]);
  const guard = guardOf(child, options.directory);
  let inspector = "";
  createInterface({ input: child.stderr }).on("line", (line) => {
    const listening = /^Debugger listening on (ws:\S+)/.exec(line)?.[1];
    if (listening !== undefined) inspector ||= listening;
    else if (!/^(For help, see|Debugger attached|Debugger ending|Debugger listening)/.test(line)) {
      process.stderr.write(`${line}\n`);
    }
  });
  const stop = async (look?: (directory: string) => void) => {
    await end(child);
    try {
      look?.(options.directory);
    } finally {
      guard.release();
    }
  };
  try {
    const ready = await firstLine(child, options.isReady);
    const readySeconds = (performance.now() - startedAt) / 1000;
    return { ready, pid: child.pid, readySeconds, stop, inspector };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Child = ChildProcess & { pid: number; stdout: NonNullable<ChildProcess["stdout"]> } & {
  stderr: NonNullable<ChildProcess["stderr"]>;
};

function launch(machine: Machine, place: Place, args: readonly string[]): Child {
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", ...args];
  const command = machine.cores === undefined ? node : ["taskset", "-c", String(machine.cores[place]), ...node];
  const child = spawn(command[0] as string, command.slice(1), { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid === undefined) throw new Error(`${command[0]} could not be started`);
  // With a pid it has started, and the pipes asked for exist.
  return child as Child;
}

function guardOf(child: Child, directory: string): { release(): void } {
  const script = 'read _; kill -s KILL -- "-$1"; [ -z "$2" ] || rm -rf -- "$2"';
  const guard = spawn("sh", ["-c", script, "guard", String(child.pid), directory], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  return { release: () => guard.stdin.end() };
}

async function end(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => {
    process.stderr.write("the server did not stop by itself and is killed\n");
    child.kill("SIGKILL");
  }, STOP_MS);
  await exited;
  clearTimeout(timer);
}

function firstLine<Ready>(child: Child, isReady: (value: unknown) => value is Ready): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not ready after ${READY_MS / 1000} s`)), READY_MS);
    const fail = (reason: string) => {
      clearTimeout(timer);
      reject(new Error(reason));
    };
    child.once("exit", (code) => fail(`it ended with ${code} before it was ready`));
    createInterface({ input: child.stdout }).once("line", (line) => {
      const value = parse(line);
      if (!isReady(value)) return fail(`instead of a ready line it printed: ${line}`);
      clearTimeout(timer);
      resolve(value);
    });
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON: reported as what it is, a line that is no ready line.
    return undefined;
  }
}

function isEchoTarget(value: unknown): value is EchoTarget {
  return hasTexts(value, ["websocket"]) && typeof value.pid === "number";
}

function isServerAddress(value: unknown): value is ServerAddress {
  return hasTexts(value, ["rest", "websocket", "appKey", "clientId", "clientSecret"]) && typeof value.pid === "number";
}

function hasTexts(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  // Just checked to be an object.
  const record = value as Record<string, unknown>;
  return names.every((name) => typeof record[name] === "string");
}

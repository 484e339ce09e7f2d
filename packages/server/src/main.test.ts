import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";

const program = new URL("./main.ts", import.meta.url).pathname;

let dir: string;
const running = new Set<ChildProcess>();

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "rondo-main-"));
});
afterEach(async () => {
  for (const child of running) {
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }
  await rm(dir, { recursive: true, force: true });
});

describe("rondo dev", () => {
  it("prints one line of JSON when it accepts traffic, and lets anybody register", async () => {
    const server = start(["dev", "--json", "--port", "0", "--data", join(dir, "data")]);
    const ready = JSON.parse(await server.line());
    expect(ready).toEqual({
      event: "ready",
      rest: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      websocket: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/websocket$/),
      appKey: "rondo#demo",
      clientId: expect.stringMatching(/^YXA6/),
      clientSecret: expect.stringMatching(/^YXA6/),
      pid: server.child.pid,
    });
    const answer = await fetch(`${ready.rest}/rondo/demo/users`, {
      method: "POST",
      body: JSON.stringify({ username: "alice", password: "secret" }),
    });
    expect(answer.status).toBe(200);
    expect((await fetch(`${ready.rest}/readyz`)).status).toBe(200);
    expect(await server.stop("SIGTERM")).toBe(0);
    expect(server.stdout().split("\n")).toHaveLength(2);
  });

  it("prints addresses, keys and what to paste", async () => {
    const server = start(["dev", "--port", "0", "--data", join(dir, "data")]);
    await server.until("Stop with Ctrl+C.");
    const [, rest] = /REST +(\S+)/.exec(server.stdout()) ?? [];
    expect(server.stdout()).toContain(`new WebIM.connection({`);
    expect(server.stdout()).toContain(`apiUrl: "${rest}",`);
    expect(server.stdout()).toContain(`appKey: "rondo#demo",`);
    expect(await server.stop("SIGINT")).toBe(0);
  });

  it("speaks https and wss with a certificate of its own", async () => {
    const pem = (name: string) => new URL(`./kernel/testing/tls/first.${name}.pem`, import.meta.url).pathname;
    const config = join(dir, "config.json");
    await writeFile(config, JSON.stringify({ tls: { certFile: pem("cert"), keyFile: pem("key") } }));
    const server = start(["dev", "--json", "--port", "0", "--data", join(dir, "data"), "--config", config]);
    const { rest, websocket } = JSON.parse(await server.line());
    expect(rest).toMatch(/^https:/);
    expect(websocket).toMatch(/^wss:/);
    const health = await new Promise<number | undefined>((resolve, reject) =>
      get(`${rest}/healthz`, { rejectUnauthorized: false }, (answer) => resolve(answer.statusCode)).on("error", reject),
    );
    expect(health).toBe(200);
    const socket = new WebSocket(websocket, { rejectUnauthorized: false });
    await once(socket, "open");
    socket.terminate();
    expect(await server.stop("SIGTERM")).toBe(0);
  });

  it("keeps its application and its keys over a restart", async () => {
    const options = ["dev", "--json", "--port", "0", "--data", join(dir, "data")];
    const first = start(options);
    const before = JSON.parse(await first.line());
    await first.stop("SIGTERM");
    const second = start(options);
    const after = JSON.parse(await second.line());
    expect([after.clientId, after.clientSecret]).toEqual([before.clientId, before.clientSecret]);
  });

  it("refuses a data directory that is in use, and says who uses it", async () => {
    const options = ["dev", "--json", "--port", "0", "--data", join(dir, "data")];
    const first = start(options);
    await first.line();
    const second = start(options);
    expect(await second.exitCode()).toBe(1);
    expect(second.stderr()).toContain(`in use by process ${first.child.pid}`);
    expect(second.stderr()).not.toMatch(/\n\s+at /);
    expect(second.stdout()).toBe("");
  });

  it("ends with a sentence when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    // A TCP server that listens has an address with a port.
    const { port } = other.address() as { port: number };
    const server = start(["dev", "--json", "--port", String(port), "--data", join(dir, "data")]);
    expect(await server.exitCode()).toBe(1);
    expect(server.stderr()).toContain("EADDRINUSE");
    other.close();
  });

  it("explains a wrong command line and exits with 2", async () => {
    const server = start(["dev", "--prot", "1"]);
    expect(await server.exitCode()).toBe(2);
    expect(server.stderr()).toContain("Usage:");
  });
});

describe("rondo serve", () => {
  it("creates nothing: there is no application until the operator makes one", async () => {
    const config = join(dir, "rondo.json");
    await writeFile(config, JSON.stringify({ port: 0, dataDir: join(dir, "data"), logLevel: "silent" }));
    const first = start(["serve", "--config", config, "--json"]);
    const { rest, ...others } = JSON.parse(await first.line());
    expect(Object.keys(others).sort()).toEqual(["event", "pid", "setupCode", "websocket"]);
    expect((await fetch(`${rest}/rondo/demo/token`, { method: "POST", body: "{}" })).status).toBe(404);
    expect(await first.stop("SIGTERM")).toBe(0);

    const create = start(["app", "create", "acme#shop", "--config", config]);
    expect(await create.exitCode()).toBe(0);
    const [, clientId] = /client id +(\S+)/.exec(create.stdout()) ?? [];
    const [, clientSecret] = /client secret +(\S+)/.exec(create.stdout()) ?? [];

    const second = start(["serve", "--config", config, "--json"]);
    const again = JSON.parse(await second.line());
    const answer = await fetch(`${again.rest}/acme/shop/token`, {
      method: "POST",
      body: JSON.stringify({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }),
    });
    expect(answer.status).toBe(200);
    // Authorised registration is the default outside development.
    const stranger = { method: "POST", body: JSON.stringify({ username: "eve", password: "x" }) };
    expect((await fetch(`${again.rest}/acme/shop/users`, stranger)).status).toBe(401);
  });
});

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const closed = once(child, "close");
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const until = async (text: string): Promise<void> => {
    while (!stdout.includes(text)) {
      const next = await Promise.race([once(child.stdout, "data"), closed.then(() => "closed" as const)]);
      if (next === "closed" && !stdout.includes(text)) throw new Error(`the program ended: ${stderr}`);
    }
  };
  return {
    child,
    until,
    stdout: () => stdout,
    stderr: () => stderr,
    async line(): Promise<string> {
      await until("\n");
      return stdout.slice(0, stdout.indexOf("\n"));
    },
    async exitCode(): Promise<number | null> {
      await closed;
      return child.exitCode;
    },
    async stop(signal: NodeJS.Signals): Promise<number | null> {
      child.kill(signal);
      await closed;
      return child.exitCode;
    },
  };
}

import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { pino } from "pino";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { followTls, readTls } from "./tls.ts";

const fixtures = new URL("./testing/tls/", import.meta.url);
const LOOK_MS = 10;

let dir: string;
let files: { certFile: string; keyFile: string };
let server: Server;
let stop: () => void;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "rondo-tls-"));
  files = { certFile: join(dir, "cert.pem"), keyFile: join(dir, "key.pem") };
  put("first");
  server = createServer(readTls(files));
  stop = followTls(server, files, pino({ level: "silent" }), LOOK_MS);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterEach(() => {
  stop();
  server.close();
  rmSync(dir, { recursive: true });
});

function put(name: string): void {
  copyFileSync(new URL(`${name}.cert.pem`, fixtures), files.certFile);
  copyFileSync(new URL(`${name}.key.pem`, fixtures), files.keyFile);
}

/** For whom the server's certificate is, as a new connection sees it. */
function shown(): Promise<string> {
  const { port } = server.address() as AddressInfo; // of a listening TCP server
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on("error", reject);
  });
}

it("a renewed certificate is shown to who connects from then on", async () => {
  expect(await shown()).toBe("first.example.com");
  await vi.waitFor(
    async () => {
      // As below.
      put("second");
      expect(await shown()).toBe("second.example.com");
    },
    { timeout: 30_000, interval: 50 },
  );
});

it("files that cannot be used change nothing", async () => {
  const log = pino({ level: "silent" });
  const said = vi.spyOn(log, "error");
  stop();
  stop = followTls(server, files, log, LOOK_MS);
  await vi.waitFor(
    () => {
      // Again and again: what was written before the first look is no change to it.
      writeFileSync(files.certFile, "not a certificate");
      expect(said).toHaveBeenCalled();
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(await shown()).toBe("first.example.com");
});

it("a key of another certificate, and a file that is not there, are told by name", () => {
  copyFileSync(new URL("second.key.pem", fixtures), files.keyFile);
  expect(() => readTls(files)).toThrow(files.keyFile);
  expect(() => readTls({ ...files, certFile: join(dir, "nowhere.pem") })).toThrow("nowhere.pem cannot be read");
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Server, startServer } from "./server/server.ts";

/**
 * A server of our own whose rate limits are out of the way, for tests that send as fast as they can. Other limits are as
 * they are, unless `limits` says otherwise (`config.ts` of the server names them).
 */
export async function startGenerousServer(limits: Readonly<Record<string, number>> = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "rondo-config-"));
  const file = join(folder, "config.json");
  const rates = {
    framesPerSecond: 1_000_000,
    framesBurst: 1_000_000,
    requestsPerSecond: 1_000_000,
    tokenRequestsPerSecond: 1_000_000,
  };
  await writeFile(file, JSON.stringify({ limits: { ...rates, ...limits } }));
  // A server that is started twenty times in a test need not compile itself as often.
  const env = { NODE_COMPILE_CACHE: join(tmpdir(), "rondo-compile-cache") };
  const server = await startServer({ args: ["--config", file], env });
  // The file is needed again by every restart.
  const stop = server.stop.bind(server);
  server.stop = async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  };
  return server;
}

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLog, type Endpoint, readConfig, startServer } from "@rondo/server";

/** Every endpoint the server mounts, with its schemas: asked of a server of the same code that lives for a moment. */
export async function allEndpoints(): Promise<readonly Endpoint[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "rondo-endpoints-"));
  try {
    const { config } = readConfig(["dev", "--port", "0", "--data", dataDir], {});
    const server = await startServer(config, createLog("silent"));
    await server.close();
    return server.endpoints;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

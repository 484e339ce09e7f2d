import type { FastifyInstance } from "fastify";
import type { Registry } from "prom-client";

/** What operators and the machines around the server ask: is it there, does it take traffic, how is it doing. */
export function mountOperations(server: FastifyInstance, parts: { registry: Registry; isReady: () => boolean }): void {
  const { registry, isReady } = parts;

  server.get("/", async () => ({
    name: "Rondo",
    description: "Instant messaging server. Clients use /{org}/{app}/… and the WebSocket at /websocket.",
  }));
  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_request, reply) => {
    if (isReady()) return { status: "ready" };
    return reply.code(503).header("retry-after", "1").send({ status: "not ready" });
  });
  server.get("/metrics", async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}

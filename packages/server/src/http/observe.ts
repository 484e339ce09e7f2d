import type { FastifyInstance } from "fastify";
import { Counter, Histogram, type Registry } from "prom-client";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts and times requests by route template, so that ids in paths do not make endless series. */
export function observe(server: FastifyInstance, registry: Registry): void {
  const requests = new Counter({
    name: "rondo_http_requests_total",
    help: "HTTP requests answered",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "rondo_http_request_duration_seconds",
    help: "Time from the request's arrival to its answer",
    labelNames: ["method", "route"],
    buckets: SECONDS,
    registers: [registry],
  });

  server.addHook("onResponse", async (request, reply) => {
    const { method } = request;
    const route = request.is404 ? "unknown" : (request.routeOptions.url ?? "unknown");
    requests.inc({ method, route, status: reply.statusCode });
    seconds.observe({ method, route }, reply.elapsedTime / 1000);
    request.log.debug(
      { method, route, status: reply.statusCode, durationMs: Math.round(reply.elapsedTime) },
      "request",
    );
  });
}

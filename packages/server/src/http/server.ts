import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import cors from "@fastify/cors";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Config } from "../config.ts";
import type { Apps } from "../features/apps/index.ts";
import type { Tokens } from "../features/tokens/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { Endpoint } from "../kernel/rest.ts";
import { readTls } from "../kernel/tls.ts";
import { pathOf } from "./address.ts";
import { Gate } from "./admission.ts";
import { acceptLenientBodies } from "./body.ts";
import { type ConsoleParts, mountConsole } from "./console/index.ts";
import { mountDocs } from "./docs/index.ts";
import { refuseRaw, sendFailure } from "./failures.ts";
import { refuseOtherTunnels, untunnel } from "./method-override.ts";
import { mount } from "./mount.ts";
import { observe } from "./observe.ts";
import { mountOperations } from "./operations.ts";
import { parseQuery } from "./query.ts";
import { refusalOfUnknown } from "./unknown-routes.ts";

const HEADERS_TIMEOUT_MS = 15_000;
/** As long as the official client gives an upload. */
const REQUEST_TIMEOUT_MS = 300_000;
const SILENCE_TIMEOUT_MS = 120_000;
/** Lists of up to a hundred ids travel in one segment of a path. */
const MAX_SEGMENT_LENGTH = 8192;
const PREFLIGHT_AGE_SECONDS = 24 * 60 * 60;
/** All that the official client sends from browsers (REST 1.9), and what ranged downloads and tracing need. */
const CORS_HEADERS =
  "authorization, content-type, accept, restrict-access, x-requested-with, share-secret, range, x-request-id";

export interface HttpParts {
  readonly config: Config;
  readonly apps: Apps;
  readonly tokens: Tokens;
  readonly endpoints: readonly Endpoint[];
  readonly log: Logger;
  readonly registry: Registry;
  readonly clock: Clock;
  /** Whether traffic is wanted; asked by `/readyz`. */
  readonly isReady: () => boolean;
  /** Absent where only the REST of applications is of interest. */
  readonly console?: ConsoleParts & { readonly pagesDirectory: string };
}

/** The REST side of the server, ready to listen. Its `server` is Node's, to which the gateway adds the WebSocket. */
export function createHttp(parts: HttpParts): FastifyInstance {
  const { config, apps, tokens, endpoints, registry, clock, isReady } = parts;
  const server = createServer(parts);
  const refusalOf = refusalOfUnknown(endpoints);

  server.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  server.addHook("onRequest", async (request) => refuseOtherTunnels(request));
  server.register(cors, {
    origin: "*",
    methods: "GET, HEAD, POST, PUT, DELETE",
    allowedHeaders: CORS_HEADERS,
    exposedHeaders: "x-request-id, content-range, accept-ranges, content-length, content-disposition, retry-after",
    maxAge: PREFLIGHT_AGE_SECONDS,
    optionsSuccessStatus: 200,
    strictPreflight: false,
  });
  acceptLenientBodies(server);
  observe(server, registry);
  server.setErrorHandler((error, request, reply) => sendFailure(error, { request, reply, clock }));
  server.setNotFoundHandler((request, reply) =>
    sendFailure(new AppError(refusalOf(pathOf(request))), { request, reply, clock }),
  );

  const gate = new Gate({ apps, tokens, config, clock });
  // After the plugins above, whose hooks and parsers the routes take over.
  server.register((routes, _options, done) => {
    mountOperations(routes, { registry, isReady });
    mountDocs(routes, endpoints);
    for (const endpoint of endpoints) mount(routes, endpoint, { gate, config, clock });
    done();
  });
  if (parts.console !== undefined) {
    const facts = { ...parts.console, config, clock };
    server.register((routes, _options, done) => {
      mountConsole(routes, facts);
      done();
    });
  }
  return server;
}

function createServer({ config, log, clock }: HttpParts): FastifyInstance {
  const { trustedProxies, tls } = config;
  const node = {
    headersTimeout: HEADERS_TIMEOUT_MS,
    connectionsCheckingInterval: 5000,
    shouldUpgradeCallback: isForGateway,
  };
  // A server with TLS is used as one without; only who renews certificates looks at the difference.
  const secure = (tls === undefined ? {} : { https: { ...node, ...readTls(tls) } }) as object;
  return Fastify({
    ...secure,
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    loggerInstance: log as FastifyBaseLogger, // pino's own type has more
    // Its lines carry whole URLs, and a query may hold the secret of a file; ours are in observe.ts.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    requestIdHeader: false,
    genReqId: (request) => givenId(request) ?? randomUUID(),
    rewriteUrl: (request) => {
      untunnel(request);
      return request.url ?? "/";
    },
    bodyLimit: config.limits.maxBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    http: node,
    // While it closes, what has arrived is still answered; `/readyz` has told the others.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    routerOptions: {
      querystringParser: parseQuery,
      maxParamLength: MAX_SEGMENT_LENGTH,
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
    },
    frameworkErrors: (error, request, reply) => {
      // No hook has run: without the header a browser would hide the reason from the page.
      reply.header("access-control-allow-origin", "*");
      sendFailure(error, { request, reply, clock });
    },
    clientErrorHandler: (error, socket) => refuseRaw(error, socket as Socket, clock),
  });
}

/**
 * Only WebSockets are an upgrade. Java's HTTP client and curl offer HTTP/2 (`Upgrade: h2c`) with ordinary requests, which
 * are answered as if they did not (RFC 9110, 7.8).
 */
function isForGateway({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.trim().toLowerCase() === "websocket";
}

/** A proxy's or client's id is kept, if it is one that is safe in logs. */
function givenId(request: IncomingMessage): string | undefined {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w.:-]{1,64}$/.test(given) ? given : undefined;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { Call, Endpoint } from "../kernel/rest.ts";
import { baseUrlOf, pathOf } from "./address.ts";
import type { Admission, Gate } from "./admission.ts";
import { wrap } from "./envelope.ts";
import { sendFailure } from "./failures.ts";
import { validatorOf } from "./validate.ts";

interface Parts {
  readonly gate: Gate;
  readonly config: Config;
  readonly clock: Clock;
}

/** Where an endpoint is mounted. */
export function routeOf(endpoint: Endpoint): string {
  return endpoint.rooted === true ? endpoint.path : `${endpoint.prefix ?? ""}/:org/:app${endpoint.path}`;
}

/** Mounts an endpoint: admission, then the body, then validation, the handler and its answer. */
export function mount(server: FastifyInstance, endpoint: Endpoint, parts: Parts): void {
  const validate = validatorOf(endpoint);
  const admissions = new WeakMap<FastifyRequest, Admission>();

  server.route({
    method: endpoint.method,
    url: routeOf(endpoint),
    errorHandler: (error, request, reply) =>
      sendFailure(renamed(error, endpoint), { request, reply, clock: parts.clock, bodyOf: endpoint.failure }),
    onRequest: async (request) => {
      if (endpoint.rooted !== true) admissions.set(request, await parts.gate.admit(request, endpoint));
    },
    handler: async (request, reply) => {
      const admission = admissions.get(request);
      const { params, query, body } = validate({
        params: admission?.params ?? request.params,
        query: request.query,
        body: endpoint.consumes === "multipart" ? {} : request.body,
      });
      const baseUrl = baseUrlOf(request, parts.config);
      const call = {
        appKey: admission?.app.appKey ?? "",
        caller: admission?.caller ?? { kind: "nobody" },
        params,
        query,
        body,
        resource: queryOf(request).resource,
        baseUrl,
        request,
        reply,
      };
      // The three parts have just been checked against the schemas that the handler's types were made from.
      const members = (await endpoint.handle(call as Call<never, never, never>)) ?? {};
      return answer(endpoint, { members, admission, request, reply, baseUrl, now: parts.clock.now() });
    },
  });
}

/** A refusal as clients of this endpoint know it. */
function renamed(error: unknown, { refusals }: Endpoint): unknown {
  const code = error instanceof AppError ? refusals?.[error.code] : undefined;
  return code === undefined ? error : new AppError(code, undefined, { cause: error });
}

function answer(
  endpoint: Endpoint,
  facts: {
    members: Record<string, unknown>;
    admission: Admission | undefined;
    request: FastifyRequest;
    reply: FastifyReply;
    baseUrl: string;
    now: number;
  },
): FastifyReply {
  const { members, admission, request, reply, baseUrl, now } = facts;
  if (endpoint.answers === "stream") return reply;
  if (endpoint.answers === "plain" || admission === undefined) return reply.send(members);
  const { app } = admission;
  const path = pathOf(request);
  const { method } = request;
  return reply.send(
    wrap(members, { method, app, path, baseUrl, query: queryOf(request), now, durationMs: reply.elapsedTime }),
  );
}

function queryOf(request: FastifyRequest): Record<string, string> {
  return request.query as Record<string, string>; // made by parseQuery
}

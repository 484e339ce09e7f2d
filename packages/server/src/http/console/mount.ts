import { type ConsoleFailure, consoleApiPath, consoleRoutes } from "@rondo/protocol/console";
import { type ConsoleShape, consoleShapes } from "@rondo/protocol/schema";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { Config } from "../../config.ts";
import type { Clock } from "../../kernel/clock.ts";
import { type Actor, type ConsoleAuthority, type ConsoleEndpoint, STREAMED } from "../../kernel/console.ts";
import { AppError } from "../../kernel/errors.ts";
import { baseUrlOf } from "../address.ts";
import { sendFailure } from "../failures.ts";
import { validatorOf } from "../validate.ts";
import { keepSession } from "./cookie.ts";
import { type ConsoleAdmission, ConsoleGate } from "./gate.ts";

const MAX_PARAM_LENGTH = 200;

export interface ConsoleParts {
  readonly authority: ConsoleAuthority;
  readonly endpoints: readonly ConsoleEndpoint[];
}

/** Mounts the calls of the console: admission, then the body, then validation, the handler and its answer. */
export function mountConsoleApi(
  server: FastifyInstance,
  { authority, endpoints }: ConsoleParts,
  parts: { config: Config; clock: Clock },
): void {
  const gate = new ConsoleGate({ authority, ...parts });
  server.addHook("onSend", async (_request, reply) => {
    reply.header("cache-control", "no-store");
    // Other origins have no business here, unlike with the REST of applications.
    reply.removeHeader("access-control-allow-origin");
  });
  for (const endpoint of endpoints) mountCall(server, endpoint, { gate, ...parts });
}

function mountCall(
  server: FastifyInstance,
  endpoint: ConsoleEndpoint,
  { gate, config, clock }: { gate: ConsoleGate; config: Config; clock: Clock },
): void {
  const { method, path } = consoleRoutes[endpoint.name];
  const validate = validatorOf(partsOf(path, consoleShapes[endpoint.name]));
  const admissions = new WeakMap<FastifyRequest, ConsoleAdmission>();
  server.route({
    method,
    url: `${consoleApiPath}${path}`,
    errorHandler: (error, request, reply) => sendFailure(error, { request, reply, clock, bodyOf: toFailure }),
    onRequest: async (request) => {
      admissions.set(request, await gate.admit(request, endpoint.name));
    },
    handler: async (request, reply) => {
      const { caller, token, role, appKey } = admissions.get(request) ?? missing();
      const { params, query, body } = validate({ params: request.params, query: request.query, body: request.body });
      const baseUrl = baseUrlOf(request, config);
      const address = request.ip;
      const actor: Actor | undefined = caller && { accountId: caller.accountId, name: caller.email, address };
      const call = {
        params,
        query,
        body,
        caller,
        role,
        actor,
        appKey,
        address,
        baseUrl,
        sessionToken: token,
        userAgent: request.headers["user-agent"] ?? "",
        keepSession: (kept: string | undefined) => keepSession(reply, kept, { isSecure: baseUrl.startsWith("https:") }),
        request,
        reply,
      };
      // The parts have just been checked against the schemas that the handler's types are made from.
      const answer = await endpoint.handle(call as never);
      return answer === STREAMED ? reply : reply.send(answer);
    },
  });
}

/** Each part of a path is a text; what it may be is for whoever looks for it. */
function partsOf(path: string, shape: ConsoleShape) {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const text = Type.String({ minLength: 1, maxLength: MAX_PARAM_LENGTH });
  const params = Type.Object(Object.fromEntries(names.map((name) => [name, text])));
  const { query = Type.Object({}), body = Type.Object({}) } = shape;
  return { params, query, body };
}

function toFailure({ code, description, details }: AppError): Record<string, unknown> {
  const failure: ConsoleFailure = { code, message: description, details };
  return { ...failure };
}

function missing(): never {
  throw new AppError("INTERNAL");
}

import type { IncomingMessage } from "node:http";
import type { FastifyRequest } from "fastify";
import { AppError } from "../kernel/errors.ts";

/** Node writes names of headers small. */
const HEADER = "x-http-method-override";
const TUNNELLED = ["PUT", "DELETE", "PATCH"];

/**
 * Hosts that know only GET and POST (Taobao's mini programs) send the other methods as a POST that says which one it is.
 * Before routing, so that the request is that one from here on: for its route, its answer and the logs. A GET stays one.
 */
export function untunnel(request: IncomingMessage): void {
  const method = wishOf(request);
  if (request.method === "POST" && method !== undefined && TUNNELLED.includes(method)) request.method = method;
}

/**
 * A POST that asks to be something else is not carried out as a POST.
 *
 * @throws AppError INVALID_ARGUMENT.
 */
export function refuseOtherTunnels({ raw }: FastifyRequest): void {
  if (raw.method !== "POST" || wishOf(raw) === undefined) return;
  throw new AppError("INVALID_ARGUMENT", `${HEADER} may be ${TUNNELLED.join(", ")}`);
}

function wishOf({ headers }: IncomingMessage): string | undefined {
  const wish = headers[HEADER];
  return typeof wish === "string" ? wish.trim().toUpperCase() : undefined;
}

import type { Socket } from "node:net";
import { type ErrorCode, errorCodes } from "@rondo/protocol";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";

/** Answers with the error body that compatible clients read (REST 3.1). What is not an `AppError` is logged, not shown. */
export function sendFailure(
  error: unknown,
  answer: {
    request: FastifyRequest;
    reply: FastifyReply;
    clock: Clock;
    /** See `Endpoint.failure`. */
    bodyOf?: ((refusal: AppError) => Record<string, unknown> | undefined) | undefined;
  },
) {
  const { request, reply, clock, bodyOf } = answer;
  const failure = isCutOff(error, request) ? cutOff(request) : toAppError(error);
  if (failure.code === "INTERNAL") request.log.error({ err: error }, "request failed");
  const { status, retryable } = errorCodes[failure.code];
  if (retryable && status !== 500) reply.header("retry-after", "1");
  const usual = () => failureBody(failure, { now: clock.now(), durationMs: reply.elapsedTime });
  return reply.code(status).send(bodyOf?.(failure) ?? usual());
}

/** The connection broke before the request was whole; nobody will read the answer. */
const isCutOff = (error: unknown, { raw }: FastifyRequest): boolean => error instanceof Error && raw.errored === error;

function cutOff(request: FastifyRequest): AppError {
  request.log.info("a request broke off");
  return new AppError("INVALID_ARGUMENT", "the request did not arrive whole");
}

export function failureBody(failure: AppError, { now, durationMs }: { now: number; durationMs: number }) {
  const { error, errorCode } = errorCodes[failure.code];
  return {
    error,
    ...(errorCode === undefined ? {} : { error_code: errorCode }),
    exception: exceptionOf(failure.code),
    timestamp: now,
    duration: Math.round(durationMs),
    error_description: failure.description,
  };
}

/** Fastify's own refusals (a body too large, not multipart, a malformed URL) speak of the request and may be shown. */
function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isFastifyRefusal(error)) {
    if (error.statusCode === 413) return new AppError("PAYLOAD_TOO_LARGE", undefined, { cause: error });
    return new AppError("INVALID_ARGUMENT", error.message, { cause: error });
  }
  return new AppError("INTERNAL", undefined, { cause: error });
}

function isFastifyRefusal(error: unknown): error is FastifyError {
  if (!(error instanceof Error) || !("code" in error) || !("statusCode" in error)) return false;
  const { code, statusCode } = error;
  return typeof code === "string" && code.startsWith("FST_") && typeof statusCode === "number" && statusCode < 500;
}

/**
 * The body names an exception class, because the compatible service does. Clients look at one only: with
 * `UserNotFoundException`, "Service resource not found" means the user.
 */
function exceptionOf(code: ErrorCode): string {
  if (code === "NAMED_USER_NOT_FOUND") return "UserNotFoundException";
  const words = code.split("_").map((word) => word.charAt(0) + word.slice(1).toLowerCase());
  return `${words.join("")}Exception`;
}

const rawRefusals: Readonly<Record<string, { status: string; description: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: "408 Request Timeout", description: "the request did not arrive in time" },
  HPE_HEADER_OVERFLOW: { status: "431 Request Header Fields Too Large", description: "the headers are too large" },
};
const malformed = { status: "400 Bad Request", description: "the request is not valid HTTP" };

/** Answers what could not even be read as HTTP; there is no request to hang a reply on. */
export function refuseRaw(error: NodeJS.ErrnoException, socket: Socket, clock: Clock): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, description } = rawRefusals[error.code ?? ""] ?? malformed;
  const failure = new AppError("INVALID_ARGUMENT", description);
  const body = JSON.stringify(failureBody(failure, { now: clock.now(), durationMs: 0 }));
  const head = ["content-type: application/json; charset=utf-8", `content-length: ${Buffer.byteLength(body)}`];
  socket.end(`HTTP/1.1 ${status}\r\n${head.join("\r\n")}\r\nconnection: close\r\n\r\n${body}`);
}

import type { ErrorCode } from "@rondo/protocol";
import type { Endpoint } from "../../kernel/rest.ts";

/** What an endpoint may answer when it does not answer what it was asked for, by the names that its clients know. */
export function refusalsOf(endpoint: Endpoint): ReadonlySet<ErrorCode> {
  const codes = [...general(endpoint), ...(endpoint.errors ?? [])];
  return new Set(codes.map((code) => endpoint.refusals?.[code] ?? code));
}

/** Those that admission, the reading of the request and its validation know; see admission.ts, body.ts and validate.ts. */
function* general({ access, rooted, path, method }: Endpoint): Generator<ErrorCode> {
  yield "INVALID_ARGUMENT";
  if (method !== "GET") {
    yield "INVALID_JSON";
    yield "PAYLOAD_TOO_LARGE";
  }
  if (rooted !== true) {
    yield "APP_NOT_FOUND";
    yield "OTHER_DATA_CENTRE";
    yield "BANNED";
    yield "RATE_LIMITED";
  }
  if (access !== "anyone") {
    yield "TOKEN_EXPIRED";
    yield "TOKEN_CORRUPT";
    yield "TOKEN_UNKNOWN";
  }
  if (access === "self") yield "UNAUTHORIZED";
  if (path.split("/").includes(":user")) yield "NAMED_USER_NOT_FOUND";
  yield "INTERNAL";
  yield "OVERLOADED";
}

/** From the `Authorization` header to who calls, and whether they may (tokens, sections 6 and 7). */
import { AppError } from "../../kernel/errors.ts";
import type { Access, Caller } from "../../kernel/rest.ts";
import type { Identity, Tokens } from "./api.ts";

export interface AccessRequest {
  /** `org#app` that the request is addressed to. */
  readonly app: string;
  /** The header as it came. */
  readonly authorization: string | undefined;
  readonly access: Access;
  /** The user that the path names, in lower case; needed for `self`. */
  readonly user: string | undefined;
}

/**
 * @throws AppError TOKEN_EXPIRED (also when there is none), TOKEN_CORRUPT (also of the wrong kind or another application),
 *   TOKEN_UNKNOWN, UNAUTHORIZED (another user's resource), BANNED.
 */
export async function authorize(tokens: Tokens, request: AccessRequest): Promise<Caller> {
  if (request.access === "anyone") return recognise(tokens, request);
  const identity = await identify(tokens, request);
  if (identity.kind === "app") return { kind: "app" };
  if (request.access === "app") throw new AppError("TOKEN_CORRUPT");
  if (request.access === "self" && identity.username !== request.user) throw new AppError("UNAUTHORIZED");
  return { kind: "user", username: identity.username };
}

/** Who the token of a request stands for, in the application it is addressed to. @throws AppError as `authorize`. */
export async function identify(
  tokens: Tokens,
  request: Pick<AccessRequest, "app" | "authorization">,
): Promise<Identity> {
  const token = bearerToken(request.authorization);
  if (token === undefined) throw new AppError("TOKEN_EXPIRED");
  const identity = await tokens.verify(token).catch((error: unknown) => {
    throw toRestError(error);
  });
  if (identity.app !== request.app) throw new AppError("TOKEN_CORRUPT");
  return identity;
}

/** The token of a Bearer header. Clients that have none send the text `undefined` or `null` in its place. */
function bearerToken(authorization: string | undefined): string | undefined {
  const token = /^Bearer +(\S+)\s*$/i.exec(authorization ?? "")?.[1];
  return token === "undefined" || token === "null" ? undefined : token;
}

async function recognise(tokens: Tokens, request: AccessRequest): Promise<Caller> {
  if (bearerToken(request.authorization) === undefined) return { kind: "nobody" };
  try {
    const identity = await identify(tokens, request);
    return identity.kind === "app" ? { kind: "app" } : { kind: "user", username: identity.username };
  } catch (error) {
    if (error instanceof AppError) return { kind: "nobody" };
    throw error;
  }
}

/** At login a missing account is a 404; behind a token it is a token that nobody owns any more. */
function toRestError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === "USER_NOT_FOUND") return new AppError("TOKEN_UNKNOWN");
  if (error.code === "USER_DISABLED") return new AppError("BANNED");
  return error;
}

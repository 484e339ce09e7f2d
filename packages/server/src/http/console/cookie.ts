import type { FastifyReply, FastifyRequest } from "fastify";

const NAME = "rondo_console";
const MAX_AGE_SECONDS = 30 * 24 * 60 * 60;

/** The token of the session that the browser keeps. */
export function sessionTokenOf(request: FastifyRequest): string | undefined {
  return request.cookies[NAME];
}

/**
 * No script reads it, and no other site's page sends it. Only the console's paths see it. `Secure` wherever the browser came
 * by https: on http a browser would not keep it.
 */
export function keepSession(reply: FastifyReply, token: string | undefined, { isSecure }: { isSecure: boolean }): void {
  const options = { path: "/console", httpOnly: true, sameSite: "strict", secure: isSecure } as const;
  if (token === undefined) reply.clearCookie(NAME, options);
  else reply.setCookie(NAME, token, { ...options, maxAge: MAX_AGE_SECONDS });
}

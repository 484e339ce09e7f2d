/**
 * How a feature answers the calls of the console. Paths, who may call and the shapes of what goes in and comes out are in
 * `@rondo/protocol/console`; `http/console` mounts them. They know people with an account and a session, and nothing of
 * applications' tokens, as `kernel/rest.ts` knows nothing of accounts.
 */
import type {
  ConsoleBody,
  ConsoleCallName,
  ConsoleParams,
  ConsoleQuery,
  ConsoleReply,
  ConsoleRole,
  consoleRoutes,
} from "@rondo/protocol/console";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Who is logged in. */
export interface ConsoleCaller {
  readonly accountId: string;
  readonly email: string;
  readonly sessionId: string;
  /** When the session ends if nothing is done with it. */
  readonly expiresAt: number;
  /** Until then the last proof of who it is, the login or another, is fresh. */
  readonly provenUntil: number;
  /** What another proof takes. */
  readonly provesBy: "password" | "code";
}

/** Who changes something, for the operation log. */
export interface Actor {
  /** Undefined: the server itself, or an operator at the command line. */
  readonly accountId: string | undefined;
  /** An e-mail address, `server` or `command line`. */
  readonly name: string;
  /** Where from; "" for the server itself. */
  readonly address: string;
}

type Access<N extends ConsoleCallName> = (typeof consoleRoutes)[N]["access"];
type IfLoggedIn<N extends ConsoleCallName, T> = Access<N> extends "anyone" ? undefined : T;
type IfMember<N extends ConsoleCallName, T> = Access<N> extends "anyone" | "session" ? undefined : T;

export interface ConsoleCall<N extends ConsoleCallName> {
  readonly params: ConsoleParams<N>;
  readonly query: ConsoleQuery<N>;
  readonly body: ConsoleBody<N>;
  readonly caller: IfLoggedIn<N, ConsoleCaller>;
  /** In the organisation that the path names. */
  readonly role: IfMember<N, ConsoleRole>;
  readonly actor: IfLoggedIn<N, Actor>;
  /** What the browser keeps. */
  readonly sessionToken: IfLoggedIn<N, string>;
  /** `org#app` of the path; it exists, and may be disabled. Empty where the path names none. */
  readonly appKey: string;
  readonly address: string;
  readonly userAgent: string;
  /** Scheme, host and port of this server as the browser reached it. */
  readonly baseUrl: string;
  /** The browser keeps the token of this session from now on; undefined: of none. */
  keepSession(token: string | undefined): void;
  /** For streams only. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A handler answers it when it has answered through `call.reply`. */
export const STREAMED = Symbol("streamed");

/** An answered call; its types have been checked where it was declared. */
export interface ConsoleEndpoint {
  readonly name: ConsoleCallName;
  handle(call: never): Promise<unknown>;
}

export function consoleEndpoint<N extends ConsoleCallName>(
  name: N,
  handle: (call: ConsoleCall<N>) => Promise<ConsoleReply<N> | typeof STREAMED>,
): ConsoleEndpoint {
  return { name, handle };
}

/** What decides about a call before it is handled. */
export interface ConsoleAuthority {
  /** By the token that the browser keeps; undefined: it has ended, or never was. */
  findSession(token: string): Promise<ConsoleCaller | undefined>;
  /** What pages of that session send with changes. */
  csrfTokenOf(token: string): string;
  findRole(accountId: string, org: string): Promise<ConsoleRole | undefined>;
  hasApp(appKey: string): Promise<boolean>;
}

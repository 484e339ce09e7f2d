/**
 * How a feature declares its HTTP endpoints. The declarations are values: `http/` mounts them, checks who calls and
 * validates what arrives, and the OpenAPI document is made from them.
 */
import type { ErrorCode } from "@rondo/protocol";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Static, TSchema } from "typebox";
import type { AppError } from "./errors.ts";

/**
 * Who may call.
 *
 * - `anyone`: no token needed. A valid one is still recognised; an invalid one is ignored.
 * - `user`: any valid token of this application, a user's or the application's own.
 * - `self`: the user named by the path parameter `user`, or the application itself.
 * - `app`: the application itself.
 */
export type Access = "anyone" | "user" | "self" | "app";

export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "user"; readonly username: string }
  /** The application itself, with administrative rights. */
  | { readonly kind: "app" };

export interface Call<Params, Query, Body> {
  /** `org#app` from the path; the application exists and is enabled. Empty where the endpoint is `rooted`. */
  readonly appKey: string;
  readonly caller: Caller;
  /** Validated and, where the schema says so, coerced. A parameter `user` is a legal user id, in lower case. */
  readonly params: Params;
  /** The texts `undefined`, `null` and the empty string count as not given; of a repeated key one value is taken. */
  readonly query: Query;
  readonly body: Body;
  /** The calling device, from `?resource=`; undefined when it is not given. */
  readonly resource: string | undefined;
  /** Scheme, host and port the client reached us at, without a trailing slash. */
  readonly baseUrl: string;
  /** For streams and headers only. */
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Members of the answer besides the envelope's own (`action`, `application`, `uri`, `timestamp`, …). */
export type Envelope = Record<string, unknown>;

/** With a schema of the reply the handler answers what it says; without one, anything. */
type Answer<R extends TSchema> = TSchema extends R ? Envelope | undefined : Static<R>;

interface EndpointShape<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> {
  /** Also what clients that are made from the OpenAPI document call it. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/:org/:app`, unless `rooted`. */
  readonly path: string;
  /**
   * The path begins at the root and names no application: `call.appKey` is empty, `access` must be `anyone`, and `answers`
   * must not be `envelope`.
   */
  readonly rooted?: boolean;
  /** What stands before `/:org/:app`, for the few endpoints that have something there. */
  readonly prefix?: string;
  readonly summary: string;
  /** What the documentation says beyond the summary; Markdown. */
  readonly description?: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  /** A missing body is validated as `{}`: compatible clients send a JSON content type and nothing else. */
  readonly body?: B;
  /** The members that the handler answers. For its type and the documentation; `http/testing.ts` checks every answer. */
  readonly reply?: R;
  /** Refusals of its own, besides those that any endpoint may answer; `http/testing.ts` checks that there are no others. */
  readonly errors?: readonly ErrorCode[];
  /** Refusals that clients of this endpoint know by another name. */
  readonly refusals?: { readonly [code in ErrorCode]?: ErrorCode };
  /**
   * Rate limits (limits, section 6): `token` has one of its own; `deletion` has one per user besides that of the application.
   */
  readonly rate?: "default" | "token" | "deletion";
  /**
   * `multipart`: the handler reads the parts from `call.request`; the body is not parsed before. JSON and forms are taken
   * everywhere: `form` says for the documentation which of them clients send.
   */
  readonly consumes?: "json" | "form" | "multipart";
  /** What the parts of a `multipart` body are, for the documentation: the handler reads and checks them. */
  readonly parts?: TSchema;
  /**
   * `envelope` (the default): the returned members are wrapped in the envelope. `plain`: they are the whole body.
   * `stream`: the handler has answered through `call.reply`.
   */
  readonly answers?: "envelope" | "plain" | "stream";
  /** The body of a refusal, where clients of this endpoint read another one than the usual; undefined: the usual. */
  readonly failure?: (refusal: AppError) => Record<string, unknown> | undefined;
}

/** A mounted endpoint; the types of its parts have been checked where it was declared. */
export interface Endpoint extends EndpointShape<TSchema, TSchema, TSchema, TSchema> {
  // Inside the list of all endpoints the handler's own types are not known any more; `http/` has validated by schema.
  handle(call: Call<never, never, never>): Promise<Envelope | undefined>;
}

/** Declares an endpoint; the handler's parameter follows from the schemas. */
export function endpoint<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema = TSchema>(
  declaration: EndpointShape<P, Q, B, R> & {
    handle(call: Call<Static<P>, Static<Q>, Static<B>>): Promise<Answer<R>>;
  },
): Endpoint {
  return declaration as unknown as Endpoint;
}

/** Makes the calls of `consoleRoutes`, typed by the contract. */
import {
  type ConsoleBody,
  type ConsoleCallName,
  type ConsoleParams,
  type ConsoleQuery,
  type ConsoleReply,
  type ConsoleRoute,
  consoleApiPath,
  consoleRoutes,
  csrfHeader,
} from "@rondo/protocol/console";
import { hasCode, toApiError, toNetworkError } from "./errors.ts";

/** A member may be left out where nothing goes into it. */
type Part<Name extends string, Value> =
  Record<never, never> extends Value ? { [K in Name]?: Value } : { [K in Name]: Value };

/** What goes into a call: the values of its path, its query and its body. */
export type Input<N extends ConsoleCallName> = Part<"params", ConsoleParams<N>> &
  Part<"query", ConsoleQuery<N>> &
  Part<"body", ConsoleBody<N>>;

interface LooseInput {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
}

/** By what somebody who is logged in shows once more who it is. */
export type Proof = "password" | "code";

let csrfToken: string | undefined;
let onLoggedOut = (): void => {};
let onUnproven: (proof: Proof) => Promise<boolean> = async () => false;
let proving: Promise<boolean> | undefined;

/** The token of the session that is open; every change carries it. */
export function setCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

/** Called when the server says that nobody is logged in any more. */
export function whenLoggedOut(handler: () => void): void {
  onLoggedOut = handler;
}

/**
 * Asked when the server wants a proof for what is protected: false when there will be none. Calls that want it at the same time
 * ask once. The answer takes the handler away again.
 */
export function whenUnproven(handler: (proof: Proof) => Promise<boolean>): () => void {
  onUnproven = handler;
  return () => {
    if (onUnproven === handler) onUnproven = async () => false;
  };
}

/** @throws ApiError when the server refuses or cannot be reached. */
export async function call<N extends ConsoleCallName>(
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<ConsoleReply<N>> {
  const response = await send(name, input, signal);
  // The contract says what the answer is, and the server's tests hold it to that.
  return (await response.json()) as ConsoleReply<N>;
}

/** Like `call`, with the answer unread: for downloads. */
export async function send<N extends ConsoleCallName>(
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Response> {
  try {
    return await sendOnce(name, input, signal);
  } catch (error) {
    if (!hasCode(error, "IDENTITY_UNPROVEN") || !(await prove(error.details.proof === "code" ? "code" : "password"))) {
      throw error;
    }
    return sendOnce(name, input, signal);
  }
}

function prove(proof: Proof): Promise<boolean> {
  proving ??= onUnproven(proof).finally(() => {
    proving = undefined;
  });
  return proving;
}

async function sendOnce<N extends ConsoleCallName>(
  name: N,
  input: Input<N>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const route: ConsoleRoute = consoleRoutes[name];
  const { params = {}, query = {}, body } = input as LooseInput;
  const headers: Record<string, string> = { accept: "application/json" };
  const init: RequestInit = { method: route.method, headers, credentials: "same-origin", cache: "no-store" };
  if (route.method !== "GET") {
    if (csrfToken !== undefined) headers[csrfHeader] = csrfToken;
    if (route.method !== "DELETE") {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(body ?? {});
    }
  }
  if (signal !== undefined) init.signal = signal;
  const response = await fetch(urlOf(route, params, query), init).catch((error: unknown) => {
    throw signal?.aborted === true ? error : toNetworkError(error);
  });
  if (response.ok) return response;
  const error = await toApiError(response);
  if (error.code === "NOT_LOGGED_IN" && route.access !== "anyone") onLoggedOut();
  throw error;
}

function urlOf(route: ConsoleRoute, params: Record<string, string>, query: Record<string, unknown>): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return `${consoleApiPath}${path}${text === "" ? "" : `?${text}`}`;
}

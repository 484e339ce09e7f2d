import type { Client, Identity } from "./client.ts";
import type { Config } from "./config.ts";
import { ChatError } from "./error.ts";
import { type HttpReply, type HttpRequest, type Platform, RequestFailure } from "./platform.ts";
import type { Rest, RestCall } from "./rest.ts";
import { toRestError } from "./rest-errors.ts";
import { basicRestError, parseJson } from "./rest-failure.ts";
import { statusCode } from "./status-code.ts";

const TIMEOUT_MS = 15_000;

export interface RestDeps {
  readonly platform: Platform;
  readonly config: Config;
  readonly identity: () => Identity | undefined;
  /** Fills in the addresses that are still to be looked up; asked by calls that need no login, such as a registration. */
  readonly locate?: () => Promise<void>;
}

/** For features; the core asks with {@link requestJson} what it has to. */
export const restOf = (client: Client): Rest =>
  createRest({
    platform: client.platform,
    config: client.config,
    identity: () => client.identity,
    locate: client.locate,
  });

export function createRest(deps: RestDeps): Rest {
  const { platform, config } = deps;
  return {
    get base() {
      return restBase(config);
    },
    async request<Answer>(call: RestCall): Promise<Answer> {
      const token = call.token === undefined ? deps.identity()?.token : call.token;
      if (token === null && !config.apiUrl) await deps.locate?.();
      refuseWithout(config, token);
      const { body, type } = toBody(call);
      const headers: Record<string, string> = {};
      if (token !== null) headers.Authorization = `Bearer ${token}`;
      // The answer of an endpoint has the shape the caller names; a server that breaks it is met where it is read.
      const request = {
        method: call.method,
        url: restBase(config, call.prefix) + call.path + toQuery(call.query),
        headers: type ? Object.assign(headers, { "Content-Type": type }) : headers,
        body,
      };
      return (await requestJson(platform, request, toRestError)) as Answer;
    },
  };
}

/** `{apiUrl}/{org}/{app}`; some things have a prefix before the application. */
export const restBase = (config: Config, prefix = ""): string =>
  `${config.apiUrl}${prefix}/${config.appKey.replace("#", "/")}`;

/**
 * The parsed body of an answer with status 200; a list becomes `{ data: list }`.
 *
 * @throws ChatError by the table of REST errors; -1 after 15 seconds, 17 when there is no answer or one that is no JSON.
 */
export async function requestJson(
  platform: Platform,
  request: Omit<HttpRequest, "timeoutMs">,
  toError = basicRestError,
): Promise<Record<string, unknown>> {
  const reply = await answerOf(platform.request({ ...request, timeoutMs: TIMEOUT_MS }), platform, TIMEOUT_MS);
  if (reply.status !== 200) throw toError({ status: reply.status, text: reply.text, url: request.url });
  const answer = parseJson(reply.text);
  if (Array.isArray(answer)) return { data: answer };
  if (answer === null || typeof answer !== "object") {
    throw new ChatError(statusCode.WEBIM_CONNCTION_AJAX_ERROR, "the answer is not JSON", reply.text);
  }
  return answer as Record<string, unknown>; // an object, as has just been seen
}

/**
 * The reply, or the error of its absence. Hosts have been seen to forget to call back, so the time is kept here as well:
 * every call settles.
 */
export function answerOf<Reply = HttpReply>(
  reply: Promise<Reply>,
  platform: Platform,
  timeoutMs: number,
): Promise<Reply> {
  const { clock } = platform;
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(() => reject(timedOut()), timeoutMs);
    const settle = (then: () => void): void => {
      clock.clearTimer(timer);
      then();
    };
    reply.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(toFailure(error))),
    );
  });
}

const timedOut = (detail?: unknown): ChatError => new ChatError(statusCode.REQUEST_TIMEOUT, "request timeout", detail);

function toFailure(error: unknown): unknown {
  // Anything else is no fact about the network but a bug, and says so itself.
  if (!(error instanceof RequestFailure)) return error;
  if (error.why === "timeout") return timedOut(error.hostError);
  return new ChatError(statusCode.WEBIM_CONNCTION_AJAX_ERROR, `request:fail ${error.message}`, error.hostError);
}

/** `?a=1&b=2`, or nothing. */
export function toQuery(query: RestCall["query"]): string {
  const text = toForm(query || {});
  return text && `?${text}`;
}

function toForm(values: NonNullable<RestCall["query"]>): string {
  const pairs: string[] = [];
  for (const key of Object.keys(values)) {
    const value = values[key];
    if (value !== undefined) pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(value)}`);
  }
  return pairs.join("&");
}

function toBody(call: RestCall): { body: string | undefined; type: string | undefined } {
  if (call.form) return { body: toForm(call.form), type: "application/x-www-form-urlencoded" };
  if (call.body === undefined) return { body: undefined, type: undefined };
  return { body: JSON.stringify(call.body), type: "application/json" };
}

/** Nothing is asked before a login; who knows the application only by appId hears other codes (REST 1.7). */
function refuseWithout(config: Config, token: string | null | undefined): void {
  const hasToken = token === null || !!token;
  if (config.appKey && hasToken) return;
  if (!config.appId) throw new ChatError(statusCode.REST_PARAMS_STATUS, "appkey or token error");
  throw config.appKey
    ? new ChatError(statusCode.WEBIM_CONNCTION_TOKEN_NOT_ASSIGN_ERROR, "token not assign error")
    : new ChatError(statusCode.WEBIM_CONNECTION_CLOSED, "not login");
}

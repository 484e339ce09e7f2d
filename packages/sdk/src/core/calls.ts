import type { AsyncResult } from "../types/common.ts";
import type { Client } from "./client.ts";
import { ChatError } from "./error.ts";
import type { RestCall } from "./rest.ts";
import { restOf } from "./rest-client.ts";
import { statusCode } from "./status-code.ts";

/** What methods of the official API have in common. */

export type { AsyncResult };

/** The old way to be told, beside the promise. */
export interface Callbacks {
  readonly success?: unknown;
  readonly error?: unknown;
  readonly fail?: unknown;
}

/** The answer itself, with `type: 0`. */
export const ask = (client: Client, call: RestCall): Promise<AsyncResult> =>
  restOf(client)
    .request(call)
    .then((answer) => Object.assign(answer, { type: 0 as const }));

/** For methods that resolve with nothing. */
export const order = (client: Client, call: RestCall): Promise<void> =>
  restOf(client)
    .request(call)
    .then(() => {});

/**
 * Calls the callbacks that are there: `success` with what `answer` resolved with, `error` or `fail` with why `result`, or
 * `answer`, rejected. Who has given one of the latter need not look at the promise.
 */
export function tell<Answer, Result = Answer>(
  client: Client,
  callbacks: Callbacks | undefined,
  answer: Promise<Answer>,
  toResult?: (answer: Answer) => Result | Promise<Result>,
): Promise<Result> {
  const { success, error, fail } = callbacks || {};
  // Without a conversion they are the same type.
  const result = toResult ? answer.then(toResult) : (answer as unknown as Promise<Result>);
  if (typeof success === "function") answer.then((value) => callBack(client, success, value), ignore);
  for (const told of [error, fail]) {
    if (typeof told === "function") result.catch((reason: unknown) => callBack(client, told, reason));
  }
  return result;
}

/** Applications' functions may throw: that is told, and harms nothing. */
export function callBack(client: Pick<Client, "log">, run: unknown, value: unknown): void {
  if (typeof run !== "function") return;
  try {
    run(value);
  } catch (error) {
    client.log.error("a callback has thrown", { error: String(error) });
  }
}

/** @throws ChatError -3 */
export function refuse(message: string): never {
  throw new ChatError(statusCode.REQUEST_PARAMETER_ERROR, message);
}

/** @throws ChatError -3 in the words of the official SDK, unless `ok`. */
export function check(ok: boolean, name: string, value: unknown): void {
  if (!ok) refuse(`Invalid parameter ${name}: ${value}`);
}

export const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Who asks, for a path. Nobody at all is refused by `Rest` before the path matters. */
export const userOf = (client: Client): string => encodeURIComponent(client.identity?.user || "");

/** The parameter by which the server leaves this device out when it tells the others. */
export const resourceOf = (client: Client): { resource: string } => ({ resource: client.identity?.resource || "" });

const ignore = (): void => {};

import { RequestFailure } from "../core/platform.ts";

/** A mini program's platform object (`my`, `wx`, …). What is in it depends on the version of the host: nothing is taken for granted. */
export type Host = Readonly<Record<string, unknown>>;

export const has = (host: Host, name: string): boolean => typeof host[name] === "function";

/** @throws RequestFailure "unsupported" when the host has no such function; and whatever the host throws. */
export function invoke(host: Host, name: string, ...args: unknown[]): unknown {
  const run = host[name];
  if (typeof run !== "function") throw new RequestFailure("unsupported", `this host has no ${name}`);
  const result: unknown = run.apply(host, args);
  // `my` gives promises that reject although `fail` was given.
  if (isHost(result) && typeof result.then === "function") result.then(undefined, ignore);
  return result;
}

export const isHost = (value: unknown): value is Host => typeof value === "object" && value !== null;

export const ignore = (): void => {};

/** The first member of `facts` that is there: hosts name the same thing differently. */
export function firstOf(facts: unknown, ...names: string[]): unknown {
  if (!isHost(facts)) return undefined;
  return names.map((name) => facts[name]).find((value) => value !== undefined && value !== null);
}

/** What a host says about a failure: an Error, `{errMsg}`, `{error, errorMessage}`, `{message}`, or a text. */
export function textOfError(error: unknown): string {
  const text = firstOf(error, "errMsg", "errorMessage", "message", "reason", "error");
  return String(text ?? (isHost(error) ? "no reason given" : error));
}

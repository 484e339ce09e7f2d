/** `@rondo/sdk/core`: connections with only the features and the one platform that are named, for bundlers. */

export type { ConnectionCore, NewTokenResult, OpenParams, OpenResult } from "../compat/connection.ts";
export type { MethodsOf, Options } from "../compat/connection-with.ts";
export { connectionWith } from "../compat/connection-with.ts";
export type { Feature } from "../core/client.ts";
export type { ConnectionParameters } from "../core/config.ts";
export { ChatError } from "../core/error.ts";
export type { Log } from "../core/log.ts";
export type { Platform } from "../core/platform.ts";
export type { Status } from "../core/session.ts";
export type { StatusCode, StatusName } from "../core/status-code.ts";
export { statusCode } from "../core/status-code.ts";

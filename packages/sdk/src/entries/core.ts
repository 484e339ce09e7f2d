/** `@rondo/sdk/core`: connections with only the features and the one platform that are named, for bundlers. */

export { connectionWith } from "../compat/connection-with.ts";
export { ChatError } from "../core/error.ts";
export type { Log } from "../core/log.ts";
export type { Platform } from "../core/platform.ts";
export type { Status } from "../core/session.ts";
export type { StatusCode, StatusName } from "../core/status-code.ts";
export { statusCode } from "../core/status-code.ts";
export type { Feature, MethodsOf } from "../types/feature.ts";
export type * from "../types/index.ts";
/** The same types, as `EasemobChat.TextMsgBody`: how programs for the official SDK name them. */
export type * as EasemobChat from "../types/namespace.ts";

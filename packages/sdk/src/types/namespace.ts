/**
 * What programs for the official SDK name `EasemobChat.…`. Some of it is declared as a value there, which it is at run time
 * with neither SDK: so it is exported as types only, and `typeof EasemobChat.Message` is possible and no more.
 */
import type { statusCode } from "../core/status-code.ts";
import type { Code as AnyCode } from "./common.ts";
import type { Connection as OneConnection } from "./connection.ts";
import type { Message as OneMessage } from "./create-messages.ts";
import type { Level, Logger } from "./logger.ts";
import type { EasemobChatStatic } from "./sdk.ts";

export type * from "./index.ts";

export type Code = AnyCode;
export declare const Code: typeof statusCode;

export type Connection = OneConnection;
export declare const Connection: EasemobChatStatic["connection"];

export type Message = OneMessage;
export declare const Message: EasemobChatStatic["message"];

export type Levels = Extract<Level, number>;
export declare const Levels: Logger["levels"];

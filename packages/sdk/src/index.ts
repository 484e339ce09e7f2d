/** The SDK as one object, with the members of the official one; for bundlers there are its parts beside it. */
import type { ConnectionCore } from "./compat/connection.ts";
import { connectionWith, type Options } from "./compat/connection-with.ts";
import { surroundings } from "./compat/surroundings.ts";
import { statusCode } from "./core/status-code.ts";
import { type ConversationMethods, conversations } from "./features/conversations/index.ts";
import { type DeviceMethods, devices } from "./features/devices/index.ts";
import { type HistoryMethods, history } from "./features/history/index.ts";
import { LegacyMessage, type MessageMethods, messages } from "./features/messages/index.ts";
import { type UserMethods, users } from "./features/users/index.ts";
import { createUtils } from "./utils/index.ts";

/** One user at one device. */
export type Connection = ConnectionCore &
  MessageMethods &
  HistoryMethods &
  ConversationMethods &
  UserMethods &
  DeviceMethods;

const { globals, platform, logger } = surroundings();

/** `new connection({ appKey, url, apiUrl })`. Its features put their methods on it when it is made. */
const connection: new (options: Options) => Connection = connectionWith(
  [messages, history, conversations, users, devices],
  () => platform,
  { log: logger },
);

const utils = createUtils({ platform, log: logger }, globals);
const { getFileUrl, download, parseDownloadResponse } = utils;
const message = Object.assign(LegacyMessage, { getFileUrl, download, parseDownloadResponse });

export { connection, logger, message, statusCode, utils };
export default { connection, message, utils, logger, statusCode };
export type { NewTokenResult, OpenParams, OpenResult } from "./compat/connection.ts";
export type { ConnectionParameters } from "./core/config.ts";
export type { ChatError } from "./core/error.ts";
export type { LogEntry, Logger } from "./core/logger.ts";
export type { Platform } from "./core/platform.ts";
export type { Status } from "./core/session.ts";
export type { StatusCode, StatusName } from "./core/status-code.ts";
export type {
  ConversationItem,
  ConversationMethods,
  ConversationPage,
  DeleteParams,
  MarkParams,
} from "./features/conversations/index.ts";
export type { DeviceMethods } from "./features/devices/index.ts";
export type { HistoryMethods, HistoryParams, RemoveParams } from "./features/history/index.ts";
export type { MessageMethods } from "./features/messages/index.ts";
export type * from "./features/messages/types.ts";
export type { Registration, UserInfo, UserInfoKey, UserMethods } from "./features/users/index.ts";

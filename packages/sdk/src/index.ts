/** The SDK as one object, with the members of the official one; for bundlers there are its parts beside it. */
import { connectionWith } from "./compat/connection-with.ts";
import { surroundings } from "./compat/surroundings.ts";
import { statusCode } from "./core/status-code.ts";
import { conversations } from "./entries/conversations.ts";
import { devices } from "./entries/devices.ts";
import { history } from "./entries/history.ts";
import { message as messageParts, messages } from "./entries/messages.ts";
import { users } from "./entries/users.ts";
import type { EasemobChatStatic } from "./types/sdk.ts";
import { createUtils } from "./utils/index.ts";

const { globals, platform, logger } = surroundings();

/** `new connection({ appKey, url, apiUrl })`. Its features put their methods on it when it is made. */
const connection: EasemobChatStatic["connection"] = connectionWith(
  [messages, history, conversations, users, devices],
  () => platform,
  { log: logger },
);

const utils = createUtils({ platform, log: logger }, globals);
const { getFileUrl, download, parseDownloadResponse } = utils;
const message: EasemobChatStatic["message"] = Object.assign(messageParts, {
  getFileUrl,
  download,
  parseDownloadResponse,
});

export { connection, logger, message, statusCode, utils };

const sdk: EasemobChatStatic = { connection, message, utils, logger, statusCode };
export default sdk;
export type { Platform } from "./core/platform.ts";
export type { Status } from "./core/session.ts";
export type { StatusCode, StatusName } from "./core/status-code.ts";
export type * from "./types/index.ts";
/** The same types, as `EasemobChat.TextMsgBody`: how programs for the official SDK name them. */
export type * as EasemobChat from "./types/namespace.ts";

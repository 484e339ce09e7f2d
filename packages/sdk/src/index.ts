/** The SDK for every host, as one object and by its members; for bundlers there are its parts beside it. */
import { detectPlatform } from "./platforms/detect.ts";
import { findGlobals } from "./platforms/globals.ts";
import { createSdk } from "./sdk.ts";
import { saveText } from "./utils/dom.ts";

const globals = findGlobals();
const sdk = createSdk({ globals, platform: detectPlatform(globals), save: saveText });
export const { connection, logger, message, statusCode, utils } = sdk;
export default sdk;
export type { Platform } from "./core/platform.ts";
export type { Status } from "./core/session.ts";
export type { StatusCode, StatusName } from "./core/status-code.ts";
export type * from "./types/index.ts";
/** The same types, as `EasemobChat.TextMsgBody`: how programs for the official SDK name them. */
export type * as EasemobChat from "./types/namespace.ts";

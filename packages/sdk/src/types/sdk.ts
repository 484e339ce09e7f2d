/** The SDK as one object: what `import sdk from` and `require` give. */
import type { Platform } from "../core/platform.ts";
import type { statusCode } from "../core/status-code.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionParameters } from "./connection-parameters.ts";
import type { MessageConstructor } from "./create-messages.ts";
import type { Logger } from "./logger.ts";
import type { Utils } from "./utils.ts";

/** Options, and `platform`: the place to run in, instead of the one that is found. */
export type Options = ConnectionParameters & { readonly platform?: Platform };

type StatusTable = typeof statusCode;
/** The official names and numbers, both ways. */
export interface StatusCodes extends StatusTable {}

export interface EasemobChatStatic {
  /** `new connection({ appKey, url, apiUrl })`. */
  connection: new (
    options: Options,
  ) => Connection;
  message: MessageConstructor & Pick<Utils, "getFileUrl" | "download" | "parseDownloadResponse">;
  utils: Utils;
  logger: Logger;
  statusCode: StatusCodes;
}

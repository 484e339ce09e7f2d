/** The SDK as one object, with the members of the official one. */
import { connectionWith } from "./compat/connection-with.ts";
import { loggerOf } from "./compat/logger-of.ts";
import type { LoggerDeps } from "./core/logger.ts";
import type { Platform } from "./core/platform.ts";
import { statusCode } from "./core/status-code.ts";
import { contacts } from "./entries/contacts.ts";
import { conversations } from "./entries/conversations.ts";
import { devices } from "./entries/devices.ts";
import { groups } from "./entries/groups.ts";
import { history } from "./entries/history.ts";
import { message as messageParts, messages } from "./entries/messages.ts";
import { pins } from "./entries/pins.ts";
import { presence } from "./entries/presence.ts";
import { push } from "./entries/push.ts";
import { reactions } from "./entries/reactions.ts";
import { report } from "./entries/report.ts";
import { rooms } from "./entries/rooms.ts";
import { rtc } from "./entries/rtc.ts";
import { search } from "./entries/search.ts";
import { sharedFiles } from "./entries/shared-files.ts";
import { threads } from "./entries/threads.ts";
import { translation } from "./entries/translation.ts";
import { users } from "./entries/users.ts";
import { voice } from "./entries/voice.ts";
import type { HostGlobals } from "./platforms/globals.ts";
import type { EasemobChatStatic } from "./types/sdk.ts";
import { createUtils } from "./utils/index.ts";

/** What it runs in, and how a log becomes a file where it can. Which adapters there are decides on the size of a file. */
export interface Surroundings {
  readonly globals: HostGlobals;
  readonly platform: Platform;
  readonly save?: LoggerDeps["save"];
}

export function createSdk({ globals, platform, save }: Surroundings): EasemobChatStatic {
  const logger = loggerOf(platform, save);
  // Its features put their methods on it when it is made.
  const connection: EasemobChatStatic["connection"] = connectionWith(
    [
      messages,
      history,
      conversations,
      users,
      devices,
      contacts,
      groups,
      pins,
      reactions,
      rooms,
      sharedFiles,
      threads,
      presence,
      push,
      translation,
      report,
      voice,
      rtc,
      search,
    ],
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
  return { connection, message, utils, logger, statusCode };
}

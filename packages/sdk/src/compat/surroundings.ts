import { createLogger, type Logger } from "../core/logger.ts";
import type { Platform } from "../core/platform.ts";
import { detectPlatform } from "../platforms/detect.ts";
import { findGlobals, type Globals } from "../platforms/globals.ts";

declare const console: Record<"debug" | "info" | "warn" | "error", (...parts: unknown[]) => void> | undefined;

/** What the program runs in, looked at when it is needed first: a file that is only loaded does nothing. */
export interface Surroundings {
  readonly globals: Globals;
  readonly platform: Platform;
  readonly logger: Logger;
}

let found: Surroundings | undefined;

export function surroundings(): Surroundings {
  found ??= look();
  return found;
}

function look(): Surroundings {
  const globals = findGlobals();
  const platform = detectPlatform(globals);
  const logger = createLogger({
    now: () => platform.clock.now(),
    print: (level, parts) => {
      if (typeof console !== "undefined") console[level].apply(console, parts);
    },
    storage: platform.storage,
    save: undefined,
  });
  return { globals, platform, logger };
}

import { createLogger, type Logger, type LoggerDeps } from "../core/logger.ts";
import type { Platform } from "../core/platform.ts";

declare const console: Record<"debug" | "info" | "warn" | "error", (...parts: unknown[]) => void> | undefined;

/** The SDK's logger: it prints to the console, where there is one. `save`: where a log can become a file. */
export const loggerOf = ({ clock, storage }: Platform, save: LoggerDeps["save"]): Logger =>
  createLogger({
    now: () => clock.now(),
    print: (level, parts) => {
      if (typeof console !== "undefined") console[level].apply(console, parts);
    },
    storage,
    save,
  });

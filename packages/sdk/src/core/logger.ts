import type { LevelNum, LogEntry, Logger } from "../types/logger.ts";

export type { LogEntry, Logger };

/** A number or a name, in any case. */
type Level = number | string;

export interface LoggerDeps {
  now(): number;
  /** To the console, if there is one. */
  print(level: "debug" | "info" | "warn" | "error", parts: unknown[]): void;
  readonly storage: { get(key: string): string | undefined; set(key: string, value: string): void } | undefined;
  readonly save: ((filename: string, text: string) => void) | undefined;
}

const LEVELS = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, SILENT: 5 } as const;
const NAMES = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "SILENT"];
const PRINTED_AS = ["debug", "debug", "info", "warn", "error"] as const;
const MAX_CACHE = 3 * 1024 * 1024;
const STORAGE_KEY = "rondo-log-level";

export function createLogger(deps: LoggerDeps, name = "defaultLogger", all: Record<string, Logger> = {}): Logger {
  const key = `${STORAGE_KEY}:${name}`;
  const stored = toLevel(deps.storage?.get(key));
  let level = stored === undefined ? LEVELS.TRACE : stored;
  let isVisible = stored !== undefined;
  let isSet = isVisible;
  let keeps = false;
  let maxCache = MAX_CACHE;
  let cached = 0;
  const lines: string[] = [];

  const write = (at: number, parts: unknown[]): void => {
    if (at < level) return;
    if (isVisible) deps.print(PRINTED_AS[at] || "error", parts);
    if (!keeps && !logger.onLog) return;
    const entry = { time: new Date(deps.now()).toISOString(), level: NAMES[at] || "", logs: parts };
    if (keeps) keep(`[${entry.time}] [${entry.level}] ${parts.map(textOf).join(" ")}`);
    try {
      logger.onLog?.(entry);
    } catch (_) {
      // Telling anybody of it would come here again.
    }
  };

  const keep = (line: string): void => {
    lines.push(line);
    cached += line.length;
    while (cached > maxCache && lines.length > 0) cached -= (lines.shift() || "").length;
  };

  const setLevel = (wanted: Level, persist?: boolean): undefined => {
    const known = toLevel(wanted);
    if (known === undefined) throw new TypeError(`log.setLevel() called with invalid level: ${wanted}`);
    level = known;
    isSet = isVisible = true;
    if (persist) deps.storage?.set(key, String(known));
  };

  const at =
    (own: number) =>
    (...parts: unknown[]): void =>
      write(own, parts);

  const logger: Logger = {
    name,
    levels: LEVELS,
    onLog: undefined as unknown as Logger["onLog"], // until the application says otherwise
    trace: at(LEVELS.TRACE),
    debug: at(LEVELS.DEBUG),
    log: at(LEVELS.DEBUG),
    info: at(LEVELS.INFO),
    warn: at(LEVELS.WARN),
    error: at(LEVELS.ERROR),
    setConfig: ({ useCache, maxCache: max }) => {
      if (useCache !== undefined) keeps = useCache;
      if (max !== undefined && max > 0) maxCache = max;
    },
    getLevel: () => level as LevelNum, // toLevel gives no other
    setLevel,
    setDefaultLevel: (wanted) => {
      if (!isSet) setLevel(wanted);
    },
    enableAll: (persist) => setLevel(LEVELS.TRACE, persist),
    disableAll: (persist) => setLevel(LEVELS.SILENT, persist),
    setConsoleLogVisibility: (visible) => {
      isVisible = visible;
    },
    getLogs: () => lines.slice(),
    download: () => deps.save?.("sdklog", lines.join("\n")),
    getLogger: (other) => all[other] || createLogger(deps, other, all),
    getLoggers: () => Object.assign({}, all),
    noConflict: () => logger,
  };
  all[name] = logger;
  return logger;
}

function toLevel(level: Level | undefined): number | undefined {
  const number = NAMES.indexOf(`${level}`.toUpperCase());
  const known = number >= 0 ? number : Number(level === "" ? undefined : level);
  return known >= LEVELS.TRACE && known <= LEVELS.SILENT ? known : undefined;
}

/** What cannot be written as JSON says at least what it is. */
function textOf(part: unknown): string {
  if (typeof part === "string") return part;
  if (part instanceof Error) return `${part.name}: ${part.message}`;
  try {
    return JSON.stringify(part) || String(part);
  } catch (_) {
    return String(part);
  }
}

/** `logger` of the SDK. Nothing is printed before the application asks for it. */
import type { Loose } from "./common.ts";

export type DefaultLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "SILENT";
export type LevelNum = 0 | 1 | 2 | 3 | 4 | 5;
export type Level = DefaultLevel | LevelNum;

export interface Config {
  /** Keep lines for `getLogs`. */
  useCache: boolean;
  /** Characters of lines kept; the oldest are dropped first. */
  maxCache: number;
  color?: string;
  background?: string;
}

export interface LogEntry {
  /** ISO 8601. */
  time: string;
  level: string;
  logs: Loose[];
}

export interface Logger {
  readonly name: string;
  readonly levels: Readonly<Record<DefaultLevel, LevelNum>>;
  /** Told everything of the level and above, printed or not. Nothing until the application puts a function there. */
  onLog: (data: LogEntry) => void;
  trace(...parts: unknown[]): void;
  debug(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
  log(...parts: unknown[]): void;
  setConfig(config: Partial<Config>): void;
  getLevel(): LevelNum;
  /** Lets everything from this level on through, and prints it. `persist`: also after the next start. */
  setLevel(level: Level | Lowercase<DefaultLevel>, persist?: boolean, name?: string): undefined;
  /** As setLevel, unless a level has been set already. */
  setDefaultLevel(level: Level | Lowercase<DefaultLevel>): void;
  enableAll(persist?: boolean): void;
  disableAll(persist?: boolean): void;
  setConsoleLogVisibility(visible: boolean): void;
  getLogs(): string[];
  /** Offers the kept lines as a file, where there are files to offer. */
  download(): void;
  /** Another logger, with settings of its own; the same one for the same name. */
  getLogger(name: string): Logger;
  getLoggers(): Record<string, Logger>;
  noConflict(): Logger;
}

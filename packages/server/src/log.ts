import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Config } from "./config.ts";

/** Lines of JSON on standard error: standard output belongs to the ready block or line. */
export function createLog(level: Config["logLevel"]): Logger {
  return pino({ level, timestamp: stdTimeFunctions.isoTime }, pino.destination(2));
}

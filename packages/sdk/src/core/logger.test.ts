import { describe, expect, it } from "vitest";
import { createLogger, type LogEntry } from "./logger.ts";

function newLogger(stored = new Map<string, string>()) {
  const printed: string[] = [];
  const saved: string[] = [];
  const logger = createLogger({
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    print: (level, parts) => void printed.push([level, ...parts].join(" ")),
    storage: { get: (key) => stored.get(key), set: (key, value) => void stored.set(key, value) },
    save: (_, text) => void saved.push(text),
  });
  return { logger, printed, saved, stored };
}

describe("the logger", () => {
  it("[defect 16] prints nothing before it is asked to", () => {
    const { logger, printed } = newLogger();
    for (const level of ["trace", "debug", "info", "warn", "error", "log"] as const) logger[level]("x");
    expect(printed).toEqual([]);
    expect(logger.getLogs()).toEqual([]);
  });

  it("prints from the level on that was set", () => {
    const { logger, printed } = newLogger();
    logger.setLevel("warn");
    logger.info("no");
    logger.warn("yes", 1);
    logger.error("also");
    expect(printed).toEqual(["warn yes 1", "error also"]);
    expect(logger.getLevel()).toBe(logger.levels.WARN);
    logger.disableAll();
    logger.error("no more");
    logger.enableAll();
    logger.trace("all");
    expect(printed.slice(2)).toEqual(["debug all"]);
  });

  it("can be told not to print, and goes on telling", () => {
    const { logger, printed } = newLogger();
    const told: LogEntry[] = [];
    logger.enableAll();
    logger.setConsoleLogVisibility(false);
    logger.onLog = (entry) => void told.push(entry);
    logger.info("hello", { a: 1 });
    expect(printed).toEqual([]);
    expect(told).toEqual([{ time: "2026-01-02T03:04:05.000Z", level: "INFO", logs: ["hello", { a: 1 }] }]);
  });

  it("survives a listener that throws", () => {
    const { logger } = newLogger();
    logger.onLog = () => {
      throw new Error("bad listener");
    };
    expect(() => logger.info("x")).not.toThrow();
  });

  it("keeps lines when told to, the newest within the bound", () => {
    const { logger, saved } = newLogger();
    logger.setConfig({ useCache: true, maxCache: 200 });
    for (let i = 0; i < 100; i++) logger.info(`line ${i}`, { i });
    const lines = logger.getLogs();
    expect(lines.join("").length).toBeLessThanOrEqual(200);
    expect(lines.at(-1)).toBe('[2026-01-02T03:04:05.000Z] [INFO] line 99 {"i":99}');
    expect(lines.length).toBeGreaterThan(2);
    logger.download();
    expect(saved).toEqual([lines.join("\n")]);
  });

  it("writes down what has no JSON", () => {
    const { logger } = newLogger();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    logger.setConfig({ useCache: true });
    logger.info(circle, undefined, new Error("why"));
    expect(logger.getLogs()[0]).toContain("[object Object] undefined Error: why");
  });

  it("remembers a level that was set to be remembered", () => {
    const { logger, stored } = newLogger();
    logger.setLevel("INFO", true);
    const { logger: later, printed } = newLogger(stored);
    later.debug("no");
    later.info("yes");
    expect(printed).toEqual(["info yes"]);
  });

  it("takes a default only where nothing has been set", () => {
    const { logger } = newLogger();
    logger.setDefaultLevel("ERROR");
    expect(logger.getLevel()).toBe(4);
    logger.setDefaultLevel("INFO");
    expect(logger.getLevel()).toBe(4);
  });

  it("refuses a level that is none", () => {
    const { logger } = newLogger();
    for (const level of ["loud", 9, -1, "", Number.NaN]) {
      expect(() => logger.setLevel(level as "ERROR")).toThrow(TypeError); // as JavaScript may
    }
  });

  it("has others by name", () => {
    const { logger } = newLogger();
    const other = logger.getLogger("push");
    expect(logger.getLogger("push")).toBe(other);
    expect(Object.keys(logger.getLoggers()).sort()).toEqual(["defaultLogger", "push"]);
    expect(logger.noConflict()).toBe(logger);
  });
});

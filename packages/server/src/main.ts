#!/usr/bin/env node
/** The command line. */
import type { Logger } from "pino";
import packageJson from "../package.json" with { type: "json" };
import { type Config, ConfigError, type Invocation, readConfig, usage } from "./config.ts";
import { openDemoApp } from "./demo-app.ts";
import { AppError } from "./kernel/errors.ts";
import { keepGarbageYoung } from "./kernel/garbage.ts";
import { createLog } from "./log.ts";
import { firstRunBlock, readyBlock, readyLine } from "./ready.ts";
import { runOffline } from "./run-offline.ts";
import { startServer } from "./server.ts";

try {
  await run(readConfig(process.argv.slice(2), process.env));
} catch (error) {
  if (error instanceof ConfigError) fail(`${error.message}\n\n${usage}`, 2);
  // Sentences for the operator; a fault of ours comes with its stack, here where only the operator sees it.
  else if (error instanceof AppError) fail(error.description, 1);
  else
    fail(error instanceof Error && error.stack !== undefined && !isOperational(error) ? error.stack : String(error), 1);
}

async function run(invocation: Invocation): Promise<void> {
  const { command, config, json } = invocation;
  switch (command) {
    case "help":
      process.stdout.write(usage);
      return;
    case "version":
      process.stdout.write(`${packageJson.version}\n`);
      return;
    case "dev":
    case "serve":
      return serve(config, json);
    default:
      return runOffline({ ...invocation, command }, (text) => process.stdout.write(text));
  }
}

async function serve(config: Config, json: boolean): Promise<void> {
  keepGarbageYoung();
  const log = createLog(config.logLevel);
  const server = await startServer(config, log);
  closeOnSignals(server.close, log);
  exitOnFailure(server.failed, log);
  if (config.mode === "development") {
    const app = await openDemoApp(server.apps);
    const ready = { ...app, rest: server.rest, websocket: server.websocket, dataDir: config.dataDir, pid: process.pid };
    process.stdout.write(json ? `${readyLine(ready)}\n` : readyBlock(ready));
  } else {
    const { rest, websocket, setupCode } = server;
    const code = setupCode === undefined ? {} : { setupCode };
    if (json)
      process.stdout.write(`${JSON.stringify({ event: "ready", rest, websocket, pid: process.pid, ...code })}\n`);
    else if (setupCode !== undefined) process.stdout.write(firstRunBlock({ rest, setupCode }));
  }
  log.info({ rest: server.rest, websocket: server.websocket, dataDir: config.dataDir }, "ready");
}

/** The first signal drains; a second one, or a drain that hangs, ends the process. */
function closeOnSignals(close: () => Promise<void>, log: Logger): void {
  const DRAIN_LIMIT_MS = 15_000;
  let isClosing = false;
  const stop = (signal: string): void => {
    if (isClosing) process.exit(1);
    isClosing = true;
    log.info({ signal }, "draining");
    setTimeout(() => {
      log.error("draining took too long");
      process.exit(1);
    }, DRAIN_LIMIT_MS).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.fatal({ err: error }, "the server could not be closed");
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

/** What was acknowledged is on disk; whoever watches over the process starts it again. */
function exitOnFailure(failed: Promise<Error>, log: Logger): void {
  void failed.then((error) => {
    log.fatal({ err: error }, "the thread of the database has ended");
    process.exit(1);
  });
}

/** A condition of the machine (port taken, directory in use or not writable), not a fault of the program. */
function isOperational(error: Error): boolean {
  return "code" in error || error.message.startsWith("the data directory");
}

function fail(message: string, code: number): void {
  process.stderr.write(`rondo: ${message}\n`);
  process.exitCode = code;
}

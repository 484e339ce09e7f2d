import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import { type Entry, parseTimeline, type Timelines, type Transients } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import { whenRecalled } from "../messages/index.ts";
import type { Places } from "../server-messages/index.ts";
import { createStreamTables } from "./migrations/2026-11-29-streams.ts";
import { streamEndpoints } from "./streams.rest.ts";
import { defaultStreamLimits, type StreamLimits, StreamService } from "./streams.service.ts";

export const streamsMigrations: readonly Migration[] = [createStreamTables];

const SWEEP_MS = 1000;

/** Texts that come in pieces while they are being written. */
export function createStreams(deps: {
  apps: Pick<Apps, "get">;
  places: Places;
  database: Database;
  timelines: Timelines;
  transients: Transients;
  /** A stream has ended: who is not connected may be told of it. */
  onWhole: (message: Entry) => void;
  clock: Clock;
  log: Logger;
  limits?: Partial<StreamLimits>;
}): {
  api: {
    /** Ends the streams that nobody goes on with; runs by itself every second once `resume` has been called. */
    sweep(): Promise<void>;
    /** Before the first request: takes up the streams of an earlier run. */
    resume(): Promise<void>;
    /** Resolves when what was about recalled messages is gone. */
    settled(): Promise<void>;
  };
  endpoints: readonly Endpoint[];
  close(): Promise<void>;
} {
  const { timelines, log } = deps;
  const service = new StreamService({ ...deps, limits: { ...defaultStreamLimits, ...deps.limits } });
  const cleaner = whenRecalled({ timelines, log }, (timeline, ids) =>
    service.recalled(parseTimeline(timeline).app, ids),
  );
  let sweeping: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const sweep = (): void => {
    sweeping = sweeping
      .then(() => service.sweep())
      .catch((error: unknown) => log.error({ err: error }, "streams that are over could not be ended"));
  };
  return {
    api: {
      sweep: () => service.sweep(),
      async resume() {
        await service.resume();
        timer = setInterval(sweep, SWEEP_MS).unref();
      },
      settled: () => cleaner.settled(),
    },
    endpoints: streamEndpoints(service),
    async close() {
      clearInterval(timer);
      await sweeping;
      await cleaner.close();
    },
  };
}

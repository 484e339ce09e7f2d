import type { Logger } from "pino";
import type { Clock } from "./kernel/clock.ts";
import type { Timelines } from "./timeline/index.ts";

const INTERVAL_MS = 60 * 60 * 1000;

/** Every hour, forgets devices that were not seen for longer than `retentionMs`. Their users' positions survive. */
export function forgetUnseenDevices(parts: {
  timelines: Pick<Timelines, "forgetDevices">;
  clock: Clock;
  log: Logger;
  retentionMs: number;
}): { stop(): void } {
  const { timelines, clock, log, retentionMs } = parts;
  const sweep = async (): Promise<void> => {
    try {
      const devices = await timelines.forgetDevices(clock.now() - retentionMs);
      if (devices > 0) log.info({ devices }, "devices not seen for long were forgotten");
    } catch (error) {
      log.error({ err: error }, "unseen devices could not be forgotten; trying again in an hour");
    }
  };
  const timer = setInterval(() => void sweep(), INTERVAL_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

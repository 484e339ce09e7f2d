import type { Logger } from "pino";
import type { Apps } from "./features/apps/index.ts";
import type { Clock } from "./kernel/clock.ts";
import { Hourly } from "./kernel/hourly.ts";
import type { Position, TimelineKey, Timelines } from "./timeline/index.ts";

interface Parts {
  readonly timelines: Pick<Timelines, "forgetDevices">;
  readonly apps: Pick<Apps, "listOrgs" | "list">;
  readonly removeMessages: RemoveMessages;
  readonly clock: Clock;
  readonly log: Logger;
  /** A device that was not seen for longer is forgotten; its user's position survives. */
  readonly deviceRetentionMs: number;
}

/** False when it was stopped before it was done. */
export type RemoveMessages = (app: string, until: { before: number; isStopped: () => boolean }) => Promise<boolean>;

/** Removes an application's messages from before a time, step by step, and what is kept about them. */
export function messageRemover({
  timelines,
  forgetMessages,
  log,
}: {
  timelines: Pick<Timelines, "expire">;
  /** What is kept about messages of a timeline elsewhere goes with them. */
  forgetMessages: (timeline: TimelineKey, ids: readonly Position[]) => Promise<void>;
  log: Logger;
}): RemoveMessages {
  return async (app, { before, isStopped }) => {
    let messages = 0;
    let isDone = false;
    while (!isDone && !isStopped()) {
      const step = await timelines.expire(app, before);
      for (const [timeline, gone] of Map.groupBy(step.removed, (each) => each.timeline)) {
        await forgetMessages(
          timeline,
          gone.map(({ id }) => id),
        );
      }
      messages += step.removed.length;
      isDone = step.isDone;
    }
    if (messages > 0) log.info({ app, messages }, "messages past their time were removed");
    return isDone;
  };
}

/** At once and every hour: what has been kept for long enough goes. */
export class Retention {
  private readonly parts: Parts;
  private readonly hourly: Hourly;

  constructor(parts: Parts) {
    this.parts = parts;
    this.hourly = new Hourly(async (isStopped) => {
      await this.tolerate("unseen devices could not be forgotten", isStopped, () => this.forgetDevices());
      await this.tolerate("old messages could not be removed", isStopped, () => this.expireMessages(isStopped));
    });
  }

  /** Resolves when what is due now has gone, as far as it could. */
  sweep(): Promise<void> {
    return this.hourly.run();
  }

  close(): Promise<void> {
    return this.hourly.close();
  }

  private async forgetDevices(): Promise<void> {
    const { timelines, clock, log, deviceRetentionMs } = this.parts;
    const devices = await timelines.forgetDevices(clock.now() - deviceRetentionMs);
    if (devices > 0) log.info({ devices }, "devices not seen for long were forgotten");
  }

  private async expireMessages(isStopped: () => boolean): Promise<void> {
    const { apps, clock, removeMessages } = this.parts;
    for (const org of await apps.listOrgs()) {
      for (const { appKey, settings } of await apps.list(org, undefined)) {
        const { historyRetentionMs } = settings;
        const before = clock.now() - historyRetentionMs;
        if (historyRetentionMs > 0) await removeMessages(appKey, { before, isStopped });
      }
    }
  }

  private async tolerate(what: string, isStopped: () => boolean, task: () => Promise<void>): Promise<void> {
    try {
      if (!isStopped()) await task();
    } catch (error) {
      this.parts.log.error({ err: error }, `${what}; it is tried again in an hour`);
    }
  }
}

import type { Logger } from "pino";
import type { Apps } from "./features/apps/index.ts";
import type { Clock } from "./kernel/clock.ts";
import type { Position, TimelineKey, Timelines } from "./timeline/index.ts";

const INTERVAL_MS = 60 * 60 * 1000;

interface Parts {
  readonly timelines: Pick<Timelines, "forgetDevices" | "expire">;
  readonly apps: Pick<Apps, "listOrgs" | "list">;
  /** What is kept about messages of a timeline elsewhere goes with them. */
  readonly forgetMessages: (timeline: TimelineKey, ids: readonly Position[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  /** A device that was not seen for longer is forgotten; its user's position survives. */
  readonly deviceRetentionMs: number;
}

/** At once and every hour: what has been kept for long enough goes. */
export class Retention {
  private readonly parts: Parts;
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(parts: Parts) {
    this.parts = parts;
    this.timer = setInterval(() => void this.sweep(), INTERVAL_MS).unref();
    void this.sweep();
  }

  /** Resolves when what is due now has gone, as far as it could. */
  sweep(): Promise<void> {
    this.running = this.running.then(async () => {
      await this.tolerate("unseen devices could not be forgotten", () => this.forgetDevices());
      await this.tolerate("old messages could not be removed", () => this.expireMessages());
    });
    return this.running;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async forgetDevices(): Promise<void> {
    const { timelines, clock, log, deviceRetentionMs } = this.parts;
    const devices = await timelines.forgetDevices(clock.now() - deviceRetentionMs);
    if (devices > 0) log.info({ devices }, "devices not seen for long were forgotten");
  }

  private async expireMessages(): Promise<void> {
    const { apps, clock } = this.parts;
    for (const org of await apps.listOrgs()) {
      for (const { appKey, settings } of await apps.list(org, undefined)) {
        const { historyRetentionMs } = settings;
        if (historyRetentionMs > 0) await this.expire(appKey, clock.now() - historyRetentionMs);
      }
    }
  }

  private async expire(app: string, before: number): Promise<void> {
    const { timelines, forgetMessages, log } = this.parts;
    let messages = 0;
    for (let isDone = false; !isDone && !this.isClosed; ) {
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
    if (messages > 0) log.info({ app, messages }, "messages past their retention were removed");
  }

  private async tolerate(what: string, task: () => Promise<void>): Promise<void> {
    try {
      if (!this.isClosed) await task();
    } catch (error) {
      this.parts.log.error({ err: error }, `${what}; it is tried again in an hour`);
    }
  }
}

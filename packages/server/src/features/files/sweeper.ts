import type { Logger } from "pino";

/** Sweeps now and then, never twice at once. */
export class Sweeper {
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> | undefined;
  private readonly deps: { readonly sweep: () => Promise<void>; readonly log: Logger };

  constructor(deps: { sweep: () => Promise<void>; intervalMs: number; log: Logger }) {
    this.deps = deps;
    this.timer = setInterval(() => this.sweepInBackground(), deps.intervalMs);
    this.timer.unref();
  }

  /** Joins a sweep that is under way. */
  sweep(): Promise<void> {
    this.running ??= this.deps.sweep().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  async dispose(): Promise<void> {
    clearInterval(this.timer);
    // Its failure, if any, has been told to who began it.
    await this.running?.catch(() => undefined);
  }

  private sweepInBackground(): void {
    this.sweep().catch((error: unknown) =>
      this.deps.log.error({ err: error }, "expired attachments cannot be removed"),
    );
  }
}

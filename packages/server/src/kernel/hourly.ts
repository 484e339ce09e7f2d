const HOUR_MS = 60 * 60 * 1000;

/**
 * Housekeeping: once at the start and then every hour, one round after the other. A round asks `isStopped` between its steps, and
 * says itself what it could not do.
 */
export class Hourly {
  private readonly round: (isStopped: () => boolean) => Promise<void>;
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(round: (isStopped: () => boolean) => Promise<void>) {
    this.round = round;
    this.timer = setInterval(() => void this.run(), HOUR_MS).unref();
    void this.run();
  }

  /** Resolves when what is due now has been done, as far as it could be. */
  run(): Promise<void> {
    this.running = this.running.then(() => this.round(() => this.isClosed));
    return this.running;
  }

  /** Resolves when the round that is under way has stopped. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.running;
  }
}

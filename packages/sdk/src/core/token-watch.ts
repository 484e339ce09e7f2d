import type { Clock, Timer } from "./platform.ts";

/** Told when so much of the token's life has passed. */
const WARN_AT = 0.8;
/** Timers hold no more than 31 bits. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** When a token ends: warns, then tells. The host may stop timers for hours, so the clock is asked, not the timer. */
export class TokenWatch {
  private readonly clock: Clock;
  private readonly on: { onWillExpire(): void; onExpired(): void };
  private timer: Timer | undefined;
  private startedAt = 0;
  private expiresAt: number | undefined;
  private hasWarned = false;

  constructor(clock: Clock, on: { onWillExpire(): void; onExpired(): void }) {
    this.clock = clock;
    this.on = on;
  }

  /** Epoch ms; undefined: never. The same moment again changes nothing. */
  start(expiresAt: number | undefined): void {
    if (expiresAt === this.expiresAt && this.timer !== undefined) return;
    this.stop();
    this.startedAt = this.clock.now();
    this.expiresAt = expiresAt;
    this.hasWarned = false;
    this.check();
  }

  stop(): void {
    this.clock.clearTimer(this.timer);
    this.timer = undefined;
    this.expiresAt = undefined;
  }

  /** Looks at the clock: called by the timer, and whenever the host may have slept. */
  check(): void {
    const { clock, expiresAt } = this;
    clock.clearTimer(this.timer);
    this.timer = undefined;
    if (expiresAt === undefined) return;
    const now = clock.now();
    const warnAt = this.startedAt + (expiresAt - this.startedAt) * WARN_AT;
    if (now >= expiresAt) {
      this.expiresAt = undefined;
      if (!this.hasWarned) this.on.onWillExpire();
      this.on.onExpired();
      return;
    }
    if (now >= warnAt && !this.hasWarned) {
      this.hasWarned = true;
      this.on.onWillExpire();
      // Its listener may have brought a new token.
      if (this.expiresAt !== expiresAt || this.timer !== undefined) return;
    }
    const next = this.hasWarned ? expiresAt : warnAt;
    this.timer = clock.setTimer(() => this.check(), Math.min(Math.ceil(next - now), MAX_TIMER_MS));
  }
}

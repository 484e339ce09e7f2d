import type { Clock, Timer } from "./platform.ts";

/** A peer answers a question within this time, or is not there. */
const ANSWER_MS = 8000;
/** A timer that is so late has slept with its host: what was to be heard meanwhile may still be on its way. */
const SLEPT_MS = 2000;

interface Deps {
  readonly clock: Clock;
  /** 0: no keep-alives. */
  readonly waitMs: number;
  /** Asks something the server answers. */
  readonly ask: () => void;
  readonly onDead: () => void;
}

/**
 * Knows whether the other side is there: after a silence it asks, and when no frame at all follows, the connection is
 * dead, whatever the host says of it.
 */
export class Pulse {
  private readonly deps: Deps;
  private timer: Timer | undefined;
  private heardAt = 0;
  /** A question is open since. */
  private askedAt: number | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  start(): void {
    this.heard();
    this.rest();
  }

  stop(): void {
    this.deps.clock.clearTimer(this.timer);
    this.timer = undefined;
    this.askedAt = undefined;
  }

  /** A frame has come. */
  heard(): void {
    this.heardAt = this.deps.clock.now();
    if (this.askedAt === undefined) return;
    this.askedAt = undefined;
    this.rest();
  }

  /** Asks now, unless something has been heard within `quietMs` or a question is open. */
  probe(quietMs: number): void {
    if (this.askedAt === undefined && this.silenceMs() >= quietMs) this.ask();
  }

  private rest(): void {
    const { clock, waitMs } = this.deps;
    clock.clearTimer(this.timer);
    this.timer = undefined;
    if (waitMs <= 0) return;
    const dueMs = Math.max(1, waitMs - this.silenceMs());
    this.timer = clock.setTimer(() => {
      if (this.silenceMs() >= waitMs) this.ask();
      else this.rest();
    }, dueMs);
  }

  /** Since the last frame. A clock that has been set back says nothing about it: then it is taken for long. */
  private silenceMs(): number {
    return Math.abs(this.deps.clock.now() - this.heardAt);
  }

  private ask(): void {
    const { clock } = this.deps;
    clock.clearTimer(this.timer);
    const deadline = clock.now() + ANSWER_MS;
    this.askedAt = clock.now();
    this.deps.ask();
    this.timer = clock.setTimer(() => {
      if (clock.now() - deadline > SLEPT_MS) this.ask();
      else this.deps.onDead();
    }, ANSWER_MS);
  }
}

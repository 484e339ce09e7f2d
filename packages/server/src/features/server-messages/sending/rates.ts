import type { Clock } from "../../../kernel/clock.ts";
import { AppError } from "../../../kernel/errors.ts";
import { RateLimiter } from "../../../kernel/rate-limit.ts";
import type { PlaceType } from "../places.ts";

/** As many applications are counted at a time. */
const MAX_APPS = 10_000;

/** Messages and calls of one application (limits, section 6). */
export interface SendRates {
  readonly userMessagesPerMinute: number;
  readonly groupMessagesPerSecond: number;
  readonly roomMessagesPerSecond: number;
  readonly groupCallsPerSecond: number;
}

export const defaultSendRates: SendRates = {
  userMessagesPerMinute: 6000,
  groupMessagesPerSecond: 20,
  roomMessagesPerSecond: 100,
  groupCallsPerSecond: 20,
};

/** Counts what applications send. Calls as such are counted where all calls are. */
export class Rates {
  private readonly messages: Record<PlaceType, RateLimiter>;
  private readonly groupCalls: RateLimiter;

  constructor(rates: SendRates, clock: Clock) {
    const limiter = (count: number, seconds: number) =>
      new RateLimiter({ ratePerSecond: count / seconds, burst: count, clock, maxKeys: MAX_APPS });
    this.messages = {
      user: limiter(rates.userMessagesPerMinute, 60),
      group: limiter(rates.groupMessagesPerSecond, 1),
      room: limiter(rates.roomMessagesPerSecond, 1),
    };
    this.groupCalls = limiter(rates.groupCallsPerSecond, 1);
  }

  /** @throws AppError RATE_LIMITED for too many calls, SEND_LIMIT for too many messages; neither counts then. */
  take(app: string, type: PlaceType, messages: number): void {
    if (type === "group" && !this.groupCalls.take(app)) throw new AppError("RATE_LIMITED");
    if (!this.messages[type].take(app, messages)) throw new AppError("SEND_LIMIT");
  }
}

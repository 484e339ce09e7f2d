import type { Meta } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";

/** The key of the priority in `Meta.ext`, and its values (MSync 6.4). */
const PRIORITY = "chatroom_msg_tag";
const HIGH = 0;
const NORMAL = 1;
const LOW = 2;

/** Of the allowed rate, what messages of low and of normal priority may fill; the rest is for the ones above. */
const SHARE: Readonly<Record<number, number>> = { [LOW]: 0.5, [NORMAL]: 1, [HIGH]: 2 };

const WINDOW_MS = 1000;
/** Rooms counted at the same time. */
const MAX_ROOMS = 10_000;

export function priorityOf(meta: Meta): number {
  const value = Number(meta.ext?.find(({ key }) => key === PRIORITY)?.varintValue ?? NORMAL);
  return value === HIGH || value === LOW ? value : NORMAL;
}

/**
 * What a room cannot show anyway need not be sent to thousands: per room and second, messages of low priority are shed
 * first, then normal ones. High ones have twice the rate.
 */
export class Shedder {
  private readonly clock: Clock;
  private readonly rooms = new Map<string, { since: number; count: number }>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Counts the message when it is admitted. `ratePerSecond` 0: no limit. */
  admits(room: string, priority: number, ratePerSecond: number): boolean {
    if (ratePerSecond === 0) return true;
    const now = this.clock.now();
    let window = this.rooms.get(room);
    if (window === undefined || now - window.since >= WINDOW_MS || now < window.since) {
      if (window === undefined && this.rooms.size >= MAX_ROOMS) this.rooms.clear();
      window = { since: now, count: 0 };
      this.rooms.set(room, window);
    }
    if (window.count >= ratePerSecond * (SHARE[priority] ?? 1)) return false;
    window.count += 1;
    return true;
  }
}

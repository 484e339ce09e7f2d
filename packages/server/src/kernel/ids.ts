import type { Clock } from "./clock.ts";

/** Ids count from here, so that 41 bits of milliseconds last until 2093. */
const EPOCH_MS = Date.UTC(2024, 0, 1);

/**
 * Makes 64-bit ids that are ordered by time and unique across nodes: 41 bits of milliseconds, 10 of node, 12 of
 * sequence. They never repeat or go back, even when the clock does.
 */
export class IdGenerator {
  private lastMs = 0;
  private sequence = 0;
  private readonly node: bigint;
  private readonly clock: Clock;

  constructor(options: { clock: Clock; node: number; after?: bigint | undefined }) {
    this.clock = options.clock;
    this.node = BigInt(options.node & 0x3ff) << 12n;
    // After a restart with a clock that went back, continue behind the newest stored id.
    if (options.after !== undefined) this.lastMs = Number(options.after >> 22n) + 1;
  }

  next(): string {
    const nowMs = this.clock.now() - EPOCH_MS;
    if (nowMs > this.lastMs) {
      this.lastMs = nowMs;
      this.sequence = 0;
    } else if (++this.sequence > 0xfff) {
      this.lastMs += 1;
      this.sequence = 0;
    }
    return ((BigInt(this.lastMs) << 22n) | this.node | BigInt(this.sequence)).toString();
  }
}

/** Orders decimal ids without BigInt. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

export const LARGEST_ID = "9223372036854775807";

/** Whether a text from outside can be an id: decimal, above zero, and within what the store holds (63 bits). */
export function isId(text: string): boolean {
  return /^[1-9]\d{0,18}$/.test(text) && compareIds(text, LARGEST_ID) <= 0;
}

/** The smallest id that can be given out at a time (epoch milliseconds). */
export function firstIdAt(ms: number): string {
  return (BigInt(Math.max(0, Math.trunc(ms) - EPOCH_MS)) << 22n).toString();
}

/** The time an id was given out, in epoch milliseconds: never before the clock's at that moment. */
export function timeOfId(id: string): number {
  return Number(BigInt(id) >> 22n) + EPOCH_MS;
}

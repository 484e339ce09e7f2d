import type { VirtualTime } from "./virtual-time.ts";

const KEPT = 40;

/** The last things that happened, for who looks into a story that failed. */
export class Diary {
  private readonly time: VirtualTime;
  private readonly entries: string[] = [];

  constructor(time: VirtualTime) {
    this.time = time;
  }

  note(who: string, what: string): void {
    this.entries.push(`${(this.time.now / 1000).toFixed(3)} ${who} ${what}`);
    if (this.entries.length >= 50 * KEPT) this.entries.splice(0, this.entries.length - KEPT);
  }

  get last(): readonly string[] {
    return this.entries.slice(-KEPT);
  }
}

import type { Logger } from "pino";
import type { Entry } from "../timeline/index.ts";
import type { Audiences } from "./audiences.ts";

/**
 * Committed entries of groups whose members were not in memory: they wait until the members are loaded, and everything
 * that comes to the same timeline meanwhile waits behind them, so that the order stays.
 */
export class LateEntries {
  private readonly deps: { audiences: Audiences; log: Logger };
  private readonly deliver: (entries: readonly Entry[]) => void;
  private readonly waiting = new Map<string, Entry[]>();

  constructor(deps: { audiences: Audiences; log: Logger }, deliver: (entries: readonly Entry[]) => void) {
    this.deps = deps;
    this.deliver = deliver;
  }

  isWaiting(timeline: string): boolean {
    return this.waiting.size > 0 && this.waiting.has(timeline);
  }

  wait(entry: Entry): void {
    const { timeline } = entry;
    const entries = this.waiting.get(timeline);
    if (entries !== undefined) {
      entries.push(entry);
      return;
    }
    this.waiting.set(timeline, [entry]);
    void this.load(timeline);
  }

  private async load(timeline: string): Promise<void> {
    try {
      await this.deps.audiences.load(timeline);
    } catch (error) {
      // Devices find these entries when they ask the next time what is pending.
      this.deps.log.error({ err: error, timeline }, "the members of a group could not be read");
      this.waiting.delete(timeline);
      return;
    }
    const entries = this.waiting.get(timeline) ?? [];
    this.waiting.delete(timeline);
    this.deliver(entries);
  }
}

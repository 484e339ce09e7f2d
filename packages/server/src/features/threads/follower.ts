import type { Logger } from "pino";
import { type Entry, messageKinds, parseTimeline, type Timelines } from "../../timeline/index.ts";
import type { Turns } from "../muc/index.ts";
import { lastMessageOf, toLastMessage } from "./last-messages.ts";
import type { ThreadEvents } from "./thread-events.ts";
import type { ThreadService } from "./threads.service.ts";

interface Change {
  readonly app: string;
  readonly id: string;
  by: number;
  at: number;
  /** Who wrote, or took back, last. */
  user: string;
}

interface Deps {
  readonly threads: ThreadService;
  readonly events: ThreadEvents;
  readonly turns: Turns;
  readonly timelines: Timelines;
  readonly log: Logger;
}

/**
 * Counts the messages of threads, and tells the members of the group of the newest. Behind the commits: messages that come
 * while the group is being told are told of together.
 */
export class ThreadFollower {
  private readonly deps: Deps;
  private readonly changes = new Map<string, Change>();
  private readonly stop: () => void;
  private running: Promise<void> | undefined;

  constructor(deps: Deps) {
    this.deps = deps;
    this.stop = deps.timelines.onCommitted((entries) => this.committed(entries));
  }

  /** Resolves when everything committed until now is counted and told. */
  async settled(): Promise<void> {
    await this.running;
  }

  async close(): Promise<void> {
    this.stop();
    await this.settled();
  }

  private committed(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const by = worthOf(entry);
      if (by === 0) continue;
      const place = parseTimeline(entry.timeline);
      if (place.type !== "thread") continue;
      const { app, id } = place;
      const known = this.changes.get(entry.timeline);
      const change = known ?? { app, id, by: 0, at: 0, user: "" };
      change.by += by;
      change.at = entry.at;
      change.user = entry.sender;
      this.changes.set(entry.timeline, change);
    }
    if (this.changes.size > 0) this.running ??= this.run();
  }

  private async run(): Promise<void> {
    for (let next = this.take(); next !== undefined; next = this.take()) {
      try {
        // What is told has the name of the thread, which may be changing.
        await this.deps.turns.run(next, () => this.tell(next));
      } catch (error) {
        const { app, id } = next;
        this.deps.log.error({ err: error, app, thread: id }, "the group could not be told of a message in a thread");
      }
    }
    this.running = undefined;
  }

  private take(): Change | undefined {
    for (const [timeline, change] of this.changes) {
      this.changes.delete(timeline);
      return change;
    }
    return undefined;
  }

  private async tell({ app, id, by, at, user }: Change): Promise<void> {
    const { threads, events, timelines } = this.deps;
    const thread = await threads.count(app, id, { by, at });
    if (thread === undefined) return;
    const lastMessage = toLastMessage(await lastMessageOf(timelines, app, id));
    await events.tellGroup(thread, "update_msg", { origin: { user, resource: undefined }, lastMessage });
  }
}

function worthOf({ kind }: Entry): number {
  if (kind === "recall") return -1;
  return kind !== "cmd" && (messageKinds as readonly string[]).includes(kind) ? 1 : 0;
}

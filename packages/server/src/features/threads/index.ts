import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import { parseTimeline, type Timelines } from "../../timeline/index.ts";
import { type ConversationEvents, type MessageExtras, whenRecalled } from "../messages/index.ts";
import type { Memberships, MucEvents, Mucs, Turns } from "../muc/index.ts";
import { ThreadFollower } from "./follower.ts";
import { lastMessageOf, toLastMessage } from "./last-messages.ts";
import { createThreadTable } from "./migrations/2026-11-28-threads.ts";
import { ThreadEvents } from "./thread-events.ts";
import { threadEndpoints } from "./threads.rest.ts";
import { ThreadService } from "./threads.service.ts";

export const threadsMigrations: readonly Migration[] = [createThreadTable];

/** Conversations that hang on one message of a group. */
export function createThreads(deps: {
  database: Database;
  timelines: Timelines;
  mucs: Mucs;
  memberships: Memberships;
  mucEvents: MucEvents;
  turns: Turns;
  conversationEvents: ConversationEvents;
  bus: Bus;
  clock: Clock;
  log: Logger;
}): {
  api: {
    forgetUser(app: string, user: string): Promise<void>;
    /** Resolves when everything committed until now is counted and told, and who has left a group has left its threads. */
    settled(): Promise<void>;
  };
  /** What histories show with a message that has a thread. */
  extras: MessageExtras;
  endpoints: readonly Endpoint[];
  close(): Promise<void>;
} {
  const { timelines, turns, bus, log } = deps;
  const events = new ThreadEvents(deps);
  const threads = new ThreadService({ ...deps, events });
  const follower = new ThreadFollower({ threads, events, turns, timelines, log });
  const cleaner = whenRecalled({ timelines, log }, (timeline, ids) =>
    threads.forgetMessages(parseTimeline(timeline).app, ids),
  );
  const leaving = new Set<Promise<void>>();
  const unsubscribe = bus.subscribe("muc.left", ({ app, timeline, users }) => {
    const place = parseTimeline(timeline);
    if (place.type !== "group") return;
    const work = threads
      .leftGroup(app, place.id, users)
      .catch((error: unknown) => log.error({ err: error, timeline }, "who has left a group is still in its threads"))
      .finally(() => leaving.delete(work));
    leaving.add(work);
  });
  const settled = async (): Promise<void> => {
    await Promise.all([...leaving, cleaner.settled(), follower.settled()]);
  };
  return {
    api: { forgetUser: (app, user) => threads.forgetUser(app, user), settled },
    extras: {
      async of({ app }, ids) {
        const found = await threads.onMessages(app, ids);
        const overviews = [...found].map(async ([message, thread]) => {
          const { id, parent, messageCount, updatedAt, muc } = thread;
          const overview = {
            id,
            muc_parent_id: parent,
            name: muc.name,
            last_message: toLastMessage(await lastMessageOf(timelines, app, id)),
            create_timestamp: muc.createdAt,
            update_timestamp: updatedAt,
            message_count: messageCount,
          };
          return [message, { thread_overview: overview }] as const;
        });
        return new Map(await Promise.all(overviews));
      },
    },
    endpoints: turns.of(threadEndpoints(threads, timelines)),
    async close() {
      unsubscribe();
      await Promise.all([follower.close(), cleaner.close(), ...leaving]);
    },
  };
}

import type { Logger } from "pino";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import { parseTimeline, type Timelines } from "../../timeline/index.ts";
import type { ConversationEvents, MessageExtras } from "../messages/index.ts";
import { whenRecalled } from "../messages/index.ts";
import { createReactionTable } from "./migrations/2026-11-28-reactions.ts";
import { reactionEndpoints, toReactionForm } from "./reactions.rest.ts";
import { ReactionService } from "./reactions.service.ts";

export const reactionsMigrations: readonly Migration[] = [createReactionTable];

/** What people put on messages without writing one. */
export function createReactions(deps: {
  database: Database;
  timelines: Timelines;
  events: ConversationEvents;
  log: Logger;
}): {
  api: {
    forgetUser(app: string, user: string): Promise<void>;
    /** Of messages that are gone for good. */
    forgetMessages(timeline: string, ids: readonly string[]): Promise<void>;
    /** Resolves when what was about recalled messages is gone. */
    settled(): Promise<void>;
  };
  /** What histories and lists show with a message. */
  extras: MessageExtras;
  endpoints: readonly Endpoint[];
  close(): Promise<void>;
} {
  const { timelines, log } = deps;
  const service = new ReactionService(deps);
  const forgetMessages = (timeline: string, ids: readonly string[]): Promise<void> =>
    service.forgetMessages(parseTimeline(timeline).app, ids);
  const cleaner = whenRecalled({ timelines, log }, forgetMessages);
  return {
    api: {
      forgetUser: (app, user) => service.forgetUser(app, user),
      forgetMessages,
      settled: () => cleaner.settled(),
    },
    extras: {
      async of(owner, ids) {
        const seen = await service.seen(owner, ids);
        return new Map([...seen].map(([id, reactions]) => [id, { reaction: reactions.map(toReactionForm) }]));
      },
    },
    endpoints: reactionEndpoints(service),
    close: () => cleaner.close(),
  };
}

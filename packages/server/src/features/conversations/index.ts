import { setTimeout } from "node:timers/promises";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Mucs } from "../muc/index.ts";
import type { Conversations } from "./api.ts";
import { changeEndpoints } from "./changes.rest.ts";
import { ConversationLists } from "./conversation-lists.ts";
import { ConversationService } from "./conversations.service.ts";
import { type ConversationTables, conversationStore } from "./conversations.store.ts";
import { listEndpoints } from "./lists.rest.ts";
import { createConversationTables } from "./migrations/2026-11-25-conversations.ts";
import { ReadMarks } from "./read-marks.ts";

export type { Conversations } from "./api.ts";
export { roamingDeleteEvent } from "./conv-event.ts";

export const conversationsMigrations: readonly Migration[] = [createConversationTables];

/** Read receipts of this time share one write. Clients wait 15 s for the ack (MSync 4.3). */
const READ_MARK_WAIT_MS = 10;

/** A user's conversations: the list, unread counts, pins, marks, deletion. */
export function createConversations(deps: {
  timelines: Timelines;
  database: Database;
  mucs: Pick<Mucs, "isMember">;
  clock: Clock;
}): {
  api: Conversations;
  endpoints: readonly Endpoint[];
  /** Waits for read marks that are on their way to the store. */
  close(): Promise<void>;
} {
  const { timelines, database, mucs, clock } = deps;
  const lists = new ConversationLists({ timelines, database, mucs });
  const readMarks = new ReadMarks({
    store: (marks) => conversationStore.markRead(database.query<ConversationTables>(), marks),
    wait: () => setTimeout(READ_MARK_WAIT_MS),
  });
  const service = new ConversationService({ timelines, database, lists, readMarks, clock });
  return {
    api: service,
    endpoints: [...listEndpoints(lists), ...changeEndpoints(service)],
    close: () => readMarks.settled(),
  };
}

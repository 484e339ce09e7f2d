import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import { type ConversationEvents, whenRecalled } from "../messages/index.ts";
import type { Mucs } from "../muc/index.ts";
import { createPinTable } from "./migrations/2026-11-28-pins.ts";
import { pinEndpoints } from "./pins.rest.ts";
import { PinService } from "./pins.service.ts";

export const pinsMigrations: readonly Migration[] = [createPinTable];

/** Messages that everybody in a conversation keeps in front. */
export function createPins(deps: {
  database: Database;
  timelines: Timelines;
  mucs: Pick<Mucs, "find" | "isMember">;
  events: ConversationEvents;
  clock: Clock;
  log: Logger;
}): {
  endpoints: readonly Endpoint[];
  /** Pins of messages that are gone for good. */
  forgetMessages(timeline: string, ids: readonly string[]): Promise<void>;
  /** Resolves when the pins of recalled messages are gone. */
  settled(): Promise<void>;
  close(): Promise<void>;
} {
  const { timelines, log } = deps;
  const service = new PinService(deps);
  const forgetMessages = (timeline: string, ids: readonly string[]): Promise<void> =>
    service.forgetMessages(timeline, ids);
  const cleaner = whenRecalled({ timelines, log }, forgetMessages);
  return {
    endpoints: pinEndpoints(service),
    forgetMessages,
    settled: () => cleaner.settled(),
    close: () => cleaner.close(),
  };
}

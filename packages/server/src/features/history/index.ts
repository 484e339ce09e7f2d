import type { Clock } from "../../kernel/clock.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Conversations } from "../conversations/api.ts";
import type { MessageExtras } from "../messages/index.ts";
import type { Mucs } from "../muc/index.ts";
import { HistoryService } from "./history.service.ts";
import { removalEndpoints } from "./removal.rest.ts";
import { roamingEndpoints } from "./roaming.rest.ts";

/** Reading and removing one's own history. Nothing else in the server asks for it: no api. */
export function createHistory(deps: {
  timelines: Timelines;
  conversations: Pick<Conversations, "wholeReadUpTo" | "removeAll">;
  mucs: Pick<Mucs, "find" | "isMember">;
  /** What other features show with messages. */
  extras: readonly MessageExtras[];
  clock: Clock;
}): { endpoints: readonly Endpoint[] } {
  const service = new HistoryService(deps);
  return { endpoints: [...roamingEndpoints(service), ...removalEndpoints(service)] };
}

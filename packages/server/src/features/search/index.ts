import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Position, Records, TimelineKey, Timelines } from "../../timeline/index.ts";
import { AppSearch } from "./app-search.ts";
import { Follower } from "./follower.ts";
import { searchEndpoints } from "./search.rest.ts";
import { SearchService } from "./search.service.ts";
import type { SearchIndex } from "./search-index.ts";

export type { AppSearch } from "./app-search.ts";
export type { SearchIndex } from "./search-index.ts";
export { openSqliteIndex } from "./sqlite-index.store.ts";

/**
 * Search in one's own messages. Without an index nothing is followed, and searches are refused; with one, everything since
 * the beginning is found, whenever it was switched on.
 */
export function createSearch(deps: {
  timelines: Pick<Timelines, "memberships" | "findVisible" | "log" | "find" | "onCommitted">;
  /** `openSqliteIndex(dir)`; closed by `close`. */
  index: SearchIndex | undefined;
  records: Records;
  clock: Clock;
  log: Logger;
}): {
  endpoints: readonly Endpoint[];
  ofApps: AppSearch | undefined;
  /** Messages that are gone for good: their words go, too. */
  forgetMessages(timeline: TimelineKey, ids: readonly Position[]): Promise<void>;
  close(): Promise<void>;
} {
  const { timelines, index, records, clock, log } = deps;
  if (index === undefined) {
    const nothing = async (): Promise<void> => {};
    return { endpoints: searchEndpoints(undefined), ofApps: undefined, forgetMessages: nothing, close: nothing };
  }
  const follower = new Follower({ timelines, index, log });
  return {
    ofApps: new AppSearch({ records, index, follower }),
    endpoints: searchEndpoints(new SearchService({ timelines, index, follower, clock })),
    forgetMessages: (_, ids) => follower.forget(ids),
    async close() {
      await follower.close();
      await index.close();
    },
  };
}

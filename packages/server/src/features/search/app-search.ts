import { AppError } from "../../kernel/errors.ts";
import { firstIdAt, LARGEST_ID } from "../../kernel/ids.ts";
import type { Entry, MessageKind, Position, Records, TimelineKey } from "../../timeline/index.ts";
import { facet, textOf } from "./document.ts";
import type { Follower } from "./follower.ts";
import type { SearchIndex } from "./search-index.ts";
import { hasPhrases, phrasesOf } from "./words.ts";

const MAX_PHRASES = 8;
/** Candidates looked at for one page: more are for the next. */
const CANDIDATES = 200;
const MAX_ROUNDS = 10;
const CATCH_UP_STEPS = 4;
const SKEW_MS = 24 * 60 * 60 * 1000;

export interface AppSearchQuery {
  readonly app: string;
  readonly words: string;
  /** Only in one of these; undefined: anywhere in the application. */
  readonly timelines: readonly TimelineKey[] | undefined;
  readonly kind: MessageKind | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Exclusive. */
  readonly from: Position | undefined;
  readonly limit: number;
}

/** Search in all messages of an application, save those of rooms, which are not in the index. For those who run it. */
export class AppSearch {
  private readonly deps: { records: Records; index: SearchIndex; follower: Follower };

  constructor(deps: AppSearch["deps"]) {
    this.deps = deps;
  }

  /** Newest first. @throws AppError INVALID_ARGUMENT for words without letters and digits. */
  async page(query: AppSearchQuery): Promise<{ entries: Entry[]; next: Position | undefined }> {
    const { app, words, timelines, kind, since, until, limit } = query;
    const phrases = phrasesOf(words);
    if (phrases.length === 0) throw new AppError("INVALID_ARGUMENT", "text has no letter and no digit");
    if (phrases.length > MAX_PHRASES) throw new AppError("INVALID_ARGUMENT", `text has more than ${MAX_PHRASES} parts`);
    const { records, index, follower } = this.deps;
    await follower.catchUp({ steps: CATCH_UP_STEPS });
    const facets = [
      ...(timelines === undefined ? [] : [timelines.map(facet.timeline)]),
      ...(kind === undefined ? [] : [[facet.kind(kind)]]),
    ];
    const after = since === undefined ? "0" : firstIdAt(Math.max(0, since - 1));
    let before = query.from ?? (until === undefined ? LARGEST_ID : firstIdAt(until + SKEW_MS));
    const entries: Entry[] = [];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const ids = await index.find({ facets, phrases, after, before, limit: CANDIDATES });
      const found = new Map((await records.findMany(app, ids)).map((entry) => [entry.id, entry]));
      for (const id of ids) {
        before = id;
        const entry = found.get(id);
        if (entry === undefined || entry.at < (since ?? 0) || entry.at > (until ?? Number.MAX_SAFE_INTEGER)) continue;
        // What the index says of a message may be old.
        if (!hasPhrases(textOf(entry.meta), phrases)) continue;
        entries.push(entry);
        if (entries.length === limit) return { entries, next: id };
      }
      if (ids.length < CANDIDATES) return { entries, next: undefined };
    }
    return { entries, next: before };
  }
}

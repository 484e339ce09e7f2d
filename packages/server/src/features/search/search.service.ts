import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { firstIdAt, LARGEST_ID } from "../../kernel/ids.ts";
import { RateLimiter } from "../../kernel/rate-limit.ts";
import {
  conversationTimeline,
  type Entry,
  groupTimeline,
  type MessageKind,
  type Position,
  parseTimeline,
  type TimelineKey,
  type Timelines,
} from "../../timeline/index.ts";
import { facet, searchedKinds, textOf } from "./document.ts";
import type { Follower } from "./follower.ts";
import type { SearchIndex } from "./search-index.ts";
import { hasPhrases, type Phrase, phrasesOf } from "./words.ts";

const MAX_WORD_CHARACTERS = 120;
const MAX_PHRASES = 8;
/** Candidates looked at for one page: more are for the next. */
const CANDIDATES = 100;
const MAX_ROUNDS = 5;
/** Steps that a search waits for the index, so that what was said a moment ago is found where that is cheap. */
const CATCH_UP_STEPS = 4;
/** How far the clock may ever have gone back: ids of that time run ahead of their times. */
const SKEW_MS = 24 * 60 * 60 * 1000;
const USER_PER_SECOND = 5;
const USER_BURST = 30;
const MAX_USERS = 10_000;

export interface SearchQuery {
  readonly app: string;
  readonly user: string;
  readonly words: string | undefined;
  readonly sender: string | undefined;
  /** Only the conversation with this user. */
  readonly peer: string | undefined;
  /** Only this group. */
  readonly group: string | undefined;
  readonly kinds: readonly MessageKind[] | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly startAt: number | undefined;
  readonly endAt: number | undefined;
  /** Exclusive: goes on behind this message; undefined: from the newest. */
  readonly before: Position | undefined;
  readonly limit: number;
}

export interface SearchPage {
  /** Newest first. May be fewer than asked for although there are more: the cursor tells. */
  readonly entries: readonly Entry[];
  /** "" when there is nothing more. */
  readonly nextCursor: string;
}

interface Deps {
  readonly timelines: Pick<Timelines, "memberships" | "findVisible">;
  readonly index: SearchIndex;
  readonly follower: Follower;
  readonly clock: Clock;
}

/** Search in what a user can see (SPEC.md, SR). The index proposes; the record decides. */
export class SearchService {
  private readonly deps: Deps;
  private readonly rates: RateLimiter;

  constructor(deps: Deps) {
    this.deps = deps;
    const { clock } = deps;
    this.rates = new RateLimiter({ ratePerSecond: USER_PER_SECOND, burst: USER_BURST, clock, maxKeys: MAX_USERS });
  }

  /** @throws AppError INVALID_ARGUMENT, SERVICE_QUOTA. */
  async search(query: SearchQuery): Promise<SearchPage> {
    const { app, user, limit } = query;
    const phrases = phrasesFor(query);
    if (!this.rates.take(`${app}/${user}`)) throw new AppError("SERVICE_QUOTA");
    const { timelines, index, follower } = this.deps;
    const scope = scopeOf(query, await timelines.memberships(app, user));
    if (scope.length === 0) return { entries: [], nextCursor: "" };
    await follower.catchUp({ steps: CATCH_UP_STEPS });

    const wanted = { ...rangeOf(query), facets: [scope, ...filtersOf(query)], phrases, limit: CANDIDATES };
    const entries: Entry[] = [];
    let { before } = wanted;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const ids = await index.find({ ...wanted, before });
      const seen = new Map((await timelines.findVisible({ app, user, ids })).map((entry) => [entry.id, entry]));
      for (const [i, id] of ids.entries()) {
        before = id;
        const entry = seen.get(id);
        if (entry !== undefined && isWanted(entry, query, phrases)) entries.push(entry);
        const isLast = ids.length < CANDIDATES && i === ids.length - 1;
        if (entries.length === limit) return { entries, nextCursor: isLast ? "" : id };
      }
      if (ids.length < CANDIDATES) return { entries, nextCursor: "" };
    }
    return { entries, nextCursor: before };
  }
}

/** @throws AppError INVALID_ARGUMENT */
function phrasesFor({ words, sender, kinds, startAt, endAt }: SearchQuery): Phrase[] {
  if (words === undefined) {
    const isNarrowed = [sender, kinds, startAt, endAt].some((filter) => filter !== undefined);
    if (!isNarrowed) throw new AppError("INVALID_ARGUMENT", "word, from, type or a time is required");
    return [];
  }
  if ([...words].length > MAX_WORD_CHARACTERS) {
    throw new AppError("INVALID_ARGUMENT", `word has more than ${MAX_WORD_CHARACTERS} characters`);
  }
  const phrases = phrasesOf(words);
  if (phrases.length === 0) throw new AppError("INVALID_ARGUMENT", "word has no letter and no digit");
  if (phrases.length > MAX_PHRASES) throw new AppError("INVALID_ARGUMENT", `word has more than ${MAX_PHRASES} parts`);
  return phrases;
}

/** Of what the user is a member of: one timeline, or all of them. Empty: nothing. */
function scopeOf({ app, user, peer, group }: SearchQuery, memberships: readonly TimelineKey[]): string[] {
  const only = [
    ...(peer === undefined ? [] : [conversationTimeline(app, user, peer)]),
    ...(group === undefined ? [] : [groupTimeline(app, group)]),
  ];
  if (only.length > 0) return only.every((key) => memberships.includes(key)) ? only.map(facet.timeline) : [];
  if (memberships.length === 0) return [];
  // Conversations of two are known by their people: see document.ts.
  const shared = memberships.filter((key) => !["conversation", "user"].includes(parseTimeline(key).type));
  return [facet.user(app, user), ...shared.map(facet.timeline)];
}

function filtersOf({ app, sender, kinds }: SearchQuery): string[][] {
  return [
    ...(sender === undefined ? [] : [[facet.sender(app, sender)]]),
    ...(kinds === undefined || kinds.length === searchedKinds.length ? [] : [kinds.map(facet.kind)]),
  ];
}

/** A range of times as one of ids: an id is never of before its time, and at most `SKEW_MS` ahead of it. */
function rangeOf({ startAt, endAt, before }: SearchQuery): { after: Position; before: Position } {
  const end = endAt === undefined ? LARGEST_ID : firstIdAt(endAt + SKEW_MS);
  const last = before === undefined || BigInt(end) < BigInt(before) ? end : before;
  const first = startAt === undefined ? 0n : BigInt(firstIdAt(startAt)) - 1n;
  return { after: (first < 0n ? 0n : first).toString(), before: last };
}

/** What the index says of a message may be old, and times are not exact there. */
function isWanted(entry: Entry, query: SearchQuery, phrases: readonly Phrase[]): boolean {
  const { sender, kinds = searchedKinds, startAt = 0, endAt = Number.MAX_SAFE_INTEGER } = query;
  if (sender !== undefined && entry.sender !== sender) return false;
  if (!(kinds as readonly string[]).includes(entry.kind) || entry.at < startAt || entry.at > endAt) return false;
  return phrases.length === 0 || hasPhrases(textOf(entry.meta), phrases);
}

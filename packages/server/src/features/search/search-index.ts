import type { Position } from "../../timeline/index.ts";
import type { Phrase } from "./words.ts";

/**
 * Finds messages by their words. It follows the record at a distance, and what it answers are candidates: whether
 * somebody may see them, and what they say now, is for the record to tell. A port: SQLite's FTS5 now; the full text search
 * of PostgreSQL can do the same with the same tokens.
 */
export interface SearchIndex {
  /** Up to where the log is in the index; "0": nothing is. */
  position(): Promise<Position>;
  /** All of it or nothing, with the position. Documents that are there already are replaced, unknown ones not missed. */
  apply(batch: { put: readonly Document[]; remove: readonly Position[]; upTo: Position }): Promise<void>;
  /** What is not there is not missed. */
  remove(ids: readonly Position[]): Promise<void>;
  /** Newest first. */
  find(query: IndexQuery): Promise<Position[]>;
  close(): Promise<void>;
}

export interface Document {
  /** Of the message. */
  readonly id: Position;
  readonly facets: readonly string[];
  readonly tokens: readonly string[];
}

export interface IndexQuery {
  /** One of each group. */
  readonly facets: ReadonlyArray<readonly string[]>;
  /** All of them. */
  readonly phrases: readonly Phrase[];
  /** Both exclusive. */
  readonly after: Position;
  readonly before: Position;
  readonly limit: number;
}

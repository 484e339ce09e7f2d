import type { Entry } from "./timeline.ts";

/** Of an entry besides what it says. */
const OBJECT_BYTES = 500;

/** Roughly what an entry holds in memory. */
export function entryBytes({ meta }: Pick<Entry, "meta">): number {
  return OBJECT_BYTES + meta.length;
}

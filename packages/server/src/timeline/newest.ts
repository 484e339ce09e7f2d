import { compareIds } from "../kernel/ids.ts";
import { isForDevice } from "./audience.ts";
import { entryBytes } from "./entry-bytes.ts";
import { parseTimeline } from "./keys.ts";
import type { Device, Entry, Position, TimelineKey } from "./timeline.ts";

/** Of the entries that are remembered. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * The newest entries of groups and threads. After a burst in a group all its devices are a little behind, and each asks for
 * the same pages: from here they come at the price of what is delivered at once, from the store at five times that. Of
 * conversations nothing is remembered: they have one reader, whom the store serves as well.
 */
export class Newest {
  private readonly maxBytes: number;
  /** Every entry of a group with a larger id is here: those of the older half, then those of the younger one. */
  private floor: Position;
  private old = new Half();
  private young = new Half();

  /** @param floor the newest id there is */
  constructor(floor: Position, maxBytes = MAX_BYTES) {
    this.floor = floor;
    this.maxBytes = maxBytes;
  }

  /** In the order of their ids. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (!hasManyReaders(entry.timeline)) continue;
      this.young.add(entry);
      this.trim();
    }
  }

  remove(timeline: TimelineKey, id: Position): void {
    this.change(timeline, id, () => []);
  }

  replace(timeline: TimelineKey, id: Position, { meta, edits }: Pick<Entry, "meta" | "edits">): void {
    this.change(timeline, id, (entry) => [{ ...entry, meta, edits }]);
  }

  /** As `Timelines.read`; undefined: the store knows. */
  read(query: { device: Device; timeline: TimelineKey; after: Position; limit: number }): Entry[] | undefined {
    if (compareIds(query.after, this.floor) < 0 || !hasManyReaders(query.timeline)) return undefined;
    const page: Entry[] = [];
    this.old.read(query, page);
    this.young.read(query, page);
    return page;
  }

  private trim(): void {
    while (this.young.bytes > this.maxBytes / 2 || this.old.bytes > this.maxBytes) {
      this.floor = this.old.lastId ?? this.floor;
      this.old = this.young;
      this.young = new Half();
    }
  }

  private change(timeline: TimelineKey, id: Position, to: (entry: Entry) => readonly Entry[]): void {
    if (compareIds(id, this.floor) <= 0) return;
    for (const half of [this.old, this.young]) half.change(timeline, id, to);
    this.trim();
  }
}

class Half {
  bytes = 0;
  lastId: Position | undefined;
  private readonly entries = new Map<TimelineKey, Entry[]>();

  add(entry: Entry): void {
    const list = this.entries.get(entry.timeline);
    if (list === undefined) this.entries.set(entry.timeline, [entry]);
    else list.push(entry);
    this.bytes += entryBytes(entry);
    this.lastId = entry.id;
  }

  /** Adds to `page` what belongs on it. */
  read(
    { device, timeline, after, limit }: { device: Device; timeline: TimelineKey; after: Position; limit: number },
    page: Entry[],
  ): void {
    const list = this.entries.get(timeline) ?? NOTHING;
    for (let i = firstAfter(list, after); i < list.length && page.length < limit; i++) {
      const entry = list[i] as Entry; // within the list
      if (isForDevice(entry, device)) page.push(entry);
    }
  }

  change(timeline: TimelineKey, id: Position, to: (entry: Entry) => readonly Entry[]): void {
    const list = this.entries.get(timeline) ?? NOTHING;
    const at = firstAfter(list, id) - 1;
    const entry = list[at];
    if (entry?.id !== id) return;
    const changed = to(entry);
    list.splice(at, 1, ...changed);
    for (const each of changed) this.bytes += entryBytes(each);
    this.bytes -= entryBytes(entry);
  }
}

function hasManyReaders(timeline: TimelineKey): boolean {
  const { type } = parseTimeline(timeline);
  return type === "group" || type === "thread";
}

/** By halves: lists of lively groups are long. */
function firstAfter(list: readonly Entry[], after: Position): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Below `high`, so within the list.
    if (compareIds((list[middle] as Entry).id, after) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

const NOTHING: Entry[] = [];

import { compareIds } from "../kernel/ids.ts";
import { isForDevice } from "./audience.ts";
import { parseTimeline } from "./keys.ts";
import type { Device, Entry, Position, TimelineKey } from "./timeline.ts";

/** Of the entries that are remembered, with `ENTRY_BYTES` for each besides what it says. */
const MAX_BYTES = 16 * 1024 * 1024;
const ENTRY_BYTES = 500;

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
      const { type } = parseTimeline(entry.timeline);
      if (type !== "group" && type !== "thread") continue;
      this.young.add(entry);
      if (this.young.bytes > this.maxBytes / 2) this.forget();
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
    if (compareIds(query.after, this.floor) < 0) return undefined;
    const { type } = parseTimeline(query.timeline);
    if (type !== "group" && type !== "thread") return undefined;
    const page: Entry[] = [];
    this.old.read(query, page);
    this.young.read(query, page);
    return page;
  }

  private forget(): void {
    this.floor = this.old.lastId ?? this.floor;
    this.old = this.young;
    this.young = new Half();
    if (this.old.bytes <= this.maxBytes) return;
    this.floor = this.old.lastId ?? this.floor;
    this.old = new Half();
  }

  private change(timeline: TimelineKey, id: Position, to: (entry: Entry) => readonly Entry[]): void {
    if (compareIds(id, this.floor) <= 0) return;
    for (const half of [this.old, this.young]) half.change(timeline, id, to);
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
    this.bytes += ENTRY_BYTES + entry.meta.length;
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
    const at = list.findIndex((entry) => entry.id === id);
    if (at >= 0) list.splice(at, 1, ...to(list[at] as Entry));
  }
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

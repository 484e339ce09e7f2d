/**
 * What devices pull, page after page: the one read that is as frequent as messages are. Its statement is written and
 * prepared once, and a page passes between the threads by column, with the bytes of all entries in one array.
 */
import type { Connection } from "../../kernel/database/sqlite/index.ts";
import { addressedSql, EVERY_DEVICE } from "../audience.ts";
import { slotOf } from "../slots.ts";
import type { Entry, EntryKind, Timelines } from "../timeline.ts";

export type PageQuery = Parameters<Timelines["read"]>[0];

export interface Page {
  readonly ids: string[];
  readonly ats: number[];
  readonly kinds: EntryKind[];
  readonly senders: string[];
  readonly resources: string[];
  readonly refs: Array<string | null>;
  readonly audiences: Array<string | null>;
  readonly audienceResources: Array<string | null>;
  readonly edits: number[];
  /** Where each entry's bytes end in `metas`. */
  readonly metaEnds: number[];
  readonly metas: Uint8Array;
}

/** The columns in the order of the statement. */
type Row = [
  id: string,
  at: number,
  kind: EntryKind,
  sender: string,
  resource: string,
  ref: string | null,
  audience: string | null,
  audienceResource: string | null,
  edits: number,
  meta: Uint8Array,
];

/**
 * Runs in the thread of the database. By the key of timeline_index, from `after` on; what is not for the device is
 * skipped on the way.
 */
export function pageReader(reader: Connection): (query: PageQuery) => Page {
  const select = reader.prepare(
    `select cast(e.id as text), e.at, e.kind, e.sender, e.resource, cast(e.ref as text), e.audience,
       e.audience_resource, e.edits, e.meta
     from timeline_index i join timeline_entry e on e.id = i.id
     where i.slot = ?1 and i.timeline = ?2 and i.id > ?3
       and (e.sender <> ?4 or e.resource not in (?5, '${EVERY_DEVICE}'))
       and ${addressedSql("?4")} and (e.audience_resource is null or e.audience_resource = ?5)
     order by i.id limit ?6`,
  );
  select.setReturnArrays(true);
  return ({ device, timeline, after, limit }) => {
    const rows = select.all(slotOf(timeline), timeline, after, device.user, device.resource, limit);
    // Arrays, because the statement was told so; of the columns that it names.
    return toPage(rows as unknown as Row[]);
  };
}

/** The entries of a page; their bytes are views on one array. */
export function entriesOf(timeline: string, page: Page): Entry[] {
  let start = 0;
  return page.ids.map((id, i) => {
    // All columns are as long as the first.
    const end = page.metaEnds[i] as number;
    const meta = page.metas.subarray(start, end);
    start = end;
    return {
      id,
      timeline,
      at: page.ats[i] as number,
      kind: page.kinds[i] as EntryKind,
      sender: page.senders[i] as string,
      resource: page.resources[i] as string,
      ref: page.refs[i] ?? undefined,
      audience: page.audiences[i] ?? undefined,
      audienceResource: page.audienceResources[i] ?? undefined,
      meta,
      edits: page.edits[i] as number,
    };
  });
}

function toPage(rows: readonly Row[]): Page {
  let length = 0;
  for (const row of rows) length += row[9].length;
  const page: Page = {
    ids: [],
    ats: [],
    kinds: [],
    senders: [],
    resources: [],
    refs: [],
    audiences: [],
    audienceResources: [],
    edits: [],
    metaEnds: [],
    metas: new Uint8Array(length),
  };
  let at = 0;
  for (const row of rows) {
    page.ids.push(row[0]);
    page.ats.push(row[1]);
    page.kinds.push(row[2]);
    page.senders.push(row[3]);
    page.resources.push(row[4]);
    page.refs.push(row[5]);
    page.audiences.push(row[6]);
    page.audienceResources.push(row[7]);
    page.edits.push(row[8]);
    page.metas.set(row[9], at);
    at += row[9].length;
    page.metaEnds.push(at);
  }
  return page;
}

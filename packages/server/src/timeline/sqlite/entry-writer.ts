import type { Connection } from "../../kernel/database/sqlite/index.ts";
import { slotOf } from "../slots.ts";
import type { Backlog } from "./backlog.ts";
import type { Appends, BatchResult, EffectRow } from "./batch.ts";

type Exception = BatchResult["exceptions"][number];

/** Stores the appends of a batch in order, and says which were resends or came too late. */
export function entryWriter(writer: Connection, backlog: Backlog): (appends: Appends) => Exception[] {
  const insert = writer.prepare(
    `insert into timeline_entry
       (id, slot, timeline, at, kind, sender, resource, ref, audience, audience_resource, edits, once_slot, digest, meta)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
  );
  const addMember = writer.prepare(
    `insert into timeline_member (slot, app, username, timeline, timeline_slot) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
  );
  const apply = effects(writer, backlog);

  return (appends) => {
    const exceptions: Exception[] = [];
    const { slots, timelines, ids, ats, metas, metaEnds } = appends;
    const effectOf = new Map(appends.effects.map((effect) => [effect.index, effect]));
    const refused = new Set<number>();
    let metaAt = 0;
    for (let i = 0; i < ids.length; i++) {
      const slot = slots[i] as number;
      const timeline = timelines[i] as string;
      const id = ids[i] as string;
      const meta = metas.subarray(metaAt, metaEnds[i]);
      metaAt = metaEnds[i] as number;
      const at = ats[i] as number;
      const onceSlot = appends.onceSlots[i] as number | null;
      const digest = appends.digests[i] as string | null;
      if (digest !== null) {
        const first = backlog.findDigest(onceSlot as number, digest);
        if (first !== undefined) {
          exceptions.push({ index: i, outcome: "duplicate", ...first });
          refused.add(i);
          continue;
        }
      }
      const effect = effectOf.get(i);
      if (effect !== undefined && !apply(timeline, effect)) {
        exceptions.push({ index: i, outcome: "conflict" });
        refused.add(i);
        continue;
      }
      const ref = appends.refs[i] as string | null;
      insert.run(
        id,
        slot,
        timeline,
        at,
        appends.kinds[i] as string,
        appends.senders[i] as string,
        appends.resources[i] as string,
        ref,
        appends.audiences[i] as string | null,
        appends.audienceResources[i] as string | null,
        onceSlot,
        digest,
        meta,
      );
      backlog.add(slot, timeline, { id, ref });
      if (digest !== null && onceSlot !== null) backlog.addDigest({ slot: onceSlot, digest, id, at });
    }
    for (const { index, slot, app, user } of appends.members) {
      const timeline = timelines[index] as string;
      if (!refused.has(index)) addMember.run(slot, app, user, timeline, slotOf(timeline));
    }
    return exceptions;
  };
}

/** False when the entry is not there any more, or has been edited meanwhile. */
function effects(writer: Connection, backlog: Backlog): (timeline: string, effect: EffectRow) => boolean {
  const exists = writer.prepare("select 1 from timeline_entry where id = ? and timeline = ?");
  const remove = writer.prepare("delete from timeline_entry where id = ?");
  const replace = writer.prepare(
    "update timeline_entry set meta = ?, edits = ? where id = ? and timeline = ? and edits = ? - 1",
  );
  return (timeline, effect) => {
    const { id } = effect;
    if (effect.type === "replace") {
      return replace.run(effect.meta, effect.edits, id, timeline, effect.edits).changes !== 0;
    }
    if (exists.get(id, timeline) === undefined) return false;
    backlog.removeEntry(slotOf(timeline), timeline, id);
    remove.run(id);
    return true;
  };
}

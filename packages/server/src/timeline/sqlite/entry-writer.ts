import type { Connection } from "../../kernel/database/sqlite/index.ts";
import { slotOf } from "../slots.ts";
import { type Appends, type BatchResult, DIGEST_BYTES, type EffectRow } from "./batch.ts";

type Exception = BatchResult["exceptions"][number];

/** Stores the appends of a batch in order, and says which were resends or came too late. */
export function entryWriter(writer: Connection): (appends: Appends) => Exception[] {
  const insert = writer.prepare(
    `insert into timeline_entry
       (slot, timeline, id, at, kind, sender, resource, ref, audience, audience_resource, edits, meta)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
  );
  const addMember = writer.prepare(
    `insert into timeline_member (slot, app, username, timeline, timeline_slot) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
  );
  const once = onceTable(writer);
  const apply = effects(writer);

  return (appends) => {
    const exceptions: Exception[] = [];
    const { slots, timelines, ids, ats, metas, metaEnds } = appends;
    const effectOf = new Map(appends.effects.map((effect) => [effect.index, effect]));
    const refused = new Set<number>();
    let digestAt = 0;
    let metaAt = 0;
    for (let i = 0; i < ids.length; i++) {
      const slot = slots[i] as number;
      const timeline = timelines[i] as string;
      const id = ids[i] as string;
      const meta = metas.subarray(metaAt, metaEnds[i]);
      metaAt = metaEnds[i] as number;
      let digest: Uint8Array | undefined;
      if (appends.hasDigest[i]) {
        digest = appends.digests.subarray(digestAt, digestAt + DIGEST_BYTES);
        digestAt += DIGEST_BYTES;
        const first = once.claim(slot, digest, { id, at: ats[i] as number });
        if (first !== undefined) {
          exceptions.push({ index: i, outcome: "duplicate", ...first });
          refused.add(i);
          continue;
        }
      }
      const effect = effectOf.get(i);
      if (effect !== undefined && !apply(slot, timeline, effect)) {
        if (digest !== undefined) once.release(slot, digest);
        exceptions.push({ index: i, outcome: "conflict" });
        refused.add(i);
        continue;
      }
      insert.run(
        slot,
        timeline,
        id,
        ats[i] as number,
        appends.kinds[i] as string,
        appends.senders[i] as string,
        appends.resources[i] as string,
        appends.refs[i] as string | null,
        appends.audiences[i] as string | null,
        appends.audienceResources[i] as string | null,
        meta,
      );
    }
    for (const { index, slot, app, user } of appends.members) {
      const timeline = timelines[index] as string;
      if (!refused.has(index)) addMember.run(slot, app, user, timeline, slotOf(timeline));
    }
    return exceptions;
  };
}

/** The insert is at the same time the question whether it was there already, so that the usual case costs one statement. */
function onceTable(writer: Connection) {
  const insert = writer.prepare(
    "insert into timeline_once (slot, digest, id, at) values (?, ?, ?, ?) on conflict do nothing",
  );
  const find = writer.prepare("select cast(id as text) as id, at from timeline_once where slot = ? and digest = ?");
  const remove = writer.prepare("delete from timeline_once where slot = ? and digest = ?");
  return {
    /** The first one with this digest; undefined: this is it. */
    claim(slot: number, digest: Uint8Array, row: { id: string; at: number }): { id: string; at: number } | undefined {
      if (insert.run(slot, digest, row.id, row.at).changes !== 0) return undefined;
      return find.get(slot, digest) as { id: string; at: number };
    },
    release(slot: number, digest: Uint8Array): void {
      remove.run(slot, digest);
    },
  };
}

/** False when the entry is not there any more, or has been edited meanwhile. */
function effects(writer: Connection): (slot: number, timeline: string, effect: EffectRow) => boolean {
  const remove = writer.prepare("delete from timeline_entry where slot = ? and timeline = ? and id = ?");
  const replace = writer.prepare(
    "update timeline_entry set meta = ?, edits = ? where slot = ? and timeline = ? and id = ? and edits = ? - 1",
  );
  return (slot, timeline, effect) => {
    const { changes } =
      effect.type === "remove"
        ? remove.run(slot, timeline, effect.id)
        : replace.run(effect.meta, effect.edits, slot, timeline, effect.id, effect.edits);
    return changes !== 0;
  };
}

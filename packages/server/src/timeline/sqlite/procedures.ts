/** Runs in the thread of the database: one batch, one transaction. */
import type { Connection, Connections } from "../../kernel/database/sqlite/index.ts";
import type { Batch, BatchResult } from "./batch.ts";
import { deviceWork } from "./device-work.ts";
import { entryWriter } from "./entry-writer.ts";

export type TimelineProcedures = {
  commit: (batch: Batch) => BatchResult;
};

export function procedures({ writer }: Connections): TimelineProcedures {
  const writeEntries = entryWriter(writer);
  const moveCursors = cursorMover(writer);
  const work = deviceWork(writer);
  const putNode = writer.prepare(
    `insert into timeline_node (node, last_id, skew_ms) values (?, ?, ?)
     on conflict (node) do update set last_id = excluded.last_id, skew_ms = excluded.skew_ms`,
  );
  return {
    commit(batch) {
      const exceptions = writeEntries(batch.appends);
      moveCursors(batch.moves);
      const works = batch.works.map(work);
      putNode.run(batch.node, batch.lastId, batch.skewMs);
      return { exceptions, works };
    },
  };
}

/** A cursor exists only above the device's base, and only for a device that is known: one forgotten meanwhile has none. */
function cursorMover(writer: Connection): (moves: Batch["moves"]) => void {
  const move = writer.prepare(
    `insert into timeline_cursor (slot, device, timeline, position)
     select slot, id, ?, ? from timeline_device
     where slot = ? and app = ? and username = ? and floor = 0 and resource = ? and base < cast(? as integer)
     on conflict (slot, device, timeline) do update set position = excluded.position
     where excluded.position > position`,
  );
  return (moves) => {
    for (const { timeline, to, slot, app, user, resource } of moves)
      move.run(timeline, to, slot, app, user, resource, to);
  };
}

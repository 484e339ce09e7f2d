/** Runs in the thread of the database: one batch, one transaction; and the pages that devices pull. */
import type { Connection, Connections, ProcedureSet } from "../../kernel/database/sqlite/index.ts";
import { Backlog } from "./backlog.ts";
import type { Batch, BatchResult } from "./batch.ts";
import { batchWork } from "./batch-work.ts";
import { entryWriter } from "./entry-writer.ts";
import { type Page, type PageQuery, pageReader } from "./pages.ts";

export type TimelineProcedures = {
  commit: (batch: Batch) => BatchResult;
  page: (query: PageQuery) => Page;
};

export function procedures({ writer, reader }: Connections): ProcedureSet<TimelineProcedures> {
  const backlog = new Backlog(writer);
  const writeEntries = entryWriter(writer, backlog);
  const moveCursors = cursorMover(writer);
  const work = batchWork(writer, backlog);
  const page = pageReader(reader);
  const putNode = writer.prepare(
    `insert into timeline_node (node, last_id, skew_ms, indexed_up_to) values (?, ?, ?, ?)
     on conflict (node) do update set last_id = excluded.last_id, skew_ms = excluded.skew_ms,
       indexed_up_to = excluded.indexed_up_to`,
  );
  return {
    table: {
      commit(batch) {
        backlog.refresh();
        const exceptions = writeEntries(batch.appends);
        moveCursors(batch.moves);
        const works = batch.works.map(work);
        backlog.trim();
        putNode.run(batch.node, batch.lastId, batch.skewMs, backlog.indexedUpTo ?? batch.lastId);
        return { exceptions, works, settled: backlog.takeSettled() };
      },
      page,
    },
    rolledBack: () => backlog.rolledBack(),
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
  return ({ slots, apps, users, resources, timelines, tos }) => {
    for (let i = 0; i < tos.length; i++) {
      // All columns are as long as the one the loop counts.
      const to = tos[i] as string;
      move.run(
        timelines[i] as string,
        to,
        slots[i] as number,
        apps[i] as string,
        users[i] as string,
        resources[i] as string,
        to,
      );
    }
  };
}

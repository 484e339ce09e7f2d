import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { Connection } from "../../kernel/database/sqlite/connection.ts";
import { openSqlite } from "../../kernel/database/sqlite/index.ts";
import { between } from "../contract/world.ts";
import { timelineMigrations } from "../migrations/index.ts";
import { slotOf } from "../slots.ts";
import type { Entry } from "../timeline.ts";
import type { Work } from "./batch.ts";
import { BatchBuilder } from "./batch-builder.ts";
import { procedures } from "./procedures.ts";

const ab = between("alice", "bob");
let cleanUp = async (): Promise<void> => {};
afterEach(() => cleanUp());

async function openProcedures() {
  const dir = await mkdtemp(join(tmpdir(), "rondo-backlog-"));
  await (await openSqlite({ dir, migrations: timelineMigrations })).close();
  const writer = new Connection(join(dir, "rondo.db"), { readOnly: false, pragmas: [] });
  cleanUp = async () => {
    writer.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { writer, ...procedures({ writer, reader: writer }) };
}

const nothing = { audience: undefined, audienceResource: undefined, ref: undefined, edits: 0 };
const entry = (id: string): Entry => ({
  ...nothing,
  id,
  timeline: ab,
  at: 1,
  kind: "txt",
  sender: "alice",
  resource: "phone",
  meta: new Uint8Array(1),
});

function batch(lastId: string, { entries = [], works = [] }: { entries?: Entry[]; works?: Work[] }) {
  const builder = new BatchBuilder();
  const done = { resolve() {}, reject() {} };
  const rest = { slot: slotOf(ab), once: undefined, members: [], effect: undefined };
  for (const each of entries) builder.append({ entry: each, ...rest }, done);
  for (const work of works) void builder.work(work);
  return builder.build({ node: 1, lastId, skewMs: 0 }).batch;
}

it("[TL2] a log that cannot be read after a transaction was rolled back stops writing, and no entry stays unindexed", async () => {
  const { writer, table, rolledBack } = await openProcedures();
  table.commit(batch("1", { entries: [entry("1")] }));
  writer.db.exec("alter table timeline_entry rename to unreadable");
  rolledBack();
  expect(() => table.commit(batch("2", {}))).toThrow();
  writer.db.exec("alter table unreadable rename to timeline_entry");
  table.commit(batch("3", { works: [{ type: "settle", timeline: ab }] }));
  expect(writer.prepare("select id from timeline_index").all()).toEqual([{ id: 1 }]);
});

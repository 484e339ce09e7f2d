import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pino from "pino";
import { openSqlite, type SqliteDatabase } from "../../kernel/database/sqlite/index.ts";
import type { StoreUnderTest } from "../contract/world.ts";
import { timelineMigrations } from "../migrations/index.ts";
import { timelinesContract } from "../timeline.contract.ts";
import { type OpenTimelines, openTimelines } from "./index.ts";

const log = pino({ level: "silent" });

timelinesContract("SQLite", async (): Promise<StoreUnderTest> => {
  const dir = await mkdtemp(join(tmpdir(), "rondo-timelines-"));
  let open: { database: SqliteDatabase; timelines: OpenTimelines } | undefined;
  const store: StoreUnderTest = {
    async open({ clock, limits }) {
      const database = await openSqlite({ dir, migrations: timelineMigrations });
      const timelines = await openTimelines({ database, clock, nodeId: 1, log, ...(limits && { limits }) });
      open = { database, timelines };
      return timelines;
    },
    async committed(timeline) {
      const other = new DatabaseSync(join(dir, "rondo.db"), { readOnly: true });
      const rows = other
        .prepare("select cast(id as text) as id from timeline_entry where timeline = ? order by timeline_entry.id")
        .all(timeline);
      other.close();
      return rows.map(({ id }) => String(id));
    },
    async close() {
      await open?.timelines.close();
      await open?.database.close();
      open = undefined;
    },
    async destroy() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return store;
});

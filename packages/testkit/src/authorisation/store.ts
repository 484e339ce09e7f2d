import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What the server writes by itself, when it has the time. */
const counters: ReadonlySet<string> = new Set(["usage_day", "usage_position"]);

/** The server's record, looked at from beside it: whether a refused call has left something there. */
export class Store {
  private readonly db: DatabaseSync;
  private seen: { version: number; tables: ReadonlyMap<string, string> };

  constructor(dataDir: string) {
    const file = readdirSync(dataDir).find((name) => name.endsWith(".db"));
    if (file === undefined) throw new Error(`no database in ${readdirSync(dataDir).join(", ")}`);
    this.db = new DatabaseSync(join(dataDir, file), { readOnly: true });
    this.seen = { version: -1, tables: new Map() };
  }

  /** Changes with every commit of somebody else. */
  private get version(): number {
    return Number(this.db.prepare("pragma data_version").get()?.data_version);
  }

  /** Tables that are not as they were when this was asked last. */
  changes(): string[] {
    const { version } = this;
    if (version === this.seen.version) return [];
    const before = this.seen.tables;
    const tables = this.look();
    this.seen = { version, tables };
    return [...tables]
      .filter(([table, digest]) => before.get(table) !== digest && !counters.has(table))
      .map(([table]) => table);
  }

  /** Until nobody has written for a while: what was done before has been carried out. */
  async settle(): Promise<void> {
    for (let calm = 0, last = this.version; calm < 5; calm++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (this.version !== last) calm = 0;
      last = this.version;
    }
    this.changes();
  }

  /** A digest of each table. */
  private look(): Map<string, string> {
    const tables = this.db.prepare("select name from sqlite_master where type = 'table' order by name").all();
    return new Map(
      tables.map(({ name }) => {
        const digest = createHash("sha256");
        const statement = this.db.prepare(`select * from "${String(name)}"`);
        statement.setReadBigInts(true);
        for (const row of statement.iterate()) {
          for (const value of Object.values(row)) digest.update(value instanceof Uint8Array ? value : `${value}\0`);
        }
        return [String(name), digest.digest("hex")];
      }),
    );
  }

  close(): void {
    this.db.close();
  }
}

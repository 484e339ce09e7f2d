import type { Bus } from "../../../cluster/bus.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { type BlocklistTables, blocklistStore } from "./blocklist.store.ts";

const MAX_LISTS = 50_000;
const MAX_NAMES = 500_000;
/** Hints on the bus may be lost; what is known here is never older than this. */
const MAX_AGE_MS = 30_000;

const NOBODY: ReadonlySet<string> = new Set();

/** Who has blocked whom, answered at once for lists that were read before: every message asks. */
export class KnownBlocklists {
  private readonly database: Pick<Database, "query">;
  private readonly clock: Clock;
  private readonly lists = new Map<string, ReadonlySet<string>>();
  /** Being read; a hint takes them from here, so that nobody waits for, and nothing is remembered of, an old list. */
  private readonly reads = new Map<string, Promise<ReadonlySet<string>>>();
  /** Names in all lists. */
  private names = 0;
  private emptiedAt: number;
  private readonly unsubscribe: () => void;

  constructor(deps: { database: Pick<Database, "query">; bus: Bus; clock: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock;
    this.emptiedAt = deps.clock.now();
    this.unsubscribe = deps.bus.subscribe("blocklist.changed", ({ app, user }) => this.forget(`${app}/${user}`));
  }

  has(app: string, owner: string, name: string): boolean | Promise<boolean> {
    if (this.clock.now() - this.emptiedAt > MAX_AGE_MS) this.empty();
    const key = `${app}/${owner}`;
    const list = this.lists.get(key);
    if (list !== undefined) return list.has(name);
    const read = this.reads.get(key) ?? this.read(key, { app, user: owner });
    return read.then((names) => names.has(name));
  }

  close(): void {
    this.unsubscribe();
    this.empty();
  }

  private read(key: string, owner: { app: string; user: string }): Promise<ReadonlySet<string>> {
    const read = blocklistStore
      .names(this.database.query<BlocklistTables>(), owner)
      .then((names) => (names.length === 0 ? NOBODY : new Set(names)));
    this.reads.set(key, read);
    read.then(
      (list) => {
        if (this.endRead(key, read)) this.remember(key, list);
      },
      // Whoever asked has the error; the next one tries again.
      () => this.endRead(key, read),
    );
    return read;
  }

  /** False when a hint has come meanwhile. */
  private endRead(key: string, read: Promise<unknown>): boolean {
    return this.reads.get(key) === read && this.reads.delete(key);
  }

  private remember(key: string, list: ReadonlySet<string>): void {
    if (this.lists.size >= MAX_LISTS || this.names + list.size > MAX_NAMES) this.empty();
    this.names += list.size;
    this.lists.set(key, list);
  }

  private forget(key: string): void {
    this.names -= this.lists.get(key)?.size ?? 0;
    this.lists.delete(key);
    this.reads.delete(key);
  }

  private empty(): void {
    this.lists.clear();
    this.reads.clear();
    this.names = 0;
    this.emptiedAt = this.clock.now();
  }
}

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
  private readonly database: Database;
  private readonly clock: Clock;
  private readonly lists = new Map<string, ReadonlySet<string>>();
  /** Names in all lists. */
  private names = 0;
  private emptiedAt: number;
  /** Counts the hints, so that a list that was on its way during one is not remembered. */
  private changes = 0;
  private readonly unsubscribe: () => void;

  constructor(deps: { database: Database; bus: Bus; clock: Clock }) {
    this.database = deps.database;
    this.clock = deps.clock;
    this.emptiedAt = deps.clock.now();
    this.unsubscribe = deps.bus.subscribe("blocklist.changed", ({ app, user }) => {
      this.changes += 1;
      const key = `${app}/${user}`;
      this.names -= this.lists.get(key)?.size ?? 0;
      this.lists.delete(key);
    });
  }

  has(app: string, owner: string, name: string): boolean | Promise<boolean> {
    if (this.clock.now() - this.emptiedAt > MAX_AGE_MS) this.empty();
    const list = this.lists.get(`${app}/${owner}`);
    return list === undefined ? this.look(app, owner, name) : list.has(name);
  }

  close(): void {
    this.unsubscribe();
    this.empty();
  }

  private async look(app: string, owner: string, name: string): Promise<boolean> {
    const before = this.changes;
    const names = await blocklistStore.names(this.database.query<BlocklistTables>(), { app, user: owner });
    const list = names.length === 0 ? NOBODY : new Set(names);
    if (before === this.changes) this.remember(`${app}/${owner}`, list);
    return list.has(name);
  }

  private remember(key: string, list: ReadonlySet<string>): void {
    if (this.lists.size >= MAX_LISTS || this.names + list.size > MAX_NAMES) this.empty();
    this.names += list.size - (this.lists.get(key)?.size ?? 0);
    this.lists.set(key, list);
  }

  private empty(): void {
    this.lists.clear();
    this.names = 0;
    this.emptiedAt = this.clock.now();
  }
}

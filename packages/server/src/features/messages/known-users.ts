import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Users } from "../users/api.ts";

const MAX_KNOWN = 50_000;
/** Hints on the bus may be lost; what is known here is never older than this. */
const MAX_AGE_MS = 60_000;

/** Which accounts exist, answered at once for those that were asked for before: every message asks. */
export class KnownUsers {
  private readonly users: Pick<Users, "find">;
  private readonly clock: Clock;
  private readonly known = new Set<string>();
  private emptiedAt: number;
  /** Counts the hints, so that an answer that was on its way during one is not remembered. */
  private changes = 0;
  private readonly unsubscribe: () => void;

  constructor(deps: { users: Pick<Users, "find">; bus: Bus; clock: Clock }) {
    this.users = deps.users;
    this.clock = deps.clock;
    this.emptiedAt = deps.clock.now();
    this.unsubscribe = deps.bus.subscribe("user.changed", ({ app, user }) => {
      this.changes += 1;
      this.known.delete(`${app}/${user}`);
    });
  }

  /** True at once, or a promise of the answer. */
  exists(app: string, user: string): true | Promise<boolean> {
    if (this.clock.now() - this.emptiedAt > MAX_AGE_MS) this.empty();
    return this.known.has(`${app}/${user}`) ? true : this.look(app, user);
  }

  close(): void {
    this.unsubscribe();
    this.known.clear();
  }

  private async look(app: string, user: string): Promise<boolean> {
    const before = this.changes;
    const found = await this.users.find(app, user);
    if (found === undefined) return false;
    if (this.known.size >= MAX_KNOWN) this.empty();
    if (before === this.changes) this.known.add(`${app}/${user}`);
    return true;
  }

  private empty(): void {
    this.known.clear();
    this.emptiedAt = this.clock.now();
  }
}

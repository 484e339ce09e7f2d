import type { Bus } from "../../cluster/bus.ts";
import type { Users } from "../users/api.ts";

const MAX_KNOWN = 50_000;

/** Which accounts exist, answered at once for those that were asked for before: every message asks. */
export class KnownUsers {
  private readonly known = new Set<string>();
  private readonly users: Users;
  private readonly stop: () => void;

  constructor(deps: { users: Users; bus: Bus }) {
    this.users = deps.users;
    this.stop = deps.bus.subscribe("user.changed", ({ app, user }) => this.known.delete(`${app}/${user}`));
  }

  /** True at once, or a promise of the answer. */
  exists(app: string, user: string): true | Promise<boolean> {
    const key = `${app}/${user}`;
    if (this.known.has(key)) return true;
    return this.users.find(app, user).then((found) => {
      if (found === undefined) return false;
      if (this.known.size >= MAX_KNOWN) this.known.clear();
      this.known.add(key);
      return true;
    });
  }

  dispose(): void {
    this.stop();
  }
}

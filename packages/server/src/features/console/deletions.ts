import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { Hourly } from "../../kernel/hourly.ts";
import type { Apps } from "../apps/api.ts";
import type { Operations } from "../operations/index.ts";
import type { Finder, Users } from "../users/index.ts";

const AT_ONCE = 100;

interface Deps {
  readonly apps: Apps;
  readonly users: Pick<Users, "remove">;
  readonly finder: Finder;
  /** False when it was stopped before it was done. */
  readonly removeMessages: (app: string, until: { before: number; isStopped: () => boolean }) => Promise<boolean>;
  readonly operations: Operations;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Deletes the applications whose time has come: every user with what is kept of it, messages, then the application. */
export class Deletions {
  private readonly deps: Deps;
  private readonly hourly: Hourly;

  constructor(deps: Deps) {
    this.deps = deps;
    this.hourly = new Hourly((isStopped) => this.deleteDue(isStopped));
  }

  /** Resolves when what is due now has been deleted, as far as it could be. */
  run(): Promise<void> {
    return this.hourly.run();
  }

  close(): Promise<void> {
    return this.hourly.close();
  }

  private async deleteDue(isStopped: () => boolean): Promise<void> {
    const { apps, clock, log } = this.deps;
    try {
      for (const appKey of await apps.listDue(clock.now())) await this.delete(appKey, isStopped);
    } catch (error) {
      log.error({ err: error }, "an application could not be deleted; it is tried again in an hour");
    }
  }

  /** What a crash leaves is deleted at the next start. */
  private async delete(appKey: string, isStopped: () => boolean): Promise<void> {
    const { apps, users, finder, removeMessages, operations, clock, log } = this.deps;
    const { org } = await apps.getRecord(appKey);
    const first = { prefix: "", isActive: undefined, after: undefined, limit: AT_ONCE };
    for (;;) {
      if (isStopped()) return;
      const some = await finder.search(appKey, first);
      if (some.length === 0) break;
      for (const { username } of some) await users.remove(appKey, username);
    }
    if (!(await removeMessages(appKey, { before: clock.now(), isStopped }))) return;
    await apps.markDeleted(appKey);
    const actor = { accountId: undefined, name: "server", address: "" };
    await operations.record({ actor, org, appKey, action: "app.deleted" });
    log.info({ app: appKey }, "an application has been deleted");
  }
}

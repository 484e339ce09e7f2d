import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Apps } from "../apps/api.ts";
import type { Operations } from "../operations/index.ts";
import type { Finder, Users } from "../users/index.ts";

const EVERY_MS = 60 * 60 * 1000;
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
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private isClosed = false;

  constructor(deps: Deps) {
    this.deps = deps;
    this.timer = setInterval(() => void this.run(), EVERY_MS).unref();
    void this.run();
  }

  /** Resolves when what is due now has been deleted, as far as it could be. */
  run(): Promise<void> {
    this.running = this.running.then(() => this.deleteDue());
    return this.running;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async deleteDue(): Promise<void> {
    const { apps, clock, log } = this.deps;
    try {
      for (const appKey of await apps.listDue(clock.now())) await this.delete(appKey);
    } catch (error) {
      log.error({ err: error }, "an application could not be deleted; it is tried again in an hour");
    }
  }

  /** What a crash leaves is deleted at the next start. */
  private async delete(appKey: string): Promise<void> {
    const { apps, users, finder, removeMessages, operations, clock, log } = this.deps;
    const { org } = await apps.getRecord(appKey);
    const first = { prefix: "", isActive: undefined, after: undefined, limit: AT_ONCE };
    for (;;) {
      if (this.isClosed) return;
      const some = await finder.search(appKey, first);
      if (some.length === 0) break;
      for (const { username } of some) await users.remove(appKey, username);
    }
    const until = { before: clock.now(), isStopped: () => this.isClosed };
    if (!(await removeMessages(appKey, until))) return;
    await apps.markDeleted(appKey);
    const actor = { accountId: undefined, name: "server", address: "" };
    await operations.record({ actor, org, appKey, action: "app.deleted" });
    log.info({ app: appKey }, "an application has been deleted");
  }
}

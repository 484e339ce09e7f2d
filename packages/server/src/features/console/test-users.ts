import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Users } from "../users/index.ts";
import { type TestUserTables, testUserStore } from "./test-users.store.ts";

const EVERY_MS = 10 * 60 * 1000;
export const TEST_USER_SECONDS = 60 * 60;

interface Deps {
  readonly database: Database;
  readonly users: Pick<Users, "register" | "remove">;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Users for trying things out, each with a name that nobody has; an hour later they are gone. */
export class TestUsers {
  private readonly deps: Deps;
  private readonly timer: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.deps = deps;
    this.timer = setInterval(() => void this.removeOld(), EVERY_MS).unref();
    void this.removeOld();
  }

  async create(app: string): Promise<string> {
    const username = `rondo-test-${randomBytes(5).toString("hex")}`;
    const expiresAt = this.deps.clock.now() + TEST_USER_SECONDS * 1000;
    // Noted first: a crash in between leaves a note of nobody, and not somebody for ever.
    await testUserStore.insert(this.db(), { app, username, expiresAt });
    await this.deps.users.register(app, { username, password: undefined, nickname: undefined });
    return username;
  }

  /** Resolves when those whose time is over have gone, as far as they could. */
  removeOld(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        for (const { app, username } of await testUserStore.listDue(this.db(), this.deps.clock.now())) {
          await this.remove(app, username);
          await testUserStore.remove(this.db(), app, username);
        }
      } catch (error) {
        this.deps.log.error({ err: error }, "users of a test could not be removed; it is tried again");
      }
    });
    return this.running;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async remove(app: string, username: string): Promise<void> {
    try {
      await this.deps.users.remove(app, username);
    } catch (error) {
      // Somebody has removed it already.
      if (!(error instanceof AppError) || error.code !== "NAMED_USER_NOT_FOUND") throw error;
    }
  }

  private db() {
    return this.deps.database.query<TestUserTables>();
  }
}

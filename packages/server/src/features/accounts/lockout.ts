import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { failureStore, type LoginTables } from "./logins.store.ts";
import { hashOf } from "./secrets.ts";

const MAX_FAILURES = 10;
const LOCKED_MS = 15 * 60 * 1000;
/** Failures this long ago do not count. */
const WINDOW_MS = 60 * 60 * 1000;

/**
 * Stops guessing: after ten failures in a row an address is locked for a quarter of an hour, whoever tries, and whether there
 * is such an account or not. A reset of the password opens it at once.
 */
export class Lockout {
  private readonly deps: { database: Database; clock: Clock };

  constructor(deps: { database: Database; clock: Clock }) {
    this.deps = deps;
  }

  /** @throws AppError ACCOUNT_LOCKED. */
  async check(email: string): Promise<void> {
    const row = await failureStore.find(this.db(), hashOf(email));
    if (row !== undefined && row.lockedUntil > this.deps.clock.now()) {
      throw new AppError("ACCOUNT_LOCKED", undefined, { details: { retryAt: row.lockedUntil } });
    }
  }

  async failed(email: string): Promise<void> {
    const now = this.deps.clock.now();
    const emailHash = hashOf(email);
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<LoginTables>();
      await failureStore.removeOld(db, now - WINDOW_MS);
      const failures = ((await failureStore.find(db, emailHash))?.failures ?? 0) + 1;
      const isLocked = failures >= MAX_FAILURES;
      const row = {
        emailHash,
        failures: isLocked ? 0 : failures,
        lockedUntil: isLocked ? now + LOCKED_MS : 0,
        at: now,
      };
      await failureStore.set(db, row);
    });
  }

  async forget(email: string): Promise<void> {
    await failureStore.forget(this.db(), hashOf(email));
  }

  private db() {
    return this.deps.database.query<LoginTables>();
  }
}

import type { Clock } from "../../kernel/clock.ts";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type LoginTables, linkStore } from "./logins.store.ts";
import { hashOf, newToken } from "./secrets.ts";

const HOUR_MS = 60 * 60 * 1000;

/** What a link is for, and how long it works. */
const lifetimes = { confirm: 48 * HOUR_MS, reset: HOUR_MS } as const;
export type LinkPurpose = keyof typeof lifetimes;

/** Tokens of links that are sent to an address, and so prove that somebody reads its mail. Each works once. */
export class Links {
  private readonly deps: { database: Database; clock: Clock };

  constructor(deps: { database: Database; clock: Clock }) {
    this.deps = deps;
  }

  /** Earlier ones of the same purpose do not work any more. */
  async make(purpose: LinkPurpose, accountId: string): Promise<string> {
    const now = this.deps.clock.now();
    const token = newToken();
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<LoginTables>();
      await linkStore.removeOld(db, now);
      const row = { tokenHash: hashOf(token), purpose, accountId, expiresAt: now + lifetimes[purpose] };
      await linkStore.replace(db, row);
    });
    return token;
  }

  /** What was sent for this purpose does not work any more. */
  revoke(purpose: LinkPurpose, accountId: string, tx: Transaction): Promise<void> {
    return linkStore.remove(tx.query<LoginTables>(), { purpose, accountId });
  }

  /** Uses it up; answers whose it is. @throws AppError LINK_INVALID. */
  async take(purpose: LinkPurpose, token: string, tx: Transaction): Promise<string> {
    const link = await linkStore.take(tx.query<LoginTables>(), { tokenHash: hashOf(token), purpose });
    if (link === undefined || link.expiresAt <= this.deps.clock.now()) throw new AppError("LINK_INVALID");
    return link.accountId;
  }
}

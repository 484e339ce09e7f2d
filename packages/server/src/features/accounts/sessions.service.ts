import { randomUUID } from "node:crypto";
import type { OwnSession } from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type LoginTables, type SessionRow, sessionStore } from "./logins.store.ts";
import { hashOf, newToken } from "./secrets.ts";

const HOUR_MS = 60 * 60 * 1000;
/** A session ends when nothing is done with it for so long, */
const IDLE_MS = 12 * HOUR_MS;
/** and after this time in any case. */
const MAX_AGE_MS = 30 * 24 * HOUR_MS;
/** How exactly it is known when a session was last used: each note of it is a write. */
const SEEN_EVERY_MS = 60 * 1000;
const MAX_USER_AGENT = 300;
/** How long a proof of who it is does for what is protected. */
const PROOF_MS = 10 * 60 * 1000;

export interface Visitor {
  readonly address: string;
  readonly userAgent: string;
}

export interface OpenSession {
  readonly id: string;
  readonly accountId: string;
  readonly expiresAt: number;
  /** Until then what is protected may be done. */
  readonly provenUntil: number;
}

/** Logins of the console. The browser keeps a token, the database its hash. */
export class Sessions {
  private readonly deps: { database: Database; clock: Clock };

  constructor(deps: { database: Database; clock: Clock }) {
    this.deps = deps;
  }

  async open(accountId: string, visitor: Visitor): Promise<{ token: string; session: OpenSession }> {
    const now = this.deps.clock.now();
    await sessionStore.removeOld(this.db(), { seenBefore: now - IDLE_MS, createdBefore: now - MAX_AGE_MS });
    const token = newToken();
    const row = {
      tokenHash: hashOf(token),
      id: randomUUID(),
      accountId,
      address: visitor.address,
      userAgent: visitor.userAgent.slice(0, MAX_USER_AGENT),
      createdAt: now,
      lastSeenAt: now,
      provenAt: now,
    };
    await sessionStore.insert(this.db(), row);
    return { token, session: toOpen(row) };
  }

  /** Undefined when it has ended or never was. */
  async find(token: string): Promise<OpenSession | undefined> {
    const now = this.deps.clock.now();
    const row = await sessionStore.find(this.db(), hashOf(token));
    if (row === undefined || endOf(row) <= now) return undefined;
    if (now - row.lastSeenAt >= SEEN_EVERY_MS) {
      await sessionStore.see(this.db(), row.tokenHash, now);
      row.lastSeenAt = now;
    }
    return toOpen(row);
  }

  /** Who is in the session has just shown who it is. */
  async prove(id: string): Promise<void> {
    await sessionStore.prove(this.db(), id, this.deps.clock.now());
  }

  async list(accountId: string, currentId: string): Promise<OwnSession[]> {
    const now = this.deps.clock.now();
    const rows = (await sessionStore.list(this.db(), accountId)).filter((row) => endOf(row) > now);
    return rows.map(({ id, address, userAgent, createdAt, lastSeenAt }) => {
      return { id, isCurrent: id === currentId, address, userAgent, createdAt, lastSeenAt };
    });
  }

  lastSeen(accountIds: readonly string[]): Promise<Map<string, number>> {
    return sessionStore.lastSeen(this.db(), accountIds);
  }

  /** @throws AppError NOT_FOUND when it is none of the account's. */
  async end(accountId: string, id: string): Promise<void> {
    if (!(await sessionStore.remove(this.db(), { accountId, id }))) throw new AppError("NOT_FOUND");
  }

  async endAll(accountId: string, options: { exceptId: string | undefined }, tx?: Transaction): Promise<void> {
    await sessionStore.removeAll((tx ?? this.deps.database).query<LoginTables>(), accountId, options);
  }

  private db() {
    return this.deps.database.query<LoginTables>();
  }
}

/** What pages of a session send with changes: who knows it has read an answer, which other origins cannot. */
export function csrfTokenOf(token: string): string {
  return hashOf(`csrf ${token}`);
}

function toOpen(row: SessionRow): OpenSession {
  const { id, accountId, provenAt } = row;
  return { id, accountId, expiresAt: endOf(row), provenUntil: provenAt + PROOF_MS };
}

function endOf({ createdAt, lastSeenAt }: { createdAt: number; lastSeenAt: number }): number {
  return Math.min(lastSeenAt + IDLE_MS, createdAt + MAX_AGE_MS);
}

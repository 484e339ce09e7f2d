import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type PresenceTables, presenceStore } from "./presence.store.ts";
import { presenceEvent, toForm } from "./presence-form.ts";
import type { States } from "./states.ts";

/** Users whose changes wait to be told; more are not told, and seen when somebody asks. */
const MAX_WAITING = 50_000;
/** Users in one look at the store: each may have 3,000 subscribers. */
const AT_ONCE = 20;

interface Deps {
  readonly database: Database;
  readonly states: States;
  readonly isOnline: (app: string, user: string) => boolean;
  readonly notify: (to: { app: string; user: string }, json: unknown) => void;
  readonly clock: Clock;
  readonly onFault: (error: unknown, app: string) => void;
}

interface Change {
  readonly app: string;
  readonly user: string;
  /** The user's own devices are told, too. */
  toSelf: boolean;
}

interface Batch {
  readonly changes: Map<string, Change>;
  readonly told: Promise<void>;
}

/**
 * Tells subscribers that are connected how a user is now. What changes while an earlier batch is told is one change, told with
 * the state of that later moment: everybody ends with the last state, and nobody gets an older one after it.
 */
export class Announcer {
  private readonly deps: Deps;
  private gathering: Batch | undefined;
  private last: Promise<void> = Promise.resolve();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Resolves when it has been told; never rejects: who missed it sees it by asking. */
  announce(app: string, user: string, { toSelf }: { toSelf: boolean }): Promise<void> {
    this.gathering ??= this.begin();
    const { changes, told } = this.gathering;
    const key = `${app}/${user}`;
    const waiting = changes.get(key);
    if (waiting !== undefined) waiting.toSelf ||= toSelf;
    else if (changes.size < MAX_WAITING) changes.set(key, { app, user, toSelf });
    else this.deps.onFault(new AppError("OVERLOADED"), app);
    return told;
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    while (this.gathering !== undefined) await this.gathering.told;
    await this.last;
  }

  private begin(): Batch {
    const changes = new Map<string, Change>();
    const told = this.last.then(async () => {
      this.gathering = undefined;
      for (const [app, own] of Map.groupBy(changes.values(), (change) => change.app)) {
        for (let i = 0; i < own.length; i += AT_ONCE) await this.tell(app, own.slice(i, i + AT_ONCE));
      }
    });
    this.last = told;
    return { changes, told };
  }

  private async tell(app: string, changes: readonly Change[]): Promise<void> {
    const { database, states, isOnline, notify, clock, onFault } = this.deps;
    try {
      const db = database.query<PresenceTables>();
      const targets = changes.map(({ user }) => user);
      const subscribers = await presenceStore.subscribers(db, app, { targets, now: clock.now() });
      const listeners = Map.groupBy(
        subscribers.filter(({ username }) => isOnline(app, username)),
        ({ target }) => target,
      );
      const heard = changes.filter(({ user, toSelf }) => toSelf || listeners.has(user));
      const now = await states.of(
        app,
        heard.map(({ user }) => user),
      );
      for (const [i, { user, toSelf }] of heard.entries()) {
        const state = now[i];
        if (state === undefined) continue;
        if (toSelf) notify({ app, user }, presenceEvent(toForm(state, undefined)));
        for (const { username, expiresAt } of listeners.get(user) ?? []) {
          notify({ app, user: username }, presenceEvent(toForm(state, expiresAt)));
        }
      }
    } catch (error) {
      onFault(error, app);
    }
  }
}

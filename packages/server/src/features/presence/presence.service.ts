import { normalizeUserId } from "@rondo/protocol";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Users } from "../users/api.ts";
import type { Announcer } from "./announcer.ts";
import type { Devices } from "./devices.ts";
import { type PresenceTables, presenceStore as store } from "./presence.store.ts";
import { type PresenceForm, presenceEvent, seconds, toForm } from "./presence-form.ts";
import type { State, States } from "./states.ts";

const MAX_TEXT_BYTES = 1024;
const MAX_PER_CALL = 100;
/** Users one may subscribe to, and users who may subscribe to one (limits, section 4). */
const MAX_SUBSCRIPTIONS = 3000;

interface Owner {
  readonly app: string;
  readonly user: string;
}

interface Deps {
  readonly database: Database;
  readonly users: Pick<Users, "find">;
  readonly timelines: Pick<Timelines, "listDevices">;
  readonly devices: Devices;
  readonly states: States;
  readonly announcer: Announcer;
  readonly notify: (to: Owner, json: unknown) => void;
  readonly clock: Clock;
}

/** What users publish of themselves, and who wants to know of whom (SPEC.md, PR). */
export class PresenceService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND. */
  async publish(
    { app, user }: Owner,
    { resource, number, text }: { resource: string; number: number; text: string | null | undefined },
  ): Promise<void> {
    const { database, devices, timelines, announcer, clock } = this.deps;
    if (text === undefined || text === null) throw new AppError("INVALID_ARGUMENT", "ext cannot be null");
    // With the space at the end clients know it.
    if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw new AppError("INVALID_ARGUMENT", "ext is too big ");
    // PostgreSQL cannot store it.
    if (text.includes("\0")) throw new AppError("INVALID_ARGUMENT", "ext is not legal");
    await this.checkOwner({ app, user });
    const isKnown =
      devices.online(app, user).has(resource) ||
      (await timelines.listDevices(app, user)).some((device) => device.resource === resource);
    if (!isKnown) throw new AppError("INVALID_ARGUMENT", "resource not exist");
    await store.publish(database.query<PresenceTables>(), { app, user }, { text, at: clock.now() });
    devices.show({ app, user, resource }, number);
    await announcer.announce(app, user, { toSelf: true });
  }

  /**
   * Answers how those are now who exist; the others are left out. Who has as many subscriptions as allowed loses those that
   * end first.
   *
   * @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND, nothing being changed.
   */
  async subscribe(
    owner: Owner,
    { names, seconds: lifetime }: { names: readonly string[]; seconds: number },
  ): Promise<PresenceForm[]> {
    if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "usernames is empty");
    if (names.length > MAX_PER_CALL) throw new AppError("INVALID_ARGUMENT", "too many sub presence");
    const wanted = userIds(names);
    if (wanted.includes(owner.user)) throw new AppError("INVALID_ARGUMENT", "you can't sub yourself");
    await this.checkOwner(owner);
    const targets = await this.existing(owner.app, wanted);
    if (targets.length === 0) return [];
    const now = this.deps.clock.now();
    const expiresAt = now + lifetime * 1000;
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<PresenceTables>();
      const full = await store.popular(db, owner, { targets, count: MAX_SUBSCRIPTIONS, now });
      // The sentence is the one by which clients recognise a limit.
      if (full.length > 0) throw new AppError("INVALID_ARGUMENT", "The quantity has exceeded the limit!");
      await store.subscribe(
        db,
        owner,
        targets.map((target) => ({ target, expiresAt })),
      );
      await store.trim(db, owner, { kept: targets, max: MAX_SUBSCRIPTIONS, now });
    });
    const states = await this.deps.states.of(owner.app, targets);
    return states.map((state) => toForm(state, expiresAt));
  }

  /** Who is not subscribed to is ignored. @throws AppError INVALID_ARGUMENT. */
  async unsubscribe(owner: Owner, names: readonly string[]): Promise<void> {
    if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "usernames cannot be null");
    if (names.length > MAX_PER_CALL) throw new AppError("INVALID_ARGUMENT", "too many unsub presences");
    const targets = userIds(names);
    if (targets.length > 0) await store.unsubscribe(this.db, owner, targets);
  }

  /** How users are now, subscribed to or not; those that do not exist are left out. @throws AppError INVALID_ARGUMENT. */
  async query(owner: Owner, names: readonly string[]): Promise<PresenceForm[]> {
    if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "usernames is empty");
    if (names.length > MAX_PER_CALL) throw new AppError("INVALID_ARGUMENT", "too many get presences");
    const targets = await this.existing(owner.app, userIds(names));
    if (targets.length === 0) return [];
    const now = this.deps.clock.now();
    const own = await store.subscriptionsTo(this.db, owner, { targets, now });
    const expiries = new Map(own.map(({ target, expiresAt }) => [target, expiresAt]));
    const states = await this.deps.states.of(owner.app, targets);
    return states.map((state) => toForm(state, expiries.get(state.user)));
  }

  /** One page of those the user has subscribed to, by name. Pages count from 1. */
  async subscriptions(owner: Owner, page: { number: number; size: number }) {
    const offset = (page.number - 1) * page.size;
    const now = this.deps.clock.now();
    const { total, items } = await store.subscriptions(this.db, owner, { now, offset, limit: page.size });
    return {
      totalnum: String(total),
      sublist: items.map(({ target, expiresAt }) => ({ uid: target, expiry: seconds(expiresAt) })),
    };
  }

  async removeExpired(): Promise<void> {
    await store.removeExpired(this.db, this.deps.clock.now());
  }

  /** The account is removed. Its subscribers see all its devices offline, and nothing of it after that. */
  async forgetUser(owner: Owner): Promise<void> {
    const { database, devices, notify, clock } = this.deps;
    const { app, user } = owner;
    const now = clock.now();
    const subscribers = await store.subscribers(this.db, app, { targets: [user], now });
    await database.inTransaction((tx) => store.forgetUser(tx.query<PresenceTables>(), owner));
    const last = devices.forgetUser(app, user).map((resource) => [resource, 0] as const);
    const gone: State = { user, text: "", changedAt: now, devices: new Map(last) };
    for (const { username, expiresAt } of subscribers) {
      notify({ app, user: username }, presenceEvent(toForm(gone, expiresAt)));
    }
  }

  private get db() {
    return this.deps.database.query<PresenceTables>();
  }

  /** The application may act for a user, but only for one that exists. */
  private async checkOwner({ app, user }: Owner): Promise<void> {
    if ((await this.deps.users.find(app, user)) === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
  }

  private async existing(app: string, names: readonly string[]): Promise<string[]> {
    const found = await Promise.all(names.map((name) => this.deps.users.find(app, name)));
    return names.filter((_, i) => found[i] !== undefined);
  }
}

/** The legal ones, each once. */
function userIds(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => normalizeUserId(name) ?? []))];
}

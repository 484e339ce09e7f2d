import { normalizeUserId, RosterBodyOperation } from "@rondo/protocol";
import type { Bus } from "../../../cluster/bus.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import type { User } from "../../users/api.ts";
import type { Actor, People } from "../people.ts";
import { invitationStore } from "../roster/invitations.store.ts";
import type { Owner, RosterTables } from "../roster/roster.store.ts";
import type { RosterEvents } from "../roster-events.ts";
import { type BlocklistTables, blocklistStore } from "./blocklist.store.ts";
import { fromBlockedCursor, toBlockedCursor } from "./cursor.ts";

interface Deps {
  readonly database: Database;
  readonly apps: Pick<Apps, "get">;
  readonly people: People;
  readonly events: RosterEvents;
  readonly bus: Bus;
  readonly clock: Clock;
}

/**
 * Whom a user does not want to hear of. Somebody on the list cannot write to the user and cannot invite the user; is not
 * told; and stays a contact, if it was one (SPEC.md, CT).
 */
export class BlocklistService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Newest first; without a cursor where nothing follows. @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT. */
  async page(
    owner: Owner,
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<{ names: string[]; cursor: string | undefined }> {
    await this.deps.people.get(owner.app, owner.user);
    const after = fromBlockedCursor(cursor);
    const blocked = await blocklistStore.page(this.db, owner, { after, limit: limit + 1 });
    const page = blocked.slice(0, limit);
    const last = blocked.length > limit ? page.at(-1) : undefined;
    return { names: page.map((item) => item.blocked), cursor: last && toBlockedCursor(last) };
  }

  /** Which of these names are on the user's list. @throws AppError NAMED_USER_NOT_FOUND. */
  async among({ app, user }: Owner, names: readonly string[]): Promise<Set<string>> {
    const { username } = await this.deps.people.get(app, user);
    const blocked = new Set(await blocklistStore.names(this.db, { app, user: username }));
    return new Set(names.filter((name) => blocked.has(name)));
  }

  /**
   * All of these names or none; answers them. Open invitations between the two sides end.
   *
   * @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT for oneself or nobody, BLOCKLIST_LIMIT.
   */
  async add(actor: Actor, names: readonly string[]): Promise<string[]> {
    const { app, user } = actor;
    const { database, apps, people, events, bus, clock } = this.deps;
    if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "usernames must not be empty");
    const { maxBlocked } = (await apps.get(app)).settings;
    // Also bounds the work that one call can order.
    if (names.length > maxBlocked) throw new AppError("BLOCKLIST_LIMIT");
    const wanted = [...new Set(await this.namesOf(actor, names))];
    const fresh = await database.inTransaction(async (tx) => {
      const db = tx.query<BlocklistTables>();
      const before = new Set(await blocklistStore.names(db, actor));
      const added = wanted.filter((name) => !before.has(name));
      if (added.length === 0) return added;
      if (before.size + added.length > maxBlocked) throw new AppError("BLOCKLIST_LIMIT");
      await blocklistStore.add(db, actor, added, clock.now());
      for (const name of added) await invitationStore.closeBetween(tx.query<RosterTables>(), actor, name);
      return added;
    });
    if (fresh.length === 0) return wanted;
    bus.publish("blocklist.changed", { app, user });
    await events.tellOtherDevices(actor, { operation: RosterBodyOperation.BAN, from: user, to: fresh });
    await people.confirm(app, [user, ...fresh]);
    return wanted;
  }

  /** Takes one user from the list and answers who it is. @throws AppError NAMED_USER_NOT_FOUND. */
  async removeOne(actor: Actor, name: string): Promise<User> {
    const peer = await this.deps.people.get(actor.app, name);
    await this.remove(actor, [peer.username]);
    return peer;
  }

  /** Names that are not on the list are ignored. @throws AppError NAMED_USER_NOT_FOUND. */
  async remove(actor: Actor, names: readonly string[]): Promise<void> {
    const { app, user } = actor;
    const { people, events, bus } = this.deps;
    await people.get(app, user);
    const legal = names.map(normalizeUserId).filter((name) => name !== undefined);
    if (legal.length === 0) return;
    const removed = await blocklistStore.remove(this.db, actor, legal);
    if (removed.length === 0) return;
    bus.publish("blocklist.changed", { app, user });
    await events.tellOtherDevices(actor, { operation: RosterBodyOperation.ALLOW, from: user, to: removed });
  }

  private async namesOf(actor: Actor, names: readonly string[]): Promise<string[]> {
    const others: string[] = [];
    for (const name of names) others.push((await this.deps.people.getOther(actor, name)).username);
    return others;
  }

  private get db() {
    return this.deps.database.query<BlocklistTables>();
  }
}

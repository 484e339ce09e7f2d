import { normalizeUserId, RosterBodyOperation } from "@rondo/protocol";
import type { Bus } from "../../../cluster/bus.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import type { User } from "../../users/api.ts";
import type { Actor, People } from "../people.ts";
import type { RosterEvents } from "../roster-events.ts";
import { type Connected, connect, whoIsFull } from "./connect.ts";
import type { RosterTables } from "./roster.store.ts";

const MAX_IMPORT = 10;

interface Deps {
  readonly database: Database;
  readonly apps: Pick<Apps, "get">;
  readonly people: People;
  readonly events: RosterEvents;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** What became of each name of an import; the names of the lists, spelling included, are the wire's. */
export interface Imported {
  readonly success: string[];
  readonly NotExistFailed: string[];
  readonly maxLimitFailed: string[];
  readonly UnKnowFailed: string[];
}

/** The application makes users contacts without asking them (REL-01, REL-08). */
export class BefriendingService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT for oneself, CONTACT_LIMIT. */
  async add(actor: Actor, name: string): Promise<User> {
    const peer = await this.deps.people.getOther(actor, name);
    const { outcome } = await this.connect(actor, peer.username);
    if (outcome === "full") throw new AppError("CONTACT_LIMIT");
    if (outcome === "new") await this.tellBoth(actor, peer.username);
    await this.deps.people.confirm(actor.app, [actor.user, peer.username]);
    return peer;
  }

  /**
   * Names that cannot be added do not keep the others from it. `isTold`: both sides learn of it.
   *
   * @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT for too many names, CONTACT_LIMIT when the user has no room at all.
   */
  async import(actor: Actor, names: readonly string[], { isTold }: { isTold: boolean }): Promise<Imported> {
    const { app, user } = actor;
    const { people, database, apps } = this.deps;
    if (names.length > MAX_IMPORT)
      throw new AppError("INVALID_ARGUMENT", `request user over flow limit:${MAX_IMPORT}.`);
    await people.get(app, user);
    const { maxContacts } = (await apps.get(app)).settings;
    if (await whoIsFull(database.query<RosterTables>(), { app, users: [user] }, maxContacts)) {
      throw new AppError("CONTACT_LIMIT", "Inviter's contact max count.");
    }
    const imported: Imported = { success: [], NotExistFailed: [], maxLimitFailed: [], UnKnowFailed: [] };
    for (const name of new Set(names.map((given) => normalizeUserId(given) ?? given))) {
      imported[await this.importOne(actor, name, { isTold })].push(name);
    }
    return imported;
  }

  private async importOne(actor: Actor, name: string, { isTold }: { isTold: boolean }): Promise<keyof Imported> {
    const { app, user } = actor;
    if (name === user) return "UnKnowFailed";
    try {
      await this.deps.people.get(app, name);
      const { outcome } = await this.connect(actor, name);
      if (outcome === "full") return "maxLimitFailed";
      if (outcome === "new" && isTold) await this.tellBoth(actor, name);
      await this.deps.people.confirm(app, [user, name]);
      return "success";
    } catch (error) {
      if (error instanceof AppError && error.code === "NAMED_USER_NOT_FOUND") return "NotExistFailed";
      throw error;
    }
  }

  private async connect({ app, user }: Actor, peer: string): Promise<Connected> {
    const { database, apps, bus, clock } = this.deps;
    const limit = (await apps.get(app)).settings.maxContacts;
    const connected = await database.inTransaction((tx) =>
      connect(tx.query<RosterTables>(), { app, users: [user, peer] }, { limit, now: clock.now() }),
    );
    if (connected.outcome === "new") bus.publish("contacts.changed", { app, users: [user, peer] });
    return connected;
  }

  private async tellBoth(actor: Actor, peer: string): Promise<void> {
    const { events } = this.deps;
    const { user } = actor;
    const operation = RosterBodyOperation.ACCEPT;
    await Promise.all([
      events.tell(actor, peer, { operation, from: user, to: peer }),
      events.tellOwnDevices(actor, { operation, from: peer, to: user }),
    ]);
  }
}

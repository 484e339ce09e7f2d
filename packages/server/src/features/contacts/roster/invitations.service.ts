import { RosterBodyOperation } from "@rondo/protocol";
import type { Bus } from "../../../cluster/bus.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import { type BlocklistTables, blocklistStore } from "../blocklist/blocklist.store.ts";
import type { Actor, People } from "../people.ts";
import type { RosterEvents } from "../roster-events.ts";
import { connect, whoIsFull } from "./connect.ts";
import { invitationStore } from "./invitations.store.ts";
import { type RosterTables, rosterStore } from "./roster.store.ts";

interface Deps {
  readonly database: Database;
  readonly apps: Pick<Apps, "get">;
  readonly people: People;
  readonly events: RosterEvents;
  readonly bus: Bus;
  readonly clock: Clock;
}

/** How two users become contacts of their own will: one invites, the other accepts or declines (SPEC.md, CT). */
export class InvitationService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * An invitation to somebody who has invited the actor accepts that one. An invitation again is told again; one to a contact
   * changes nothing.
   *
   * @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT for oneself, FORBIDDEN to whom the other has blocked, CONTACT_LIMIT.
   */
  async invite(actor: Actor, name: string, reason: string | undefined): Promise<void> {
    const { app, user } = actor;
    const { database, people, events, clock } = this.deps;
    const { username: peer } = await people.getOther(actor, name);
    const limit = await this.limitOf(app);
    const roles = { app, inviter: user, invited: peer };
    const outcome = await database.inTransaction(async (tx) => {
      const db = tx.query<RosterTables>();
      if (await rosterStore.has(db, actor, peer)) return "already";
      const blocklist = tx.query<BlocklistTables>();
      if (await blocklistStore.has(blocklist, { app, user: peer }, user)) throw new AppError("FORBIDDEN");
      const full = await whoIsFull(db, { app, users: [user, peer] }, limit);
      if (full !== undefined) throw tooMany(full === user ? "Inviter" : "Invitee");
      if (await invitationStore.close(db, { app, inviter: peer, invited: user })) {
        await connect(db, { app, users: [peer, user] }, { limit, now: clock.now() });
        return "new";
      }
      if ((await invitationStore.countOthers(db, roles)) >= limit) throw tooMany("Inviter");
      await invitationStore.open(db, roles, clock.now());
      return "invited";
    });
    if (outcome === "new") await this.tellAccepted(actor, peer);
    if (outcome === "invited") {
      const operation = RosterBodyOperation.ADD;
      await events.tell(actor, peer, { operation, from: user, to: peer, ...(reason ? { reason } : {}) });
    }
    if (outcome !== "already") await people.confirm(app, [user, peer]);
  }

  /**
   * Accepting what was accepted before changes nothing: the answer to the first time may have been lost.
   *
   * @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT for oneself, FORBIDDEN when the other has not invited the actor,
   *   CONTACT_LIMIT.
   */
  async accept(actor: Actor, name: string): Promise<void> {
    const { app, user } = actor;
    const { database, people, clock } = this.deps;
    const { username: peer } = await people.getOther(actor, name);
    const limit = await this.limitOf(app);
    const outcome = await database.inTransaction(async (tx) => {
      const db = tx.query<RosterTables>();
      if (await rosterStore.has(db, actor, peer)) return "already";
      const wasInvited = await invitationStore.close(db, { app, inviter: peer, invited: user });
      // Nobody becomes a contact of somebody who has not asked for it.
      if (!wasInvited) throw new AppError("FORBIDDEN", "there is no invitation of this user");
      const connected = await connect(db, { app, users: [peer, user] }, { limit, now: clock.now() });
      // The invitation stays open: throwing takes back that it was closed.
      if (connected.outcome === "full") throw tooMany(connected.user === peer ? "Inviter" : "Invitee");
      return connected.outcome;
    });
    if (outcome === "already") return;
    await this.tellAccepted(actor, peer);
    await people.confirm(app, [user, peer]);
  }

  /** Declining what is not open, or not any more, changes nothing. @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT. */
  async decline(actor: Actor, name: string): Promise<void> {
    const { app, user } = actor;
    const { database, people, events } = this.deps;
    const { username: peer } = await people.getOther(actor, name);
    const wasOpen = await database.inTransaction((tx) =>
      invitationStore.close(tx.query<RosterTables>(), { app, inviter: peer, invited: user }),
    );
    if (!wasOpen) return;
    const event = { from: user, to: peer };
    await Promise.all([
      events.tell(actor, peer, { operation: RosterBodyOperation.REMOTE_DECLINE, ...event }),
      events.tellOtherDevices(actor, { operation: RosterBodyOperation.DECLINE, ...event }),
    ]);
  }

  /** Each side is told by the other's name, as clients put it on their list. */
  private async tellAccepted(actor: Actor, inviter: string): Promise<void> {
    const { events, bus } = this.deps;
    const { app, user } = actor;
    bus.publish("contacts.changed", { app, users: [user, inviter] });
    await Promise.all([
      events.tell(actor, inviter, { operation: RosterBodyOperation.REMOTE_ACCEPT, from: user, to: inviter }),
      events.tellOwnDevices(actor, { operation: RosterBodyOperation.ACCEPT, from: inviter, to: user }),
    ]);
  }

  private async limitOf(app: string): Promise<number> {
    return (await this.deps.apps.get(app)).settings.maxContacts;
  }
}

function tooMany(who: "Inviter" | "Invitee"): AppError {
  return new AppError("CONTACT_LIMIT", `${who}'s contact max count.`);
}

import { RosterBodyOperation } from "@rondo/protocol";
import type { Bus } from "../../../cluster/bus.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { User } from "../../users/api.ts";
import type { Actor, People } from "../people.ts";
import type { RosterEvents } from "../roster-events.ts";
import { fromNameCursor, toNameCursor } from "./cursor.ts";
import { type Contact, type Owner, type RosterTables, rosterStore } from "./roster.store.ts";

const MAX_REMARK_LENGTH = 100;

interface Deps {
  readonly database: Database;
  readonly people: People;
  readonly events: RosterEvents;
  readonly bus: Bus;
}

/** The list of contacts: reading it, remarks, and who is taken from it (SPEC.md, CT). */
export class RosterService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** By name. @throws AppError NAMED_USER_NOT_FOUND. */
  async list(owner: Owner): Promise<Contact[]> {
    await this.deps.people.get(owner.app, owner.user);
    return rosterStore.list(this.db, owner);
  }

  /** By name; `cursor` "" at the end. @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT. */
  async page(
    owner: Owner,
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<{ contacts: Contact[]; cursor: string }> {
    await this.deps.people.get(owner.app, owner.user);
    const contacts = await rosterStore.page(this.db, owner, { after: fromNameCursor(cursor), limit: limit + 1 });
    const page = contacts.slice(0, limit);
    const last = contacts.length > limit ? page.at(-1) : undefined;
    return { contacts: page, cursor: last === undefined ? "" : toNameCursor(last.username) };
  }

  /** Which of these names are contacts of the user. @throws AppError NAMED_USER_NOT_FOUND. */
  async among(owner: Owner, names: readonly string[]): Promise<Set<string>> {
    const { username } = await this.deps.people.get(owner.app, owner.user);
    return rosterStore.among(this.db, { app: owner.app, user: username }, names);
  }

  /** Both sides lose the other. Who is no contact is none afterwards either, and nobody is told. @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT. */
  async remove(actor: Actor, name: string): Promise<User> {
    const { app, user } = actor;
    const { database, people } = this.deps;
    const peer = await people.getOther(actor, name);
    const { username } = peer;
    const wereContacts = await database.inTransaction((tx) =>
      rosterStore.remove(tx.query<RosterTables>(), { app, users: [user, username] }),
    );
    if (wereContacts) await this.tellRemoved(actor, [username]);
    return peer;
  }

  /** @throws AppError NAMED_USER_NOT_FOUND. */
  async removeAll(actor: Actor): Promise<void> {
    await this.deps.people.get(actor.app, actor.user);
    const peers = await this.deps.database.inTransaction((tx) =>
      rosterStore.removeAll(tx.query<RosterTables>(), actor),
    );
    await this.tellRemoved(actor, peers);
  }

  /** For the user's own eyes; "" removes it. @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT, NOT_CONTACTS. */
  async setRemark(actor: Actor, name: string, remark: string): Promise<void> {
    const { username: peer } = await this.deps.people.getOther(actor, name);
    // The words are those by which clients recognise a limit.
    if ([...remark].length > MAX_REMARK_LENGTH) {
      throw new AppError("INVALID_ARGUMENT", `remark length must less than or equal to ${MAX_REMARK_LENGTH}`);
    }
    if (remark.includes("\0")) throw new AppError("INVALID_ARGUMENT", "remark is not legal");
    if (!(await rosterStore.setRemark(this.db, actor, { peer, remark }))) throw new AppError("NOT_CONTACTS");
  }

  private async tellRemoved(actor: Actor, peers: readonly string[]): Promise<void> {
    const { app, user } = actor;
    const { events, bus } = this.deps;
    for (const peer of peers) bus.publish("contacts.changed", { app, users: [user, peer] });
    const operation = RosterBodyOperation.REMOVE;
    await Promise.all(
      peers.flatMap((peer) => {
        const event = { operation, from: user, to: peer };
        return [events.tell(actor, peer, event), events.tellOtherDevices(actor, event)];
      }),
    );
  }

  private get db() {
    return this.deps.database.query<RosterTables>();
  }
}

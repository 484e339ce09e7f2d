import type { Database } from "../../kernel/database/database.ts";
import { membershipStore as store } from "./memberships.store.ts";
import { type MucTables, mucStore } from "./muc.store.ts";
import type { Muc, MucType, Role } from "./muc.ts";
import { type MucStates, mucKey } from "./states.ts";

/** What users have to do with all groups and rooms, where `Mucs` speaks of one. */
export class Memberships {
  private readonly database: Database;
  private readonly states: MucStates;

  constructor(deps: { database: Database; states: MucStates }) {
    this.database = deps.database;
    this.states = deps.states;
  }

  /** What a user has joined, latest first. */
  async page(
    user: { app: string; username: string; type: MucType },
    range: { offset: number; limit: number },
  ): Promise<Array<Muc & { role: Role }>> {
    const places = await store.page(this.db, user, range);
    const ids = places.map(({ id }) => id);
    const byId = new Map((await mucStore.findSome(this.db, user.app, ids)).map((muc) => [muc.id, muc]));
    // One that has ended between the two looks is left out.
    return places.flatMap(({ id, role }) => {
      const muc = byId.get(id);
      return muc === undefined ? [] : [{ ...muc, role }];
    });
  }

  /** How many each of the users has joined; who has joined none is left out. */
  counts(app: string, type: MucType, users: readonly string[]): Promise<Map<string, number>> {
    return store.counts(this.db, app, type, users);
  }

  /** The account is removed: whoever has the name next is not muted, allowed or blocked anywhere because of it. */
  async forgetUser(app: string, user: string): Promise<void> {
    const { mutes, allowed } = await this.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const owner = { app, user };
      await store.delistEverywhere(db, "mucBlock", owner);
      return {
        mutes: await store.delistEverywhere(db, "mucMute", owner),
        allowed: await store.delistEverywhere(db, "mucAllow", owner),
      };
    });
    for (const id of mutes) this.states.apply(mucKey(app, id), (state) => state.mutes.delete(user));
    for (const id of allowed) this.states.apply(mucKey(app, id), (state) => state.allowed.delete(user));
  }

  private get db() {
    return this.database.query<MucTables>();
  }
}

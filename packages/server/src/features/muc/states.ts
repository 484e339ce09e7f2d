import type { Database } from "../../kernel/database/database.ts";
import { type MemberRow, type MucTables, mucStore as store } from "./muc.store.ts";
import type { Member, Muc } from "./muc.ts";

/** Members of all groups and rooms that are kept in memory together. */
const MAX_MEMBERS = 500_000;
/** Counted for a group or room besides its members. */
const BASE = 20;

/** A group or room as every message needs it. Changed in place, after the commit that changed the record. */
export class MucState {
  muc: Muc;
  readonly members: Map<string, MemberRow>;
  /** Until when who may not speak (epoch ms). */
  readonly mutes: Map<string, number>;
  readonly allowed: Set<string>;
  private receivers: readonly string[] | undefined;

  constructor(parts: {
    muc: Muc;
    members: readonly MemberRow[];
    mutes: ReadonlyArray<{ username: string; until: number }>;
    allowed: ReadonlyArray<{ username: string }>;
  }) {
    this.muc = parts.muc;
    this.members = new Map(parts.members.map((member) => [member.username, member]));
    this.mutes = new Map(parts.mutes.map(({ username, until }) => [username, until]));
    this.allowed = new Set(parts.allowed.map(({ username }) => username));
  }

  /** Who receives messages. The same array for as long as nobody comes or goes. */
  get audience(): readonly string[] {
    this.receivers ??= [...this.members.values()].filter(({ isShielded }) => !isShielded).map((m) => m.username);
    return this.receivers;
  }

  put(members: ReadonlyArray<Member & { readonly isShielded?: boolean }>): void {
    for (const member of members) this.members.set(member.username, { isShielded: false, ...member });
    this.receivers = undefined;
  }

  drop(users: readonly string[]): void {
    for (const user of users) this.members.delete(user);
    this.receivers = undefined;
  }
}

/**
 * The groups and rooms in use. A change of the record is applied here in the turn in which its commit became
 * known; a state that is being loaded during a change is loaded again.
 */
export class MucStates {
  private readonly database: Database;
  private readonly states = new Map<string, MucState>();
  private readonly loads = new Map<string, { promise: Promise<MucState | undefined>; isStale: boolean }>();
  private size = 0;

  constructor(database: Database) {
    this.database = database;
  }

  /** From memory; undefined: not there. */
  peek(key: string): MucState | undefined {
    const state = this.states.get(key);
    if (state !== undefined) {
      // The most recently used are last.
      this.states.delete(key);
      this.states.set(key, state);
    }
    return state;
  }

  /** Undefined: there is no such group or room. */
  load(key: string): Promise<MucState | undefined> {
    const state = this.peek(key);
    if (state !== undefined) return Promise.resolve(state);
    const known = this.loads.get(key);
    if (known !== undefined) return known.promise;
    const load = { promise: this.read(key), isStale: false };
    this.loads.set(key, load);
    return load.promise;
  }

  /** After a commit, in the same turn. */
  apply(key: string, change: (state: MucState) => void): void {
    const load = this.loads.get(key);
    if (load !== undefined) load.isStale = true;
    const state = this.states.get(key);
    if (state === undefined) return;
    this.size -= sizeOf(state);
    change(state);
    this.size += sizeOf(state);
  }

  /** The group or room is gone. */
  forget(key: string): void {
    const load = this.loads.get(key);
    if (load !== undefined) load.isStale = true;
    const state = this.states.get(key);
    if (state === undefined) return;
    this.size -= sizeOf(state);
    this.states.delete(key);
  }

  private async read(key: string): Promise<MucState | undefined> {
    try {
      for (;;) {
        const load = this.loads.get(key);
        if (load !== undefined) load.isStale = false;
        const state = await this.query(key);
        if (this.loads.get(key)?.isStale === true) continue;
        if (state !== undefined) this.keep(key, state);
        return state;
      }
    } finally {
      this.loads.delete(key);
    }
  }

  private async query(key: string): Promise<MucState | undefined> {
    const slash = key.lastIndexOf("/");
    const [app, id] = [key.slice(0, slash), key.slice(slash + 1)];
    // One transaction, so that the parts belong to the same moment.
    return this.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const muc = await store.find(db, { app, id });
      if (muc === undefined) return undefined;
      const members = await store.members(db, muc);
      const mutes = await store.listed(db, "mucMute", muc);
      const allowed = await store.listed(db, "mucAllow", muc);
      return new MucState({ muc, members, mutes, allowed });
    });
  }

  private keep(key: string, state: MucState): void {
    this.states.set(key, state);
    this.size += sizeOf(state);
    for (const [oldest, old] of this.states) {
      if (this.size <= MAX_MEMBERS || oldest === key) return;
      this.states.delete(oldest);
      this.size -= sizeOf(old);
    }
  }
}

/** What a group or room is known by here. Neither an application key nor an id holds a slash. */
export function mucKey(app: string, id: string): string {
  return `${app}/${id}`;
}

function sizeOf(state: MucState): number {
  return BASE + state.members.size + state.mutes.size + state.allowed.size;
}

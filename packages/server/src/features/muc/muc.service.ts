import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import {
  groupTimeline,
  roomTimeline,
  type Timelines,
  type TimelineTables,
  threadTimeline,
  timelineMembers,
} from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import type { Mucs } from "./api.ts";
import { type MemberRow, type MucList, type MucTables, mucStore as store } from "./muc.store.ts";
import {
  MAX_ADMINS,
  MAX_LISTED,
  type Member,
  type Muc,
  type MucChanges,
  type MucStanding,
  type MucType,
  type NewMuc,
  type Role,
} from "./muc.ts";
import { type MucState, type MucStates, mucKey } from "./states.ts";

interface Deps {
  readonly database: Database;
  readonly timelines: Timelines;
  readonly states: MucStates;
  readonly apps: Pick<Apps, "find">;
  readonly bus: Bus;
  readonly clock: Clock;
}

type Key = Pick<Muc, "app" | "id" | "type">;

/**
 * What groups and rooms have in common: that they exist, who is in them, with which role, and who is muted, allowed or
 * blocked. Who may do it and who is told is for the features above to say.
 *
 * Every change is one transaction; what is in memory follows in the turn in which the commit became known, so that both
 * change in the same order.
 */
export class MucService implements Mucs {
  private readonly deps: Deps;
  /** What else ends with a group or room. */
  private readonly endings: Array<(tx: Transaction, muc: Key) => Promise<void>> = [];

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async find(app: string, id: string): Promise<Muc | undefined> {
    return (await this.state(app, id))?.muc;
  }

  async get(app: string, id: string, type: MucType): Promise<Muc> {
    const muc = await this.find(app, id);
    if (muc?.type !== type) throw notFound({ id, type });
    return muc;
  }

  findSome(app: string, ids: readonly string[]): Promise<Muc[]> {
    return store.findSome(this.db, app, ids);
  }

  list(query: Parameters<typeof store.list>[1]): Promise<Muc[]> {
    return store.list(this.db, query);
  }

  newest(query: Parameters<typeof store.newest>[1]): Promise<Muc[]> {
    return store.newest(this.db, query);
  }

  joined(user: { app: string; username: string; type: MucType }): Promise<Array<Muc & { role: Role }>> {
    return store.joined(this.db, user);
  }

  usersIn(type: MucType): Promise<Array<{ app: string; user: string }>> {
    return store.usersIn(this.db, type);
  }

  async roleOf(app: string, id: string, user: string): Promise<Role | undefined> {
    return (await this.state(app, id))?.members.get(user)?.role;
  }

  async standing(muc: Key, user: string): Promise<MucStanding> {
    const state = await this.state(muc.app, muc.id);
    if (state?.muc.type !== muc.type) throw notFound(muc);
    const until = state.mutes.get(user) ?? 0;
    return {
      muc: state.muc,
      role: state.members.get(user)?.role,
      mutedUntil: until > this.deps.clock.now() ? until : 0,
      isAllowed: state.allowed.has(user),
    };
  }

  async members(app: string, id: string): Promise<readonly MemberRow[]> {
    return [...((await this.state(app, id))?.members.values() ?? [])];
  }

  async isMember(app: string, id: string, user: string): Promise<boolean> {
    return (await this.roleOf(app, id, user)) !== undefined;
  }

  async create(wanted: NewMuc, members: readonly string[]): Promise<Muc> {
    const now = this.deps.clock.now();
    const others = [...new Set(members)].filter((user) => user !== wanted.owner);
    if (others.length + 1 > wanted.maxUsers) throw tooManyMembers();
    const muc: Muc = {
      ...wanted,
      id: this.deps.timelines.newId(),
      announcement: "",
      isMuted: false,
      isDisabled: false,
      memberCount: 0,
      createdAt: now,
      modifiedAt: now,
    };
    const all: Member[] = [
      { username: muc.owner, role: "owner", joinedAt: now },
      ...others.map((username): Member => ({ username, role: "member", joinedAt: now })),
    ];
    const hidesHistory = await this.hidesHistory(muc.app);
    await this.deps.database.inTransaction(async (tx) => {
      await store.insert(tx.query<MucTables>(), muc);
      await enter(tx, muc, { members: all, hidesHistory });
    });
    return { ...muc, memberCount: all.length };
  }

  async update(muc: Key, changes: MucChanges): Promise<Muc> {
    const stamped = { ...changes, modifiedAt: this.deps.clock.now() };
    const updated = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      await store.update(db, muc, stamped);
      const after = await store.find(db, muc);
      if (after === undefined) throw notFound(muc);
      return after;
    });
    this.apply(muc, (state) => {
      state.muc = { ...state.muc, ...stamped };
    });
    return updated;
  }

  onDestroy(within: (tx: Transaction, muc: Key) => Promise<void>): void {
    this.endings.push(within);
  }

  async destroy(muc: Key, tell?: () => void): Promise<readonly string[]> {
    const timeline = timelineOf(muc);
    const users = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const members = (await store.members(db, muc)).map(({ username }) => username);
      for (const end of this.endings) await end(tx, muc);
      await store.remove(db, muc);
      await timelineMembers.leave(tx.query<TimelineTables>(), { app: muc.app, timeline, users: members });
      return members;
    });
    tell?.();
    this.deps.states.forget(mucKey(muc.app, muc.id));
    this.deps.bus.publish("muc.left", { app: muc.app, timeline, users });
    return users;
  }

  async join(muc: Key, users: readonly string[]): Promise<readonly string[]> {
    const now = this.deps.clock.now();
    const hidesHistory = await this.hidesHistory(muc.app);
    const added = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const current = await store.find(db, muc);
      if (current === undefined) throw notFound(muc);
      const present = new Set((await store.membersAmong(db, muc, users)).map(({ username }) => username));
      const fresh = [...new Set(users)].filter((user) => !present.has(user));
      if ((await store.listedAmong(db, "mucBlock", muc, fresh)).length > 0) throw new AppError("MUC_BLOCKED");
      if (current.memberCount + fresh.length > current.maxUsers) throw full();
      const roleOf = (username: string): Role => (username === current.owner ? "owner" : "member");
      const members = fresh.map((username): Member => ({ username, role: roleOf(username), joinedAt: now }));
      await enter(tx, current, { members, hidesHistory });
      return members;
    });
    this.apply(muc, (state) => {
      state.put(added);
      state.muc = { ...state.muc, memberCount: state.members.size };
    });
    return added.map(({ username }) => username);
  }

  leave(muc: Key, users: readonly string[]): Promise<readonly string[]> {
    return this.remove(muc, users, { isBlocked: false });
  }

  async setRole(muc: Key, user: string, role: "admin" | "member"): Promise<boolean> {
    const changed = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const member = await store.member(db, muc, user);
      if (member === undefined || member.role === "owner" || member.role === role) return undefined;
      if (role === "admin" && (await store.countAdmins(db, muc)) >= MAX_ADMINS) throw new AppError("MUC_LIMIT");
      await store.changeMember(db, muc, user, { role });
      return { ...member, role };
    });
    if (changed !== undefined) this.apply(muc, (state) => state.put([changed]));
    return changed !== undefined;
  }

  async transfer(muc: Key, newOwner: string): Promise<boolean> {
    const modifiedAt = this.deps.clock.now();
    const changed = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const current = await store.find(db, muc);
      const next = await store.member(db, muc, newOwner);
      if (current === undefined || next === undefined || current.owner === newOwner) return undefined;
      const old = await store.member(db, muc, current.owner);
      await store.update(db, muc, { owner: newOwner, modifiedAt });
      await store.changeMember(db, muc, newOwner, { role: "owner" });
      await store.changeMember(db, muc, current.owner, { role: "member" });
      return [{ ...next, role: "owner" as const }, ...(old === undefined ? [] : [{ ...old, role: "member" as const }])];
    });
    if (changed === undefined) return false;
    this.apply(muc, (state) => {
      state.put(changed);
      state.muc = { ...state.muc, owner: newOwner, modifiedAt };
    });
    return true;
  }

  /** The member receives the group's messages no more, or again from now on. */
  async shield(muc: Key, user: string, isShielded: boolean): Promise<void> {
    const timeline = timelineOf(muc);
    const { app } = muc;
    const changed = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const member = await store.member(db, muc, user);
      if (member === undefined || member.isShielded === isShielded) return undefined;
      await store.changeMember(db, muc, user, { isShielded });
      const timelines = tx.query<TimelineTables>();
      if (isShielded) await timelineMembers.leave(timelines, { app, timeline, users: [user] });
      else await timelineMembers.join(timelines, { app, timeline, users: [user], hidesHistory: false });
      return { ...member, isShielded };
    });
    if (changed === undefined) return;
    this.apply(muc, (state) => state.put([changed]));
    if (isShielded) this.deps.bus.publish("muc.left", { app, timeline, users: [user] });
  }

  async mute(muc: Key, users: readonly string[], until: number): Promise<void> {
    const now = this.deps.clock.now();
    await this.deps.database.inTransaction(async (tx) => {
      await store.delistEnded(tx.query<MucTables>(), "mucMute", muc, now);
      await enlist(tx, "mucMute", muc, entriesOf(users, until));
    });
    this.apply(muc, ({ mutes }) => {
      for (const [user, end] of mutes) if (end <= now) mutes.delete(user);
      for (const user of users) mutes.set(user, until);
    });
  }

  async unmute(muc: Key, users: readonly string[]): Promise<readonly string[]> {
    const released = await store.delist(this.db, "mucMute", muc, users);
    this.apply(muc, ({ mutes }) => {
      for (const user of users) mutes.delete(user);
    });
    return released;
  }

  async muted(muc: Key): Promise<Array<{ username: string; until: number }>> {
    const now = this.deps.clock.now();
    return (await store.listed(this.db, "mucMute", muc)).filter(({ until }) => until > now);
  }

  async allow(muc: Key, users: readonly string[]): Promise<void> {
    await this.deps.database.inTransaction(async (tx) => {
      await enlist(tx, "mucAllow", muc, entriesOf(users, 0));
    });
    this.apply(muc, ({ allowed }) => {
      for (const user of users) allowed.add(user);
    });
  }

  async disallow(muc: Key, users: readonly string[]): Promise<readonly string[]> {
    const removed = await store.delist(this.db, "mucAllow", muc, users);
    this.apply(muc, ({ allowed }) => {
      for (const user of users) allowed.delete(user);
    });
    return removed;
  }

  async allowed(muc: Key): Promise<string[]> {
    return this.names("mucAllow", muc);
  }

  /** Who is blocked is no member any more. Answers who was one. */
  async block(muc: Key, users: readonly string[]): Promise<readonly string[]> {
    return this.remove(muc, users, { isBlocked: true });
  }

  unblock(muc: Key, users: readonly string[]): Promise<readonly string[]> {
    return store.delist(this.db, "mucBlock", muc, users);
  }

  blocked(muc: Key): Promise<string[]> {
    return this.names("mucBlock", muc);
  }

  async isBlocked(muc: Key, user: string): Promise<boolean> {
    return (await this.blockedAmong(muc, [user])).length > 0;
  }

  blockedAmong(muc: Key, users: readonly string[]): Promise<string[]> {
    return store.listedAmong(this.db, "mucBlock", muc, users);
  }

  /** Who is blocked is put on the list in the same transaction. */
  private async remove(
    muc: Key,
    users: readonly string[],
    { isBlocked }: { isBlocked: boolean },
  ): Promise<readonly string[]> {
    const timeline = timelineOf(muc);
    const { app } = muc;
    const gone = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<MucTables>();
      const named = isBlocked ? await block(tx, muc, users) : [...new Set(users)];
      const present = await store.membersAmong(db, muc, named);
      // Without an owner a group would have nobody who may end it. Others remain owners outside.
      const mayLeave = (role: Role): boolean => muc.type !== "group" || role !== "owner";
      const leaving = present.filter(({ role }) => mayLeave(role)).map(({ username }) => username);
      if (leaving.length > 0) await store.removeMembers(db, muc, leaving);
      await timelineMembers.leave(tx.query<TimelineTables>(), { app, timeline, users: leaving });
      return leaving;
    });
    this.apply(muc, (state) => {
      state.drop(gone);
      state.muc = { ...state.muc, memberCount: state.members.size };
    });
    if (gone.length > 0) this.deps.bus.publish("muc.left", { app, timeline, users: gone });
    return gone;
  }

  private async names(list: MucList, muc: Key): Promise<string[]> {
    return (await store.listed(this.db, list, muc)).map(({ username }) => username);
  }

  /** Asked before a transaction, which may wait for nothing else. */
  private async hidesHistory(appKey: string): Promise<boolean> {
    return (await this.deps.apps.find(appKey))?.settings.newcomersSeeHistory !== true;
  }

  private state(app: string, id: string): Promise<MucState | undefined> {
    return this.deps.states.load(mucKey(app, id));
  }

  private apply({ app, id }: Key, change: (state: MucState) => void): void {
    this.deps.states.apply(mucKey(app, id), change);
  }

  private get db() {
    return this.deps.database.query<MucTables>();
  }
}

async function enlist(tx: Transaction, list: MucList, muc: Key, entries: ReturnType<typeof entriesOf>): Promise<void> {
  const db = tx.query<MucTables>();
  const current = await store.find(db, muc);
  if (current === undefined) throw notFound(muc);
  await store.enlist(db, list, muc, entries);
  // Those that were on the list are not counted twice; what is too much is rolled back.
  if ((await store.countListed(db, list, muc)) > MAX_LISTED) throw new AppError("MUC_LIMIT");
}

/** Answers who is blocked now: all but the owner. */
async function block(tx: Transaction, muc: Key, users: readonly string[]): Promise<string[]> {
  const current = await store.find(tx.query<MucTables>(), muc);
  const named = [...new Set(users)].filter((user) => user !== current?.owner);
  await enlist(tx, "mucBlock", muc, entriesOf(named, 0));
  return named;
}

async function enter(
  tx: Transaction,
  muc: Muc,
  { members, hidesHistory }: { members: readonly Member[]; hidesHistory: boolean },
): Promise<void> {
  if (members.length === 0) return;
  await store.addMembers(tx.query<MucTables>(), muc, members);
  if (muc.type === "room") return;
  const users = members.map(({ username }) => username);
  const timeline = timelineOf(muc);
  await timelineMembers.join(tx.query<TimelineTables>(), { app: muc.app, timeline, users, hidesHistory });
}

export function timelineOf({ app, id, type }: Key): string {
  switch (type) {
    case "group":
      return groupTimeline(app, id);
    case "thread":
      return threadTimeline(app, id);
    case "room":
      return roomTimeline(app, id);
    default:
      return type satisfies never;
  }
}

function entriesOf(users: readonly string[], until: number): Array<{ username: string; until: number }> {
  return [...new Set(users)].map((username) => ({ username, until }));
}

export function notFound({ id, type }: Pick<Key, "id" | "type">): AppError {
  if (type === "thread") return new AppError("THREAD_NOT_FOUND");
  return type === "group"
    ? new AppError("GROUP_NOT_FOUND", `do not find this group:${id}`)
    : new AppError("ROOM_NOT_FOUND", `grpID ${id} does not exist!`);
}

function full(): AppError {
  return new AppError("MUC_FULL");
}

function tooManyMembers(): AppError {
  return new AppError("MUC_TOO_MANY_MEMBERS");
}

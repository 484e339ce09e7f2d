import type { Transaction } from "../../kernel/database/database.ts";
import type { MemberRow } from "./muc.store.ts";
import type { Muc, MucChanges, MucStanding, MucType, NewMuc, Role } from "./muc.ts";

export type MucRef = Pick<Muc, "app" | "id" | "type">;

/**
 * Groups and rooms as records, for the features that give them rules. Every change resolves after its commit, with memory
 * following in the same turn.
 */
export interface Mucs {
  find(app: string, id: string): Promise<Muc | undefined>;
  /** @throws AppError GROUP_NOT_FOUND or ROOM_NOT_FOUND. */
  get(app: string, id: string, type: MucType): Promise<Muc>;
  /** In no order; those that do not exist are left out. */
  findSome(app: string, ids: readonly string[]): Promise<Muc[]>;
  /** By id, behind `after`. */
  list(query: {
    app: string;
    type: MucType;
    onlyPublic: boolean;
    after: string | undefined;
    limit: number;
  }): Promise<Muc[]>;
  /** By id, the newest first. */
  newest(query: { app: string; type: MucType; before: string | undefined; limit: number }): Promise<Muc[]>;
  /** Everybody who is in any group, or in any room, of any application. For the start of a server. */
  usersIn(type: MucType): Promise<Array<{ app: string; user: string }>>;
  /** What a user has joined, latest first. */
  joined(user: { app: string; username: string; type: MucType }): Promise<Array<Muc & { role: Role }>>;
  /** Undefined: no member, or no such group or room. */
  roleOf(app: string, id: string, user: string): Promise<Role | undefined>;
  /** From memory. @throws AppError GROUP_NOT_FOUND or ROOM_NOT_FOUND. */
  standing(muc: MucRef, user: string): Promise<MucStanding>;
  isMember(app: string, id: string, user: string): Promise<boolean>;
  members(app: string, id: string): Promise<readonly MemberRow[]>;
  /** The owner is a member. @throws AppError MUC_TOO_MANY_MEMBERS. */
  create(wanted: NewMuc, members: readonly string[]): Promise<Muc>;
  /** @throws AppError GROUP_NOT_FOUND or ROOM_NOT_FOUND. */
  update(muc: MucRef, changes: MucChanges): Promise<Muc>;
  /** Answers who was a member. `tell` runs after the commit, while it is still known who receives what is sent there. */
  destroy(muc: MucRef, tell?: () => void): Promise<readonly string[]>;
  /** From now on `within` runs in the transaction of every `destroy`. */
  onDestroy(within: (tx: Transaction, muc: MucRef) => Promise<void>): void;
  /** All of them or, when they do not fit, none. Answers who was none before. @throws AppError MUC_FULL, MUC_BLOCKED, GROUP_NOT_FOUND or ROOM_NOT_FOUND. */
  join(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
  /** Answers who has left: who is no member, and the owner of a group, are not among them. */
  leave(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
  /** False when nothing has changed: no member, the owner, or that role already. @throws AppError MUC_LIMIT. */
  setRole(muc: MucRef, user: string, role: "admin" | "member"): Promise<boolean>;
  /** To a member; the old owner becomes a member. False when nothing has changed. */
  transfer(muc: MucRef, newOwner: string): Promise<boolean>;
  /** Whether a member wants no messages of the group. */
  shield(muc: MucRef, user: string, isShielded: boolean): Promise<void>;
  /** `until`: epoch milliseconds, or FOR_EVER. @throws AppError MUC_LIMIT, as `allow` and `block` do. */
  mute(muc: MucRef, users: readonly string[], until: number): Promise<void>;
  /** Answers who was muted. */
  unmute(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
  muted(muc: MucRef): Promise<Array<{ username: string; until: number }>>;
  /** May speak when everybody is muted. */
  allow(muc: MucRef, users: readonly string[]): Promise<void>;
  disallow(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
  allowed(muc: MucRef): Promise<string[]>;
  /** Answers which of them were members: they are none any more. An owner is left out. */
  block(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
  unblock(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
  blocked(muc: MucRef): Promise<string[]>;
  isBlocked(muc: MucRef, user: string): Promise<boolean>;
  /** Of these users, those that may not come in. `join` asks again in its transaction. */
  blockedAmong(muc: MucRef, users: readonly string[]): Promise<readonly string[]>;
}

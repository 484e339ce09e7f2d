/**
 * A multi-user chat: a group, which persists and keeps messages for its members; a chat room, which does not; a thread, which
 * is like a group and hangs on a message of one.
 */
export interface Muc {
  readonly app: string;
  /** Decimal digits; unique among groups and rooms together. */
  readonly id: string;
  readonly type: MucType;
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  /** Text of the application's own. */
  readonly custom: string;
  readonly announcement: string;
  readonly owner: string;
  readonly maxUsers: number;
  readonly isPublic: boolean;
  /** Who wants to join has to be accepted. */
  readonly needsApproval: boolean;
  /** Members may invite, not only owner and administrators. */
  readonly allowsInvites: boolean;
  /** Who is invited has to accept. */
  readonly invitesNeedConsent: boolean;
  /** Only owner, administrators and who is on the allowlist may speak. */
  readonly isMuted: boolean;
  readonly isDisabled: boolean;
  readonly memberCount: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type MucType = "group" | "room" | "thread";

export type Role = "owner" | "admin" | "member";

export interface Member {
  readonly username: string;
  readonly role: Role;
  /** Epoch milliseconds. */
  readonly joinedAt: number;
}

export type NewMuc = Omit<
  Muc,
  "id" | "memberCount" | "createdAt" | "modifiedAt" | "isMuted" | "isDisabled" | "announcement"
>;

/** What can be changed of a muc after its creation. */
export type MucChanges = Partial<Omit<Muc, "app" | "id" | "type" | "memberCount" | "createdAt" | "modifiedAt">>;

/** What a group or room is to one user, and the user to it. */
export interface MucStanding {
  readonly muc: Muc;
  /** Undefined: no member. The owner of a room is its owner outside of it, too, which `muc.owner` says. */
  readonly role: Role | undefined;
  /** Epoch milliseconds; 0: not muted. */
  readonly mutedUntil: number;
  /** May speak when everybody is muted. */
  readonly isAllowed: boolean;
}

/** Administrators besides the owner. */
export const MAX_ADMINS = 99;

/** Entries of each of the lists of one group or room. */
export const MAX_LISTED = 10_000;

/** A mute without an end. */
export const FOR_EVER = Number.MAX_SAFE_INTEGER;

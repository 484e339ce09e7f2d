import { MucBodyOperation, normalizeUserId } from "@rondo/protocol";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Caller } from "../../kernel/rest.ts";
import type { EventOrigin } from "../messages/index.ts";
import type { Member, Muc, MucEvents, Mucs, Role, Turns } from "../muc/index.ts";
import type { Users } from "../users/api.ts";
import type { Attendance } from "./attendance.ts";
import { type RoomTables, superAdminStore } from "./rooms.store.ts";

/** In UTF-16 units (limits, section 1). */
const MAX_NAME = 128;
const MAX_TEXT = 512;
const MAX_CUSTOM = 8192;
/** Members of one room (limits, section 4). */
const MAX_USERS = 10_000;
const DEFAULT_USERS = 1000;
const MAX_ADDED = 100;
const MAX_REMOVED = 60;

/** Who asks, and from which device. */
export interface Actor {
  readonly app: string;
  readonly caller: Caller;
  readonly resource: string | undefined;
}

export interface Removal {
  readonly user: string;
  readonly result: boolean;
  readonly reason?: string;
}

interface Deps {
  readonly database: Database;
  readonly mucs: Mucs;
  readonly events: MucEvents;
  readonly turns: Turns;
  readonly attendance: Attendance;
  readonly users: Pick<Users, "find">;
  /** The room is gone. */
  readonly forget: (room: Muc) => Promise<void>;
}

/** Chat rooms as things that are made, described and ended, and who may do it (SPEC.md, RM). */
export class RoomService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError FORBIDDEN for who may create no rooms, INVALID_ARGUMENT, NAMED_USER_NOT_FOUND, MUC_TOO_MANY_MEMBERS. */
  async create(
    actor: Actor,
    wish: {
      name: string;
      description: string;
      owner: string | undefined;
      custom: string;
      maxUsers: number | undefined;
      members: readonly string[];
    },
  ): Promise<Muc> {
    const { app, caller } = actor;
    const isUser = caller.kind === "user";
    if (isUser && !(await this.isSuperAdmin(app, caller.username))) throw new AppError("FORBIDDEN");
    const owner = wish.owner ?? (isUser ? caller.username : undefined);
    if (owner === undefined) throw new AppError("INVALID_ARGUMENT", "owner must be provided");
    if (wish.name === "") throw new AppError("INVALID_ARGUMENT", "name must be provided");
    checkTexts(wish);
    const [ownerId = "", ...members] = await this.existing(app, [owner, ...wish.members]);
    return this.deps.mucs.create(
      {
        app,
        type: "room",
        name: wish.name,
        description: wish.description,
        avatar: "",
        custom: wish.custom,
        owner: ownerId,
        maxUsers: checkMaxUsers(wish.maxUsers ?? DEFAULT_USERS),
        isPublic: true,
        needsApproval: false,
        allowsInvites: false,
        invitesNeedConsent: false,
      },
      members,
    );
  }

  /** All of them. @throws AppError ROOM_NOT_FOUND naming the first that does not exist. */
  async details(app: string, ids: readonly string[]): Promise<Array<Muc & { members: readonly Member[] }>> {
    const { mucs } = this.deps;
    const rooms = [];
    for (const id of new Set(ids)) {
      const room = await mucs.get(app, id, "room");
      rooms.push({ ...room, members: await mucs.members(app, id) });
    }
    return rooms;
  }

  list(app: string, page: { after: string | undefined; limit: number }): Promise<Muc[]> {
    return this.deps.mucs.list({ app, type: "room", onlyPublic: false, ...page });
  }

  /** Page `number`, from 1, of the same list. */
  async numberedPage(app: string, page: { number: number; size: number }): Promise<Muc[]> {
    const end = page.number * page.size;
    return (await this.list(app, { after: undefined, limit: end })).slice(end - page.size);
  }

  joined(app: string, user: string): Promise<Array<Muc & { role: Role }>> {
    return this.deps.mucs.joined({ app, username: user, type: "room" });
  }

  /** By time of joining; `after` is the last member of the page before. @throws AppError ROOM_NOT_FOUND. */
  async members(app: string, id: string): Promise<readonly Member[]> {
    await this.deps.mucs.get(app, id, "room");
    const members = await this.deps.mucs.members(app, id);
    return [...members].sort((a, b) => a.joinedAt - b.joinedAt || (a.username < b.username ? -1 : 1));
  }

  /** @throws AppError ROOM_NOT_FOUND, FORBIDDEN, INVALID_ARGUMENT, MUC_LIMIT. */
  async modify(
    actor: Actor,
    id: string,
    change: { name?: string; description?: string; maxUsers?: number },
  ): Promise<void> {
    const { mucs, events } = this.deps;
    const room = await this.enter(actor, id, ["owner", "admin"]);
    checkTexts(change);
    if (change.maxUsers !== undefined) {
      checkMaxUsers(change.maxUsers);
      if (change.maxUsers < room.memberCount) {
        throw new AppError("MUC_LIMIT", `maxUsers cannot be less than the ${room.memberCount} members there are`);
      }
    }
    const updated = await mucs.update(room, change);
    await events.tellMembers(updated, { operation: MucBodyOperation.UPDATE }, { origin: originOf(actor, room) });
  }

  /** @throws AppError ROOM_NOT_FOUND, FORBIDDEN, FORBIDDEN, ROOM_NOT_MEMBERS. */
  async transfer(actor: Actor, id: string, newOwner: string): Promise<void> {
    const { mucs, events } = this.deps;
    const room = await this.enter(actor, id, ["owner"]);
    const user = normalizeUserId(newOwner) ?? "";
    if (user === room.owner) throw new AppError("FORBIDDEN", "new owner and old owner are the same");
    if (!(await mucs.transfer(room, user))) throw notInRoom(newOwner);
    const event = { operation: MucBodyOperation.ASSIGN_OWNER, about: user };
    await events.tellMembers(room, event, { origin: originOf(actor, room) });
  }

  /** @throws AppError ROOM_NOT_FOUND, FORBIDDEN. */
  async destroy(actor: Actor, id: string): Promise<void> {
    const { mucs, events, forget } = this.deps;
    const room = await this.enter(actor, id, ["owner"]);
    let told: Promise<void> | undefined;
    await mucs.destroy(room, () => {
      told = events.tellMembers(room, { operation: MucBodyOperation.DESTROY }, { origin: originOf(actor, room) });
    });
    await told;
    await forget(room);
  }

  /** Who is there already counts as added. @throws AppError ROOM_NOT_FOUND, FORBIDDEN, MUC_FULL, NAMED_USER_NOT_FOUND, BATCH_TOO_LARGE. */
  async add(actor: Actor, id: string, names: readonly string[]): Promise<readonly string[]> {
    if (names.length > MAX_ADDED) {
      throw new AppError("BATCH_TOO_LARGE", `addMembers: addMembers number more than maxSize : ${MAX_ADDED}`);
    }
    const room = await this.enter(actor, id, ["owner", "admin"]);
    const users = await this.existing(actor.app, names);
    const onList = await this.deps.mucs.blockedAmong(room, users);
    const blocked = users.find((user) => onList.includes(user));
    if (blocked !== undefined) {
      throw new AppError("FORBIDDEN", `can not join this group, reason: user ${blocked} is in the blacklist`);
    }
    await this.deps.attendance.add(room, users, originOf(actor, room));
    return users;
  }

  /** @throws AppError ROOM_NOT_FOUND, FORBIDDEN, ROOM_NOT_MEMBERS when it is one who is not there, BATCH_TOO_LARGE. */
  async remove(actor: Actor, id: string, names: readonly string[]): Promise<Removal[]> {
    if (names.length > MAX_REMOVED) {
      throw new AppError("BATCH_TOO_LARGE", `kickMember: kickMembers number more than maxSize : ${MAX_REMOVED}`);
    }
    const { mucs, attendance } = this.deps;
    const room = await this.enter(actor, id, ["owner", "admin"]);
    const users = names.map((name) => normalizeUserId(name) ?? name);
    const isAdmin = actor.caller.kind === "user" && actor.caller.username !== room.owner;
    const mayGo = await Promise.all(
      users.map(async (user) => {
        const role = await mucs.roleOf(actor.app, id, user);
        return role === "member" || (role === "admin" && !isAdmin);
      }),
    );
    const gone = new Set(
      await attendance.remove(
        room,
        users.filter((_, i) => mayGo[i]),
        originOf(actor, room),
      ),
    );
    if (users.length === 1 && gone.size === 0) {
      const [user = ""] = users;
      if ((await mucs.roleOf(actor.app, id, user)) !== undefined) throw new AppError("FORBIDDEN");
      throw notInRoom(user);
    }
    return users.map((user) =>
      gone.has(user)
        ? { user, result: true }
        : { user, result: false, reason: `user: ${user} doesn't exist in group: ${id}` },
    );
  }

  /** All rooms of a user whose account is removed: his own end, the others he leaves. */
  async forgetUser(app: string, user: string): Promise<void> {
    const actor: Actor = { app, caller: { kind: "app" }, resource: undefined };
    const { turns, mucs, attendance } = this.deps;
    for (const { id } of await this.joined(app, user)) {
      const isOwn = await turns.run({ app, id }, async () => {
        if ((await mucs.find(app, id))?.owner !== user) return false;
        await this.destroy(actor, id);
        return true;
      });
      const room = isOwn ? undefined : await mucs.find(app, id);
      if (room !== undefined) await attendance.exit({ user, resource: undefined }, room);
    }
    await superAdminStore.remove(this.db, app, user);
  }

  isSuperAdmin(app: string, user: string): Promise<boolean> {
    return superAdminStore.has(this.db, app, user);
  }

  superAdmins(app: string, page: { number: number; size: number }): Promise<string[]> {
    return superAdminStore.list(this.db, app, { offset: (page.number - 1) * page.size, limit: page.size });
  }

  /** @throws AppError NAMED_USER_NOT_FOUND. */
  async addSuperAdmin(app: string, name: string): Promise<void> {
    const [user = ""] = await this.existing(app, [name]);
    await superAdminStore.add(this.db, app, user);
  }

  async removeSuperAdmin(app: string, name: string): Promise<string> {
    const [user = ""] = await this.existing(app, [name]);
    await superAdminStore.remove(this.db, app, user);
    return user;
  }

  /** The room, when the actor may act in it: as one of these roles, as a super administrator or as the application. */
  private async enter({ app, caller }: Actor, id: string, roles: readonly Role[]): Promise<Muc> {
    const room = await this.deps.mucs.get(app, id, "room");
    if (caller.kind === "app") return room;
    const user = caller.kind === "user" ? caller.username : "";
    const role = user === room.owner ? "owner" : await this.deps.mucs.roleOf(app, id, user);
    if (role !== undefined && roles.includes(role)) return room;
    if (await this.isSuperAdmin(app, user)) return room;
    throw new AppError("FORBIDDEN");
  }

  /** As the account is named. @throws AppError NAMED_USER_NOT_FOUND. */
  private async existing(app: string, names: readonly string[]): Promise<string[]> {
    const found = await Promise.all(names.map((name) => this.deps.users.find(app, name)));
    return found.map((user) => {
      if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
      return user.username;
    });
  }

  private get db() {
    return this.deps.database.query<RoomTables>();
  }
}

/** What the application does is done in the owner's name: events name a user. */
function originOf({ caller, resource }: Actor, room: Pick<Muc, "owner">): EventOrigin {
  return caller.kind === "user" ? { user: caller.username, resource } : { user: room.owner, resource: undefined };
}

function checkTexts(texts: { name?: string; description?: string; custom?: string }): void {
  const { name = "", description = "", custom = "" } = texts;
  if (name.length > MAX_NAME) throw new AppError("MUC_LIMIT", `title cannot exceed to ${MAX_NAME}`);
  if (description.length > MAX_TEXT) throw new AppError("MUC_LIMIT", `desc cannot exceed to ${MAX_TEXT}`);
  if (custom.length > MAX_CUSTOM) throw new AppError("MUC_LIMIT", `custom cannot exceed to ${MAX_CUSTOM}`);
}

function checkMaxUsers(count: number): number {
  if (count < 1) throw new AppError("INVALID_ARGUMENT", "maxusers must be at least 1");
  if (count > MAX_USERS) throw new AppError("MUC_LIMIT", `maxUsers cannot exceed ${MAX_USERS}`);
  return count;
}

function notInRoom(user: string): AppError {
  return new AppError("ROOM_NOT_MEMBERS", `users [${user}] are not members of this group!`);
}

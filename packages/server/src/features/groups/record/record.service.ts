import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import type { Muc, Mucs } from "../../muc/index.ts";
import type { Users } from "../../users/api.ts";
import type { Access } from "../access.ts";
import type { Actor } from "../actor.ts";
import { type AttributeTables, attributeStore } from "../attributes/attributes.store.ts";
import type { GroupEvents, Update } from "../group-events.ts";
import type { Newcomers } from "../joining/newcomers.ts";
import { type PendingTables, pendingStore } from "../joining/pending.store.ts";
import { getUser } from "../names.ts";
import { type ReceiptTables, receiptStore } from "../receipts/receipts.store.ts";

/** What can be changed of a group, besides its owner. */
export type Changes = Partial<
  Pick<
    Muc,
    | "name"
    | "description"
    | "avatar"
    | "custom"
    | "maxUsers"
    | "isPublic"
    | "needsApproval"
    | "allowsInvites"
    | "invitesNeedConsent"
  >
>;

/** The names by which clients read what has changed. */
const UPDATE_NAMES: Record<keyof Changes, string> = {
  name: "name",
  description: "description",
  avatar: "avatar",
  custom: "custom",
  maxUsers: "max_users",
  isPublic: "public",
  needsApproval: "members_only",
  allowsInvites: "allow_user_invites",
  invitesNeedConsent: "invite_need_confirm",
};

/** Administrators may change how a group presents itself; who comes into it is the owner's. */
const TEXTS: ReadonlySet<string> = new Set(["name", "description", "avatar", "custom"]);

interface Deps {
  readonly mucs: Mucs;
  readonly users: Pick<Users, "find">;
  readonly apps: Pick<Apps, "get">;
  readonly database: Database;
  readonly access: Access;
  readonly newcomers: Newcomers;
  readonly events: GroupEvents;
}

/** What becomes of a group as a whole: changed, handed over, disabled, dissolved (SPEC.md, GR). */
export class RecordService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Nothing to change is not an error. @throws AppError GROUP_NOT_FOUND, FORBIDDEN, MUC_TOO_MANY_MEMBERS. */
  async change(actor: Actor, id: string, changes: Changes): Promise<void> {
    const { mucs, apps, access, events } = this.deps;
    const names = Object.keys(changes);
    const group = await access.enter(actor, id, names.every((name) => TEXTS.has(name)) ? "admin" : "owner");
    if (names.length === 0) return;
    const { maxUsers } = changes;
    if (maxUsers !== undefined) {
      const { settings } = await apps.get(actor.app);
      if (maxUsers > settings.maxGroupMembers || maxUsers < group.memberCount) {
        throw new AppError("MUC_TOO_MANY_MEMBERS");
      }
    }
    await events.updated(await mucs.update(group, changes), actor, toUpdate(changes));
  }

  /** @throws AppError GROUP_NOT_FOUND, NAMED_USER_NOT_FOUND; FORBIDDEN to others than the owner, and for who is no member. */
  async transfer(actor: Actor, id: string, name: string): Promise<void> {
    const { mucs, users, access, newcomers, events } = this.deps;
    const group = await access.enter(actor, id, "owner");
    const owner = await getUser(users, actor.app, name);
    if (owner === group.owner) throw new AppError("FORBIDDEN", "new owner and old owner are the same");
    if (!(await mucs.transfer(group, owner))) {
      throw new AppError("FORBIDDEN", `user: ${owner} doesn't exist in group: ${id}`);
    }
    await events.transferred(await access.find(actor.app, id), actor, { from: group.owner });
    // An account that was removed meanwhile was no owner when it was forgotten.
    if ((await newcomers.confirm(actor.app, [owner])).length > 0) await this.end({ ...group, owner }, actor);
  }

  /** @throws AppError GROUP_NOT_FOUND, FORBIDDEN to others than the owner. */
  async dissolve(actor: Actor, id: string): Promise<void> {
    await this.end(await this.deps.access.enter(actor, id, "owner"), actor);
  }

  /** For the application: nobody writes, joins or manages until it is enabled again. @throws AppError GROUP_NOT_FOUND. */
  async setDisabled(actor: Actor, id: string, isDisabled: boolean): Promise<void> {
    const { mucs, access, events } = this.deps;
    const group = await access.find(actor.app, id);
    if (group.isDisabled === isDisabled) return;
    await events.disabled(await mucs.update(group, { isDisabled }), actor);
  }

  /** Its members are told; nothing is left of it but what they have received. */
  async end(group: Muc, actor: Actor): Promise<void> {
    const { mucs, database, events } = this.deps;
    const members = await mucs.destroy(group);
    await database.inTransaction(async (tx) => {
      await pendingStore.forgetGroup(tx.query<PendingTables>(), group);
      await attributeStore.forgetGroup(tx.query<AttributeTables>(), group);
      await receiptStore.forgetGroup(tx.query<ReceiptTables>(), group);
    });
    await events.dissolved(group, actor, members);
  }
}

function toUpdate(changes: Changes): Update {
  // `changes` has no other keys.
  const entries = Object.entries(changes) as Array<[keyof Changes, string | number | boolean]>;
  return Object.fromEntries(entries.map(([name, value]) => [UPDATE_NAMES[name], value]));
}

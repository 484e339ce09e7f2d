import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import type { Muc, Mucs } from "../../muc/index.ts";
import type { Users } from "../../users/api.ts";
import type { Actor } from "../actor.ts";
import type { GroupEvents } from "../group-events.ts";
import type { InvitationService } from "../joining/invitations.service.ts";
import type { Newcomers } from "../joining/newcomers.ts";
import { getUser, sortOut } from "../names.ts";
import { refusals } from "../refusals.ts";

/** What somebody wants a group to be. */
export interface Wish {
  /** Undefined: who creates it. */
  readonly owner: string | undefined;
  readonly members: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly avatar: string;
  readonly custom: string;
  readonly maxUsers: number;
  readonly isPublic: boolean;
  readonly needsApproval: boolean;
  readonly allowsInvites: boolean;
  readonly invitesNeedConsent: boolean;
}

interface Deps {
  readonly mucs: Mucs;
  readonly users: Pick<Users, "find">;
  readonly apps: Pick<Apps, "get">;
  readonly newcomers: Newcomers;
  readonly invitations: InvitationService;
  readonly events: GroupEvents;
}

/** How groups begin (SPEC.md, GR). */
export class CreationService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * The members are in it at once or, when invitations need consent and a user creates it, are asked to come.
   *
   * @throws AppError NAMED_USER_NOT_FOUND for an owner or member that does not exist, MUC_TOO_MANY_MEMBERS, TOO_MANY_GROUPS,
   *   FORBIDDEN to a user who names another as the owner; nothing was created then.
   */
  async create(actor: Actor, wish: Wish): Promise<Muc> {
    const { mucs, users, newcomers, invitations, events } = this.deps;
    const { app } = actor;
    const { owner: named = actor.user, members: wanted, ...properties } = wish;
    if (named === undefined) throw new AppError("INVALID_ARGUMENT", "owner must be provided");
    const owner = await getUser(users, app, named);
    if (actor.user !== undefined && actor.user !== owner) throw new AppError("FORBIDDEN");
    const members = wanted.filter((user) => user !== owner);
    await this.checkSize(app, { maxUsers: wish.maxUsers, count: members.length + 1 });
    const [stranger] = (await sortOut(users, app, members)).unknown;
    if (stranger !== undefined) throw refusals.unknownUser(stranger);
    const asksFirst = wish.invitesNeedConsent && actor.user !== undefined;
    await newcomers.checkRoom(app, asksFirst ? [owner] : [owner, ...members]);

    const group = await mucs.create({ app, type: "group", owner, ...properties }, asksFirst ? [] : members);
    await this.dismiss(group, asksFirst ? [owner] : [owner, ...members]);
    await events.created(group, actor);
    if (asksFirst) await invitations.ask(group, { actor, inviter: owner, users: members });
    else await events.put(group, actor, members);
    return group;
  }

  /** Accounts that were removed while the group began. */
  private async dismiss(group: Muc, users: readonly string[]): Promise<void> {
    const { mucs, newcomers } = this.deps;
    const gone = await newcomers.confirm(group.app, users);
    if (gone.includes(group.owner)) {
      await mucs.destroy(group);
      throw refusals.unknownUser(group.owner);
    }
    if (gone.length > 0) await mucs.leave(group, gone);
  }

  private async checkSize(app: string, { maxUsers, count }: { maxUsers: number; count: number }): Promise<void> {
    const { settings } = await this.deps.apps.get(app);
    if (maxUsers > settings.maxGroupMembers || count > maxUsers) throw new AppError("MUC_TOO_MANY_MEMBERS");
  }
}

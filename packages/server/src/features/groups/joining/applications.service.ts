import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Muc, Mucs } from "../../muc/index.ts";
import type { Users } from "../../users/api.ts";
import type { Access } from "../access.ts";
import type { Actor } from "../actor.ts";
import type { GroupEvents } from "../group-events.ts";
import { getUser } from "../names.ts";
import { refusals } from "../refusals.ts";
import type { InvitationService } from "./invitations.service.ts";
import type { Newcomers } from "./newcomers.ts";
import { type PendingTables, pendingStore as store } from "./pending.store.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly users: Pick<Users, "find">;
  readonly database: Database;
  readonly access: Access;
  readonly newcomers: Newcomers;
  readonly invitations: InvitationService;
  readonly events: GroupEvents;
  readonly clock: Clock;
}

/** How users come into public groups of their own will (SPEC.md, GR). */
export class ApplicationService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Who was invited, or applies to a group that is open to everybody, is in; the others wait for owner or administrators.
   * Applying again is told again.
   *
   * @throws AppError GROUP_NOT_FOUND; FORBIDDEN to members, to who is blocked and to private groups; MUC_FULL, TOO_MANY_GROUPS.
   */
  async apply(actor: Actor & { user: string }, id: string, reason: string): Promise<void> {
    const { access, mucs, newcomers, invitations, events, clock } = this.deps;
    const group = await access.find(actor.app, id);
    if (group.isDisabled) throw refusals.disabled();
    if (await mucs.isMember(group.app, id, actor.user)) throw refusals.alreadyIn(actor.user, id);
    await newcomers.checkBlocked(group, actor.user);
    if (await invitations.accept(actor, group)) return;
    if (!group.isPublic) throw new AppError("FORBIDDEN");
    if (!group.needsApproval) return this.enter(actor, group);
    if (group.memberCount >= group.maxUsers) throw new AppError("MUC_FULL");
    await newcomers.checkRoom(group.app, [actor.user]);
    await store.apply(this.db, group, { user: actor.user, reason, at: clock.now() });
    await events.applied(group, actor, { moderators: await access.moderators(group), reason });
    const gone = await newcomers.confirm(group.app, [actor.user]);
    for (const user of gone) await store.forgetUser(this.db, { app: group.app, user });
  }

  /**
   * Owner or administrators answer. Accepting who is in already, and declining what is not open, changes nothing.
   *
   * @throws AppError GROUP_NOT_FOUND, NAMED_USER_NOT_FOUND; FORBIDDEN to who may not, and for who has not applied; MUC_FULL,
   *   TOO_MANY_GROUPS: the application stays open.
   */
  async answer(
    actor: Actor,
    id: string,
    { applicant, isAccepted, reason }: { applicant: string; isAccepted: boolean; reason: string },
  ): Promise<string> {
    const { access, users, mucs } = this.deps;
    const group = await access.enter(actor, id, "admin");
    const user = await getUser(users, actor.app, applicant);
    if (!isAccepted) await this.decline(actor, group, { applicant: user, reason });
    else if (!(await mucs.isMember(group.app, id, user))) await this.accept(actor, group, { applicant: user, reason });
    return user;
  }

  private async accept(
    actor: Actor,
    group: Muc,
    { applicant, reason }: { applicant: string; reason: string },
  ): Promise<void> {
    const { newcomers, events } = this.deps;
    if (!(await store.hasApplied(this.db, group, applicant))) {
      throw new AppError("FORBIDDEN", "there is no application of this user");
    }
    await newcomers.checkBlocked(group, applicant);
    const { joined, group: after } = await newcomers.admit(group, [applicant]);
    if (joined.length === 0) return;
    await Promise.all([
      events.applicationAnswered(after, actor, { applicant, isAccepted: true, reason }),
      events.came(after, actor, joined),
    ]);
  }

  private async decline(
    actor: Actor,
    group: Muc,
    { applicant, reason }: { applicant: string; reason: string },
  ): Promise<void> {
    const wasOpen = await store.closeApplication(this.db, group, applicant);
    if (wasOpen) await this.deps.events.applicationAnswered(group, actor, { applicant, isAccepted: false, reason });
  }

  private async enter(actor: Actor & { user: string }, group: Muc): Promise<void> {
    const { newcomers, events } = this.deps;
    const { joined, group: after } = await newcomers.admit(group, [actor.user]);
    await events.came(after, actor, joined);
  }

  private get db() {
    return this.deps.database.query<PendingTables>();
  }
}

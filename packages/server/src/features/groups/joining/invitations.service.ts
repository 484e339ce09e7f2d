import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import type { Muc, Mucs } from "../../muc/index.ts";
import type { Users } from "../../users/api.ts";
import type { Access } from "../access.ts";
import type { Actor } from "../actor.ts";
import type { GroupEvents } from "../group-events.ts";
import { getUser, sortOut } from "../names.ts";
import { refusals } from "../refusals.ts";
import type { Newcomers } from "./newcomers.ts";
import { type PendingTables, pendingStore as store } from "./pending.store.ts";

/** Open invitations of one group. */
const MAX_OPEN = 10_000;

interface Deps {
  readonly mucs: Mucs;
  readonly users: Pick<Users, "find">;
  readonly apps: Pick<Apps, "get">;
  readonly database: Database;
  readonly access: Access;
  readonly newcomers: Newcomers;
  readonly events: GroupEvents;
  readonly clock: Clock;
}

/** What came of inviting one user; a reason where nothing did. */
export interface Invited {
  readonly user: string;
  readonly reason: string | undefined;
}

/** How members bring others into a group (SPEC.md, GR). */
export class InvitationService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Into a group whose invitations need no consent they come at once, all or none of those who can; otherwise they are asked.
   *
   * @throws AppError FORBIDDEN to who may not invite; where nobody can be invited, what speaks against the first;
   *   MUC_FULL, TOO_MANY_GROUPS, INVALID_ARGUMENT for too many names.
   */
  async invite(actor: Actor, id: string, names: readonly string[]): Promise<Invited[]> {
    const { access, events, newcomers } = this.deps;
    const group = await access.enter(actor, id, "member");
    await this.checkInviter(actor, group);
    await this.checkCount(actor.app, names);
    const { able, unable } = await this.sort(group, names);
    if (able.length === 0) throw this.whyNobody(group, unable);
    if (group.invitesNeedConsent && actor.user !== undefined) {
      await this.ask(group, { actor, inviter: actor.user, users: able });
    } else {
      const admitted = await newcomers.admit(group, able);
      await Promise.all([
        events.put(admitted.group, actor, admitted.joined),
        events.came(admitted.group, actor, admitted.joined),
      ]);
    }
    return names.map((user) => ({ user, reason: unable.find((each) => each.user === user)?.reason }));
  }

  /** Asks users to join a group; what has been asked before is asked again. */
  async ask(
    group: Muc,
    { actor, inviter, users }: { actor: Actor; inviter: string; users: readonly string[] },
  ): Promise<void> {
    const { database, events, clock } = this.deps;
    await database.inTransaction(async (tx) => {
      const db = tx.query<PendingTables>();
      await store.invite(db, group, { users, inviter, at: clock.now() });
      if ((await store.countInvitations(db, group)) > MAX_OPEN) throw new AppError("MUC_FULL");
    });
    await events.invited(group, actor, users);
    const { unknown } = await sortOut(this.deps.users, group.app, users);
    for (const user of unknown) await store.forgetUser(this.db, { app: group.app, user });
  }

  /**
   * The invited user answers. Accepting what was accepted, and declining what is not open, changes nothing.
   *
   * @throws AppError FORBIDDEN without an invitation, and to who is blocked; MUC_FULL, TOO_MANY_GROUPS: it stays open.
   */
  async answer(actor: Actor, id: string, { invitee, isAccepted }: { invitee: string; isAccepted: boolean }) {
    const { access, users, mucs } = this.deps;
    const group = await access.find(actor.app, id);
    if (group.isDisabled && actor.user !== undefined) throw refusals.disabled();
    const user = await getUser(users, actor.app, invitee);
    if (actor.user !== undefined && actor.user !== user) throw new AppError("FORBIDDEN");
    const self = { ...actor, user };
    if (!isAccepted) return this.decline(self, group);
    if (await mucs.isMember(group.app, group.id, user)) return;
    if (!(await this.accept(self, group))) throw new AppError("FORBIDDEN", "there is no invitation of this user");
  }

  /** False when nobody has invited the actor. @throws AppError FORBIDDEN, MUC_FULL, TOO_MANY_GROUPS. */
  async accept(actor: Actor & { user: string }, group: Muc): Promise<boolean> {
    const { newcomers, events } = this.deps;
    const inviters = await store.inviters(this.db, group, actor.user);
    if (inviters.length === 0) return false;
    await newcomers.checkBlocked(group, actor.user);
    const { joined, group: after } = await newcomers.admit(group, [actor.user]);
    if (joined.length === 0) return true;
    await Promise.all([
      events.invitationAnswered(after, actor, { inviters, isAccepted: true }),
      events.came(after, actor, joined),
    ]);
    return true;
  }

  private async decline(actor: Actor & { user: string }, group: Muc): Promise<void> {
    const inviters = await this.deps.database.inTransaction((tx) =>
      store.closeInvitations(tx.query<PendingTables>(), group, actor.user),
    );
    await this.deps.events.invitationAnswered(group, actor, { inviters, isAccepted: false });
  }

  private async checkInviter({ app, user }: Actor, { id, allowsInvites }: Muc): Promise<void> {
    if (user === undefined || allowsInvites) return;
    if ((await this.deps.mucs.roleOf(app, id, user)) === "member") throw new AppError("FORBIDDEN");
  }

  private async checkCount(app: string, names: readonly string[]): Promise<void> {
    const max = (await this.deps.apps.get(app)).settings.maxGroupUsersPerCall;
    if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "usernames is empty");
    if (names.length > max) {
      throw new AppError("INVALID_ARGUMENT", `usernames size is more than max limit : ${max}`);
    }
  }

  private async sort(group: Muc, names: readonly string[]): Promise<{ able: string[]; unable: Invited[] }> {
    const { users, mucs } = this.deps;
    const { known, unknown } = await sortOut(users, group.app, names);
    const roles = await Promise.all(known.map((user) => mucs.roleOf(group.app, group.id, user)));
    const strangers = known.filter((_, index) => roles[index] === undefined);
    const blocked = await mucs.blockedAmong(group, strangers);
    const members = known.filter((_, index) => roles[index] !== undefined);
    return {
      able: strangers.filter((user) => !blocked.includes(user)),
      unable: [
        ...unknown.map((user) => ({ user, reason: `username ${user} doesn't exist!` })),
        ...members.map((user) => ({ user, reason: `user: ${user} already in group: ${group.id}` })),
        ...blocked.map((user) => ({ user, reason: `user ${user} is in the blacklist` })),
      ],
    };
  }

  private whyNobody(group: Muc, unable: readonly Invited[]): AppError {
    const members = unable.filter(({ reason }) => reason?.includes("already in group")).map(({ user }) => user);
    if (members.length > 0) return refusals.alreadyMembers(members, group.id);
    const unknown = unable.find(({ reason }) => reason?.includes("doesn't exist"));
    return unknown === undefined ? new AppError("FORBIDDEN", unable[0]?.reason) : refusals.unknownUser(unknown.user);
  }

  private get db() {
    return this.deps.database.query<PendingTables>();
  }
}

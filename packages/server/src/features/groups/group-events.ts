import { MucBodyOperation } from "@rondo/protocol";
import type { Muc, MucEvents } from "../muc/index.ts";
import { type Actor, originOf } from "./actor.ts";

/** A group, after what is told of it has happened. */
type Group = Muc;

const { CREATE, DESTROY, JOIN, LEAVE, APPLY, APPLY_ACCEPT, APPLY_DECLINE } = MucBodyOperation;
const { INVITE, INVITE_ACCEPT, INVITE_DECLINE, KICK, UPDATE, BLOCK, UNBLOCK } = MucBodyOperation;
const { PRESENCE, ABSENCE, DIRECT_JOINED, ASSIGN_OWNER, DISABLE_GROUP, ABLE_GROUP } = MucBodyOperation;

/** What of a group has changed, by the names clients read (MSync 7.2, operation 14). */
export type Update = Record<string, string | number | boolean>;

/** Who is told what of groups (MSync 7.2). Each resolves after the commit of what it tells. */
export class GroupEvents {
  private readonly events: MucEvents;

  constructor(events: MucEvents) {
    this.events = events;
  }

  /** The owner's other devices. */
  async created(group: Group, actor: Actor): Promise<void> {
    await this.toUsers(group, actor, [group.owner], { operation: CREATE });
  }

  /** Who was put into the group without being asked. */
  async put(group: Group, actor: Actor, users: readonly string[]): Promise<void> {
    await Promise.all(
      users.map((user) => this.toUsers(group, actor, [user], { operation: DIRECT_JOINED, about: user })),
    );
  }

  /**
   * Everybody else that they have come. The other devices of who came by an act of one's own learn of it by `JOIN`, which has
   * no other meaning for clients.
   */
  async came(group: Group, actor: Actor, users: readonly string[]): Promise<void> {
    await this.comings(group, actor, { operation: PRESENCE, users });
    if (actor.user !== undefined && users.includes(actor.user)) {
      await this.toUsers(group, actor, [actor.user], { operation: JOIN });
    }
  }

  /** Everybody who is still there that they are not. */
  async went(group: Group, actor: Actor, users: readonly string[]): Promise<void> {
    await this.comings(group, actor, { operation: ABSENCE, users });
  }

  /** The other devices of who has left. */
  async left(group: Group, actor: Actor, user: string): Promise<void> {
    await this.toUsers(group, actor, [user], { operation: LEAVE });
  }

  async removed(group: Group, actor: Actor, users: readonly string[]): Promise<void> {
    await Promise.all(users.map((user) => this.toUsers(group, actor, [user], { operation: KICK, about: user })));
  }

  async invited(group: Group, actor: Actor, users: readonly string[]): Promise<void> {
    await Promise.all(users.map((user) => this.toUsers(group, actor, [user], { operation: INVITE, about: user })));
  }

  async invitationAnswered(
    group: Group,
    actor: Actor,
    { inviters, isAccepted }: { inviters: readonly string[]; isAccepted: boolean },
  ): Promise<void> {
    const operation = isAccepted ? INVITE_ACCEPT : INVITE_DECLINE;
    await Promise.all(inviters.map((user) => this.toUsers(group, actor, [user], { operation, about: user })));
  }

  async applied(group: Group, actor: Actor, to: { moderators: readonly string[]; reason: string }): Promise<void> {
    await this.events.tellMembers(
      group,
      { operation: APPLY, reason: to.reason },
      { origin: originOf(actor, group), only: to.moderators },
    );
  }

  async applicationAnswered(
    group: Group,
    actor: Actor,
    { applicant, isAccepted, reason }: { applicant: string; isAccepted: boolean; reason: string },
  ): Promise<void> {
    const operation = isAccepted ? APPLY_ACCEPT : APPLY_DECLINE;
    await this.toUsers(group, actor, [applicant], { operation, about: applicant, reason });
  }

  async updated(group: Group, actor: Actor, update: Update): Promise<void> {
    const info = JSON.stringify({ ...update, last_modified: group.modifiedAt });
    await this.events.tellMembers(group, { operation: UPDATE, info }, { origin: originOf(actor, group) });
  }

  /** `group.owner` is the new one. */
  async transferred(group: Group, actor: Actor, { from }: { from: string }): Promise<void> {
    const origin = { user: actor.user ?? from, resource: actor.resource };
    const event = { operation: ASSIGN_OWNER, about: group.owner };
    await this.events.tellMembers(group, event, { origin, only: [from, group.owner] });
  }

  /** Who were its members. */
  async dissolved(group: Group, actor: Actor, users: readonly string[]): Promise<void> {
    await this.toUsers(group, actor, users, { operation: DESTROY });
  }

  async disabled(group: Group, actor: Actor): Promise<void> {
    const operation = group.isDisabled ? DISABLE_GROUP : ABLE_GROUP;
    await this.events.tellMembers(group, { operation }, { origin: originOf(actor, group) });
  }

  /** The member's other devices. */
  async shielded(
    group: Group,
    actor: Actor,
    { user, isShielded }: { user: string; isShielded: boolean },
  ): Promise<void> {
    await this.toUsers(group, actor, [user], { operation: isShielded ? BLOCK : UNBLOCK });
  }

  /** One is named as who it is said of, several as a list. */
  private async comings(
    group: Group,
    actor: Actor,
    { operation, users }: { operation: number; users: readonly string[] },
  ): Promise<void> {
    const [first] = users;
    if (first === undefined) return;
    const { memberCount } = group;
    const event =
      users.length === 1 ? { operation, memberCount, from: first } : { operation, memberCount, members: users };
    await this.events.tellMembers(group, event, { origin: originOf(actor, group), except: users });
  }

  private async toUsers(
    group: Group,
    actor: Actor,
    users: readonly string[],
    event: { operation: number; about?: string; reason?: string },
  ): Promise<void> {
    await this.events.tellUsers(group, event, { origin: originOf(actor, group), users });
  }
}

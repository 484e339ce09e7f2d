import { AppError } from "../../../kernel/errors.ts";
import type { Member, Muc, Mucs } from "../../muc/index.ts";
import type { Access } from "../access.ts";
import type { Actor } from "../actor.ts";
import type { GroupEvents } from "../group-events.ts";
import { refusals } from "../refusals.ts";
import { behind, inOrder, toCursor } from "./order.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly access: Access;
  readonly events: GroupEvents;
}

/** What came of removing one user; a reason where nothing did. */
export interface Removal {
  readonly user: string;
  readonly reason: string | undefined;
}

/** Who is in a group, and how they go (SPEC.md, GR). */
export class MemberService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** By page number, from 1. @throws AppError GROUP_NOT_FOUND, FORBIDDEN to who is no member. */
  async numberedPage(actor: Actor, id: string, page: { number: number; size: number }): Promise<Member[]> {
    const members = await this.members(actor, id);
    return members.slice((page.number - 1) * page.size, page.number * page.size);
  }

  /** Behind a cursor; the next one is "" on the last page. @throws AppError also INVALID_ARGUMENT for a cursor that is not ours. */
  async page(
    actor: Actor,
    id: string,
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<{ members: Member[]; nextCursor: string }> {
    const rest = behind(await this.members(actor, id), cursor);
    const members = rest.slice(0, limit);
    const last = members.at(-1);
    return { members, nextCursor: rest.length > limit && last !== undefined ? toCursor(last) : "" };
  }

  /** @throws AppError GROUP_NOT_FOUND; FORBIDDEN to who is no member, and to the owner, who hands over first. */
  async leave(actor: Actor & { user: string }, id: string): Promise<void> {
    const { mucs, access, events } = this.deps;
    const group = await access.enter(actor, id, "look");
    const gone = await mucs.leave(group, [actor.user]);
    if (gone.length === 0) throw refusals.ownerOnly();
    const after = await access.find(actor.app, id);
    await Promise.all([events.went(after, actor, gone), events.left(after, actor, actor.user)]);
  }

  /**
   * @throws AppError GROUP_NOT_FOUND, FORBIDDEN to who may not; where nobody can be removed, what speaks against it.
   */
  async remove(actor: Actor, id: string, names: readonly string[]): Promise<Removal[]> {
    const { mucs, access, events } = this.deps;
    const group = await access.enter(actor, id, "admin");
    const reasons = await this.reasonsAgainst(actor, group, names);
    const able = names.filter((_, index) => reasons[index] === undefined);
    const gone = able.length === 0 ? [] : await mucs.leave(group, able);
    if (gone.length === 0) throw this.whyNobody(reasons, names);
    const after = await access.find(actor.app, id);
    await Promise.all([events.removed(after, actor, gone), events.went(after, actor, gone)]);
    const left = `doesn't exist in group: ${id}`;
    return names.map((user, index) => ({
      user,
      reason: gone.includes(user) ? undefined : (reasons[index] ?? `user: ${user} ${left}`),
    }));
  }

  /** Whether the member wants no messages of the group. @throws AppError GROUP_NOT_FOUND, FORBIDDEN to who is no member. */
  async shield(actor: Actor & { user: string }, id: string, isShielded: boolean): Promise<void> {
    const { mucs, access, events } = this.deps;
    const { user } = actor;
    const group = await access.enter(actor, id, "look");
    const before = (await mucs.members(group.app, id)).find(({ username }) => username === user);
    if (before?.isShielded === isShielded) return;
    await mucs.shield(group, user, isShielded);
    await events.shielded(group, actor, { user, isShielded });
  }

  private async members(actor: Actor, id: string) {
    const { mucs, access } = this.deps;
    const { app } = await access.enter(actor, id, "look");
    return inOrder(await mucs.members(app, id));
  }

  private reasonsAgainst(actor: Actor, group: Muc, names: readonly string[]): Promise<Array<string | undefined>> {
    const { mucs, access } = this.deps;
    return Promise.all(
      names.map(async (user) => {
        if (!(await mucs.isMember(group.app, group.id, user)))
          return `user: ${user} doesn't exist in group: ${group.id}`;
        if (user === group.owner) return refusals.ownerOnly().description;
        return (await access.outranks(actor, group, user)) ? undefined : "permission denied";
      }),
    );
  }

  private whyNobody(reasons: readonly (string | undefined)[], names: readonly string[]): AppError {
    const other = reasons.find((reason) => reason !== undefined && !reason.includes("doesn't exist in group"));
    return other === undefined ? refusals.notMembers(names) : new AppError("FORBIDDEN", other);
  }
}

import { AppError } from "../../kernel/errors.ts";
import type { Muc, Mucs, Role } from "../muc/index.ts";
import type { Actor } from "./actor.ts";
import { refusals } from "./refusals.ts";

/** What somebody has to be to do something in a group. The application may do everything. */
export type Right =
  /** A member, to look at something: also while the group is disabled. */
  "look" | "member" | "admin" | "owner";

const RANKS: Record<Role, number> = { member: 1, admin: 2, owner: 3 };
const NEEDED: Record<Right, number> = { look: 1, member: 1, admin: 2, owner: 3 };

/** Opens groups to those who may do what they want to. */
export class Access {
  private readonly mucs: Mucs;

  constructor(mucs: Mucs) {
    this.mucs = mucs;
  }

  /** @throws AppError GROUP_NOT_FOUND; FORBIDDEN, in the words clients know, to who may not, and in a disabled group. */
  async enter(actor: Actor, id: string, right: Right): Promise<Muc> {
    const group = await this.find(actor.app, id);
    if (actor.user === undefined) return group;
    const role = await this.mucs.roleOf(actor.app, id, actor.user);
    if (role === undefined) throw refusals.notMembers([actor.user]);
    if (group.isDisabled && right !== "look") throw refusals.disabled();
    if (RANKS[role] < NEEDED[right]) throw new AppError("FORBIDDEN");
    return group;
  }

  /** @throws AppError GROUP_NOT_FOUND. */
  find(app: string, id: string): Promise<Muc> {
    return this.mucs.get(app, id, "group");
  }

  /** The owner and the administrators. */
  async moderators({ app, id }: Muc): Promise<string[]> {
    return (await this.mucs.members(app, id)).filter(({ role }) => role !== "member").map(({ username }) => username);
  }

  /** Whether the first may remove the second: nobody removes the owner, and only the owner an administrator. */
  async outranks(actor: Actor, { app, id }: Muc, user: string): Promise<boolean> {
    const target = await this.mucs.roleOf(app, id, user);
    if (target === "owner") return false;
    if (actor.user === undefined || target === "member" || target === undefined) return true;
    return (await this.mucs.roleOf(app, id, actor.user)) === "owner";
  }
}

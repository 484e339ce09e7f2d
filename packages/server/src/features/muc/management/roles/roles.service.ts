import { MucBodyOperation } from "@rondo/protocol";
import { AppError } from "../../../../kernel/errors.ts";
import type { Mucs } from "../../api.ts";
import { notThere, refusalOf, type Scene, type Target, targetsOf } from "../desk.ts";
import type { Tellings } from "../tellings.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly tellings: Tellings;
}

/** The administrators of a group or room (SPEC.md, MM). */
export class RoleService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** By name, without the owner. */
  async admins({ muc }: Scene): Promise<string[]> {
    const members = await this.deps.mucs.members(muc.app, muc.id);
    return members
      .filter(({ role }) => role === "admin")
      .map(({ username }) => username)
      .sort();
  }

  /** To who is one already nothing happens. @throws AppError MUC_MEMBER_NOT_FOUND, FORBIDDEN for the owner, MUC_LIMIT. */
  async addAdmin(scene: Scene, name: string): Promise<string> {
    const { mucs, tellings } = this.deps;
    const target = await this.member(scene, name);
    const refusal = refusalOf(scene, target);
    if (refusal !== undefined) throw refusal;
    const { user } = target;
    if (await mucs.setRole(scene.muc, user, "admin")) {
      await tellings.befalls(scene, [user], () => ({ operation: MucBodyOperation.ADD_ADMIN }));
    }
    return user;
  }

  /** @throws AppError FORBIDDEN for who is none. */
  async removeAdmin(scene: Scene, name: string): Promise<string> {
    const { mucs, tellings } = this.deps;
    const { muc, terms } = scene;
    const { user, role } = await this.target(scene, name);
    const isDone = role === "admin" && (await mucs.setRole(muc, user, "member"));
    if (!isDone) throw new AppError("FORBIDDEN", `user:${user} is not admin of ${terms.noun}:${muc.id}`);
    await tellings.befalls(scene, [user], () => ({ operation: MucBodyOperation.REMOVE_ADMIN }));
    return user;
  }

  private async member(scene: Scene, name: string): Promise<Target> {
    const target = await this.target(scene, name);
    if (target.role === undefined) throw new AppError("MUC_MEMBER_NOT_FOUND", notThere(scene, target.user));
    return target;
  }

  private async target({ muc }: Scene, name: string): Promise<Target> {
    const [target] = await targetsOf(this.deps.mucs, muc, [name]);
    if (target === undefined) throw new Error("a name without a target");
    return target;
  }
}

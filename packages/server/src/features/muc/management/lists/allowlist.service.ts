import { MucBodyOperation } from "@rondo/protocol";
import type { Mucs } from "../../api.ts";
import type { Outcome } from "../batches.ts";
import { notMembers, notThere, type Scene, targetsOf } from "../desk.ts";
import type { Tellings } from "../tellings.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly tellings: Tellings;
}

/** Who may speak where everybody is muted (SPEC.md, MM). */
export class AllowlistService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  list({ muc }: Scene): Promise<string[]> {
    return this.deps.mucs.allowed(muc);
  }

  /** Owner and administrators are, without being on the list. @throws AppError GROUP_NOT_MEMBERS or ROOM_NOT_MEMBERS. */
  async isAllowed(scene: Scene, name: string): Promise<{ member: string; white: boolean }> {
    const { mucs } = this.deps;
    const [target] = await targetsOf(mucs, scene.muc, [name]);
    if (target?.role === undefined) throw notMembers(scene.terms, [target?.user ?? name]);
    const { user: member, role } = target;
    return { member, white: role !== "member" || (await mucs.standing(scene.muc, member)).isAllowed };
  }

  /** Members only. @throws AppError GROUP_NOT_MEMBERS or ROOM_NOT_MEMBERS when none of them is one, MUC_LIMIT. */
  async add(scene: Scene, names: readonly string[]): Promise<Outcome[]> {
    const { mucs, tellings } = this.deps;
    const { muc, terms } = scene;
    const targets = await targetsOf(mucs, muc, names);
    const users = targets.filter(({ role }) => role !== undefined).map(({ user }) => user);
    if (users.length === 0) {
      throw notMembers(
        terms,
        targets.map(({ user }) => user),
      );
    }
    const before = new Set(await mucs.allowed(muc));
    await mucs.allow(muc, users);
    const added = users.filter((user) => !before.has(user));
    await tellings.befalls(scene, added, () => ({ operation: MucBodyOperation.ADD_USER_WHITE_LIST }));
    return targets.map(({ user, role }) =>
      role === undefined ? { user, result: false, reason: notThere(scene, user) } : { user, result: true },
    );
  }

  /** Who is not on the list stays off it. */
  async remove(scene: Scene, names: readonly string[]): Promise<Outcome[]> {
    const { mucs, tellings } = this.deps;
    const targets = await targetsOf(mucs, scene.muc, names);
    const users = targets.map(({ user }) => user);
    const removed = await mucs.disallow(scene.muc, users);
    await tellings.befalls(scene, removed, () => ({ operation: MucBodyOperation.REMOVE_USER_WHITE_LIST }));
    return users.map((user) => ({ user, result: true }));
  }
}

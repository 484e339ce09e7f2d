import { MucBodyOperation } from "@rondo/protocol";
import type { Mucs } from "../../api.ts";
import type { Muc } from "../../muc.ts";
import type { Outcome } from "../batches.ts";
import { notMembers, notThere, refusalOf, type Scene, targetsOf } from "../desk.ts";
import type { Tellings } from "../tellings.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly tellings: Tellings;
  /** Who was put out has left things behind that are not ours to tidy up. */
  readonly afterRemoval: (muc: Muc, users: readonly string[]) => Promise<void>;
}

/** Who was put out of a group or room and cannot come back (SPEC.md, MM). */
export class BlocklistService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  list({ muc }: Scene): Promise<string[]> {
    return this.deps.mucs.blocked(muc);
  }

  /**
   * Members, who are none any more. Who is blocked already stays so.
   *
   * @throws AppError when it is to be done for none of them: the refusal of the first. MUC_LIMIT.
   */
  async add(scene: Scene, names: readonly string[]): Promise<Outcome[]> {
    const { mucs, tellings, afterRemoval } = this.deps;
    const { muc, terms } = scene;
    const targets = await targetsOf(mucs, muc, names);
    const blocked = new Set(
      await mucs.blockedAmong(
        muc,
        targets.map(({ user }) => user),
      ),
    );
    const judged = targets.map((target) => {
      const { user, role } = target;
      if (blocked.has(user)) return { user, error: undefined, reason: undefined };
      if (role === undefined) return { user, error: notMembers(terms, [user]), reason: notThere(scene, user) };
      const error = refusalOf(scene, target);
      return { user, error, reason: error?.description };
    });
    const error = judged.every((each) => each.error !== undefined) ? judged[0]?.error : undefined;
    if (error !== undefined) throw error;

    const fresh = judged.filter((each) => each.error === undefined && !blocked.has(each.user)).map(({ user }) => user);
    if (fresh.length > 0) {
      const gone = await mucs.block(muc, fresh);
      await tellings.outsiders(scene, gone, MucBodyOperation.KICK);
      await tellings.departures(scene, gone);
      await afterRemoval(muc, gone);
    }
    return judged.map(({ user, reason }) => ({ user, result: reason === undefined, ...(reason ? { reason } : {}) }));
  }

  /** Who is not on the list stays off it. */
  async remove(scene: Scene, names: readonly string[]): Promise<Outcome[]> {
    const { mucs, tellings } = this.deps;
    const users = (await targetsOf(mucs, scene.muc, names)).map(({ user }) => user);
    await tellings.outsiders(scene, await mucs.unblock(scene.muc, users), MucBodyOperation.ALLOW);
    return users.map((user) => ({ user, result: true }));
  }
}

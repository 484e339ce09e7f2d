import { MucBodyOperation } from "@rondo/protocol";
import type { Clock } from "../../../../kernel/clock.ts";
import type { Mucs } from "../../api.ts";
import { FOR_EVER } from "../../muc.ts";
import { notMembers, refusalOf, type Scene, targetsOf } from "../desk.ts";
import type { Tellings } from "../tellings.ts";

/** What a mute without an end is shown as: the year 2117. Clients compare it with now, and make a date of it. */
const FAR_FUTURE = Date.UTC(2117, 0, 1);

interface Deps {
  readonly mucs: Mucs;
  readonly tellings: Tellings;
  readonly clock: Clock;
}

export interface Mute {
  readonly user: string;
  /** Epoch milliseconds. */
  readonly expire: number;
}

/** Who may not speak in a group or room (SPEC.md, MM). */
export class MuteService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async list({ muc }: Scene): Promise<Mute[]> {
    return (await this.deps.mucs.muted(muc)).map(({ username, until }) => ({ user: username, expire: shown(until) }));
  }

  async isMuted({ muc }: Scene, user: string): Promise<boolean> {
    return (await this.deps.mucs.standing(muc, user)).mutedUntil > 0;
  }

  /**
   * All of them or none. `durationMs`: -1 for ever, 0 ends mutes. A new mute takes the place of an old one.
   *
   * @throws AppError GROUP_NOT_MEMBERS or ROOM_NOT_MEMBERS, FORBIDDEN for who is not below the caller, MUC_LIMIT.
   */
  async mute(scene: Scene, names: readonly string[], durationMs: number): Promise<Mute[]> {
    const { mucs, tellings, clock } = this.deps;
    const { muc, terms } = scene;
    const targets = await targetsOf(mucs, muc, names);
    const outside = targets.filter(({ role }) => role === undefined);
    if (outside.length > 0) {
      throw notMembers(
        terms,
        outside.map(({ user }) => user),
      );
    }
    for (const target of targets) {
      const refusal = refusalOf(scene, target);
      if (refusal !== undefined) throw refusal;
    }
    const users = targets.map(({ user }) => user);
    const now = clock.now();
    if (durationMs === 0) {
      await this.unmute(scene, users);
      return users.map((user) => ({ user, expire: now }));
    }
    const until = durationMs < 0 ? FOR_EVER : Math.min(now + durationMs, FOR_EVER);
    await mucs.mute(muc, users, until);
    const expire = shown(until);
    await tellings.befalls(scene, users, (user) => ({
      operation: MucBodyOperation.ADD_MUTE,
      ext: JSON.stringify({ user_mute_time: { [user]: expire } }),
    }));
    return users.map((user) => ({ user, expire }));
  }

  /** Answers all that are not muted afterwards; those that were not before are not told. */
  async unmute(scene: Scene, names: readonly string[]): Promise<string[]> {
    const { mucs, tellings } = this.deps;
    const users = (await targetsOf(mucs, scene.muc, names)).map(({ user }) => user);
    const muted = new Set((await this.list(scene)).map(({ user }) => user));
    const released = (await mucs.unmute(scene.muc, users)).filter((user) => muted.has(user));
    await tellings.befalls(scene, released, () => ({ operation: MucBodyOperation.REMOVE_MUTE }));
    return users;
  }

  /** Everybody, or nobody any more; single mutes stay as they are. */
  async muteAll(scene: Scene, isMuted: boolean): Promise<void> {
    const { mucs, tellings } = this.deps;
    if (scene.muc.isMuted === isMuted) return;
    await mucs.update(scene.muc, { isMuted });
    const operation = isMuted ? MucBodyOperation.BAN_GROUP : MucBodyOperation.REMOVE_BAN_GROUP;
    await tellings.others(scene, { operation });
  }
}

function shown(until: number): number {
  return Math.min(until, FAR_FUTURE);
}

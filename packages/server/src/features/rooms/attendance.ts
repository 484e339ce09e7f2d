import { ackRefusals, MucBodyOperation, namedAckRefusals, type Refusal } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import { KeyedLock } from "../../kernel/keyed-lock.ts";
import type { EventOrigin } from "../messages/index.ts";
import type { Muc, MucEvents, MucStanding, Mucs, Turns } from "../muc/index.ts";

/** What somebody who has just come in is told of the room (MSync 4.8); the names are the wire's. */
export interface RoomInfo {
  readonly is_all_mute: boolean;
  readonly create_timestamp: number;
  readonly is_in_white_list: boolean;
  readonly member_count: number;
  /** Epoch milliseconds; 0: not muted. */
  readonly mute_duration: number;
}

export type Entrance =
  | { readonly ok: true; readonly info: RoomInfo }
  | { readonly ok: false; readonly refusal: Refused };

type Refused = Pick<Refusal, "code" | "reason">;

interface Deps {
  readonly mucs: Mucs;
  readonly events: MucEvents;
  readonly turns: Turns;
  /** A room's own things of a member who has left. */
  readonly cleanUp: (room: Muc, users: readonly string[]) => Promise<void>;
}

/**
 * Who is in a room: coming, going, being brought in and thrown out, each told to those who are there (SPEC.md, RM). Who comes
 * and goes does so in a turn of the room (RM16); `add` and `remove` are for calls, which have theirs.
 */
export class Attendance {
  private readonly deps: Deps;
  /** By user: in how many rooms somebody is decides about the next one. Taken before the turn of a room, never within one. */
  private readonly comings = new KeyedLock();

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Coming in again changes nothing and tells nobody. `ext` is shown to the others. */
  enter(
    caller: EventOrigin & { readonly app: string },
    id: string,
    wish: { ext: string | undefined; leavesOthers: boolean; maxJoined: number },
  ): Promise<Entrance> {
    const { mucs, turns } = this.deps;
    const { app, user } = caller;
    return this.comings.run(`${app}/${user}`, async () => {
      const refusal = await this.whyNot(app, id, user);
      if (refusal !== undefined) return refused(refusal);
      if (!(await mucs.isMember(app, id, user))) {
        const others = (await mucs.joined({ app, username: user, type: "room" })).filter((other) => other.id !== id);
        // Each in its own turn, and before this room's: who holds one turn waits for no other.
        if (wish.leavesOthers) for (const other of others) await this.exit(caller, other);
        else if (others.length >= wish.maxJoined) return refused(namedAckRefusals.JOINED_TOO_MANY_ROOMS(user));
      }
      return turns.run({ app, id }, () => this.come(caller, id, wish.ext));
    });
  }

  /** Who is not there has left already. `unless`: asked when it is the room's turn. */
  exit(origin: EventOrigin, room: Muc, unless?: () => Promise<boolean>): Promise<void> {
    return this.deps.turns.run(room, async () => {
      if ((await unless?.()) !== true) await this.go(origin, room);
    });
  }

  private async come(
    caller: EventOrigin & { readonly app: string },
    id: string,
    ext: string | undefined,
  ): Promise<Entrance> {
    const { mucs } = this.deps;
    const { app, user } = caller;
    const refusal = await this.whyNot(app, id, user);
    if (refusal !== undefined) return refused(refusal);
    const room = await mucs.get(app, id, "room");
    if (!(await mucs.isMember(app, id, user))) {
      const entrance = await this.bring(room, [user], { origin: caller, ext });
      if (entrance !== undefined) return refused(entrance);
    }
    return { ok: true, info: await this.info(room, user) };
  }

  private async whyNot(app: string, id: string, user: string): Promise<Refused | undefined> {
    const { mucs } = this.deps;
    const room = await mucs.find(app, id);
    if (room?.type !== "room") return namedAckRefusals.ROOM_NOT_FOUND(id);
    if (room.isDisabled) return ackRefusals.ROOM_DISABLED;
    return (await mucs.isBlocked(room, user)) ? namedAckRefusals.IN_ROOM_BLOCK_LIST(user) : undefined;
  }

  private async go(origin: EventOrigin, room: Muc): Promise<void> {
    const { mucs, events, cleanUp } = this.deps;
    const gone = await mucs.leave(room, [origin.user]);
    if (gone.length === 0) return;
    const memberCount = (await mucs.find(room.app, room.id))?.memberCount ?? 0;
    await events.tellMembers(room, { operation: MucBodyOperation.ABSENCE, memberCount }, { origin });
    await cleanUp(room, gone);
  }

  /** Brings users in who do not do it themselves. Answers who was not there before. @throws AppError MUC_FULL, ROOM_NOT_FOUND. */
  async add(room: Muc, users: readonly string[], origin: EventOrigin): Promise<readonly string[]> {
    const { mucs, events } = this.deps;
    const added = await mucs.join(room, users);
    if (added.length === 0) return added;
    const memberCount = (await mucs.find(room.app, room.id))?.memberCount ?? 0;
    const event = { operation: MucBodyOperation.PRESENCE, memberCount, members: added };
    await events.tellMembers(room, event, { origin, except: added });
    return added;
  }

  /** Answers who was there. They are told that they were removed, the others that they are gone. */
  async remove(room: Muc, users: readonly string[], origin: EventOrigin): Promise<readonly string[]> {
    const { mucs, events, cleanUp } = this.deps;
    const gone = await mucs.leave(room, users);
    if (gone.length === 0) return gone;
    const memberCount = (await mucs.find(room.app, room.id))?.memberCount ?? 0;
    await Promise.all(
      gone.map((user) =>
        events.tellUsers(room, { operation: MucBodyOperation.KICK, about: user }, { origin, users: [user] }),
      ),
    );
    await events.tellMembers(room, { operation: MucBodyOperation.ABSENCE, memberCount, members: gone }, { origin });
    await cleanUp(room, gone);
    return gone;
  }

  private async bring(
    room: Muc,
    users: readonly string[],
    { origin, ext }: { origin: EventOrigin; ext: string | undefined },
  ): Promise<Refused | undefined> {
    const { mucs, events } = this.deps;
    try {
      if ((await mucs.join(room, users)).length === 0) return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === "MUC_FULL") return ackRefusals.ROOM_FULL;
      if (error.code === "ROOM_NOT_FOUND") return namedAckRefusals.ROOM_NOT_FOUND(room.id);
      throw error;
    }
    const memberCount = (await mucs.find(room.app, room.id))?.memberCount ?? 0;
    const event = { operation: MucBodyOperation.PRESENCE, memberCount, ...(ext ? { ext } : {}) };
    await events.tellMembers(room, event, { origin, except: users });
    return undefined;
  }

  private async info(room: Muc, user: string): Promise<RoomInfo> {
    const { mucs } = this.deps;
    // One that has ended in this moment is described as it was: the end is told besides.
    if ((await mucs.find(room.app, room.id)) === undefined)
      return infoOf({ muc: room, role: undefined, isAllowed: false, mutedUntil: 0 });
    return infoOf(await mucs.standing(room, user));
  }
}

function infoOf({ muc, role, isAllowed, mutedUntil }: MucStanding): RoomInfo {
  return {
    is_all_mute: muc.isMuted,
    create_timestamp: muc.createdAt,
    // Owner and administrators are on it without being listed.
    is_in_white_list: isAllowed || role === "owner" || role === "admin",
    member_count: muc.memberCount,
    mute_duration: mutedUntil,
  };
}

function refused(refusal: Refused): Entrance {
  return { ok: false, refusal };
}

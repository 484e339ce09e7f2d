import { AppError } from "../../../kernel/errors.ts";
import type { Muc, Mucs } from "../../muc/index.ts";
import type { Users } from "../../users/api.ts";
import type { Actor } from "../actor.ts";
import type { GroupEvents } from "../group-events.ts";
import type { Newcomers } from "../joining/newcomers.ts";
import { sortOut } from "../names.ts";
import { refusals } from "../refusals.ts";

/** Users put into a group by one call (limits, section 5). */
const MAX_PUT = 100;
const CURSOR = /^\d{1,19}$/;

interface Deps {
  readonly mucs: Mucs;
  readonly users: Pick<Users, "find">;
  readonly newcomers: Newcomers;
  readonly events: GroupEvents;
}

/** What only the application's own server does with groups (SPEC.md, GR). */
export class AdministrationService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** All groups, the newest first; the next cursor is undefined on the last page. @throws AppError INVALID_ARGUMENT. */
  async list(
    app: string,
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<{ groups: Muc[]; nextCursor: string | undefined }> {
    if (cursor !== undefined && !CURSOR.test(cursor)) {
      throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
    }
    const found = await this.deps.mucs.newest({ app, type: "group", before: cursor, limit: limit + 1 });
    const groups = found.slice(0, limit);
    return { groups, nextCursor: found.length > limit ? groups.at(-1)?.id : undefined };
  }

  /** @throws AppError GROUP_NOT_FOUND. */
  async isMember(app: string, id: string, user: string): Promise<boolean> {
    const group = await this.deps.mucs.get(app, id, "group");
    return this.deps.mucs.isMember(app, group.id, user);
  }

  /**
   * Users come into a group without being asked. Who is in it already stays; answers who has come. Unless the call is quiet,
   * the members are told.
   *
   * @throws AppError GROUP_NOT_FOUND, NAMED_USER_NOT_FOUND for the first who does not exist; FORBIDDEN when all of them are
   *   members; MUC_TOO_MANY_MEMBERS, MUC_FULL, MUC_BLOCKED, TOO_MANY_GROUPS: nobody has come then.
   */
  async put(
    actor: Actor,
    id: string,
    { names, isQuiet }: { names: readonly string[]; isQuiet: boolean },
  ): Promise<readonly string[]> {
    const { mucs, users, newcomers, events } = this.deps;
    const group = await mucs.get(actor.app, id, "group");
    if (names.length === 0) throw new AppError("INVALID_ARGUMENT", "usernames is empty");
    if (names.length > MAX_PUT) throw new AppError("MUC_TOO_MANY_MEMBERS");
    const { unknown } = await sortOut(users, actor.app, names);
    if (unknown[0] !== undefined) throw refusals.unknownUser(unknown[0]);
    const roles = await Promise.all(names.map((name) => mucs.roleOf(group.app, group.id, name)));
    const strangers = names.filter((_, index) => roles[index] === undefined);
    if (strangers.length === 0) throw refusals.alreadyIn(names.join(", "), id);
    const admitted = await newcomers.admit(group, strangers);
    await events.put(admitted.group, actor, admitted.joined);
    if (!isQuiet) await events.came(admitted.group, actor, admitted.joined);
    return admitted.joined;
  }
}

import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import type { Target } from "../messages/index.ts";
import { timelineOf } from "../messages/index.ts";
import { type Mucs, threadMeta } from "../muc/index.ts";
import type { Users } from "../users/api.ts";

export type PlaceType = "user" | "group" | "room";

/** Where something of the application's server goes, and who is to get it. */
export interface Place {
  readonly to: Target;
  readonly timeline: string;
  /** Those of a conversation's two who have accounts. */
  readonly members: readonly string[];
  /** What the server adds to the meta of bodies there (MSync 6.5). */
  readonly bodyMeta: Readonly<Record<string, unknown>> | undefined;
}

interface Deps {
  readonly users: Pick<Users, "find">;
  readonly mucs: Pick<Mucs, "find">;
  /** Brings to memory who receives what is sent to a group or room. */
  readonly membersOf: (timeline: string) => Promise<readonly string[]>;
}

/** Finds out where targets that REST calls name are. That one does not exist is no error there: nobody receives it then. */
export class Places {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Undefined: there is no such user, group or room. @throws AppError MUC_DISABLED. */
  find(app: string, from: string, target: { type: PlaceType; name: string }): Promise<Place | undefined> {
    return target.type === "user" ? this.user(app, from, target.name) : this.muc(app, from, target);
  }

  /** Who receives what is sent there; in memory from now on. */
  membersOf({ to, members, timeline }: Omit<Place, "bodyMeta">): Promise<readonly string[]> {
    return to.type === "user" ? Promise.resolve(members) : this.deps.membersOf(timeline);
  }

  private async user(app: string, from: string, name: string): Promise<Place | undefined> {
    const user = normalizeUserId(name);
    if (user === undefined || (await this.deps.users.find(app, user)) === undefined) return undefined;
    const hasSender = from !== user && (await this.deps.users.find(app, from)) !== undefined;
    const to = { type: "user", user, resource: undefined } as const;
    const members = hasSender ? [from, user] : [user];
    return { to, timeline: timelineOf(app, from, to), members, bodyMeta: undefined };
  }

  /** Threads are written to like groups. */
  private async muc(
    app: string,
    from: string,
    { type, name }: { type: PlaceType; name: string },
  ): Promise<Place | undefined> {
    const muc = await this.deps.mucs.find(app, name);
    if (muc === undefined || (muc.type === "room") !== (type === "room")) return undefined;
    if (muc.isDisabled) throw new AppError("MUC_DISABLED");
    const to = { type: muc.type, id: muc.id } as const;
    const bodyMeta = muc.type === "thread" ? threadMeta(muc) : undefined;
    return { to, timeline: timelineOf(app, from, to), members: [], bodyMeta };
  }
}

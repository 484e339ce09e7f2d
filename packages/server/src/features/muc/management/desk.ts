import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../../kernel/errors.ts";
import type { Caller } from "../../../kernel/rest.ts";
import type { EventOrigin } from "../../messages/index.ts";
import type { Mucs } from "../api.ts";
import type { Muc, MucStanding } from "../muc.ts";
import { isAbove, isLooking, may, type Operation, type Standing } from "./authorisation.ts";
import type { Terms } from "./terms.ts";

/** A call that was let through: to which group or room, by whom, and as what. */
export interface Scene {
  readonly muc: Muc;
  readonly terms: Terms;
  readonly standing: Standing;
  /** Undefined: the application itself. */
  readonly user: string | undefined;
  /** What the application does, its server does for the owner. */
  readonly origin: EventOrigin;
}

export interface DeskCall {
  readonly appKey: string;
  readonly caller: Caller;
  readonly params: { readonly id: string };
  readonly resource: string | undefined;
}

/** Where calls about a group or room come in: finds it, and lets through who may do what the call wants. */
export class Desk {
  readonly terms: Terms;
  private readonly mucs: Mucs;

  constructor(mucs: Mucs, terms: Terms) {
    this.mucs = mucs;
    this.terms = terms;
  }

  /** @throws AppError GROUP_NOT_FOUND or ROOM_NOT_FOUND, GROUP_NOT_MEMBERS or ROOM_NOT_MEMBERS, FORBIDDEN, MUC_DISABLED. */
  async admit(call: DeskCall, operation: Operation): Promise<Scene> {
    const { appKey: app, caller, resource } = call;
    const { terms, mucs } = this;
    const muc = await mucs.get(app, call.params.id, terms.type);
    if (caller.kind !== "user") {
      const origin = { user: muc.owner, resource: undefined };
      return { muc, terms, standing: "app", user: undefined, origin };
    }
    const user = caller.username;
    const standing = await this.standingOf(muc, user);
    if (!may(standing, operation)) {
      const isOutside = standing === "stranger" || standing === "blocked";
      throw isOutside ? notMembers(terms, [user]) : new AppError("FORBIDDEN");
    }
    if (muc.isDisabled && !isLooking(operation)) throw new AppError("MUC_DISABLED");
    return { muc, terms, standing, user, origin: { user, resource } };
  }

  private async standingOf(muc: Muc, user: string): Promise<Standing> {
    const found = await this.mucs.standing(muc, user);
    const role = roleIn(found, user);
    if (role === undefined) return (await this.mucs.isBlocked(muc, user)) ? "blocked" : "stranger";
    if (role !== "member") return role;
    const isSilent = found.mutedUntil > 0 || (found.muc.isMuted && !found.isAllowed);
    return isSilent ? "muted" : "member";
  }
}

/** The owner of a room is its owner outside of it, too. */
function roleIn({ muc, role }: MucStanding, user: string): MucStanding["role"] {
  return user === muc.owner ? "owner" : role;
}

/** The users named in a call and what they are here; names that cannot be users' are nobody's. Each is taken once. */
export async function targetsOf(mucs: Mucs, muc: Muc, names: readonly string[]): Promise<Target[]> {
  const unique = [...new Set(names.map((name) => normalizeUserId(name) ?? name))];
  return Promise.all(
    unique.map(async (user) => ({ user, role: roleIn(await mucs.standing(muc, user), user) }) satisfies Target),
  );
}

export interface Target {
  readonly user: string;
  /** Undefined: no member. */
  readonly role: MucStanding["role"];
}

/** Why a target is out of reach of who acts; undefined: it is not. */
export function refusalOf({ standing }: Scene, { role }: Target): AppError | undefined {
  if (isAbove(standing, role)) return undefined;
  return new AppError("FORBIDDEN", role === "owner" ? "forbidden operation on group owner!" : undefined);
}

/** Clients tell from this sentence that somebody is no member (REST 3.2). */
export function notMembers(terms: Terms, users: readonly string[]): AppError {
  return new AppError(terms.notMembers, `users [${users.join(", ")}] are not members of this group!`);
}

/** The same as the reason why nothing was done for one of several. */
export function notThere({ terms, muc }: Scene, user: string): string {
  return `user: ${user} doesn't exist in ${terms.noun}: ${muc.id}`;
}

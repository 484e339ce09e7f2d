import { AppError } from "../../../kernel/errors.ts";
import { compareIds } from "../../../kernel/ids.ts";
import type { Member, Memberships, Muc, Mucs, Role } from "../../muc/index.ts";
import type { Actor } from "../actor.ts";
import { inOrder } from "../members/order.ts";

const CURSOR = /^\d{1,19}$/;

interface Deps {
  readonly mucs: Mucs;
  readonly memberships: Memberships;
}

/** A group as somebody sees it. */
export interface Seen {
  readonly group: Muc;
  /** Undefined: no member. */
  readonly self: { readonly role: Role; readonly isShielded: boolean } | undefined;
  /** Who is no member sees the owner only. */
  readonly members: readonly Member[];
}

/** Which groups there are, for whom (SPEC.md, GR). */
export class ListService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Latest joined first. `number` from 0. */
  joined(
    user: { app: string; username: string },
    { number, size }: { number: number; size: number },
  ): Promise<Array<Muc & { role: Role }>> {
    return this.deps.memberships.page({ ...user, type: "group" }, { offset: number * size, limit: size });
  }

  async countJoined({ app, username }: { app: string; username: string }): Promise<number> {
    return (await this.deps.memberships.counts(app, "group", [username])).get(username) ?? 0;
  }

  /** @throws AppError INVALID_ARGUMENT for a cursor that is not ours. */
  async listPublic(
    app: string,
    { cursor, limit }: { cursor: string | undefined; limit: number },
  ): Promise<{ groups: Muc[]; nextCursor: string }> {
    if (cursor !== undefined && !CURSOR.test(cursor)) {
      throw new AppError("INVALID_ARGUMENT", "the cursor is not valid");
    }
    const query = { app, type: "group", onlyPublic: true, after: cursor, limit: limit + 1 } as const;
    const found = await this.deps.mucs.list(query);
    const groups = found.slice(0, limit);
    return { groups, nextCursor: found.length > limit ? (groups.at(-1)?.id ?? "") : "" };
  }

  /** In the order of `ids`. Of several those that do not exist are left out. @throws AppError GROUP_NOT_FOUND for none. */
  async details(actor: Actor, ids: readonly string[]): Promise<Seen[]> {
    const { mucs } = this.deps;
    const [first = ""] = ids;
    const found = await mucs.findSome(actor.app, ids);
    const groups = found.filter(({ type }) => type === "group");
    if (groups.length === 0) throw new AppError("GROUP_NOT_FOUND", `do not find this group:${first}`);
    const order = new Map(ids.map((id, index) => [id, index]));
    groups.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0) || compareIds(a.id, b.id));
    return Promise.all(groups.map((group) => this.see(actor, group)));
  }

  private async see(actor: Actor, group: Muc): Promise<Seen> {
    const members = inOrder(await this.deps.mucs.members(group.app, group.id));
    const self = members.find(({ username }) => username === actor.user);
    const isInside = self !== undefined || actor.user === undefined;
    return { group, self, members: isInside ? members : members.filter(({ role }) => role === "owner") };
  }
}

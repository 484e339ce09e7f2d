import type { Database } from "../../../kernel/database/database.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { Apps } from "../../apps/api.ts";
import type { Memberships, Muc, Mucs } from "../../muc/index.ts";
import type { Users } from "../../users/api.ts";
import { type AttributeTables, attributeStore } from "../attributes/attributes.store.ts";
import { sortOut } from "../names.ts";
import { refusals } from "../refusals.ts";
import { type PendingTables, pendingStore } from "./pending.store.ts";

interface Deps {
  readonly mucs: Mucs;
  readonly memberships: Memberships;
  readonly users: Pick<Users, "find">;
  readonly apps: Pick<Apps, "get">;
  readonly database: Database;
}

/** Lets users into groups, whichever way they come. */
export class Newcomers {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Answers who was no member before, and the group as it is then. What was open between them and the group is closed.
   *
   * @throws AppError MUC_FULL, MUC_BLOCKED, TOO_MANY_GROUPS, GROUP_NOT_FOUND; nobody has come in then.
   */
  async admit(group: Muc, users: readonly string[]): Promise<{ joined: readonly string[]; group: Muc }> {
    const { mucs } = this.deps;
    await this.checkRoom(group.app, users);
    const joined = await mucs.join(group, users);
    await this.begin(group, { users, joined });
    const gone = await this.confirm(group.app, joined);
    if (gone.length > 0) await mucs.leave(group, gone);
    return {
      joined: joined.filter((user) => !gone.includes(user)),
      group: await mucs.get(group.app, group.id, "group"),
    };
  }

  /** @throws AppError TOO_MANY_GROUPS naming the first of these users who can be in no further group. */
  async checkRoom(app: string, users: readonly string[]): Promise<void> {
    const { settings } = await this.deps.apps.get(app);
    const counts = await this.deps.memberships.counts(app, "group", users);
    const full = users.find((user) => (counts.get(user) ?? 0) >= settings.maxGroupsPerUser);
    if (full !== undefined) throw refusals.tooManyGroups(full);
  }

  /**
   * Which of these users, who have just come in, are no accounts: one that was removed meanwhile was forgotten before it was a
   * member, and whoever registers under its name next would be in the group.
   */
  async confirm(app: string, users: readonly string[]): Promise<string[]> {
    return (await sortOut(this.deps.users, app, users)).unknown;
  }

  /** @throws AppError FORBIDDEN for who may not come in. */
  async checkBlocked(group: Muc, user: string): Promise<void> {
    if (await this.deps.mucs.isBlocked(group, user)) throw new AppError("FORBIDDEN");
  }

  /** Nothing is left of an earlier time in the group. */
  private async begin(
    group: Muc,
    { users, joined }: { users: readonly string[]; joined: readonly string[] },
  ): Promise<void> {
    await this.deps.database.inTransaction(async (tx) => {
      await pendingStore.close(tx.query<PendingTables>(), group, users);
      await attributeStore.forgetMembers(tx.query<AttributeTables>(), group, joined);
    });
  }
}

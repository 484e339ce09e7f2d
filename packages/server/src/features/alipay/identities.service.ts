import { randomBytes } from "node:crypto";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { User, Users } from "../users/api.ts";
import { type AlipayId, type IdentityTables, type Program, identityStore as store } from "./identities.store.ts";

const NAME_BYTES = 15;
const MAX_ATTEMPTS = 5;

interface Deps {
  readonly users: Pick<Users, "find" | "register" | "remove">;
  readonly database: Database;
}

/** Who of Alipay's users is who here. An account is known by what is never used again: its name may be somebody else's by now. */
export class Identities {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * The account of a user of Alipay; at the first time a new one, by a name that nobody can guess and without a password.
   *
   * @throws AppError USER_QUOTA, OVERLOADED.
   */
  async accountOf(program: Program, ids: readonly AlipayId[]): Promise<User> {
    const { users } = this.deps;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const known = await this.find(program, ids);
      if (known !== undefined) return known;
      const user = await this.register(program.app);
      if (user === undefined) continue;
      if (await this.link(program, ids, user)) return user;
      // Another sign-in of the same user was quicker: the next round finds that account.
      await users.remove(program.app, user.username);
    }
    throw new AppError("OVERLOADED");
  }

  /** What Alipay calls a user; undefined for who has not signed in with Alipay in this program. */
  async idOf(program: Program, username: string): Promise<AlipayId | undefined> {
    const rows = await store.listOf(this.db, program, username);
    if (rows.length === 0) return undefined;
    const user = await this.deps.users.find(program.app, username);
    const own = rows.filter(({ uuid }) => uuid === user?.uuid);
    const best = own.find(({ kind }) => kind === "open") ?? own[0];
    return best === undefined ? undefined : { kind: best.kind, id: best.alipayId };
  }

  async forget(app: string, username: string): Promise<void> {
    await store.forget(this.db, app, username);
  }

  private async find(program: Program, ids: readonly AlipayId[]): Promise<User | undefined> {
    const rows = await Promise.all(ids.map((id) => store.find(this.db, program, id)));
    for (const row of rows) {
      if (row === undefined) continue;
      const user = await this.deps.users.find(program.app, row.username);
      if (user?.uuid === row.uuid) {
        const missing = ids.filter((_, i) => rows[i] === undefined);
        if (missing.length > 0) await this.link(program, missing, user);
        return user;
      }
      // Left over from an account that was being removed.
      await store.remove(this.db, row);
    }
    return undefined;
  }

  /** False when the first of the ids has an account; an account of another one stays as it is. */
  private async link(program: Program, ids: readonly AlipayId[], user: User): Promise<boolean> {
    const { username, uuid } = user;
    const [isNew = false] = await this.deps.database.inTransaction(async (tx) => {
      const done: boolean[] = [];
      for (const { kind, id } of ids) {
        const row = { ...program, kind, alipayId: id, username, uuid };
        done.push(done[0] !== false && (await store.insert(tx.query<IdentityTables>(), row)));
      }
      return done;
    });
    return isNew;
  }

  /** Undefined when the name is taken, which takes another one. */
  private async register(app: string): Promise<User | undefined> {
    const username = `ali_${randomBytes(NAME_BYTES).toString("hex")}`;
    try {
      return await this.deps.users.register(app, { username, password: undefined, nickname: undefined });
    } catch (error) {
      if (error instanceof AppError && error.code === "USER_EXISTS") return undefined;
      throw error;
    }
  }

  private get db() {
    return this.deps.database.query<IdentityTables>();
  }
}

import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import type { User, Users } from "../users/api.ts";

/** In whose name something is done, and on which device; undefined: the application's own server does it. */
export interface Actor {
  readonly app: string;
  readonly user: string;
  readonly resource: string | undefined;
}

/** The accounts that relations are about. */
export class People {
  private readonly users: Pick<Users, "find">;
  private readonly forget: (app: string, user: string) => Promise<void>;

  /** `forget` removes all relations of an account that is gone. */
  constructor(deps: { users: Pick<Users, "find">; forget: (app: string, user: string) => Promise<void> }) {
    this.users = deps.users;
    this.forget = deps.forget;
  }

  /** A name that is not legal means no account. @throws AppError NAMED_USER_NOT_FOUND. */
  async get(app: string, name: string): Promise<User> {
    const user = await this.users.find(app, name);
    if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
    return user;
  }

  /** Somebody else than the actor; both exist. @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND. */
  async getOther(actor: Actor, name: string): Promise<User> {
    await this.get(actor.app, actor.user);
    if (normalizeUserId(name) === actor.user) throw new AppError("INVALID_ARGUMENT", "this is the user itself");
    return this.get(actor.app, name);
  }

  /**
   * To be called after relations of these users were stored: an account that was removed meanwhile has been forgotten before
   * they were, and whoever registers under its name next would inherit them.
   *
   * @throws AppError NAMED_USER_NOT_FOUND.
   */
  async confirm(app: string, names: readonly string[]): Promise<void> {
    const found = await Promise.all(names.map((name) => this.users.find(app, name)));
    const gone = names.filter((_, index) => found[index] === undefined);
    if (gone.length === 0) return;
    for (const name of gone) await this.forget(app, name);
    throw new AppError("NAMED_USER_NOT_FOUND");
  }
}

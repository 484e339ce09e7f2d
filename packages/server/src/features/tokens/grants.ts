import { normalizeUserId } from "@rondo/protocol";
import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import type { User, Users } from "../users/api.ts";
import type { IssuedToken } from "./api.ts";
import type { TokenService } from "./tokens.service.ts";

/** The ways to a token: the rules of POST /token (AU5, AU6). */
export class Grants {
  private readonly deps: { apps: Apps; users: Users; tokens: TokenService };

  constructor(deps: { apps: Apps; users: Users; tokens: TokenService }) {
    this.deps = deps;
  }

  /** @throws AppError INVALID_ARGUMENT, CLIENT_ID_MISMATCH, CLIENT_SECRET_MISMATCH. */
  async byCredentials(
    app: string,
    request: { clientId: string | undefined; clientSecret: string | undefined; ttlSeconds: number | undefined },
  ): Promise<{ issued: IssuedToken; applicationId: string }> {
    const { apps, tokens } = this.deps;
    const { clientId, clientSecret, ttlSeconds } = request;
    // One sentence ends with a full stop and the other does not: clients match on both as they are.
    if (!clientId) throw new AppError("INVALID_ARGUMENT", "client_id must be provided.");
    if (!clientSecret) throw new AppError("INVALID_ARGUMENT", "client_secret must be provided");
    await apps.verifyClient(app, { clientId, clientSecret });
    const { id } = await apps.get(app);
    return { issued: await tokens.issueApp(app, ttlSeconds), applicationId: id };
  }

  /** @throws AppError INVALID_ARGUMENT, USER_NOT_FOUND, INVALID_PASSWORD, USER_DISABLED. */
  async byPassword(
    app: string,
    request: { username: string | undefined; password: string | undefined; ttlSeconds: number | undefined },
  ): Promise<{ issued: IssuedToken; user: User }> {
    const { users, tokens } = this.deps;
    const { username, password, ttlSeconds } = request;
    if (!username) throw new AppError("INVALID_ARGUMENT", "username must be provided");
    if (!password) throw new AppError("INVALID_ARGUMENT", "password must be provided");
    const user = await users.verifyPassword(app, username, password);
    return { issued: await tokens.issueFor(user, ttlSeconds), user };
  }

  /**
   * For the application's own server, which has authenticated the user by its own means; the caller has checked that it is
   * the application. `autoCreateUser` registers an unknown user, without a password.
   *
   * @throws AppError INVALID_ARGUMENT, USER_NOT_FOUND, USER_DISABLED.
   */
  async byInheritance(
    app: string,
    request: { username: string | undefined; autoCreateUser: boolean; ttlSeconds: number | undefined },
  ): Promise<{ issued: IssuedToken; user: User }> {
    const { username, autoCreateUser, ttlSeconds } = request;
    if (!username) throw new AppError("INVALID_ARGUMENT", "username must be provided");
    const user = autoCreateUser ? await this.findOrRegister(app, username) : await this.deps.users.find(app, username);
    if (user === undefined) throw new AppError("USER_NOT_FOUND");
    return { issued: await this.deps.tokens.issueUser(app, user.username, ttlSeconds), user };
  }

  /** Of several at a time one registers the user, and all of them find it. */
  private async findOrRegister(app: string, name: string): Promise<User | undefined> {
    const { users } = this.deps;
    const known = normalizeUserId(name) && (await users.find(app, name));
    if (known) return known;
    try {
      return await users.register(app, { username: name, password: undefined, nickname: undefined });
    } catch (error) {
      if (error instanceof AppError && error.code === "USER_EXISTS") return users.find(app, name);
      throw error;
    }
  }
}

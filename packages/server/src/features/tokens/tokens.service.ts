import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Apps } from "../apps/api.ts";
import type { User, Users } from "../users/api.ts";
import type { Identity, IssuedToken, Tokens } from "./api.ts";
import { type DynamicToken, isSignedBy, parseDynamicToken } from "./dynamic-token.ts";
import { encodeToken, parseToken } from "./token-format.ts";

const PURPOSE = "token";
/** What "never" is in an answer: the largest number of seconds that a client with 32-bit numbers can read, 68 years. */
export const FOREVER_SECONDS = 2_147_483_647;

interface Deps {
  readonly apps: Apps;
  readonly users: Users;
  readonly keys: ServerKeys;
  readonly clock: Clock;
}

/**
 * Tokens are signed, not stored. One is void when its signature, its time, or its epoch is not right; beginning a new epoch
 * (password change, ban, forced logout) voids all that were issued before. Checking one costs an HMAC and two look-ups in
 * memory.
 */
export class TokenService implements Tokens {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async issueUser(app: string, username: string, ttlSeconds: number | undefined): Promise<IssuedToken> {
    const user = await this.deps.users.find(app, username);
    if (user === undefined) throw new AppError("USER_NOT_FOUND");
    if (!user.isActive) throw new AppError("USER_DISABLED");
    return this.issueFor(user, ttlSeconds);
  }

  /**
   * For a user as it was when its right to a token was checked: should a new epoch have begun since (the password that was
   * checked has been changed), the token is void from the start.
   */
  async issueFor(user: User, ttlSeconds: number | undefined): Promise<IssuedToken> {
    const { app, username, tokenEpoch } = user;
    return this.issue({ app, kind: "user", username, epoch: tokenEpoch, ttlSeconds });
  }

  async issueApp(app: string, ttlSeconds: number | undefined): Promise<IssuedToken> {
    const { tokenEpoch } = await this.deps.apps.get(app);
    return this.issue({ app, kind: "app", username: "", epoch: tokenEpoch, ttlSeconds });
  }

  async verify(token: string): Promise<Identity> {
    const dynamic = parseDynamicToken(token);
    return dynamic === undefined ? this.verifyOwn(token) : this.verifyDynamic(dynamic);
  }

  private async issue(wanted: {
    app: string;
    kind: "user" | "app";
    username: string;
    epoch: number;
    ttlSeconds: number | undefined;
  }): Promise<IssuedToken> {
    const { apps, keys, clock } = this.deps;
    const { app, kind, username, epoch } = wanted;
    const ttlSeconds = wanted.ttlSeconds ?? (await apps.get(app)).settings.tokenTtlSeconds;
    const issuedAt = Math.floor(clock.now() / 1000);
    const expiresAt = ttlSeconds === 0 ? 0 : issuedAt + ttlSeconds;
    const keyId = keys.currentId;
    const sign = (bytes: Uint8Array) => {
      const mac = keys.mac(PURPOSE, bytes, keyId);
      if (mac === undefined) throw new Error("the current server key is missing");
      return mac;
    };
    const token = encodeToken({ keyId, kind, epoch, issuedAt, expiresAt, app, username }, sign);
    return { token, expiresIn: ttlSeconds === 0 ? FOREVER_SECONDS : ttlSeconds };
  }

  private async verifyOwn(token: string): Promise<Identity> {
    const { apps, users, keys, clock } = this.deps;
    const parsed = parseToken(token);
    if (parsed === undefined) throw new AppError("TOKEN_CORRUPT");
    const { claims, signed, mac } = parsed;
    if (!keys.verify(PURPOSE, signed, { keyId: claims.keyId, mac })) throw new AppError("TOKEN_UNKNOWN");
    const expiresAt = claims.expiresAt === 0 ? undefined : claims.expiresAt * 1000;
    if (expiresAt !== undefined && expiresAt <= clock.now()) throw new AppError("TOKEN_EXPIRED");

    const app = await apps.find(claims.app);
    if (app === undefined || app.isDisabled) throw new AppError("TOKEN_UNKNOWN");
    if (claims.kind === "app") {
      if (claims.epoch !== app.tokenEpoch) throw new AppError("TOKEN_UNKNOWN");
      return { kind: "app", app: claims.app, expiresAt };
    }
    const user = usable(await users.find(claims.app, claims.username));
    if (claims.epoch !== user.tokenEpoch) throw new AppError("TOKEN_UNKNOWN");
    return { kind: "user", app: claims.app, username: user.username, expiresAt };
  }

  /** A `curTime` ahead of our clock is taken: whoever can sign it could sign a longer `ttl` as well. */
  private async verifyDynamic(token: DynamicToken): Promise<Identity> {
    const { apps, users, clock } = this.deps;
    const app = await apps.find(token.appkey);
    if (app === undefined || app.isDisabled) throw new AppError("TOKEN_UNKNOWN");
    const { clientId, secrets } = await apps.getSecrets(app.appKey);
    const isGood = secrets.some((clientSecret) => isSignedBy(token, { clientId, clientSecret }));
    if (!isGood) throw new AppError("TOKEN_UNKNOWN");
    const expiresAt = (token.curTime + token.ttl) * 1000;
    if (expiresAt < clock.now()) throw new AppError("TOKEN_EXPIRED");

    const user = usable(await users.find(app.appKey, token.userId));
    // It carries no epoch; its time says whether it is older than the last sign-out. Its precision is a second.
    if (user.signedOutAt !== undefined && token.curTime * 1000 + 999 < user.signedOutAt) {
      throw new AppError("TOKEN_UNKNOWN");
    }
    return { kind: "user", app: app.appKey, username: user.username, expiresAt };
  }
}

function usable(user: User | undefined): User {
  if (user === undefined) throw new AppError("USER_NOT_FOUND");
  if (!user.isActive) throw new AppError("USER_DISABLED");
  return user;
}

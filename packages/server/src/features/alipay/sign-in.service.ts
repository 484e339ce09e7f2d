import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { ProviderError } from "../../kernel/provider.ts";
import type { Apps } from "../apps/api.ts";
import type { IssuedToken, Tokens } from "../tokens/api.ts";
import type { User, Users } from "../users/api.ts";
import { accessOf } from "./access.ts";
import { AlipayError, type AlipayGateway, factsOf } from "./gateway.ts";
import { type AlipayId, type IdentityTables, type Program, identityStore as store } from "./identities.store.ts";

const NAME_BYTES = 15;
const MAX_ATTEMPTS = 5;
const MAX_ID = 128;
/** What the gateway says of a code that is no good (any more), and of too many calls. */
const CODE_INVALID = "isv.code-invalid";
const CALLS_LIMITED = "40005";

interface Deps {
  readonly apps: Pick<Apps, "get" | "getSecret">;
  readonly users: Pick<Users, "find" | "register" | "remove">;
  readonly tokens: Pick<Tokens, "issueUser">;
  readonly gateway: AlipayGateway;
  readonly database: Database;
  readonly log: Logger;
}

/** Sign-in with Alipay (SPEC.md, AL): who a code stands for is asked of Alipay, and has an account of its own here. */
export class SignInService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * `code` is from `my.getAuthCode`. Without a lifetime the token has that of the application's setting.
   *
   * @throws AppError SERVICE_NOT_OPEN, ALIPAY_CODE_INVALID, SERVICE_QUOTA, ALIPAY_FAILED, USER_DISABLED, USER_QUOTA.
   */
  async signIn(
    app: string,
    { code, ttlSeconds }: { code: string; ttlSeconds: number | undefined },
  ): Promise<{ issued: IssuedToken; user: User }> {
    const { apps, tokens } = this.deps;
    const access = await accessOf(apps, app);
    const ids = await this.orRefuse(app, async () => {
      const params = { grant_type: "authorization_code", code };
      return idsIn(await this.deps.gateway.call(access, { name: "alipay.system.oauth.token", params }));
    });
    const user = await this.accountOf({ app, program: access.appId }, ids);
    return { issued: await tokens.issueUser(app, user.username, ttlSeconds), user };
  }

  /**
   * The account of a user of Alipay; a new one at the first time. It has a name that nobody can guess, no password, and is
   * known by what is never used again: a name could be somebody else's by now.
   */
  private async accountOf(program: Program, ids: readonly AlipayId[]): Promise<User> {
    const { users } = this.deps;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const known = await this.find(program, ids);
      if (known !== undefined) return known;
      const user = await this.register(program.app);
      if (user === undefined) continue;
      if (await this.link(program, ids, user)) return user;
      // Somebody else was quicker with the same user of Alipay: the next round finds that account.
      await users.remove(program.app, user.username);
    }
    throw new AppError("OVERLOADED");
  }

  private async find(program: Program, ids: readonly AlipayId[]): Promise<User | undefined> {
    const rows = await Promise.all(ids.map((id) => store.find(this.db, program, id)));
    for (const row of rows) {
      if (row === undefined) continue;
      const user = await this.deps.users.find(program.app, row.username);
      if (user?.uuid === row.uuid) {
        const missing = ids.filter((_, i) => rows[i] === undefined);
        await this.link(program, missing, user);
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

  /** What goes wrong at Alipay, in words that clients know. */
  private async orRefuse<T>(app: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AlipayError || error instanceof ProviderError)) throw error;
      const facts = factsOf(error);
      if (facts.subCode !== CODE_INVALID) this.deps.log.warn({ app, ...facts }, "Alipay did not say whose code it is");
      throw toRefusal(error);
    }
  }

  private get db() {
    return this.deps.database.query<IdentityTables>();
  }
}

/** Newer programs are told the first, older ones the second, some both. @throws ProviderError. */
function idsIn(answer: Readonly<Record<string, unknown>>): AlipayId[] {
  const ids: AlipayId[] = [];
  if (isId(answer.open_id)) ids.push({ kind: "open", id: answer.open_id });
  if (isId(answer.user_id)) ids.push({ kind: "user", id: answer.user_id });
  if (ids.length === 0) throw new ProviderError("unreadable");
  return ids;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= MAX_ID;
}

function toRefusal(cause: AlipayError | ProviderError): AppError {
  if (cause instanceof AlipayError) {
    if (cause.subCode === CODE_INVALID) return new AppError("ALIPAY_CODE_INVALID", undefined, { cause });
    return new AppError(cause.code === CALLS_LIMITED ? "SERVICE_QUOTA" : "ALIPAY_FAILED", undefined, { cause });
  }
  const isQuota = cause.fault === "busy" || cause.status === 429;
  return new AppError(isQuota ? "SERVICE_QUOTA" : "ALIPAY_FAILED", undefined, { cause });
}

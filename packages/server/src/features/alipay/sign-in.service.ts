import type { Logger } from "pino";
import { AppError } from "../../kernel/errors.ts";
import { ProviderError } from "../../kernel/provider.ts";
import type { Apps } from "../apps/api.ts";
import type { IssuedToken, Tokens } from "../tokens/api.ts";
import type { User } from "../users/api.ts";
import { accessOf } from "./access.ts";
import { AlipayError, type AlipayGateway, factsOf } from "./gateway.ts";
import type { Identities } from "./identities.service.ts";
import type { AlipayId } from "./identities.store.ts";

const MAX_ID = 128;
/** What the gateway says of a code that is no good (any more), and of too many calls. */
const CODE_INVALID = "isv.code-invalid";
const CALLS_LIMITED = "40005";

interface Deps {
  readonly apps: Pick<Apps, "find" | "getSecret">;
  readonly identities: Identities;
  readonly tokens: Pick<Tokens, "issueUser">;
  readonly gateway: AlipayGateway;
  readonly log: Logger;
}

/** Sign-in with Alipay (SPEC.md, AL): who a code stands for is asked of Alipay. */
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
    const { apps, identities, tokens, gateway } = this.deps;
    const access = await accessOf(apps, app);
    const ids = await this.orRefuse(app, async () => {
      const params = { grant_type: "authorization_code", code };
      return idsIn(await gateway.call(access, { name: "alipay.system.oauth.token", params }));
    });
    const user = await identities.accountOf({ app, program: access.appId }, ids);
    return { issued: await tokens.issueUser(app, user.username, ttlSeconds), user };
  }

  /** What goes wrong at Alipay, in words that clients know. */
  private async orRefuse<T>(app: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AlipayError || error instanceof ProviderError)) throw error;
      const refusal = toRefusal(error);
      // A code that is no good is the client's fault, and anybody can send one.
      if (refusal.code !== "ALIPAY_CODE_INVALID") {
        this.deps.log.warn({ app, ...factsOf(error) }, "Alipay did not say whose code it is");
      }
      throw refusal;
    }
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

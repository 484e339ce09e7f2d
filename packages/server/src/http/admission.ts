import { formatAppKey, normalizeUserId } from "@rondo/protocol";
import type { FastifyRequest } from "fastify";
import type { Config } from "../config.ts";
import type { App, Apps } from "../features/apps/index.ts";
import { authorize, type Tokens } from "../features/tokens/index.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { RateLimiter } from "../kernel/rate-limit.ts";
import type { Caller, Endpoint } from "../kernel/rest.ts";
import { pathOf } from "./address.ts";

/** As many applications, or users who delete, as have buckets of their own at a time. */
const MAX_BUCKETS = 10_000;

export interface Admission {
  readonly app: App;
  readonly caller: Caller;
  /** The path's parameters without the application's; `user` in lower case. */
  readonly params: Readonly<Record<string, string>>;
}

/** Decides, before a body is read, whether a request may go on: its application, the rate, who calls. */
export class Gate {
  private readonly apps: Apps;
  private readonly tokens: Tokens;
  private readonly requests: RateLimiter;
  private readonly tokenRequests: RateLimiter;
  private readonly deletions: RateLimiter;

  constructor(deps: { apps: Apps; tokens: Tokens; config: Pick<Config, "limits">; clock: Clock }) {
    const { limits } = deps.config;
    const limiter = (count: number, seconds: number) =>
      new RateLimiter({ ratePerSecond: count / seconds, burst: count, clock: deps.clock, maxKeys: MAX_BUCKETS });
    this.apps = deps.apps;
    this.tokens = deps.tokens;
    this.requests = limiter(limits.requestsPerSecond, 1);
    this.tokenRequests = limiter(limits.tokenRequestsPerSecond, 1);
    this.deletions = limiter(limits.conversationDeletionsPerMinute, 60);
  }

  /**
   * @throws AppError APP_NOT_FOUND, OTHER_DATA_CENTRE, BANNED, RATE_LIMITED, the refusals of `authorize`, NAMED_USER_NOT_FOUND when the path
   *   names a user that cannot exist.
   */
  async admit(request: FastifyRequest, endpoint: Endpoint): Promise<Admission> {
    const { org = "", app: name = "", ...params } = request.params as Record<string, string>; // Fastify's own parse
    const app = await this.findApp({ org, name }, request);
    const rate = endpoint.rate === "token" ? this.tokenRequests : this.requests;
    if (!rate.take(app.appKey)) throw new AppError("RATE_LIMITED");
    const { user } = params;
    const username = user === undefined ? undefined : normalizeUserId(user);
    const caller = await authorize(this.tokens, {
      app: app.appKey,
      authorization: request.headers.authorization,
      access: endpoint.access,
      user: username,
    });
    if (user === undefined) return { app, caller, params };
    if (username === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
    // Not before it is known who calls: nobody uses up another's.
    if (endpoint.rate === "deletion" && !this.deletions.take(`${app.appKey}/${username}`)) {
      throw new AppError("RATE_LIMITED");
    }
    return { app, caller, params: { ...params, user: username } };
  }

  private async findApp({ org, name }: { org: string; name: string }, request: FastifyRequest): Promise<App> {
    const app = await this.apps.find(formatAppKey({ org, app: name }));
    if (app === undefined) {
      const uri = pathOf(request).replace(/^\/+/, "");
      throw new AppError("APP_NOT_FOUND", `Could not find application for ${org}/${name} from URI: ${uri}`);
    }
    this.apps.checkPlace(app);
    if (app.isDisabled) throw new AppError("BANNED");
    return app;
  }
}

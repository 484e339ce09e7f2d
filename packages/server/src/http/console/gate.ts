import { timingSafeEqual } from "node:crypto";
import { formatAppKey } from "@rondo/protocol";
import {
  type ConsoleCallName,
  type ConsoleRole,
  type ConsoleRoute,
  consoleRoutes,
  csrfHeader,
  hasRight,
} from "@rondo/protocol/console";
import type { FastifyRequest } from "fastify";
import type { Config } from "../../config.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { ConsoleAuthority, ConsoleCaller } from "../../kernel/console.ts";
import { AppError } from "../../kernel/errors.ts";
import { RateLimiter } from "../../kernel/rate-limit.ts";
import { baseUrlOf } from "../address.ts";
import { sessionTokenOf } from "./cookie.ts";

const MAX_ADDRESSES = 10_000;

/** Undefined members: the route asks for no login, or names no organisation or application. */
export interface ConsoleAdmission {
  readonly caller: ConsoleCaller | undefined;
  readonly token: string | undefined;
  readonly role: ConsoleRole | undefined;
  readonly appKey: string;
}

/** Decides, before a body is read, whether a call of the console may go on. */
export class ConsoleGate {
  private readonly deps: { authority: ConsoleAuthority; config: Config; clock: Clock };
  private readonly calls: RateLimiter;
  /** Of who is not logged in: each may cost a hash, a mail, or be a guess. */
  private readonly knocks: RateLimiter;

  constructor(deps: { authority: ConsoleAuthority; config: Config; clock: Clock }) {
    const { clock, config } = deps;
    this.deps = deps;
    const { consoleCallsPerSecond, consoleKnocksPerMinute } = config.limits;
    const maxKeys = MAX_ADDRESSES;
    this.calls = new RateLimiter({
      ratePerSecond: consoleCallsPerSecond,
      burst: consoleCallsPerSecond * 5,
      clock,
      maxKeys,
    });
    this.knocks = new RateLimiter({
      ratePerSecond: consoleKnocksPerMinute / 60,
      burst: consoleKnocksPerMinute,
      clock,
      maxKeys,
    });
  }

  /** @throws AppError RATE_LIMITED, CSRF_REFUSED, NOT_LOGGED_IN, ORGANISATION_NOT_FOUND, FORBIDDEN, APP_NOT_FOUND, IDENTITY_UNPROVEN. */
  async admit(request: FastifyRequest, name: ConsoleCallName): Promise<ConsoleAdmission> {
    const route: ConsoleRoute = consoleRoutes[name];
    const admission = await this.admitTo(request, route);
    // Last: who may not do it at all is not asked for a password.
    if (route.isProtected === true) this.checkProof(admission.caller);
    return admission;
  }

  private async admitTo(request: FastifyRequest, { method, access }: ConsoleRoute): Promise<ConsoleAdmission> {
    if (!this.calls.take(request.ip)) throw new AppError("RATE_LIMITED");
    const isChange = method !== "GET";
    if (isChange) this.checkOrigin(request);
    if (access === "anyone") {
      if (isChange && !this.knocks.take(request.ip)) throw new AppError("RATE_LIMITED");
      return { caller: undefined, token: undefined, role: undefined, appKey: "" };
    }

    const token = sessionTokenOf(request);
    const caller = token === undefined ? undefined : await this.deps.authority.findSession(token);
    if (token === undefined || caller === undefined) throw new AppError("NOT_LOGGED_IN");
    if (isChange) this.checkToken(request, token);
    if (access === "session") return { caller, token, role: undefined, appKey: "" };

    const { org = "", app } = request.params as Record<string, string>; // Fastify's own parse
    // Who is not in an organisation does not learn whether there is one.
    const role = await this.deps.authority.findRole(caller.accountId, org);
    if (role === undefined) throw new AppError("ORGANISATION_NOT_FOUND");
    if (!hasRight(role, access)) throw new AppError("FORBIDDEN", `a ${role} has not the right ${access}`);
    if (app === undefined) return { caller, token, role, appKey: "" };
    const appKey = formatAppKey({ org, app });
    if (!(await this.deps.authority.hasApp(appKey))) throw new AppError("APP_NOT_FOUND");
    return { caller, token, role, appKey };
  }

  private checkProof(caller: ConsoleCaller | undefined): void {
    if (caller === undefined || caller.provenUntil > this.deps.clock.now()) return;
    throw new AppError("IDENTITY_UNPROVEN", undefined, { details: { proof: caller.provesBy } });
  }

  /** Browsers say where a request comes from; what is no browser says nothing, and has no cookie that is not its own. */
  private checkOrigin(request: FastifyRequest): void {
    const { origin, host } = request.headers;
    if (origin === undefined) return;
    const own = [baseUrlOf(request, this.deps.config), `http://${host}`, `https://${host}`];
    if (!own.includes(origin)) throw new AppError("CSRF_REFUSED");
  }

  private checkToken(request: FastifyRequest, token: string): void {
    const given = Buffer.from(String(request.headers[csrfHeader] ?? ""));
    const expected = Buffer.from(this.deps.authority.csrfTokenOf(token));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new AppError("CSRF_REFUSED");
  }
}

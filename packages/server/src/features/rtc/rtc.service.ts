import { randomInt } from "node:crypto";
import type { Logger } from "pino";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { type ProviderClient, ProviderError } from "../../kernel/provider.ts";
import type { Apps } from "../apps/api.ts";
import { type RtcTables, rtcStore as store } from "./rtc.store.ts";
import { type RtcToken, tokenServer } from "./token-server.ts";

/** Services for calls know users by 32-bit numbers; those with the highest bit are negative in some of their clients. */
const MAX_UID = 2 ** 31 - 1;
const MAX_ATTEMPTS = 10;

interface Deps {
  readonly apps: Pick<Apps, "get" | "getSecret">;
  readonly database: Database;
  readonly client: ProviderClient;
  readonly log: Logger;
}

/** Tokens for voice and video calls, and who is who in them (SPEC.md, RT). The calls themselves are another service's. */
export class RtcService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError SERVICE_NOT_OPEN, SERVICE_QUOTA, RTC_FAILED. */
  async token({
    app,
    user,
    channel,
  }: {
    app: string;
    user: string;
    channel: string;
  }): Promise<RtcToken & { uid: number }> {
    const { apps, client, log } = this.deps;
    const url = await this.urlOf(app);
    const key = await apps.getSecret(app, "rtcTokenKey");
    const uid = await this.uidOf(app, user);
    try {
      return { ...(await tokenServer({ client, url, key }).issue({ app, user, uid, channel })), uid };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const { fault, status } = error;
      log.warn({ app, fault, status }, "the token server for calls gave no answer");
      const isQuota = fault === "busy" || status === 429;
      throw new AppError(isQuota ? "SERVICE_QUOTA" : "RTC_FAILED", undefined, { cause: error });
    }
  }

  /** The users behind numbers; unknown ones are left out. @throws AppError SERVICE_NOT_OPEN. */
  async users(app: string, uids: readonly number[]): Promise<Record<string, string>> {
    await this.urlOf(app);
    if (uids.length === 0) return {};
    const rows = await store.usersOf(this.db, app, uids);
    return Object.fromEntries(rows.map(({ uid, username }) => [String(uid), username]));
  }

  /** The account is removed: its number means nobody, and whoever takes the name gets another one. */
  async forgetUser(app: string, user: string): Promise<void> {
    await store.forget(this.db, app, user);
  }

  private get db() {
    return this.deps.database.query<RtcTables>();
  }

  private async urlOf(app: string): Promise<string> {
    const { settings } = await this.deps.apps.get(app);
    if (settings.rtcTokenUrl === "") throw new AppError("SERVICE_NOT_OPEN", "calls: service not open!");
    return settings.rtcTokenUrl;
  }

  /** The user's number, given out at the first token. Random: it says nothing of how many users there are. */
  private async uidOf(app: string, user: string): Promise<number> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const known = await store.find(this.db, app, user);
      if (known !== undefined) return known;
      // Refused when it is taken, or when another call for the same user was quicker: the next round tells.
      const uid = randomInt(1, MAX_UID);
      if (await store.insert(this.db, { app, uid, username: user })) return uid;
    }
    throw new AppError("OVERLOADED");
  }
}

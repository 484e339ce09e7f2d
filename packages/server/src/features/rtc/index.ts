import type { Logger } from "pino";
import type { Database, Migration } from "../../kernel/database/database.ts";
import { ProviderClient } from "../../kernel/provider.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import { createRtcUid } from "./migrations/2026-11-28-rtc.ts";
import { rtcEndpoints } from "./rtc.rest.ts";
import { RtcService } from "./rtc.service.ts";

export const rtcMigrations: readonly Migration[] = [createRtcUid];

/** Tokens for calls, made by a server that the application has named. */
export function createRtc(deps: {
  apps: Pick<Apps, "get" | "getSecret">;
  database: Database;
  log: Logger;
  /** How the server is called; tests bound it tighter. */
  client?: ProviderClient;
}): { api: { forgetUser(app: string, user: string): Promise<void> }; endpoints: readonly Endpoint[] } {
  const { client = new ProviderClient(), ...others } = deps;
  const service = new RtcService({ ...others, client });
  return { api: service, endpoints: rtcEndpoints(service) };
}

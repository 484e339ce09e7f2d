import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import { DataCentres } from "../data-centres/index.ts";
import type { Apps } from "./api.ts";
import { AppService } from "./apps.service.ts";
import { createApp } from "./migrations/2026-11-25-apps.ts";
import { describeApps } from "./migrations/2026-11-29-apps-of-the-console.ts";
import { type App, type AppSettings, defaultAppSettings, withoutSecrets } from "./settings.ts";

export type { Apps, ClientCredentials } from "./api.ts";
export { type App, type AppSettings, defaultAppSettings, withoutSecrets };

export const appsMigrations: readonly Migration[] = [createApp, describeApps];

/**
 * Applications: who they are, their settings and credentials. They have no client REST of their own. `defaults` are the
 * operator's, for applications that have not decided otherwise. Without `dataCentres`
 * there is one, which is this server.
 */
export function createApps(deps: {
  database: Database;
  keys: ServerKeys;
  bus: Bus;
  clock: Clock;
  defaults?: Partial<AppSettings>;
  dataCentres?: DataCentres;
}): { api: Apps } {
  const { defaults, dataCentres = new DataCentres({ list: [], here: undefined }), ...rest } = deps;
  return { api: new AppService({ ...rest, dataCentres, defaults: { ...defaultAppSettings, ...defaults } }) };
}

import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Apps } from "./api.ts";
import { AppService } from "./apps.service.ts";
import { createApp } from "./migrations/2026-11-25-apps.ts";
import { type App, type AppSettings, defaultAppSettings } from "./settings.ts";

export type { Apps, ClientCredentials } from "./api.ts";
export { type App, type AppSettings, defaultAppSettings };

export const appsMigrations: readonly Migration[] = [createApp];

/**
 * Applications: who they are, their settings and credentials. They have no client REST of their own. `defaults` are the
 * operator's, for applications that have not decided otherwise.
 */
export function createApps(deps: {
  database: Database;
  keys: ServerKeys;
  bus: Bus;
  clock: Clock;
  defaults?: Partial<AppSettings>;
}): { api: Apps } {
  return { api: new AppService({ ...deps, defaults: { ...defaultAppSettings, ...deps.defaults } }) };
}

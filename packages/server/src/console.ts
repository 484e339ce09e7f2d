/** Wires what the console stands on: accounts, organisations, figures, and what people do there with applications. */
import type { Logger } from "pino";
import packageJson from "../package.json" with { type: "json" };
import type { Bus } from "./cluster/bus.ts";
import type { Config } from "./config.ts";
import { accountsMigrations, createAccounts } from "./features/accounts/index.ts";
import { type Apps, defaultAppSettings, withoutSecrets } from "./features/apps/index.ts";
import { consoleMigrations, createConsole } from "./features/console/index.ts";
import type { DataCentres } from "./features/data-centres/index.ts";
import { Operations, operationsMigrations } from "./features/operations/index.ts";
import { createOrganisations, organisationsMigrations } from "./features/organisations/index.ts";
import type { AppSearch } from "./features/search/index.ts";
import type { Tokens } from "./features/tokens/index.ts";
import { createUsage, usageMigrations } from "./features/usage/index.ts";
import type { AttributesAdministration } from "./features/user-attributes/index.ts";
import type { Finder, Passwords, Users } from "./features/users/index.ts";
import type { Clock } from "./kernel/clock.ts";
import type { Database, Migration } from "./kernel/database/database.ts";
import type { ServerKeys } from "./kernel/server-keys.ts";
import type { RemoveMessages } from "./retention.ts";
import type { Records, Timelines } from "./timeline/index.ts";

export const consoleSideMigrations: readonly Migration[] = [
  ...operationsMigrations,
  ...accountsMigrations,
  ...organisationsMigrations,
  ...usageMigrations,
  ...consoleMigrations,
];

export interface ConsoleDeps {
  readonly config: Pick<Config, "mode" | "mail" | "signUp" | "appDefaults" | "nodeId" | "limits">;
  readonly database: Database;
  readonly keys: ServerKeys;
  readonly apps: Apps;
  readonly dataCentres: DataCentres;
  readonly users: Users;
  readonly finder: Finder;
  readonly passwords: Passwords;
  readonly attributes: AttributesAdministration;
  readonly tokens: Tokens;
  readonly timelines: Timelines;
  readonly records: Records;
  /** Undefined: the server keeps no index. */
  readonly search: AppSearch | undefined;
  readonly removeMessages: RemoveMessages;
  /** Sessions of a user on this node; asked only when somebody has come or asks. */
  readonly onlineDevices: (app: string, user: string) => ReadonlyArray<{ resource: string; deviceName: string }>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
}

export type ConsoleSide = ReturnType<typeof createConsoleSide>;

export function createConsoleSide(deps: ConsoleDeps) {
  const { config, database, apps, finder, timelines, onlineDevices, bus, clock, log } = deps;
  const isDevelopment = config.mode === "development";
  // Whoever registers has to get a mail, or see the link that would be in it.
  const isOpen = config.signUp === "open" && (config.mail !== undefined || isDevelopment);
  const operations = new Operations({ database, clock, nodeId: config.nodeId });
  const { accounts, sessions, post, findSession, csrfTokenOf, ...accountsPart } = createAccounts({
    ...deps,
    operations,
    organisationsOf: (accountId) => organisations.api.listOf(accountId),
    mail: config.mail,
    isDevelopment,
    isOpen,
  });
  const countApps = (org: string): Promise<number> => apps.count(org);
  const organisations = createOrganisations({ database, accounts, sessions, post, operations, countApps, clock });
  const usage = createUsage({
    database,
    timelines,
    apps,
    devices: (app, user) => onlineDevices(app, user).length,
    countUsers: (app) => finder.count(app),
    bus,
    clock,
    nodeId: config.nodeId,
    log,
  });
  const console = createConsole({
    ...deps,
    accounts,
    sessions,
    post,
    organisations: organisations.api,
    operations,
    usage: usage.api,
    defaults: withoutSecrets({ ...defaultAppSettings, ...config.appDefaults }),
    maxApps: config.limits.appsPerOrganisation,
    isOpen,
    isDevelopment,
    version: packageJson.version,
  });
  return {
    authority: {
      findSession,
      csrfTokenOf,
      findRole: organisations.api.findRole.bind(organisations.api),
      hasApp: async (appKey: string) => (await apps.find(appKey)) !== undefined,
    },
    endpoints: [...accountsPart.consoleEndpoints, ...organisations.consoleEndpoints, ...console.consoleEndpoints],
    accounts,
    organisations: organisations.api,
    testUsers: console.testUsers,
    deletions: console.deletions,
    /** What the first owner has to know; undefined: there is one, or nobody is asked. */
    setupCode: async (): Promise<string | undefined> =>
      (await accounts.isEmpty()) ? console.firstRun.code : undefined,
    async close(): Promise<void> {
      await console.close();
      await usage.close();
    },
  };
}

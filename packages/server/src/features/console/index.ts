import type { AppSettings } from "@rondo/protocol/console";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { ConsoleEndpoint } from "../../kernel/console.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Records, Timelines } from "../../timeline/index.ts";
import type { Accounts, Post, Sessions } from "../accounts/index.ts";
import type { Apps } from "../apps/api.ts";
import type { DataCentres } from "../data-centres/index.ts";
import type { Operations } from "../operations/index.ts";
import type { Organisations } from "../organisations/index.ts";
import type { AppSearch } from "../search/index.ts";
import type { Tokens } from "../tokens/api.ts";
import type { UsageFigures } from "../usage/index.ts";
import type { AttributesAdministration } from "../user-attributes/api.ts";
import type { Finder, Users } from "../users/index.ts";
import { appEndpoints } from "./apps.console.ts";
import { ConsoleApps } from "./apps.service.ts";
import { Deletions } from "./deletions.ts";
import { messageEndpoints } from "./messages.console.ts";
import { ConsoleMessages } from "./messages.service.ts";
import { createTestUsers } from "./migrations/2026-11-29-test-users.ts";
import { FirstRun } from "./setup.ts";
import { TestUsers } from "./test-users.ts";
import { userEndpoints } from "./users.console.ts";
import { ConsoleUsers, type OnlineDevice } from "./users.service.ts";

export { ConsoleMessages, type MessageFilter } from "./messages.service.ts";

export const consoleMigrations: readonly Migration[] = [createTestUsers];

/** What people do in the console with applications, their users and their messages. */
export function createConsole(deps: {
  database: Database;
  accounts: Accounts;
  sessions: Sessions;
  post: Post;
  organisations: Organisations;
  operations: Operations;
  apps: Apps;
  dataCentres: DataCentres;
  usage: UsageFigures;
  users: Users;
  finder: Finder;
  attributes: AttributesAdministration;
  tokens: Tokens;
  timelines: Timelines;
  records: Records;
  /** Undefined: the server keeps no index. */
  search: AppSearch | undefined;
  /** Sessions of a user on this node. */
  onlineDevices: (app: string, user: string) => readonly OnlineDevice[];
  /** All of an application from before a time; false: it was stopped first. */
  removeMessages: (app: string, until: { before: number; isStopped: () => boolean }) => Promise<boolean>;
  /** What holds where an application has decided nothing. */
  defaults: AppSettings;
  /** Applications that an organisation may have; 0: no limit. */
  maxApps: number;
  /** Whether anybody may register. */
  isOpen: boolean;
  isDevelopment: boolean;
  version: string;
  clock: Clock;
  log: Logger;
}) {
  const firstRun = new FirstRun(deps);
  const testUsers = new TestUsers(deps);
  const deletions = new Deletions(deps);
  const service = new ConsoleApps(deps);
  const users = new ConsoleUsers({ ...deps, testUsers });
  const messages = new ConsoleMessages(deps);
  const consoleEndpoints: readonly ConsoleEndpoint[] = [
    ...firstRun.endpoints,
    ...appEndpoints({ service, apps: deps.apps, usage: deps.usage }),
    ...userEndpoints(users),
    ...messageEndpoints(messages),
  ];
  return {
    consoleEndpoints,
    firstRun,
    testUsers,
    deletions,
    async close(): Promise<void> {
      await testUsers.close();
      await deletions.close();
    },
  };
}

import type { Clock } from "../../kernel/clock.ts";
import type { ConsoleEndpoint } from "../../kernel/console.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Accounts, Post, Sessions } from "../accounts/index.ts";
import type { Operations } from "../operations/index.ts";
import { Members } from "./members.service.ts";
import { createOrganisations as createTables } from "./migrations/2026-11-29-organisations.ts";
import { organisationEndpoints } from "./organisations.console.ts";
import { Organisations } from "./organisations.service.ts";

export type { Organisations } from "./organisations.service.ts";

export const organisationsMigrations: readonly Migration[] = [createTables];

/** Organisations, which own applications; who is in them, and what each of them may do. */
export function createOrganisations(deps: {
  database: Database;
  accounts: Accounts;
  sessions: Sessions;
  post: Post;
  operations: Operations;
  countApps: (org: string) => Promise<number>;
  clock: Clock;
}): { api: Organisations; consoleEndpoints: readonly ConsoleEndpoint[] } {
  const { database, operations, countApps, clock } = deps;
  const organisations = new Organisations({ database, operations, countApps, clock });
  const members = new Members(deps);
  return { api: organisations, consoleEndpoints: organisationEndpoints({ organisations, members, operations }) };
}

import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Apps } from "../apps/api.ts";
import type { ProfilePart, UserSessions, Users } from "./api.ts";
import { Directory } from "./directory.ts";
import { Finder } from "./finder.ts";
import { createRemovedAccount } from "./migrations/2026-11-25-removed-accounts.ts";
import { createAccount } from "./migrations/2026-11-25-users.ts";
import { indexAccountsByAge } from "./migrations/2026-11-28-users-by-age.ts";
import { type Argon2Cost, Passwords } from "./passwords.ts";
import { Registration } from "./registration.ts";
import { usersRest } from "./users.rest.ts";
import { UserService } from "./users.service.ts";

export type { ProfilePart, UserSession, UserSessions, Users } from "./api.ts";
export { toUserEntity, UserEntity } from "./entity.ts";
export type { Finder } from "./finder.ts";
export type { Passwords } from "./passwords.ts";

export const usersMigrations: readonly Migration[] = [createAccount, createRemovedAccount, indexAccountsByAge];

/**
 * Accounts: registration, passwords, bans and forced logout.
 *
 * `sessions` is asked only while requests are served, so it may be an object that is completed after the gateway exists.
 * `forget` makes the rest of the server forget a removed account; a name is not free before that. Absent where nothing else
 * is kept of users. `profile` keeps members of the account's form that are not its own. `passwordCost` is for tests, which cannot spend a second per login.
 */
export function createUsers(deps: {
  database: Database;
  apps: Apps;
  bus: Bus;
  clock: Clock;
  sessions: UserSessions;
  forget?: (app: string, username: string) => Promise<void>;
  profile?: ProfilePart;
  passwordCost: Argon2Cost | undefined;
}): { api: Users; endpoints: readonly Endpoint[]; passwords: Passwords; finder: Finder } {
  const { database, apps, bus, clock, sessions, forget = async () => {}, profile } = deps;
  const passwords = new Passwords({ cost: deps.passwordCost });
  const users = new UserService({ database, apps, passwords, bus, clock, forget });
  const registration = new Registration({ apps, users });
  const directory = new Directory({ database, users });
  return {
    api: users,
    endpoints: usersRest({ users, registration, directory, sessions, profile }),
    passwords,
    finder: new Finder(database),
  };
}

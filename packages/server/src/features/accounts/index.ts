import type { OwnOrganisation } from "@rondo/protocol/console";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import type { ConsoleCaller, ConsoleEndpoint } from "../../kernel/console.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Operations } from "../operations/index.ts";
import type { Passwords } from "../users/index.ts";
import { accountEndpoints } from "./accounts.console.ts";
import { Accounts } from "./accounts.service.ts";
import { Links } from "./links.service.ts";
import { Lockout } from "./lockout.ts";
import { Logins } from "./logins.service.ts";
import { createConsoleAccounts } from "./migrations/2026-11-29-accounts.ts";
import { sessionProofs } from "./migrations/2026-11-29-session-proofs.ts";
import { type MailConfig, Post } from "./post.ts";
import { csrfTokenOf, Sessions } from "./sessions.service.ts";
import { SecondFactor } from "./totp.service.ts";

export { enter } from "./accounts.console.ts";
export type { Accounts } from "./accounts.service.ts";
export type { MailConfig, Post } from "./post.ts";
export { hashOf, newToken } from "./secrets.ts";
export type { Sessions } from "./sessions.service.ts";

export const accountsMigrations: readonly Migration[] = [createConsoleAccounts, sessionProofs];

/**
 * Accounts of the console: who may log in there, and how. `organisationsOf` is asked when somebody logs in, so it may be of
 * what is made later.
 */
export function createAccounts(deps: {
  database: Database;
  keys: ServerKeys;
  passwords: Passwords;
  operations: Operations;
  organisationsOf: (accountId: string) => Promise<OwnOrganisation[]>;
  mail: MailConfig | undefined;
  isDevelopment: boolean;
  /** Whether anybody may register. */
  isOpen: boolean;
  clock: Clock;
  log: Logger;
}) {
  const { database, keys, passwords, operations, organisationsOf, clock, log, isOpen, isDevelopment, mail } = deps;
  const sessions = new Sessions({ database, clock });
  const links = new Links({ database, clock });
  const lockout = new Lockout({ database, clock });
  const post = new Post({ mail, isDevelopment, log });
  const accounts = new Accounts({ database, passwords, sessions, links, lockout, post, operations, clock });
  const secondFactor = new SecondFactor({ database, keys, accounts, lockout, operations, clock });
  const logins = new Logins({ accounts, secondFactor, passwords, lockout, keys, clock });
  const consoleEndpoints: readonly ConsoleEndpoint[] = accountEndpoints({
    accounts,
    logins,
    sessions,
    secondFactor,
    organisationsOf,
    isOpen,
  });

  async function findSession(token: string): Promise<ConsoleCaller | undefined> {
    const session = await sessions.find(token);
    const account = session && (await accounts.find(session.accountId));
    if (session === undefined || account === undefined) return undefined;
    const { id: sessionId, accountId, expiresAt, provenUntil } = session;
    const provesBy = account.totpSince === null ? ("password" as const) : ("code" as const);
    return { accountId, sessionId, expiresAt, provenUntil, provesBy, email: account.email };
  }
  return { accounts, sessions, post, findSession, csrfTokenOf, consoleEndpoints };
}

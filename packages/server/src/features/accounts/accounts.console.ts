/** The calls of the console about oneself: logging in, the own account (SPEC.md, AC). */
import type { OwnOrganisation, Session } from "@rondo/protocol/console";
import { type ConsoleEndpoint, consoleEndpoint } from "../../kernel/console.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Accounts } from "./accounts.service.ts";
import type { AccountRow } from "./accounts.store.ts";
import type { Logins } from "./logins.service.ts";
import { csrfTokenOf, type Sessions, type Visitor } from "./sessions.service.ts";
import type { SecondFactor } from "./totp.service.ts";

export interface AccountParts {
  readonly accounts: Accounts;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly secondFactor: SecondFactor;
  readonly organisationsOf: (accountId: string) => Promise<OwnOrganisation[]>;
  /** Whether anybody may register. */
  readonly isOpen: boolean;
}

interface Arrival extends Visitor {
  keepSession(token: string): void;
}

/** A session for somebody who has shown who it is; the browser keeps it. */
export async function enter(
  { accounts, sessions, organisationsOf }: Pick<AccountParts, "accounts" | "sessions" | "organisationsOf">,
  account: AccountRow,
  arrival: Arrival,
): Promise<Session> {
  const { token, session } = await sessions.open(account.id, arrival);
  arrival.keepSession(token);
  return {
    account: await accounts.toAccount(account),
    organisations: await organisationsOf(account.id),
    csrfToken: csrfTokenOf(token),
    expiresAt: session.expiresAt,
  };
}

export function accountEndpoints(parts: AccountParts): readonly ConsoleEndpoint[] {
  return [...publicEndpoints(parts), ...ownEndpoints(parts)];
}

function publicEndpoints(parts: AccountParts): readonly ConsoleEndpoint[] {
  const { accounts, logins, isOpen } = parts;
  return [
    consoleEndpoint("register", async ({ body, baseUrl }) => {
      if (!isOpen) throw new AppError("SIGN_UP_CLOSED");
      const { email, password, name, language } = body;
      return { link: await accounts.register({ email, password, name, language }, baseUrl) };
    }),
    consoleEndpoint("resendConfirmation", async ({ body, baseUrl }) => ({
      link: await accounts.resendConfirmation(body.email, baseUrl),
    })),
    consoleEndpoint("confirmAccount", async ({ body }) => ({ email: await accounts.confirm(body.token) })),
    consoleEndpoint("logIn", async (call) => {
      const step = await logins.byPassword(call.body.email, call.body.password);
      if (step.status === "second-factor") return step;
      return { status: "logged-in" as const, session: await enter(parts, step.account, call) };
    }),
    consoleEndpoint("logInSecondFactor", async (call) =>
      enter(parts, await logins.byCode(call.body.ticket, call.body.code), call),
    ),
    consoleEndpoint("requestPasswordReset", async ({ body, baseUrl }) => ({
      link: await accounts.requestReset(body.email, baseUrl),
    })),
    consoleEndpoint("resetPassword", async ({ body, address }) => ({
      email: await accounts.reset(body.token, body.password, address),
    })),
  ];
}

function ownEndpoints(parts: AccountParts): readonly ConsoleEndpoint[] {
  const { accounts, logins, sessions, secondFactor, organisationsOf } = parts;
  return [
    consoleEndpoint("getSession", async ({ caller, sessionToken }) => ({
      account: await accounts.show(caller.accountId),
      organisations: await organisationsOf(caller.accountId),
      csrfToken: csrfTokenOf(sessionToken),
      expiresAt: caller.expiresAt,
    })),
    consoleEndpoint("proveIdentity", async ({ caller, body: { password, code } }) => {
      await logins.prove(caller.accountId, { password, code });
      await sessions.prove(caller.sessionId);
      return {};
    }),
    consoleEndpoint("logOut", async ({ caller, keepSession }) => {
      keepSession(undefined);
      await sessions.end(caller.accountId, caller.sessionId);
      return {};
    }),
    consoleEndpoint("changeAccount", ({ actor, caller, body }) => accounts.change(actor, caller.accountId, body)),
    consoleEndpoint("changeAccountPassword", async ({ actor, caller, body }) => {
      await accounts.changePassword(actor, { id: caller.accountId, sessionId: caller.sessionId }, body);
      return {};
    }),
    consoleEndpoint("startTotp", ({ caller }) => secondFactor.start(caller.accountId)),
    consoleEndpoint("enableTotp", async ({ actor, caller, body }) => ({
      recoveryCodes: await secondFactor.enable(actor, caller.accountId, body.code),
    })),
    consoleEndpoint("disableTotp", async ({ actor, caller, body }) => {
      await secondFactor.disable(actor, caller.accountId, body);
      return {};
    }),
    consoleEndpoint("listSessions", async ({ caller }) => ({
      items: await sessions.list(caller.accountId, caller.sessionId),
    })),
    consoleEndpoint("endSession", async ({ caller, params }) => {
      await sessions.end(caller.accountId, params.session);
      return {};
    }),
  ];
}

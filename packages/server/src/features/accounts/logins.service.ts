import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Passwords } from "../users/index.ts";
import type { Accounts } from "./accounts.service.ts";
import { type AccountRow, passwordOf } from "./accounts.store.ts";
import type { Lockout } from "./lockout.ts";
import { normalizeEmail } from "./rules.ts";
import { hashOf } from "./secrets.ts";
import type { SecondFactor } from "./totp.service.ts";

const PURPOSE = "login ticket";
/** How long there is between the password and the code. */
const TICKET_MS = 5 * 60 * 1000;

interface Deps {
  readonly accounts: Accounts;
  readonly secondFactor: SecondFactor;
  readonly passwords: Passwords;
  readonly lockout: Lockout;
  readonly keys: ServerKeys;
  readonly clock: Clock;
}

export type FirstStep =
  | { readonly status: "logged-in"; readonly account: AccountRow }
  | { readonly status: "second-factor"; readonly ticket: string };

/** Who somebody is: a password, and a code when the account has a second factor. */
export class Logins {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** @throws AppError LOGIN_FAILED (also for an address without an account), ACCOUNT_NOT_CONFIRMED, ACCOUNT_LOCKED. */
  async byPassword(address: string, password: string): Promise<FirstStep> {
    const { accounts, passwords, lockout } = this.deps;
    const email = normalizeEmail(address);
    await lockout.check(email);
    const account = await accounts.findByEmail(email);
    if (!(await passwords.matches(password, passwordOf(account))) || account === undefined) {
      await lockout.failed(email);
      throw new AppError("LOGIN_FAILED");
    }
    if (account.confirmedAt === null) throw new AppError("ACCOUNT_NOT_CONFIRMED");
    if (account.totpSince !== null) return { status: "second-factor", ticket: this.ticketFor(account) };
    await lockout.forget(email);
    return { status: "logged-in", account };
  }

  /** @throws AppError CODE_WRONG (also when it took too long), ACCOUNT_LOCKED. */
  async byCode(ticket: string, code: string): Promise<AccountRow> {
    const { accounts, secondFactor, lockout } = this.deps;
    const { accountId, proof } = this.open(ticket);
    const account = await accounts.find(accountId);
    // The password has been changed, or the second factor switched off, since.
    if (account === undefined || account.totpSince === null || proof !== proofOf(account)) {
      throw new AppError("CODE_WRONG");
    }
    await secondFactor.check(account, code);
    await lockout.forget(account.email);
    return account;
  }

  /**
   * Of somebody who is logged in: a code where there is a second factor, and else the password.
   *
   * @throws AppError CODE_WRONG, INVALID_PASSWORD (also when it is not there), ACCOUNT_LOCKED.
   */
  async prove(accountId: string, proof: { password: string | undefined; code: string | undefined }): Promise<void> {
    const { accounts, secondFactor, lockout } = this.deps;
    const account = await accounts.find(accountId);
    if (account === undefined) throw new Error("the account is gone");
    if (account.totpSince === null) await accounts.checkPassword(accountId, proof.password ?? "");
    else await secondFactor.check(account, proof.code ?? "");
    await lockout.forget(account.email);
  }

  private ticketFor(account: AccountRow): string {
    const { keys, clock } = this.deps;
    const ticket = { accountId: account.id, expiresAt: clock.now() + TICKET_MS, proof: proofOf(account) };
    return keys.seal(PURPOSE, JSON.stringify(ticket), "");
  }

  private open(ticket: string): { accountId: string; proof: string } {
    const { keys, clock } = this.deps;
    let text: string;
    try {
      text = keys.unseal(PURPOSE, ticket, "");
    } catch (cause) {
      throw new AppError("CODE_WRONG", undefined, { cause });
    }
    const read = JSON.parse(text) as { accountId: string; expiresAt: number; proof: string }; // sealed by `ticketFor`
    if (read.expiresAt <= clock.now()) throw new AppError("CODE_WRONG");
    return read;
  }
}

function proofOf({ passwordHash }: AccountRow): string {
  return hashOf(passwordHash);
}

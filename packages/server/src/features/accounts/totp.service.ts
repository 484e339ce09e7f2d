import type { TotpStart } from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Actor } from "../../kernel/console.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ServerKeys } from "../../kernel/server-keys.ts";
import type { Operations } from "../operations/index.ts";
import type { Accounts } from "./accounts.service.ts";
import { type AccountRow, type AccountTables, accountStore } from "./accounts.store.ts";
import type { Lockout } from "./lockout.ts";
import { hashOf } from "./secrets.ts";
import { newRecoveryCodes, newTotpSecret, normalizeRecoveryCode, stepOf, totpUri } from "./totp.ts";

const PURPOSE = "second factor";

interface Deps {
  readonly database: Database;
  readonly keys: ServerKeys;
  readonly accounts: Accounts;
  readonly lockout: Lockout;
  readonly operations: Operations;
  readonly clock: Clock;
}

/** The second factor of an account: codes of an authenticator, and ten recovery codes for the day it is lost. */
export class SecondFactor {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** A new secret; nothing is on before a code of it has been seen. @throws AppError TOTP_STATE when it is on. */
  async start(id: string): Promise<TotpStart> {
    const row = await this.account(id);
    if (row.totpSince !== null) throw new AppError("TOTP_STATE");
    const secret = newTotpSecret();
    const sealedTotpSecret = this.deps.keys.seal(PURPOSE, secret, id);
    await accountStore.update(this.db(), id, { sealedTotpSecret });
    return { secret, uri: totpUri(secret, row.email) };
  }

  /** Answers the recovery codes, which nobody can read again. @throws AppError TOTP_STATE, CODE_WRONG, ACCOUNT_LOCKED. */
  async enable(actor: Actor, id: string, code: string): Promise<string[]> {
    const row = await this.account(id);
    if (row.totpSince !== null || row.sealedTotpSecret === null) throw new AppError("TOTP_STATE");
    await this.check(row, code);
    const codes = newRecoveryCodes();
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AccountTables>();
      await accountStore.update(db, id, { totpSince: this.deps.clock.now() });
      await accountStore.setRecoveryCodes(db, id, codes.map(hashOf));
      await this.deps.operations.record({ actor, org: undefined, action: "account.second-factor-on" }, tx);
    });
    return codes;
  }

  /** @throws AppError TOTP_STATE, CODE_WRONG, INVALID_PASSWORD, ACCOUNT_LOCKED. */
  async disable(actor: Actor, id: string, proof: { password: string; code: string }): Promise<void> {
    const row = await this.account(id);
    if (row.totpSince === null) throw new AppError("TOTP_STATE");
    await this.deps.accounts.checkPassword(id, proof.password);
    await this.check(row, proof.code);
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AccountTables>();
      await accountStore.update(db, id, { totpSince: null, sealedTotpSecret: null });
      await accountStore.setRecoveryCodes(db, id, []);
      await this.deps.operations.record({ actor, org: undefined, action: "account.second-factor-off" }, tx);
    });
  }

  /** Uses the code up. @throws AppError CODE_WRONG, ACCOUNT_LOCKED. */
  async check(row: AccountRow, code: string): Promise<void> {
    await this.deps.lockout.check(row.email);
    if (await this.isGood(row, code)) return;
    await this.deps.lockout.failed(row.email);
    throw new AppError("CODE_WRONG");
  }

  private async isGood(row: AccountRow, code: string): Promise<boolean> {
    const { id, sealedTotpSecret } = row;
    if (sealedTotpSecret === null) return false;
    const secret = this.deps.keys.unseal(PURPOSE, sealedTotpSecret, id);
    const step = stepOf(secret, code, this.deps.clock.now());
    if (step !== undefined) return accountStore.useStep(this.db(), id, step);
    return accountStore.useRecoveryCode(this.db(), id, hashOf(normalizeRecoveryCode(code)));
  }

  private async account(id: string): Promise<AccountRow> {
    const row = await this.deps.accounts.find(id);
    if (row === undefined) throw new Error("the account is gone");
    return row;
  }

  private db() {
    return this.deps.database.query<AccountTables>();
  }
}

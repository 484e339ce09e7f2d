import { randomUUID } from "node:crypto";
import type { Account } from "@rondo/protocol/console";
import type { Clock } from "../../kernel/clock.ts";
import type { Actor } from "../../kernel/console.ts";
import type { Database, Transaction } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Operations } from "../operations/index.ts";
import { changesBetween, secretChange } from "../operations/index.ts";
import type { Passwords } from "../users/index.ts";
import { type AccountRow, type AccountTables, accountStore, NO_PASSWORD, passwordOf } from "./accounts.store.ts";
import type { Language } from "./letters.ts";
import type { Links } from "./links.service.ts";
import type { Lockout } from "./lockout.ts";
import type { Post } from "./post.ts";
import { checkAccountPassword, normalizeEmail } from "./rules.ts";
import type { Sessions } from "./sessions.service.ts";

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string | undefined;
  readonly language: Language | undefined;
}

interface Deps {
  readonly database: Database;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly links: Links;
  readonly lockout: Lockout;
  readonly post: Post;
  readonly operations: Operations;
  readonly clock: Clock;
}

/** Where a link leads to: the console's pages as the browser reached them. */
type Base = string;

/** Accounts of people who run applications; they have nothing to do with the users of an application (SPEC.md, AC). */
export class Accounts {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  isEmpty(): Promise<boolean> {
    return accountStore.isEmpty(this.db());
  }

  find(id: string): Promise<AccountRow | undefined> {
    return accountStore.find(this.db(), id);
  }

  findByEmail(email: string): Promise<AccountRow | undefined> {
    return accountStore.findByEmail(this.db(), normalizeEmail(email));
  }

  async findMany(ids: readonly string[]): Promise<Map<string, AccountRow>> {
    const rows = ids.length === 0 ? [] : await accountStore.findMany(this.db(), ids);
    return new Map(rows.map((row) => [row.id, row]));
  }

  async show(id: string): Promise<Account> {
    return this.toAccount(found(await this.find(id)));
  }

  async toAccount(row: AccountRow): Promise<Account> {
    const { id, email, name, createdAt } = row;
    return {
      id,
      email,
      name,
      language: languageOf(row),
      hasTotp: row.totpSince !== null,
      recoveryCodesLeft: await accountStore.countRecoveryCodes(this.db(), id),
      createdAt,
    };
  }

  /** Hashes, which takes long: before a transaction. @throws AppError PASSWORD_WEAK. */
  async prepare(wanted: NewAccount): Promise<AccountRow> {
    const password = checkAccountPassword(wanted.password);
    return {
      id: randomUUID(),
      email: normalizeEmail(wanted.email),
      name: wanted.name?.trim() ?? "",
      language: wanted.language ?? "zh-CN",
      passwordHash: await this.deps.passwords.hash(password),
      confirmedAt: null,
      sealedTotpSecret: null,
      totpSince: null,
      totpLastStep: 0,
      createdAt: this.deps.clock.now(),
    };
  }

  /** Somebody who is known to read the address: confirmed from the start. False when the address is taken. */
  async addConfirmed(row: AccountRow, tx: Transaction): Promise<boolean> {
    return accountStore.insert(tx.query<AccountTables>(), { ...row, confirmedAt: this.deps.clock.now() });
  }

  /**
   * For somebody whose mail is known to have been read: the account, with this password. One that was registered under the
   * address and never confirmed is taken over. Answers its id.
   */
  async adopt(row: AccountRow, tx: Transaction): Promise<string> {
    if (await this.addConfirmed(row, tx)) return row.id;
    const db = tx.query<AccountTables>();
    const { id } = found(await accountStore.findByEmail(db, row.email));
    const { passwordHash, name, language } = row;
    await accountStore.update(db, id, { passwordHash, name, language, confirmedAt: this.deps.clock.now() });
    return id;
  }

  /** The very first account. @throws AppError SETUP_DONE. */
  async addFirst(row: AccountRow, tx: Transaction): Promise<void> {
    if (!(await accountStore.isEmpty(tx.query<AccountTables>()))) throw new AppError("SETUP_DONE");
    await this.addConfirmed(row, tx);
  }

  /**
   * Answers the same whether the address has an account or not; its owner learns from the mail. An address that is registered
   * with two passwords before it was confirmed has none: whoever reads its mail chooses one, and the other has typed in vain.
   *
   * @throws AppError PASSWORD_WEAK.
   */
  async register(wanted: NewAccount, base: Base): Promise<string | null> {
    const row = await this.prepare(wanted);
    // Compared for every address, so that the time it takes says nothing.
    const isKnown = await this.deps.passwords.matches(wanted.password, passwordOf(await this.findByEmail(row.email)));
    if (await accountStore.insert(this.db(), row)) return this.sendConfirmation(row, base);
    const known = found(await this.findByEmail(row.email));
    if (known.confirmedAt === null && isKnown) return this.sendConfirmation(known, base);
    if (await this.contest(known.id)) return this.sendReset(known, base);
    return this.deps.post.deliverUnseen(addressee(known), { kind: "known", link: `${base}/console/login` });
  }

  async resendConfirmation(email: string, base: Base): Promise<string | null> {
    const row = await this.findByEmail(email);
    if (row === undefined || row.confirmedAt !== null) return null;
    return passwordOf(row) === undefined ? this.sendReset(row, base) : this.sendConfirmation(row, base);
  }

  /** @throws AppError LINK_INVALID. */
  async confirm(token: string): Promise<string> {
    return this.deps.database.inTransaction(async (tx) => {
      const id = await this.deps.links.take("confirm", token, tx);
      const confirmedAt = this.deps.clock.now();
      return found(await accountStore.update(tx.query<AccountTables>(), id, { confirmedAt })).email;
    });
  }

  async requestReset(email: string, base: Base): Promise<string | null> {
    const row = await this.findByEmail(email);
    return row === undefined ? null : this.sendReset(row, base);
  }

  /**
   * Whoever follows the link reads the address's mail, so this confirms it, too. All sessions end; the second factor stays on.
   *
   * @throws AppError LINK_INVALID, PASSWORD_WEAK.
   */
  async reset(token: string, password: string, address: string): Promise<string> {
    const passwordHash = await this.deps.passwords.hash(checkAccountPassword(password));
    const row = await this.deps.database.inTransaction(async (tx) => {
      const id = await this.deps.links.take("reset", token, tx);
      const db = tx.query<AccountTables>();
      const before = found(await accountStore.find(db, id));
      const confirmedAt = before.confirmedAt ?? this.deps.clock.now();
      const after = found(await accountStore.update(db, id, { passwordHash, confirmedAt }));
      await this.deps.sessions.endAll(id, { exceptId: undefined }, tx);
      const actor = { accountId: id, name: after.email, address };
      await this.deps.operations.record(
        { actor, org: undefined, action: "account.password-reset", changes: [secretChange("password")] },
        tx,
      );
      return after;
    });
    await this.deps.lockout.forget(row.email);
    return row.email;
  }

  async change(
    actor: Actor,
    id: string,
    changes: { name?: string | undefined; language?: Language | undefined },
  ): Promise<Account> {
    const before = found(await this.find(id));
    const next = { name: changes.name?.trim() ?? before.name, language: changes.language ?? before.language };
    const after = found(await accountStore.update(this.db(), id, next));
    const { name, language } = before;
    const differences = changesBetween({ name, language }, next);
    if (differences.length > 0) {
      await this.deps.operations.record({ actor, org: undefined, action: "account.changed", changes: differences });
    }
    return this.toAccount(after);
  }

  /** Ends all sessions but the one it is done in. @throws AppError INVALID_PASSWORD, ACCOUNT_LOCKED, PASSWORD_WEAK. */
  async changePassword(
    actor: Actor,
    account: { id: string; sessionId: string },
    passwords: { current: string; password: string },
  ): Promise<void> {
    checkAccountPassword(passwords.password);
    await this.checkPassword(account.id, passwords.current);
    const passwordHash = await this.deps.passwords.hash(passwords.password);
    await this.deps.database.inTransaction(async (tx) => {
      await accountStore.update(tx.query<AccountTables>(), account.id, { passwordHash });
      await this.deps.sessions.endAll(account.id, { exceptId: account.sessionId }, tx);
      await this.deps.operations.record(
        { actor, org: undefined, action: "account.password-changed", changes: [secretChange("password")] },
        tx,
      );
    });
  }

  /** Of somebody who is logged in already: failures count as those of a login. @throws AppError INVALID_PASSWORD, ACCOUNT_LOCKED. */
  async checkPassword(id: string, password: string): Promise<void> {
    const row = found(await this.find(id));
    await this.deps.lockout.check(row.email);
    if (await this.deps.passwords.matches(password, passwordOf(row))) return;
    await this.deps.lockout.failed(row.email);
    throw new AppError("INVALID_PASSWORD");
  }

  /** Takes the password of an account that was never confirmed, and with it the links that would confirm it. False: it was. */
  private contest(id: string): Promise<boolean> {
    return this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AccountTables>();
      if (found(await accountStore.find(db, id)).confirmedAt !== null) return false;
      await accountStore.update(db, id, { passwordHash: NO_PASSWORD });
      await this.deps.links.revoke("confirm", id, tx);
      return true;
    });
  }

  private async sendReset(row: AccountRow, base: Base): Promise<string | null> {
    const link = `${base}/console/reset?token=${await this.deps.links.make("reset", row.id)}`;
    return this.deps.post.deliverUnseen(addressee(row), { kind: "reset", link });
  }

  private async sendConfirmation(row: AccountRow, base: Base): Promise<string | null> {
    const link = `${base}/console/confirm?token=${await this.deps.links.make("confirm", row.id)}`;
    return this.deps.post.deliverUnseen(addressee(row), { kind: "confirm", link });
  }

  private db() {
    return this.deps.database.query<AccountTables>();
  }
}

function languageOf({ language }: Pick<AccountRow, "language">): Language {
  return language === "en" ? "en" : "zh-CN";
}

function addressee(row: Pick<AccountRow, "email" | "language">): { email: string; language: Language } {
  return { email: row.email, language: languageOf(row) };
}

/** Accounts are never removed: who is logged in has one. */
function found(row: AccountRow | undefined): AccountRow {
  if (row === undefined) throw new Error("the account is gone");
  return row;
}

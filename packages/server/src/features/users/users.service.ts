import { randomInt, randomUUID } from "node:crypto";
import { normalizeUserId } from "@rondo/protocol";
import type { Bus, SignOutReason } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import { LoadingCache } from "../../kernel/loading-cache.ts";
import type { Apps } from "../apps/api.ts";
import type { User, Users } from "./api.ts";
import type { Passwords } from "./passwords.ts";
import { checkNickname, checkPassword, checkUsername } from "./rules.ts";
import { toUser } from "./user.ts";
import { type AccountRow, type UserTables, userStore } from "./users.store.ts";

const MAX_CACHED = 50_000;
const MAX_AGE_MS = 30_000;
const MAX_FIRST_EPOCH = 2 ** 47;

interface Deps {
  readonly database: Database;
  readonly apps: Apps;
  readonly passwords: Passwords;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Forgets what the rest of the server keeps of a removed account. May be called again for the same one. */
  readonly forget: (app: string, username: string) => Promise<void>;
}

/** Accounts. A name in any case means the account in lower case; a name that is not legal means no account. */
export class UserService implements Users {
  private readonly deps: Deps;
  private readonly cache: LoadingCache<User | undefined>;

  constructor(deps: Deps) {
    this.deps = deps;
    this.cache = new LoadingCache({
      load: (key) => this.load(key),
      maxEntries: MAX_CACHED,
      maxAgeMs: MAX_AGE_MS,
      clock: deps.clock,
    });
    deps.bus.subscribe("user.changed", ({ app, user }) => this.cache.forget(cacheKey(app, user)));
  }

  async find(app: string, name: string): Promise<User | undefined> {
    const username = normalizeUserId(name);
    return username === undefined ? undefined : this.cache.get(cacheKey(app, username));
  }

  async register(
    app: string,
    wanted: { username: string; password: string | undefined; nickname: string | undefined },
  ): Promise<User> {
    const { database, apps, passwords, clock } = this.deps;
    const username = checkUsername(wanted.username);
    const password = wanted.password === undefined ? undefined : checkPassword(wanted.password, "password");
    const nickname = checkNickname(wanted.nickname);
    // Looked up first, because hashing for nothing would be work that anybody can order.
    if (await this.findRow(app, username)) throw await this.nameTaken(app, username);
    const maxUsers = (await apps.find(app))?.settings.maxUsers ?? 0;
    await checkRoom(this.db(), app, maxUsers);

    const now = clock.now();
    const row: AccountRow = {
      app,
      username,
      uuid: randomUUID(),
      nickname: nickname ?? null,
      passwordHash: password === undefined ? null : await passwords.hash(password),
      isActive: 1,
      // Random, so that a name registered again does not honour the tokens of its former owner.
      tokenEpoch: randomInt(MAX_FIRST_EPOCH),
      signedOutAt: null,
      createdAt: now,
      modifiedAt: now,
    };
    // A name is free when its former owner is forgotten: after a crash, or with a store that was full, that is still to do.
    await this.finishRemoval(app, username);
    const isNew = await database.inTransaction(async (tx) => {
      const db = tx.query<UserTables>();
      await checkRoom(db, app, maxUsers);
      return userStore.insert(db, row);
    });
    if (!isNew) throw await this.nameTaken(app, username);
    this.changed(app, username);
    return toUser(row);
  }

  async verifyPassword(app: string, name: string, password: string): Promise<User> {
    const row = await this.findRow(app, name);
    // The protocol tells unknown users from wrong passwords (404 and 400), so their timing is no secret either.
    if (row === undefined) throw new AppError("USER_NOT_FOUND");
    if (!(await this.deps.passwords.matches(password, row.passwordHash ?? undefined))) {
      throw new AppError("INVALID_PASSWORD");
    }
    if (row.isActive === 0) throw new AppError("USER_DISABLED");
    return toUser(row);
  }

  async changePassword(app: string, username: string, password: string): Promise<void> {
    checkPassword(password, "newpassword");
    if ((await this.find(app, username)) === undefined) throw new AppError("USER_ENTITY_NOT_FOUND");
    const passwordHash = await this.deps.passwords.hash(password);
    const user = await this.update(app, username, { changes: { passwordHash }, signOut: true });
    if (user === undefined) throw new AppError("USER_ENTITY_NOT_FOUND");
    this.signedOut(user, { why: "password-changed" });
  }

  /** An empty or undefined nickname removes it. */
  async changeNickname(app: string, username: string, nickname: string | undefined): Promise<User> {
    const changes = { nickname: checkNickname(nickname) ?? null };
    return named(await this.update(app, username, { changes, signOut: false }));
  }

  async forceOut(app: string, username: string, resource: string | undefined): Promise<void> {
    if (resource === undefined) {
      this.signedOut(named(await this.update(app, username, { changes: {}, signOut: true })), { why: "forced" });
    } else {
      // Tokens do not belong to a device: the device may log in again, and the user's others are not disturbed.
      this.signedOut(named(await this.find(app, username)), { why: "forced", resource });
    }
  }

  async remove(app: string, name: string): Promise<User> {
    const username = normalizeUserId(name);
    if (username === undefined) return named(undefined);
    const row = await this.deps.database.inTransaction((tx) => userStore.remove(tx.query<UserTables>(), app, username));
    const user = row && toUser(row);
    if (user !== undefined) {
      this.changed(app, username);
      this.signedOut(user, { why: "removed" });
    }
    await this.finishRemoval(app, username);
    return named(user);
  }

  async setActive(app: string, username: string, isActive: boolean): Promise<User> {
    const changes = { isActive: isActive ? 1 : 0 };
    const user = named(await this.update(app, username, { changes, signOut: !isActive }));
    if (!isActive) this.signedOut(user, { why: "disabled" });
    return user;
  }

  private async update(
    app: string,
    name: string,
    options: { changes: Parameters<typeof userStore.update>[2]["changes"]; signOut: boolean },
  ): Promise<User | undefined> {
    const username = normalizeUserId(name);
    if (username === undefined) return undefined;
    const now = this.deps.clock.now();
    const row = await userStore.update(this.db(), { app, username }, { ...options, now });
    if (row === undefined) return undefined;
    this.changed(app, username);
    return toUser(row);
  }

  private async finishRemoval(app: string, username: string): Promise<void> {
    if (!(await userStore.isToBeForgotten(this.db(), app, username))) return;
    await this.deps.forget(app, username);
    await userStore.markForgotten(this.db(), app, username);
  }

  private async load(key: string): Promise<User | undefined> {
    const { app, username } = fromCacheKey(key);
    const row = await userStore.find(this.db(), app, username);
    return row && toUser(row);
  }

  private async findRow(app: string, name: string): Promise<AccountRow | undefined> {
    const username = normalizeUserId(name);
    return username === undefined ? undefined : userStore.find(this.db(), app, username);
  }

  private async nameTaken(app: string, username: string): Promise<AppError> {
    const id = (await this.deps.apps.find(app))?.id;
    const rule = "Entity user requires that property named username be unique";
    return new AppError("USER_EXISTS", `Application ${id ?? app} ${rule}, value of ${username} exists`);
  }

  private changed(app: string, user: string): void {
    this.deps.bus.publish("user.changed", { app, user });
  }

  /** Always after `changed`: whoever acts on it must not see the old account any more. */
  private signedOut(user: User, options: { why: SignOutReason; resource?: string }): void {
    const { app, username } = user;
    const { why, resource } = options;
    this.deps.bus.publish("user.signedOut", { app, user: username, resource, why });
  }

  private db() {
    return this.deps.database.query<UserTables>();
  }
}

/** @throws AppError USER_QUOTA. Of an application without a limit nothing is counted. */
async function checkRoom(db: Parameters<typeof userStore.count>[0], app: string, maxUsers: number): Promise<void> {
  if (maxUsers > 0 && (await userStore.count(db, app)) >= maxUsers) throw new AppError("USER_QUOTA");
}

function named(user: User | undefined): User {
  if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
  return user;
}

/** Neither an application key nor a user id holds a slash. */
function cacheKey(app: string, username: string): string {
  return `${app}/${username}`;
}

function fromCacheKey(key: string): { app: string; username: string } {
  const slash = key.lastIndexOf("/");
  return { app: key.slice(0, slash), username: key.slice(slash + 1) };
}

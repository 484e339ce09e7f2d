import { normalizeUserId } from "@rondo/protocol";
import type {
  ConsoleUser,
  ConsoleUserDetails,
  OperationAction,
  UserCreation,
  UserDevice,
  UserToken,
} from "@rondo/protocol/console";
import type { Actor } from "../../kernel/console.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import { type Change, changesBetween, type Operations, secretChange } from "../operations/index.ts";
import type { Tokens } from "../tokens/api.ts";
import type { AttributesAdministration } from "../user-attributes/api.ts";
import type { User } from "../users/api.ts";
import type { Finder, Users } from "../users/index.ts";
import { TEST_USER_SECONDS, type TestUsers } from "./test-users.ts";

/** A session of a user on this node. */
export interface OnlineDevice {
  readonly resource: string;
  readonly deviceName: string;
}

interface Deps {
  readonly apps: Apps;
  readonly users: Users;
  readonly finder: Finder;
  readonly attributes: AttributesAdministration;
  readonly testUsers: TestUsers;
  readonly tokens: Tokens;
  readonly timelines: Pick<Timelines, "listDevices">;
  readonly onlineDevices: (app: string, user: string) => readonly OnlineDevice[];
  readonly operations: Operations;
}

export interface NewUser {
  readonly username: string;
  readonly password?: string | undefined;
  readonly nickname?: string | undefined;
}

export interface UserSearch {
  readonly text: string;
  readonly state: "all" | "blocked" | "active";
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** Users of an application, as those who run it see and change them. It takes effect at once (SPEC.md, CU). */
export class ConsoleUsers {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  async list(app: string, search: UserSearch): Promise<{ items: ConsoleUser[]; nextCursor: string | null }> {
    const { text, state, cursor, limit } = search;
    const isActive = state === "all" ? undefined : state === "active";
    const prefix = text.trim().toLowerCase();
    const found = await this.deps.finder.search(app, { prefix, isActive, after: cursor, limit: limit + 1 });
    const items = found.slice(0, limit).map((user) => this.shown(user));
    return { items, nextCursor: found.length > limit ? (items.at(-1)?.username ?? null) : null };
  }

  /** @throws AppError INVALID_ARGUMENT, USER_EXISTS, USER_QUOTA. */
  async create(actor: Actor, app: string, wanted: NewUser): Promise<ConsoleUser> {
    const user = await this.register(app, wanted);
    await this.record(actor, app, { action: "user.created", object: user.username });
    return this.shown(user);
  }

  /** Each by itself: one that cannot be made stops none of the others. */
  async createMany(actor: Actor, app: string, wanted: readonly NewUser[]): Promise<UserCreation[]> {
    const results: UserCreation[] = [];
    for (const each of wanted) {
      try {
        const { username } = await this.create(actor, app, each);
        results.push({ username, isCreated: true, code: null, message: null });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const { code, description } = error;
        results.push({ username: each.username, isCreated: false, code, message: description });
      }
    }
    return results;
  }

  /** @throws AppError NAMED_USER_NOT_FOUND. */
  async get(app: string, name: string): Promise<ConsoleUserDetails> {
    const user = await this.find(app, name);
    const { username } = user;
    const [attributes, devices, hasPassword] = await Promise.all([
      this.deps.attributes.read(app, username),
      this.devicesOf(app, username),
      this.deps.finder.hasPassword(app, username),
    ]);
    return { ...this.shown(user), devices, attributes: { ...attributes }, hasPassword };
  }

  async rename(actor: Actor, app: string, name: string, nickname: string): Promise<ConsoleUserDetails> {
    const { username, nickname: before } = await this.find(app, name);
    await this.deps.users.changeNickname(app, username, nickname);
    const changes = changesBetween({ nickname: before ?? "" }, { nickname });
    await this.record(actor, app, { action: "user.renamed", object: username, changes });
    return this.get(app, username);
  }

  /** Null removes one. @throws AppError NAMED_USER_NOT_FOUND, ATTRIBUTES_TOO_LARGE. */
  async changeAttributes(
    actor: Actor,
    app: string,
    name: string,
    wanted: Readonly<Record<string, string | null>>,
  ): Promise<ConsoleUserDetails> {
    const { attributes } = this.deps;
    const { username } = await this.find(app, name);
    const before = await attributes.read(app, username);
    await attributes.change(app, username, wanted);
    const changes = changesBetween(before, wanted);
    await this.record(actor, app, { action: "user.attributes-changed", object: username, changes });
    return this.get(app, username);
  }

  /** All devices and tokens, or the session of one device. */
  async forceOut(actor: Actor, app: string, name: string, resource: string | undefined): Promise<ConsoleUserDetails> {
    const { username } = await this.find(app, name);
    await this.deps.users.forceOut(app, username, resource);
    const changes = resource === undefined ? [] : changesBetween({}, { resource });
    await this.record(actor, app, { action: "user.signed-out", object: username, changes });
    return this.get(app, username);
  }

  async setBlocked(actor: Actor, app: string, name: string, isBlocked: boolean): Promise<ConsoleUserDetails> {
    const { username } = await this.find(app, name);
    await this.deps.users.setActive(app, username, !isBlocked);
    await this.record(actor, app, { action: isBlocked ? "user.blocked" : "user.unblocked", object: username });
    return this.get(app, username);
  }

  /** @throws AppError NAMED_USER_NOT_FOUND, INVALID_ARGUMENT. */
  async resetPassword(actor: Actor, app: string, name: string, password: string): Promise<ConsoleUserDetails> {
    const { username } = await this.find(app, name);
    await this.deps.users.changePassword(app, username, password);
    const changes = [secretChange("password")];
    await this.record(actor, app, { action: "user.password-reset", object: username, changes });
    return this.get(app, username);
  }

  /** @throws AppError NAMED_USER_NOT_FOUND, USER_DISABLED. */
  async issueToken(actor: Actor, app: string, name: string, ttlSeconds: number | undefined): Promise<UserToken> {
    const { username } = await this.find(app, name);
    const token = await this.issue(app, username, ttlSeconds);
    await this.record(actor, app, { action: "user.token-made", object: username });
    return token;
  }

  /** For trying things out: a name nobody has, and a token of an hour; after that the user is gone. */
  async createTestUser(actor: Actor, app: string): Promise<UserToken> {
    await this.deps.apps.get(app);
    const username = await this.deps.testUsers.create(app);
    const token = await this.issue(app, username, TEST_USER_SECONDS);
    await this.record(actor, app, { action: "user.test-user-made", object: username });
    return token;
  }

  async remove(actor: Actor, app: string, name: string): Promise<void> {
    const { username } = await this.find(app, name);
    await this.deps.users.remove(app, username);
    await this.record(actor, app, { action: "user.removed", object: username });
  }

  private async register(app: string, { username, password, nickname }: NewUser): Promise<User> {
    // A disabled application takes no users: its own REST would refuse, too.
    await this.deps.apps.get(app);
    return this.deps.users.register(app, { username, password, nickname });
  }

  private async issue(app: string, username: string, ttlSeconds: number | undefined): Promise<UserToken> {
    const { token } = await this.deps.tokens.issueUser(app, username, ttlSeconds);
    const { expiresAt } = await this.deps.tokens.verify(token);
    return { username, token, expiresAt: expiresAt ?? null };
  }

  private async find(app: string, name: string): Promise<User> {
    const user = normalizeUserId(name) === undefined ? undefined : await this.deps.users.find(app, name);
    if (user === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
    return user;
  }

  private shown({ app, username, uuid, nickname, isActive, createdAt }: User): ConsoleUser {
    const isOnline = this.deps.onlineDevices(app, username).length > 0;
    return { username, uuid, nickname: nickname ?? "", isBlocked: !isActive, isOnline, createdAt };
  }

  /** Those online first, then those that were. */
  private async devicesOf(app: string, username: string): Promise<UserDevice[]> {
    const known = new Map((await this.deps.timelines.listDevices(app, username)).map((d) => [d.resource, d.seenAt]));
    const online = this.deps.onlineDevices(app, username).map(({ resource, deviceName }) => {
      return { resource, deviceName, isOnline: true, lastSeenAt: known.get(resource) ?? null };
    });
    for (const { resource } of online) known.delete(resource);
    const away = [...known].map(([resource, lastSeenAt]) => {
      return { resource, deviceName: "", isOnline: false, lastSeenAt };
    });
    return [...online, ...away];
  }

  private async record(
    actor: Actor,
    appKey: string,
    what: { action: OperationAction; object: string; changes?: readonly Change[] },
  ): Promise<void> {
    const { org } = await this.deps.apps.getRecord(appKey);
    await this.deps.operations.record({ actor, org, appKey, ...what });
  }
}

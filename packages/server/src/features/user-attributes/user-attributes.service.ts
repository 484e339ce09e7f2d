import { normalizeUserId } from "@rondo/protocol";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import type { Users } from "../users/api.ts";
import type { UserAttributes } from "./api.ts";
import { type Attributes, type AttributeTables, attributeStore as store } from "./user-attributes.store.ts";

const MAX_TARGETS = 100;

interface Deps {
  readonly database: Database;
  readonly apps: Pick<Apps, "get">;
  readonly users: Pick<Users, "find">;
}

/** What users say of themselves: texts by key, open to every user of the application (SPEC.md, UA). */
export class UserAttributeService implements UserAttributes {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /**
   * Sets some attributes and leaves the others; answers all of them.
   *
   * @throws AppError ATTRIBUTES_OFF, NAMED_USER_NOT_FOUND, INVALID_ARGUMENT when there is nothing to set, ATTRIBUTES_TOO_LARGE.
   */
  async set(app: string, user: string, changes: Attributes): Promise<Attributes> {
    if (Object.keys(changes).length === 0) throw new AppError("INVALID_ARGUMENT", "there is nothing to set");
    const { maxUserAttributeBytes: limit } = await this.settingsOf(app);
    await this.mustExist(app, user);
    const attributes = await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AttributeTables>();
      const before = (await store.find(db, app, [user])).get(user);
      // Not by spreading: a key may be called `__proto__`.
      const after = Object.fromEntries([...Object.entries(before ?? {}), ...Object.entries(changes)]);
      const bytes = sizeOf(after);
      if (bytes > limit) {
        const what = "size of metadata for this single user exceeds the user defined limit";
        throw new AppError("ATTRIBUTES_TOO_LARGE", `${what}, ${limit}Bytes`);
      }
      await store.set(db, { app, user, attributes: after, bytes });
      return after;
    });
    await this.confirm(app, user);
    return attributes;
  }

  /** Nobody's attributes are no error: there are none. @throws AppError ATTRIBUTES_OFF. */
  async get(app: string, name: string): Promise<Attributes> {
    await this.settingsOf(app);
    const user = normalizeUserId(name);
    return user === undefined ? {} : ((await store.find(this.db, app, [user])).get(user) ?? {});
  }

  /**
   * By name as it was asked for; of each user those attributes that are asked for, or all when none are named.
   *
   * @throws AppError ATTRIBUTES_OFF, ATTRIBUTE_BATCH.
   */
  async getMany(app: string, names: readonly string[], keys: readonly string[]): Promise<Record<string, Attributes>> {
    await this.settingsOf(app);
    if (names.length > MAX_TARGETS) throw new AppError("ATTRIBUTE_BATCH");
    const users = names.map(normalizeUserId).filter((user) => user !== undefined);
    const found = await store.find(this.db, app, users);
    const wanted = new Set(keys);
    const pick = (attributes: Attributes): Attributes =>
      wanted.size === 0
        ? attributes
        : Object.fromEntries(Object.entries(attributes).filter(([key]) => wanted.has(key)));
    return Object.fromEntries(names.map((name) => [name, pick(found.get(normalizeUserId(name) ?? "") ?? {})]));
  }

  /** @throws AppError ATTRIBUTES_OFF. */
  async remove(app: string, user: string): Promise<void> {
    await this.settingsOf(app);
    await this.forgetUser(app, user);
  }

  /** Bytes of the attributes of all users. @throws AppError ATTRIBUTES_OFF. */
  async total(app: string): Promise<number> {
    await this.settingsOf(app);
    return store.total(this.db, app);
  }

  async forgetUser(app: string, user: string): Promise<void> {
    await store.remove(this.db, app, user);
  }

  private async settingsOf(app: string) {
    const { settings } = await this.deps.apps.get(app);
    if (!settings.userAttributes) throw new AppError("ATTRIBUTES_OFF", `${app} user metadata service not allow`);
    return settings;
  }

  private async mustExist(app: string, user: string): Promise<void> {
    if ((await this.deps.users.find(app, user)) === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
  }

  /** An account that was removed meanwhile has been forgotten before: the next one of its name must not inherit. */
  private async confirm(app: string, user: string): Promise<void> {
    if ((await this.deps.users.find(app, user)) !== undefined) return;
    await this.forgetUser(app, user);
    throw new AppError("NAMED_USER_NOT_FOUND");
  }

  private get db() {
    return this.deps.database.query<AttributeTables>();
  }
}

function sizeOf(attributes: Attributes): number {
  return Object.entries(attributes).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}

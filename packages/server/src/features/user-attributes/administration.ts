import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Apps } from "../apps/api.ts";
import type { AttributesAdministration } from "./api.ts";
import { type Attributes, type AttributeTables, attributeStore as store } from "./user-attributes.store.ts";

/** Attributes for those who run the application, who see and change them also while users may not. */
export class Administration implements AttributesAdministration {
  private readonly deps: { database: Database; apps: Pick<Apps, "get"> };

  constructor(deps: Administration["deps"]) {
    this.deps = deps;
  }

  async read(app: string, user: string): Promise<Attributes> {
    return (await store.find(this.deps.database.query<AttributeTables>(), app, [user])).get(user) ?? {};
  }

  async change(app: string, user: string, changes: Readonly<Record<string, string | null>>): Promise<void> {
    const { maxUserAttributeBytes: limit } = (await this.deps.apps.get(app)).settings;
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<AttributeTables>();
      const before = (await store.find(db, app, [user])).get(user) ?? {};
      // Not by spreading: a key may be called `__proto__`.
      const merged = new Map<string, string | null>([...Object.entries(before), ...Object.entries(changes)]);
      const kept = [...merged].filter((entry): entry is [string, string] => entry[1] !== null);
      const bytes = kept.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
      if (bytes > limit) throw new AppError("ATTRIBUTES_TOO_LARGE", undefined, { details: { limit } });
      if (kept.length === 0) await store.remove(db, app, user);
      else await store.set(db, { app, user, attributes: Object.fromEntries(kept), bytes });
    });
  }
}

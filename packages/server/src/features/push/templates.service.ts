import type { Kysely } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Users } from "../users/api.ts";
import { settingStore } from "./settings.store.ts";
import type { Owner, PushTables } from "./tables.ts";
import { templateStore as store, type Template } from "./templates.store.ts";

const NAME = /^[a-zA-Z0-9]{1,64}$/;
const MAX_PATTERN = 1024;
const MAX_TEMPLATES = 100;

/** How notices of an application are worded (SPEC.md, PU): its templates, and which of them users have chosen. */
export class TemplateService {
  private readonly deps: { database: Database; users: Pick<Users, "find">; clock: Clock };

  constructor(deps: TemplateService["deps"]) {
    this.deps = deps;
  }

  /** @throws AppError INVALID_ARGUMENT. */
  async create(app: string, wanted: { name: string; title: string; content: string }): Promise<Template> {
    const { name, title, content } = wanted;
    if (!NAME.test(name)) throw new AppError("INVALID_ARGUMENT", "name must be 1 to 64 letters and digits");
    checkPatterns({ title, content });
    const now = this.deps.clock.now();
    const template = { name, title, content, createdAt: now, updatedAt: now };
    await this.deps.database.inTransaction(async (tx) => {
      const db = tx.query<PushTables>();
      if ((await store.count(db, app)) >= MAX_TEMPLATES) {
        throw new AppError("INVALID_ARGUMENT", "the application has all the templates it may have");
      }
      if (!(await store.insert(db, app, template))) {
        throw new AppError("INVALID_ARGUMENT", `${name} template is exist`);
      }
    });
    return template;
  }

  /** @throws AppError INVALID_ARGUMENT. */
  async change(app: string, name: string, { title, content }: { title: string; content: string }): Promise<Template> {
    checkPatterns({ title, content });
    return existing(name, await store.update(this.db, app, { name, title, content, updatedAt: this.deps.clock.now() }));
  }

  /** @throws AppError INVALID_ARGUMENT. */
  async get(app: string, name: string): Promise<Template> {
    return existing(name, await store.find(this.db, app, name));
  }

  /** Answers what it was. @throws AppError INVALID_ARGUMENT. */
  async remove(app: string, name: string): Promise<Template> {
    return existing(name, await store.remove(this.db, app, name));
  }

  /** "" chooses none. @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND. */
  async choose(owner: Owner, name: string): Promise<void> {
    const { app, user } = owner;
    if ((await this.deps.users.find(app, user)) === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
    if (name !== "") await this.get(app, name);
    await settingStore.changeProfile(this.db, owner, { template: name === "" ? null : name });
  }

  async chosen({ app, user }: Owner): Promise<string> {
    return (await settingStore.profiles(this.db, app, [user])).get(user)?.template ?? "";
  }

  private get db(): Kysely<PushTables> {
    return this.deps.database.query<PushTables>();
  }
}

function checkPatterns(patterns: { title: string; content: string }): void {
  for (const [name, pattern] of Object.entries(patterns)) {
    if (pattern === "") throw new AppError("INVALID_ARGUMENT", `${name}_pattern is required`);
    if (pattern.length > MAX_PATTERN) throw new AppError("INVALID_ARGUMENT", `${name}_pattern is too long`);
  }
}

/** The sentence is the documented one. */
function existing(name: string, template: Template | undefined): Template {
  if (template === undefined) throw new AppError("INVALID_ARGUMENT", `${name.slice(0, 64)} template is not exist`);
  return template;
}

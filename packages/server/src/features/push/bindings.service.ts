import type { Kysely } from "kysely";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Users } from "../users/api.ts";
import { bindingStore as store } from "./bindings.store.ts";
import { settingStore } from "./settings.store.ts";
import type { Binding, Owner, PushTables } from "./tables.ts";

/** Devices of one user with a token; of more, those bound longest ago go. */
const MAX_BINDINGS = 20;
const MAX_NAME = 256;
const MAX_TOKEN = 4096;

/** Where notices of a user go. */
export class BindingService {
  private readonly deps: { database: Database; users: Pick<Users, "find">; clock: Clock };

  constructor(deps: BindingService["deps"]) {
    this.deps = deps;
  }

  /**
   * Without a token the device is unbound from the notifier, without a notifier from all. A token belongs to one user: who
   * had it before has it no more. Answers all bindings of the user.
   *
   * @throws AppError INVALID_ARGUMENT, NAMED_USER_NOT_FOUND.
   */
  async bind(owner: Owner, binding: Binding): Promise<Binding[]> {
    const { database, clock } = this.deps;
    const { device_id: deviceId, notifier_name: notifierName, device_token: deviceToken } = binding;
    if (deviceId === "") throw new AppError("INVALID_ARGUMENT", "device_id is required");
    if (deviceId.length > MAX_NAME || notifierName.length > MAX_NAME || deviceToken.length > MAX_TOKEN) {
      throw new AppError("INVALID_ARGUMENT", "the device is described too long");
    }
    await this.checkOwner(owner);
    return database.inTransaction(async (tx) => {
      const db = tx.query<PushTables>();
      if (notifierName === "") await store.unbind(db, owner, { deviceId, notifierName: undefined });
      else if (deviceToken === "") await store.unbind(db, owner, { deviceId, notifierName });
      else {
        await store.bind(db, owner, { deviceId, notifierName, deviceToken, at: clock.now() });
        await store.trim(db, owner, MAX_BINDINGS);
      }
      return store.list(db, owner);
    });
  }

  async list(owner: Owner): Promise<Binding[]> {
    return store.list(this.db, owner);
  }

  /** 0: notices say that there is a message; 1: they show who wrote what. @throws AppError as `bind`. */
  async setDisplayStyle(owner: Owner, style: unknown): Promise<number> {
    const displayStyle = style === 0 || style === "0" ? 0 : style === 1 || style === "1" ? 1 : undefined;
    if (displayStyle === undefined) {
      throw new AppError("INVALID_ARGUMENT", "notification_display_style must be 0 or 1");
    }
    await this.checkOwner(owner);
    await settingStore.changeProfile(this.db, owner, { displayStyle });
    return displayStyle;
  }

  /** Undefined: not set. */
  async displayStyle({ app, user }: Owner): Promise<number | undefined> {
    return (await settingStore.profiles(this.db, app, [user])).get(user)?.displayStyle;
  }

  private async checkOwner({ app, user }: Owner): Promise<void> {
    if ((await this.deps.users.find(app, user)) === undefined) throw new AppError("NAMED_USER_NOT_FOUND");
  }

  private get db(): Kysely<PushTables> {
    return this.deps.database.query<PushTables>();
  }
}

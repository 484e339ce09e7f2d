import type { Database } from "../../kernel/database/database.ts";
import type { User } from "./api.ts";
import { finderStore, type Search } from "./finder.store.ts";
import { toUser } from "./user.ts";
import type { UserTables } from "./users.store.ts";

/** Looks for accounts, for people who run the application. */
export class Finder {
  private readonly database: Database;

  constructor(database: Database) {
    this.database = database;
  }

  /** By user id. */
  async search(app: string, search: Search): Promise<User[]> {
    return (await finderStore.search(this.db(), app, search)).map(toUser);
  }

  count(app: string): Promise<number> {
    return finderStore.count(this.db(), app);
  }

  hasPassword(app: string, username: string): Promise<boolean> {
    return finderStore.hasPassword(this.db(), app, username);
  }

  private db() {
    return this.database.query<UserTables>();
  }
}

import type { Database } from "../../kernel/database/database.ts";
import { AppError } from "../../kernel/errors.ts";
import type { User } from "./api.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { toUser } from "./user.ts";
import type { UserService } from "./users.service.ts";
import { type UserTables, userStore } from "./users.store.ts";

const DEFAULT_PAGE = 10;
/** More may be asked for, and is answered with this many: so does the compatible service. */
const MAX_PAGE = 100;

export interface Page {
  readonly limit: number | undefined;
  readonly cursor: string | undefined;
}

export interface UserPage {
  readonly users: readonly User[];
  /** Undefined on the last page. */
  readonly cursor: string | undefined;
}

/** The accounts of an application, oldest first (AU16, AU17). */
export class Directory {
  private readonly deps: { database: Database; users: Pick<UserService, "remove"> };

  constructor(deps: Directory["deps"]) {
    this.deps = deps;
  }

  /** @throws AppError INVALID_ARGUMENT for a cursor that was not made here. */
  async list(app: string, { limit = DEFAULT_PAGE, cursor }: Page): Promise<UserPage> {
    const size = Math.min(limit, MAX_PAGE);
    const after = cursor === undefined ? undefined : fromCursor(cursor);
    const db = this.deps.database.query<UserTables>();
    const rows = await userStore.page(db, app, { after, limit: size + 1 });
    const users = rows.slice(0, size).map(toUser);
    const last = users.at(-1);
    return { users, cursor: rows.length > size && last !== undefined ? toCursor(last) : undefined };
  }

  /**
   * Removes a page of accounts, one after the other, and answers those that this call has removed.
   *
   * @throws AppError INVALID_ARGUMENT; what a removal throws, after those before it are gone.
   */
  async removePage(app: string, page: Page): Promise<UserPage> {
    const { users, cursor } = await this.list(app, page);
    const removed: User[] = [];
    for (const { username } of users) {
      try {
        removed.push(await this.deps.users.remove(app, username));
      } catch (error) {
        // Somebody else was quicker: it is gone, which is what was asked for.
        if (!(error instanceof AppError) || error.code !== "NAMED_USER_NOT_FOUND") throw error;
      }
    }
    return { users: removed, cursor };
  }
}

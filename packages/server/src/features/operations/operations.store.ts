import type { Kysely } from "kysely";

/** A row of `operation`. */
export interface OperationRow {
  id: string;
  at: number;
  org: string | null;
  appKey: string | null;
  accountId: string | null;
  actor: string;
  address: string;
  action: string;
  object: string;
  changes: string;
}

export interface OperationTables {
  operation: OperationRow;
}

type Db = Kysely<OperationTables>;

export interface OperationQuery {
  readonly org: string;
  /** Whose changes of their own accounts are in the list, too. */
  readonly members: readonly string[];
  readonly app: string | undefined;
  readonly accountId: string | undefined;
  readonly action: string | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Exclusive. */
  readonly before: string | undefined;
  readonly limit: number;
}

export const operationStore = {
  async insert(db: Db, row: OperationRow): Promise<void> {
    await db.insertInto("operation").values(row).execute();
  },

  /** Newest first. Served by `operation_by_org`, and `operation_by_account` for what is of no organisation. */
  list(db: Db, query: OperationQuery): Promise<OperationRow[]> {
    const { org, members, app, accountId, action, since, until, before, limit } = query;
    let select = db
      .selectFrom("operation")
      .selectAll()
      .where((eb) =>
        eb.or([
          eb("org", "=", org),
          ...(members.length === 0 ? [] : [eb.and([eb("org", "is", null), eb("accountId", "in", [...members])])]),
        ]),
      )
      .orderBy("id", "desc")
      .limit(limit);
    if (app !== undefined) select = select.where("appKey", "=", app);
    if (accountId !== undefined) select = select.where("accountId", "=", accountId);
    if (action !== undefined) select = select.where("action", "=", action);
    if (since !== undefined) select = select.where("at", ">=", since);
    if (until !== undefined) select = select.where("at", "<=", until);
    if (before !== undefined) select = select.where("id", "<", before);
    return select.execute();
  },
};

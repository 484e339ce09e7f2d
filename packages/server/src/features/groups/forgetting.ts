import type { Database } from "../../kernel/database/database.ts";
import type { Memberships, Mucs, Turns } from "../muc/index.ts";
import { type AttributeTables, attributeStore } from "./attributes/attributes.store.ts";
import type { GroupEvents } from "./group-events.ts";
import { type PendingTables, pendingStore } from "./joining/pending.store.ts";
import { type ReceiptTables, receiptStore } from "./receipts/receipts.store.ts";
import type { RecordService } from "./record/record.service.ts";

const PAGE = 500;

/**
 * Takes a removed account out of its groups: those it owns end, as on the compatible service, and the members of the others
 * are told that it is gone.
 */
export async function forgetInGroups(
  deps: {
    mucs: Mucs;
    memberships: Memberships;
    record: RecordService;
    events: GroupEvents;
    turns: Turns;
    database: Database;
  },
  { app, user }: { app: string; user: string },
): Promise<void> {
  const { mucs, memberships, record, events, turns, database } = deps;
  const actor = { app, user, resource: undefined };
  const owner = { app, username: user, type: "group" } as const;
  for (;;) {
    // Each round leaves or ends all of them but one that is handed over at this moment, so that the next page is the first again.
    const groups = await memberships.page(owner, { offset: 0, limit: PAGE });
    if (groups.length === 0) break;
    for (const { id } of groups) {
      await turns.run({ app, id }, async () => {
        const group = await mucs.find(app, id);
        if (group === undefined) return;
        if (group.owner === user) return record.end(group, actor);
        const gone = await mucs.leave(group, [user]);
        await database.inTransaction((tx) => attributeStore.forgetMembers(tx.query<AttributeTables>(), group, gone));
        await events.went({ ...group, memberCount: group.memberCount - gone.length }, actor, gone);
      });
    }
  }
  await database.inTransaction(async (tx) => {
    await pendingStore.forgetUser(tx.query<PendingTables>(), { app, user });
    await receiptStore.forgetUser(tx.query<ReceiptTables>(), { app, user });
  });
}

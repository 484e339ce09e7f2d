import { RosterBodyOperation } from "@rondo/protocol";
import type { Bus } from "../../cluster/bus.ts";
import type { Database } from "../../kernel/database/database.ts";
import { type BlocklistTables, blocklistStore } from "./blocklist/blocklist.store.ts";
import { invitationStore } from "./roster/invitations.store.ts";
import { type RosterTables, rosterStore } from "./roster/roster.store.ts";
import type { RosterEvents } from "./roster-events.ts";

/**
 * Removes all relations of an account that is removed: contacts, invitations, its blocklist and its place on those of others.
 * Its contacts are told as if it had deleted them.
 */
export async function forgetRelations(
  deps: { database: Database; events: RosterEvents; bus: Bus },
  { app, user }: { app: string; user: string },
): Promise<void> {
  const { database, events, bus } = deps;
  const owner = { app, user };
  const { contacts, blockers } = await database.inTransaction(async (tx) => {
    const db = tx.query<RosterTables>();
    await invitationStore.closeAll(db, owner);
    const blocked = await blocklistStore.forgetUser(tx.query<BlocklistTables>(), owner);
    return { contacts: await rosterStore.removeAll(db, owner), blockers: blocked };
  });
  for (const name of [user, ...blockers]) bus.publish("blocklist.changed", { app, user: name });
  for (const peer of contacts) bus.publish("contacts.changed", { app, users: [user, peer] });
  const actor = { app, user, resource: undefined };
  const operation = RosterBodyOperation.REMOVE;
  await Promise.all(contacts.map((peer) => events.tell(actor, peer, { operation, from: user, to: peer })));
}

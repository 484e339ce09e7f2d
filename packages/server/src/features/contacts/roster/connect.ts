import type { Kysely } from "kysely";
import { invitationStore } from "./invitations.store.ts";
import { type RosterTables, rosterStore } from "./roster.store.ts";

export type Connected =
  | { readonly outcome: "new" }
  | { readonly outcome: "already" }
  /** Nothing was changed: this user has as many contacts as allowed. */
  | { readonly outcome: "full"; readonly user: string };

/** Makes two users contacts, whoever has invited whom; no invitation between them stays open. Inside a transaction. */
export async function connect(
  db: Kysely<RosterTables>,
  { app, users }: { app: string; users: readonly [string, string] },
  { limit, now }: { limit: number; now: number },
): Promise<Connected> {
  const [first, second] = users;
  if (await rosterStore.has(db, { app, user: first }, second)) return { outcome: "already" };
  const full = await whoIsFull(db, { app, users }, limit);
  if (full !== undefined) return { outcome: "full", user: full };
  await rosterStore.add(db, { app, users }, now);
  await invitationStore.closeBetween(db, { app, user: first }, second);
  return { outcome: "new" };
}

/** The first of these users that has no room for another contact. */
export async function whoIsFull(
  db: Kysely<RosterTables>,
  { app, users }: { app: string; users: readonly string[] },
  limit: number,
): Promise<string | undefined> {
  for (const user of users) {
    if ((await rosterStore.count(db, { app, user })) >= limit) return user;
  }
  return undefined;
}

import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import type { Users } from "../users/api.ts";
import type { Contacts } from "./api.ts";
import { blocklistEndpoints } from "./blocklist/blocklist.rest.ts";
import { BlocklistService } from "./blocklist/blocklist.service.ts";
import { KnownBlocklists } from "./blocklist/known-blocklists.ts";
import { forgetRelations } from "./forgetting.ts";
import { blocklistGuard, contactsGuard } from "./guards.ts";
import { createContactTables } from "./migrations/2026-11-28-contacts.ts";
import { People } from "./people.ts";
import { BefriendingService } from "./roster/befriending.service.ts";
import { invitationEndpoints } from "./roster/invitations.rest.ts";
import { InvitationService } from "./roster/invitations.service.ts";
import { rosterEndpoints } from "./roster/roster.rest.ts";
import { RosterService } from "./roster/roster.service.ts";
import { rosterAdminEndpoints } from "./roster/roster-admin.rest.ts";
import { RosterEvents } from "./roster-events.ts";

export type { Contacts } from "./api.ts";

export const contactsMigrations: readonly Migration[] = [createContactTables];

/** Relations between users: contacts with their invitations and remarks, and blocklists. */
export function createContacts(deps: {
  timelines: Timelines;
  database: Database;
  apps: Pick<Apps, "get">;
  users: Pick<Users, "find">;
  bus: Bus;
  clock: Clock;
}): { api: Contacts; endpoints: readonly Endpoint[]; close(): void } {
  const { timelines, database, apps, users, bus, clock } = deps;
  const events = new RosterEvents(timelines);
  const forgetUser = (app: string, user: string) => forgetRelations({ database, events, bus }, { app, user });
  const people = new People({ users, forget: forgetUser });
  const shared = { database, apps, people, events, bus, clock };
  const roster = new RosterService(shared);
  const invitations = new InvitationService(shared);
  const befriending = new BefriendingService(shared);
  const blocklists = new BlocklistService(shared);
  const known = new KnownBlocklists({ database, bus, clock });
  const contactsOnly = contactsGuard({ database, bus, clock });
  return {
    api: { blocklistGuard: blocklistGuard(known), contactsGuard: contactsOnly, forgetUser },
    endpoints: [
      ...invitationEndpoints(invitations),
      ...rosterEndpoints(roster),
      ...rosterAdminEndpoints({ roster, befriending, blocklists }),
      ...blocklistEndpoints(blocklists),
    ],
    close() {
      known.close();
      contactsOnly.close();
    },
  };
}

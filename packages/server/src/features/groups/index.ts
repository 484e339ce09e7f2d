import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines, Transients } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import { type GroupReceipts, whenRecalled } from "../messages/index.ts";
import type { Memberships, MucEvents, Mucs, Turns } from "../muc/index.ts";
import type { Users } from "../users/api.ts";
import { Access } from "./access.ts";
import { administrationEndpoints } from "./administration/administration.rest.ts";
import { AdministrationService } from "./administration/administration.service.ts";
import { attributeEndpoints } from "./attributes/attributes.rest.ts";
import { AttributeService } from "./attributes/attributes.service.ts";
import { forgetInGroups } from "./forgetting.ts";
import { GroupEvents } from "./group-events.ts";
import { ApplicationService } from "./joining/applications.service.ts";
import { InvitationService } from "./joining/invitations.service.ts";
import { joiningEndpoints } from "./joining/joining.rest.ts";
import { Newcomers } from "./joining/newcomers.ts";
import { listEndpoints } from "./lists/lists.rest.ts";
import { ListService } from "./lists/lists.service.ts";
import { memberEndpoints } from "./members/members.rest.ts";
import { MemberService } from "./members/members.service.ts";
import { createGroupTables } from "./migrations/2026-11-28-groups.ts";
import { receiptEndpoints } from "./receipts/receipts.rest.ts";
import { ReceiptService } from "./receipts/receipts.service.ts";
import { ReturningDevices } from "./receipts/returning-devices.ts";
import { CreationService } from "./record/creation.service.ts";
import { recordEndpoints } from "./record/record.rest.ts";
import { RecordService } from "./record/record.service.ts";

export const groupsMigrations: readonly Migration[] = [createGroupTables];

export interface Groups {
  /** Takes a removed account out of its groups; those it owns end. */
  forgetUser(app: string, user: string): Promise<void>;
  /** Who has read messages that are gone for good is forgotten with them. */
  forgetMessages(timeline: string, ids: readonly string[]): Promise<void>;
  /** Resolves when nothing waits to be told, or to be forgotten. */
  settled(): Promise<void>;
}

/**
 * Groups: how they begin and end, who comes and goes, and who has read what in them. What groups share with chat rooms is in
 * `muc`.
 *
 * `unnoticedMs`: how long a connection may be gone before the server notices.
 */
export function createGroups(deps: {
  mucs: Mucs;
  memberships: Memberships;
  mucEvents: MucEvents;
  turns: Turns;
  users: Pick<Users, "find">;
  apps: Pick<Apps, "get" | "find">;
  database: Database;
  timelines: Timelines;
  transients: Transients;
  bus: Bus;
  clock: Clock;
  log: Logger;
  unnoticedMs: number;
}): { api: Groups; receipts: GroupReceipts; endpoints: readonly Endpoint[]; close(): Promise<void> } {
  const { mucs, memberships, turns, users, apps, database, timelines, transients, clock, log } = deps;
  const access = new Access(mucs);
  const events = new GroupEvents(deps.mucEvents);
  const newcomers = new Newcomers({ mucs, memberships, users, apps, database });
  const shared = { mucs, memberships, users, apps, database, access, events, newcomers, clock };
  const invitations = new InvitationService(shared);
  const applications = new ApplicationService({ ...shared, invitations });
  const creation = new CreationService({ ...shared, invitations });
  const record = new RecordService(shared);
  const attributes = new AttributeService({ mucs, database, access, events: deps.mucEvents });
  const receipts = new ReceiptService({ database, timelines, transients, apps, access, clock });
  const returning = new ReturningDevices({
    ...deps,
    onFault: (error, { app, user }) => log.error({ err: error, app, user }, "a device was not told who has read what"),
  });
  const forgetMessages: Groups["forgetMessages"] = (timeline, ids) => receipts.forgetMessages(timeline, ids);
  const cleaner = whenRecalled({ timelines, log }, forgetMessages);
  return {
    api: {
      forgetUser: (app, user) => forgetInGroups({ mucs, memberships, record, events, turns, database }, { app, user }),
      forgetMessages,
      settled: async () => {
        await Promise.all([returning.settled(), cleaner.settled()]);
      },
    },
    receipts,
    endpoints: [
      ...recordEndpoints({ creation, record }),
      ...listEndpoints(new ListService({ mucs, memberships })),
      ...memberEndpoints(new MemberService(shared)),
      ...joiningEndpoints({ invitations, applications }),
      ...attributeEndpoints(attributes),
      ...receiptEndpoints(receipts),
      ...administrationEndpoints(new AdministrationService(shared)),
    ],
    close: async () => {
      await Promise.all([returning.close(), cleaner.close()]);
    },
  };
}

import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Timelines, Transients } from "../../timeline/index.ts";
import type { Apps } from "../apps/api.ts";
import type { MucGate } from "../messages/index.ts";
import type { Mucs } from "./api.ts";
import { MucAudiences } from "./audiences.ts";
import { MucEvents } from "./events.ts";
import { Gate, type RoomGate } from "./gate.ts";
import { Memberships } from "./memberships.ts";
import { createMucTables } from "./migrations/2026-11-28-muc.ts";
import { createMucFileTable } from "./migrations/2026-11-28-muc-files.ts";
import { indexMucListsByUser } from "./migrations/2026-11-28-muc-lists-of-user.ts";
import { MucService } from "./muc.service.ts";
import { MucStates } from "./states.ts";
import { Turns } from "./turns.ts";

export type { Mucs } from "./api.ts";
export type { MucEvents } from "./events.ts";
export { type RoomGate, threadMeta } from "./gate.ts";
export { createMucManagement } from "./management/index.ts";
export type { Memberships } from "./memberships.ts";
export type { Member, Muc, MucStanding, Role } from "./muc.ts";
export type { Turns } from "./turns.ts";

export const mucMigrations: readonly Migration[] = [createMucTables, indexMucListsByUser, createMucFileTable];

/** What groups and chat rooms have in common. It has no endpoints: those are the features' that know its two kinds. */
export function createMuc(deps: {
  database: Database;
  timelines: Timelines;
  transients: Transients;
  apps: Pick<Apps, "find">;
  bus: Bus;
  clock: Clock;
}): {
  api: Mucs;
  memberships: Memberships;
  events: MucEvents;
  gate: MucGate & RoomGate;
  audiences: MucAudiences;
  turns: Turns;
} {
  const states = new MucStates(deps.database);
  return {
    api: new MucService({ ...deps, states }),
    memberships: new Memberships({ database: deps.database, states }),
    events: new MucEvents(deps),
    gate: new Gate({ states, clock: deps.clock }),
    audiences: new MucAudiences(states),
    turns: new Turns(),
  };
}

import type { Logger } from "pino";
import type { Bus } from "../../cluster/bus.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database, Migration } from "../../kernel/database/database.ts";
import type { Endpoint } from "../../kernel/rest.ts";
import type { Timelines } from "../../timeline/index.ts";
import type { Uplinks } from "../messages/index.ts";
import type { MucEvents, Mucs, Turns } from "../muc/index.ts";
import type { Users } from "../users/api.ts";
import { Absences } from "./absences.ts";
import { Attendance } from "./attendance.ts";
import { attributeEndpoints } from "./attributes/attributes.rest.ts";
import { AttributeService } from "./attributes/attributes.service.ts";
import { createRoomTables } from "./migrations/2026-11-28-rooms.ts";
import { roomEndpoints } from "./rooms.rest.ts";
import { RoomService } from "./rooms.service.ts";
import { RoomUplinks } from "./uplinks.ts";

export type { Absences } from "./absences.ts";

export const roomsMigrations: readonly Migration[] = [createRoomTables];

export interface Rooms {
  /** The account is removed: its rooms end, the others it leaves. */
  forgetUser(app: string, user: string): Promise<void>;
  /** Takes away what users leave behind in a room who were put out of it by others than this feature. */
  tidyUp(room: { app: string; id: string }, users: readonly string[]): Promise<void>;
}

/** Chat rooms: who is there gets what is said, and who is away for two minutes is not there. */
export function createRooms(deps: {
  database: Database;
  timelines: Timelines;
  mucs: Mucs;
  mucEvents: MucEvents;
  turns: Turns;
  users: Pick<Users, "find">;
  /** Asked only while requests are served and after devices have come or gone. */
  isOnline: (app: string, user: string) => boolean;
  bus: Bus;
  clock: Clock;
  log: Logger;
}): {
  api: Rooms;
  uplinks: Uplinks;
  absences: Absences;
  endpoints: readonly Endpoint[];
  /** After a start: who was in a room when the server ended has two minutes to come back. */
  resume(): Promise<void>;
  close(): void;
} {
  const { database, timelines, mucs, mucEvents: events, turns, users, isOnline, bus, clock, log } = deps;
  const attributes = new AttributeService({ database, mucs, events });
  const attendance = new Attendance({ mucs, events, turns, cleanUp: (room, gone) => attributes.left(room, gone) });
  const forget = (room: { app: string; id: string }) => attributes.forgetRoom(room);
  const service = new RoomService({ database, mucs, events, turns, attendance, users, forget });
  const absences = new Absences({
    bus,
    clock,
    isOnline,
    leaveRooms: async (app, user) => {
      for (const room of await mucs.joined({ app, username: user, type: "room" })) {
        await attendance.exit({ user, resource: undefined }, room, async () => {
          if (isOnline(app, user) || (await mucs.roleOf(app, room.id, user)) !== "member") return true;
          return (await mucs.standing(room, user)).isAllowed;
        });
      }
    },
    onFault: (error, user) => log.error({ err: error, ...user }, "an absent user could not be taken out of the rooms"),
  });
  const uplinks = new RoomUplinks({
    attendance,
    mucs,
    timelines,
    clock,
    onFault: (error, { device }) => log.error({ err: error, app: device.app, user: device.user }, "a join failed"),
  });
  return {
    api: {
      forgetUser: (app, user) => service.forgetUser(app, user),
      async tidyUp({ app, id }, users) {
        const room = await mucs.find(app, id);
        if (room?.type === "room") await attributes.left(room, users);
      },
    },
    uplinks,
    absences,
    endpoints: turns.of([...roomEndpoints(service), ...attributeEndpoints(attributes)]),
    async resume() {
      for (const user of await mucs.usersIn("room")) {
        // Who was brought in and has never been online is waited for.
        if ((await timelines.listDevices(user.app, user.user)).length > 0) absences.expect([user]);
      }
    },
    close: () => absences.close(),
  };
}

import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../../../kernel/rest.ts";
import { MucParams } from "../batches.ts";
import type { Desk } from "../desk.ts";
import type { AnnouncementService } from "./announcement.service.ts";

/** GRP-34, GRP-35, ROOM-27, ROOM-28. */
export function announcementEndpoints(desk: Desk, announcements: AnnouncementService): readonly Endpoint[] {
  const { path, Name, noun } = desk.terms;
  return [
    endpoint({
      name: `get${Name}Announcement`,
      method: "GET",
      path: `/${path}/:id/announcement`,
      summary: `The announcement of a ${noun}`,
      access: "user",
      params: MucParams,
      async handle(call) {
        const { muc } = await desk.admit(call, "readAnnouncement");
        return { data: { announcement: muc.announcement } };
      },
    }),
    endpoint({
      name: `set${Name}Announcement`,
      method: "POST",
      path: `/${path}/:id/announcement`,
      summary: `Announce something to all members of a ${noun}`,
      access: "user",
      params: MucParams,
      body: Type.Object({ announcement: Type.String({ description: "Empty: none any more." }) }),
      async handle(call) {
        const scene = await desk.admit(call, "writeAnnouncement");
        await announcements.write(scene, call.body.announcement);
        return { data: { id: scene.muc.id, result: true } };
      },
    }),
  ];
}

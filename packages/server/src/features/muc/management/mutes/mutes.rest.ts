import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../../../kernel/rest.ts";
import { inBody, inPath, MucParams, NamedParams, Usernames } from "../batches.ts";
import type { Desk } from "../desk.ts";
import type { MuteService } from "./mutes.service.ts";

/** GRP-19 to GRP-22, GRP-27, GRP-28; ROOM-13 to ROOM-16, ROOM-21, ROOM-22. */
export function muteEndpoints(desk: Desk, mutes: MuteService): readonly Endpoint[] {
  const { path, Name, noun } = desk.terms;
  return [
    endpoint({
      name: `list${Name}Mutes`,
      method: "GET",
      path: `/${path}/:id/mute`,
      summary: `Who is muted in a ${noun}, and until when`,
      access: "user",
      params: MucParams,
      async handle(call) {
        return { data: await mutes.list(await desk.admit(call, "listMutes")) };
      },
    }),
    endpoint({
      name: `mute${Name}Members`,
      method: "POST",
      path: `/${path}/:id/mute`,
      summary: `Mute members of a ${noun} for a time, or for ever`,
      access: "user",
      params: MucParams,
      body: Type.Object({
        usernames: Usernames,
        mute_duration: Type.Integer({
          minimum: -1,
          maximum: Number.MAX_SAFE_INTEGER,
          description: "Milliseconds; -1: for ever, 0: not any more.",
        }),
      }),
      async handle(call) {
        const scene = await desk.admit(call, "addMutes");
        const names = inBody(call.body.usernames, "userNames size is more than");
        const muted = await mutes.mute(scene, names, call.body.mute_duration);
        return { data: muted.map((mute) => ({ result: true, ...mute })) };
      },
    }),
    endpoint({
      name: `unmute${Name}Members`,
      method: "DELETE",
      path: `/${path}/:id/mute/:names`,
      summary: `Let members of a ${noun} speak again`,
      access: "user",
      params: NamedParams,
      async handle(call) {
        const scene = await desk.admit(call, "removeMutes");
        const names = inPath(call.params.names, "removeMute member size more than");
        return { data: (await mutes.unmute(scene, names)).map((user) => ({ result: true, user })) };
      },
    }),
    endpoint({
      name: `is${Name}Muted`,
      method: "GET",
      path: `/sdk/${path}/:id/mute/:user`,
      summary: `Whether a user is muted in a ${noun}`,
      access: "self",
      params: Type.Object({ id: Type.String(), user: Type.String() }),
      async handle(call) {
        return { data: await mutes.isMuted(await desk.admit(call, "seeOwnMute"), call.params.user) };
      },
    }),
    ...([true, false] as const).map((isMuted) =>
      endpoint({
        name: isMuted ? `mute${Name}` : `unmute${Name}`,
        method: isMuted ? "POST" : "DELETE",
        path: `/${path}/:id/ban`,
        summary: isMuted ? `Mute everybody in a ${noun}` : `Let everybody in a ${noun} speak again`,
        access: "user",
        params: MucParams,
        async handle(call) {
          await mutes.muteAll(await desk.admit(call, isMuted ? "muteAll" : "unmuteAll"), isMuted);
          return { data: { mute: isMuted } };
        },
      }),
    ),
  ];
}

import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../../../kernel/rest.ts";
import { MucParams } from "../batches.ts";
import type { Desk } from "../desk.ts";
import type { RoleService } from "./roles.service.ts";

const UserName = Type.String({ minLength: 1, maxLength: 64 });

/** GRP-16 to GRP-18, ROOM-10 to ROOM-12. */
export function roleEndpoints(desk: Desk, roles: RoleService): readonly Endpoint[] {
  const { path, Name, noun } = desk.terms;
  return [
    endpoint({
      name: `list${Name}Admins`,
      method: "GET",
      path: `/${path}/:id/admin`,
      summary: `Administrators of a ${noun}`,
      access: "user",
      params: MucParams,
      async handle(call) {
        return { data: await roles.admins(await desk.admit(call, "listAdmins")) };
      },
    }),
    endpoint({
      name: `add${Name}Admin`,
      method: "POST",
      path: `/${path}/:id/admin`,
      summary: `Make a member an administrator of a ${noun}`,
      access: "user",
      params: MucParams,
      body: Type.Object({ newadmin: UserName }),
      async handle(call) {
        const scene = await desk.admit(call, "addAdmin");
        return { data: { result: "success", newadmin: await roles.addAdmin(scene, call.body.newadmin) } };
      },
    }),
    endpoint({
      name: `remove${Name}Admin`,
      method: "DELETE",
      path: `/${path}/:id/admin/:name`,
      summary: `Make an administrator of a ${noun} a member again`,
      access: "user",
      params: Type.Object({ id: Type.String(), name: UserName }),
      async handle(call) {
        const scene = await desk.admit(call, "removeAdmin");
        return { data: { result: "success", oldadmin: await roles.removeAdmin(scene, call.params.name) } };
      },
    }),
  ];
}

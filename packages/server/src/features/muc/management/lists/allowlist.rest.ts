import { Type } from "typebox";
import { type Call, type Endpoint, endpoint } from "../../../../kernel/rest.ts";
import { inBody, inPath, MucParams, NamedParams, type Outcome, singly, Usernames, VersionQuery } from "../batches.ts";
import type { Desk } from "../desk.ts";
import type { AllowlistService } from "./allowlist.service.ts";

const OneParams = Type.Object({ id: Type.String(), name: Type.String({ minLength: 1, maxLength: 64 }) });

/** GRP-29 to GRP-32, ROOM-23 to ROOM-26. */
export function allowlistEndpoints(desk: Desk, allowlist: AllowlistService): readonly Endpoint[] {
  const { path, Name, noun, listed } = desk.terms;
  const answer = (id: string, action: string, outcomes: readonly Outcome[]) =>
    outcomes.map((outcome) => ({ ...outcome, action, ...listed(id) }));
  const add = async (call: Call<{ id: string }, unknown, unknown>, names: readonly string[]) => {
    const outcomes = await allowlist.add(await desk.admit(call, "addAllowed"), names);
    return answer(call.params.id, "add_user_whitelist", outcomes);
  };

  return [
    endpoint({
      name: `list${Name}Allowed`,
      method: "GET",
      path: `/${path}/:id/white/users`,
      summary: `Who may speak in a ${noun} where everybody is muted`,
      access: "user",
      params: MucParams,
      async handle(call) {
        return { data: await allowlist.list(await desk.admit(call, "listAllowed")) };
      },
    }),
    endpoint({
      name: `add${Name}Allowed`,
      method: "POST",
      path: `/${path}/:id/white/users`,
      summary: `Put members of a ${noun} on its allowlist`,
      access: "user",
      params: MucParams,
      body: Type.Object({ usernames: Usernames }),
      async handle(call) {
        return { data: await add(call, inBody(call.body.usernames, "usernames size is more than")) };
      },
    }),
    endpoint({
      name: `addOne${Name}Allowed`,
      method: "POST",
      path: `/${path}/:id/white/users/:name`,
      summary: `Put a member of a ${noun} on its allowlist`,
      access: "user",
      params: OneParams,
      query: VersionQuery,
      async handle(call) {
        return { data: singly(await add(call, [call.params.name]), call.query) };
      },
    }),
    endpoint({
      name: `remove${Name}Allowed`,
      method: "DELETE",
      path: `/${path}/:id/white/users/:names`,
      summary: `Take users from the allowlist of a ${noun}`,
      access: "user",
      params: NamedParams,
      async handle(call) {
        const scene = await desk.admit(call, "removeAllowed");
        const names = inPath(call.params.names, "removeWhitelist size is more than");
        return { data: answer(call.params.id, "remove_user_whitelist", await allowlist.remove(scene, names)) };
      },
    }),
    endpoint({
      name: `is${Name}Allowed`,
      method: "GET",
      path: `/${path}/:id/white/users/:name`,
      summary: `Whether a member may speak in a ${noun} where everybody is muted`,
      access: "user",
      params: OneParams,
      async handle(call) {
        const { caller, params } = call;
        const isOwn = caller.kind === "user" && caller.username === params.name.toLowerCase();
        const scene = await desk.admit(call, isOwn ? "seeOwnAllowance" : "seeAllowance");
        return { data: await allowlist.isAllowed(scene, params.name) };
      },
    }),
  ];
}

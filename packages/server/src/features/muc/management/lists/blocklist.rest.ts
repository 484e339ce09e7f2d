import { Type } from "typebox";
import { type Call, type Endpoint, endpoint } from "../../../../kernel/rest.ts";
import { inBody, inPath, MucParams, NamedParams, type Outcome, singly, Usernames, VersionQuery } from "../batches.ts";
import type { Desk } from "../desk.ts";
import type { BlocklistService } from "./blocklist.service.ts";

/** GRP-23 to GRP-26, ROOM-17 to ROOM-20. */
export function blocklistEndpoints(desk: Desk, blocklist: BlocklistService): readonly Endpoint[] {
  const { path, Name, noun, listed } = desk.terms;
  const answer = (id: string, action: string, outcomes: readonly Outcome[]) =>
    outcomes.map((outcome) => ({ ...outcome, action, ...listed(id) }));
  const add = async (call: Call<{ id: string }, unknown, unknown>, names: readonly string[]) => {
    const outcomes = await blocklist.add(await desk.admit(call, "addBlocked"), names);
    return answer(call.params.id, "add_blocks", outcomes);
  };

  return [
    endpoint({
      name: `list${Name}Blocked`,
      method: "GET",
      path: `/${path}/:id/blocks/users`,
      summary: `Who was put out of a ${noun} and cannot come back`,
      access: "user",
      params: MucParams,
      async handle(call) {
        return { data: await blocklist.list(await desk.admit(call, "listBlocked")) };
      },
    }),
    endpoint({
      name: `block${Name}Members`,
      method: "POST",
      path: `/${path}/:id/blocks/users`,
      summary: `Put members out of a ${noun}, for good`,
      access: "user",
      params: MucParams,
      body: Type.Object({ usernames: Usernames }),
      async handle(call) {
        return { data: await add(call, inBody(call.body.usernames, "userNames is more than")) };
      },
    }),
    endpoint({
      name: `block${Name}Member`,
      method: "POST",
      path: `/${path}/:id/blocks/users/:name`,
      summary: `Put a member out of a ${noun}, for good`,
      access: "user",
      params: Type.Object({ id: Type.String(), name: Type.String({ minLength: 1, maxLength: 64 }) }),
      query: VersionQuery,
      async handle(call) {
        return { data: singly(await add(call, [call.params.name]), call.query) };
      },
    }),
    endpoint({
      name: `unblock${Name}Members`,
      method: "DELETE",
      path: `/${path}/:id/blocks/users/:names`,
      summary: `Let users come back into a ${noun}`,
      access: "user",
      params: NamedParams,
      query: VersionQuery,
      async handle(call) {
        const scene = await desk.admit(call, "removeBlocked");
        const names = inPath(call.params.names, "removeBlacklist: list size more than");
        const outcomes = await blocklist.remove(scene, names);
        return { data: singly(answer(call.params.id, "remove_blocks", outcomes), call.query) };
      },
    }),
  ];
}

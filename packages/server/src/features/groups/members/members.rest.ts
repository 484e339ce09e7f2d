import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import type { Member } from "../../muc/index.ts";
import { type Actor, actorOf } from "../actor.ts";
import { listedNames } from "../names.ts";
import type { MemberService, Removal } from "./members.service.ts";

/** Names in one segment of a path (limits, section 5, with room for clients that send more). */
const MAX_REMOVED = 100;

const GroupPath = Type.Object({ id: Type.String() });

/** Who is in a group, leaving it, removing others, and not wanting its messages (GRP-9, 14, 15, 42, 43). */
export function memberEndpoints(service: MemberService): Endpoint[] {
  return [
    endpoint({
      name: "listGroupMembers",
      method: "GET",
      path: "/chatgroups/:id/users",
      summary: "The members of a group, by page number or behind a cursor (GRP-14)",
      access: "user",
      params: GroupPath,
      query: Type.Object({
        pagenum: Type.Optional(Type.Integer({ minimum: 1 })),
        pagesize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        cursor: Type.Optional(Type.String()),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        joined_time: Type.Optional(Type.Boolean()),
      }),
      async handle(call) {
        const { pagenum, pagesize, cursor, limit, joined_time: isTimed } = call.query;
        const actor = actorOf(call);
        const { id } = call.params;
        if (cursor === undefined && limit === undefined && isTimed === undefined) {
          const page = { number: pagenum ?? 1, size: pagesize ?? 1000 };
          const members = await service.numberedPage(actor, id, page);
          return { entities: [], data: members.map(toPlain), count: members.length };
        }
        const page = await service.page(actor, id, { cursor, limit: limit ?? 50 });
        return { entities: [], data: page.members.map(toTimed), cursor: page.nextCursor, count: page.members.length };
      },
    }),
    endpoint({
      name: "leaveGroup",
      method: "DELETE",
      path: "/chatgroups/:id/quit",
      summary: "Leave a group (GRP-9)",
      access: "user",
      params: GroupPath,
      async handle(call) {
        await service.leave(memberOf(actorOf(call)), call.params.id);
        return { data: { result: true } };
      },
    }),
    endpoint({
      name: "removeGroupMembers",
      method: "DELETE",
      path: "/chatgroups/:id/users/:names",
      summary: "Remove one member of a group, or several (GRP-15)",
      access: "user",
      params: Type.Object({ id: Type.String(), names: Type.String() }),
      async handle(call) {
        const { id, names } = call.params;
        const removals = await service.remove(actorOf(call), id, listedNames(names, { max: MAX_REMOVED }));
        const results = removals.map((removal) => toResult(removal, id));
        // One name is answered by an object, several by a list.
        return { data: results.length === 1 ? results[0] : results };
      },
    }),
    ...[true, false].map((isShielded) =>
      endpoint({
        name: isShielded ? "shieldGroup" : "unshieldGroup",
        method: isShielded ? "POST" : "DELETE",
        path: "/chatgroups/:id/shield",
        summary: isShielded ? "Receive no messages of a group (GRP-42)" : "Receive them again (GRP-43)",
        access: "user",
        params: GroupPath,
        async handle(call) {
          const actor = memberOf(actorOf(call));
          const { id: groupid } = call.params;
          await service.shield(actor, groupid, isShielded);
          const action = isShielded ? "shield" : "unshield";
          return { data: { action, groupid, result: true, user: actor.user } };
        },
      }),
    ),
  ];
}

/** @throws AppError FORBIDDEN to the application, which is no member of anything. */
function memberOf(actor: Actor): Actor & { user: string } {
  const { user } = actor;
  if (user === undefined) throw new AppError("FORBIDDEN");
  return { ...actor, user };
}

/** The form by page number knows no administrators. */
function toPlain({ username, role }: Member): Record<string, string> {
  return { [role === "owner" ? "owner" : "member"]: username };
}

function toTimed({ username, role, joinedAt }: Member): Record<string, string | number> {
  return { [role]: username, joined_time: joinedAt };
}

function toResult({ user, reason }: Removal, groupid: string): Record<string, unknown> {
  return {
    result: reason === undefined,
    action: "remove_member",
    user,
    groupid,
    ...(reason === undefined ? {} : { reason }),
  };
}

import { Type } from "typebox";
import { type Call, type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import { toNames } from "../names.ts";
import type { AdministrationService } from "./administration.service.ts";

const GroupPath = Type.Object({ id: Type.String({ description: "The group's id." }) });
const MemberPath = Type.Object({ ...GroupPath.properties, name: Type.String({ description: "The user id." }) });
const OwnPath = Type.Object({ ...GroupPath.properties, user: Type.String({ description: "The user id." }) });
const Nothing = Type.Array(Type.Unknown(), { maxItems: 0 });
const Notify = Type.Object({
  need_notify: Type.Optional(Type.Boolean({ description: "Whether the members are told; they are when not given." })),
});
const put = {
  access: "app",
  query: Notify,
  errors: [
    "GROUP_NOT_FOUND",
    "NAMED_USER_NOT_FOUND",
    "FORBIDDEN",
    "MUC_TOO_MANY_MEMBERS",
    "MUC_FULL",
    "MUC_BLOCKED",
    "TOO_MANY_GROUPS",
  ],
} as const;

/** GRP-02, 06, 19 and 20 of the compatible service's interface for servers. */
export function administrationEndpoints(service: AdministrationService): Endpoint[] {
  return [listGroups(service), ...isMember(service), putMember(service), putMembers(service)];
}

function listGroups(service: AdministrationService): Endpoint {
  return endpoint({
    name: "listGroups",
    method: "GET",
    path: "/chatgroups",
    summary: "The groups of the application, the newest first",
    access: "app",
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: "10 when not given." })),
      cursor: Type.Optional(Type.String({ description: "Where the page before has ended: its `cursor`." })),
    }),
    reply: Type.Object({
      entities: Nothing,
      data: Type.Array(
        Type.Object({
          owner: Type.String({ description: "With the application's key before it: `org#app_user`." }),
          groupid: Type.String(),
          affiliations: Type.Integer({ description: "How many members it has." }),
          type: Type.Literal("group"),
          lastModified: Type.String({ description: "Epoch milliseconds." }),
          groupname: Type.String(),
        }),
      ),
      count: Type.Integer(),
      cursor: Type.Optional(Type.String({ description: "For the next page; missing on the last." })),
    }),
    errors: [],
    async handle({ appKey, query }) {
      const { limit = 10, cursor } = query;
      const { groups, nextCursor } = await service.list(appKey, { cursor, limit });
      const data = groups.map((group) => ({
        owner: `${appKey}_${group.owner}`,
        groupid: group.id,
        affiliations: group.memberCount,
        type: "group" as const,
        lastModified: String(group.modifiedAt),
        groupname: group.name,
      }));
      const page = { entities: [], data, count: data.length };
      return nextCursor === undefined ? page : { ...page, cursor: nextCursor };
    },
  });
}

/** The documentation shows one verb in one place and the other in another. */
function isMember(service: AdministrationService): Endpoint[] {
  const question = {
    path: "/chatgroups/:id/user/:user/is_joined",
    summary: "Whether a user is in a group",
    access: "self",
    params: OwnPath,
    reply: Type.Object({ data: Type.Boolean() }),
    errors: ["GROUP_NOT_FOUND"],
    handle: async ({ appKey, params }: Call<{ id: string; user: string }, unknown, unknown>) => ({
      data: await service.isMember(appKey, params.id, params.user),
    }),
  } as const;
  return [
    endpoint({ name: "isInGroup", method: "GET", ...question }),
    endpoint({ name: "isInGroupByPost", method: "POST", ...question }),
  ];
}

function putMember(service: AdministrationService): Endpoint {
  return endpoint({
    ...put,
    name: "putIntoGroup",
    method: "POST",
    path: "/chatgroups/:id/users/:name",
    summary: "Put a user into a group, without asking",
    params: MemberPath,
    reply: Type.Object({
      data: Type.Object({
        result: Type.Literal(true),
        groupid: Type.String(),
        action: Type.Literal("add_member"),
        user: Type.String(),
      }),
    }),
    async handle(call) {
      const { id, name } = call.params;
      const [user = name] = await service.put(actorOf(call), id, { names: toNames([name]), isQuiet: isQuiet(call) });
      return { data: { result: true as const, groupid: id, action: "add_member" as const, user } };
    },
  });
}

function putMembers(service: AdministrationService): Endpoint {
  return endpoint({
    ...put,
    name: "putManyIntoGroup",
    method: "POST",
    path: "/chatgroups/:id/users",
    summary: "Put up to 100 users into a group, without asking",
    description: "Who is in it already stays; it is refused only when all are.",
    params: GroupPath,
    body: Type.Object({ usernames: Type.Array(Type.String()) }),
    reply: Type.Object({
      data: Type.Object({
        newmembers: Type.Array(Type.String()),
        groupid: Type.String(),
        action: Type.Literal("add_member"),
      }),
    }),
    async handle(call) {
      const { id } = call.params;
      const names = toNames(call.body.usernames);
      const newmembers = [...(await service.put(actorOf(call), id, { names, isQuiet: isQuiet(call) }))];
      return { data: { newmembers, groupid: id, action: "add_member" as const } };
    },
  });
}

const isQuiet = ({ query }: { query: { need_notify?: boolean } }): boolean => query.need_notify === false;

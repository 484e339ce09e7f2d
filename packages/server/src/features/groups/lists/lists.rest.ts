import { Type } from "typebox";
import { AppError } from "../../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../../kernel/rest.ts";
import { actorOf } from "../actor.ts";
import { toDetails, toEntity, toJoined, toName } from "../forms.ts";
import type { ListService } from "./lists.service.ts";

const MAX_DETAILS = 100;
/** The old list without pages answers at most so many. */
const MAX_JOINED = 10_000;

const OwnPath = Type.Object({ user: Type.String() });
const Flag = Type.Optional(Type.Boolean());

/** Which groups there are (GRP-2 to GRP-6). */
export function listEndpoints(lists: ListService): Endpoint[] {
  return [
    endpoint({
      name: "listPublicGroups",
      method: "GET",
      path: "/publicchatgroups",
      summary: "The public groups of the application (GRP-2)",
      access: "user",
      query: Type.Object({
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        cursor: Type.Optional(Type.String()),
      }),
      async handle({ appKey, query }) {
        const { groups, nextCursor } = await lists.listPublic(appKey, {
          cursor: query.cursor,
          limit: query.limit ?? 20,
        });
        const cursor = nextCursor === "" ? {} : { cursor: nextCursor };
        return { entities: [], data: groups.map(toName), count: groups.length, ...cursor };
      },
    }),
    endpoint({
      name: "listJoinedGroups",
      method: "GET",
      path: "/users/:user/joined_chatgroups",
      summary: "The groups of a user, latest joined first (GRP-3)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        pagenum: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
        pagesize: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      }),
      async handle({ appKey, params, query }) {
        const { pagenum, pagesize } = query;
        const isPaged = pagenum !== undefined || pagesize !== undefined;
        const page = isPaged ? { number: (pagenum ?? 1) - 1, size: pagesize ?? 20 } : { number: 0, size: MAX_JOINED };
        const groups = await lists.joined({ app: appKey, username: params.user }, page);
        return { entities: [], data: groups.map(toJoined), count: groups.length };
      },
    }),
    endpoint({
      name: "listGroupsOfUser",
      method: "GET",
      path: "/chatgroups/user/:user",
      summary: "The groups of a user with their properties, by pages from 0 (GRP-4)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        pagenum: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
        pagesize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        needAffiliations: Flag,
        needRole: Flag,
      }),
      async handle({ appKey, params, query }) {
        const owner = { app: appKey, username: params.user };
        const { pagenum: number = 0, pagesize: size = 5, needAffiliations = false, needRole = false } = query;
        const [groups, total] = await Promise.all([lists.joined(owner, { number, size }), lists.countJoined(owner)]);
        const needs = { affiliations: needAffiliations, role: needRole };
        return { entities: groups.map((group) => toEntity(group, needs)), total, count: groups.length };
      },
    }),
    endpoint({
      name: "countJoinedGroups",
      method: "GET",
      path: "/chatgroups/user/:user/joined_count",
      summary: "How many groups a user has joined (GRP-5)",
      access: "self",
      params: OwnPath,
      async handle({ appKey, params }) {
        return { data: await lists.countJoined({ app: appKey, username: params.user }) };
      },
    }),
    endpoint({
      name: "readGroups",
      method: "GET",
      path: "/chatgroups/:ids",
      summary: "Up to 100 groups with their properties and members (GRP-6)",
      access: "user",
      params: Type.Object({ ids: Type.String() }),
      async handle(call) {
        const ids = [...new Set(call.params.ids.split(",").filter((id) => id !== ""))];
        if (ids.length > MAX_DETAILS) {
          throw new AppError("INVALID_ARGUMENT", `groupIds size is more than max limit : ${MAX_DETAILS}`);
        }
        const seen = await lists.details(actorOf(call), ids);
        return {
          entities: [],
          properties: {},
          data: seen.map((each) => toDetails(each.group, each)),
          count: seen.length,
        };
      },
    }),
  ];
}

import { Type } from "typebox";
import { type Call, type Endpoint, type Envelope, endpoint } from "../../../kernel/rest.ts";
import { toUserEntity } from "../../users/index.ts";
import { actorOf } from "../actor.ts";
import type { BlocklistService } from "./blocklist.service.ts";

/** How many are answered to who asks for no pages (REL-10). */
const WHOLE_LIST = 500;
const DEFAULT_PAGE = 50;

const OwnPath = Type.Object({ user: Type.String() });
const PeerPath = Type.Object({ user: Type.String(), peer: Type.String() });
const NamesBody = Type.Object({ usernames: Type.Array(Type.String()) });

/** Blocklists (CONT-8, 9, 10; REL-09, 10, 11). */
export function blocklistEndpoints(service: BlocklistService): Endpoint[] {
  const add = {
    method: "POST",
    summary: "Put users on the blocklist (CONT-9, REL-09)",
    access: "self",
    params: OwnPath,
    body: NamesBody,
    async handle(call: Call<{ user: string }, unknown, { usernames: string[] }>): Promise<Envelope> {
      return { entities: [], data: await service.add(actorOf(call), call.body.usernames) };
    },
  } as const;
  return [
    endpoint({
      name: "listBlocked",
      method: "GET",
      path: "/users/:user/blocks/users",
      summary: "The blocklist of a user, newest first; all of it, or in pages (CONT-8, REL-10)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
        cursor: Type.Optional(Type.String()),
      }),
      async handle({ appKey, params, query }) {
        const { pageSize, cursor } = query;
        const isWhole = pageSize === undefined && cursor === undefined;
        const limit = isWhole ? WHOLE_LIST : (pageSize ?? DEFAULT_PAGE);
        const page = await service.page({ app: appKey, user: params.user }, { cursor, limit });
        return { entities: [], data: page.names, ...(page.cursor && !isWhole ? { cursor: page.cursor } : {}) };
      },
    }),
    endpoint({ name: "blockUsers", path: "/sdk/user/:user/blocks", ...add }),
    endpoint({ name: "blockUsersOfUser", path: "/users/:user/blocks/users", ...add }),
    endpoint({
      name: "unblockUsers",
      method: "DELETE",
      path: "/sdk/user/:user/blocks",
      summary: "Take users from the blocklist (CONT-10)",
      access: "self",
      params: OwnPath,
      body: NamesBody,
      async handle(call) {
        await service.remove(actorOf(call), call.body.usernames);
        return { entities: [] };
      },
    }),
    endpoint({
      name: "unblockUser",
      method: "DELETE",
      path: "/users/:user/blocks/users/:peer",
      summary: "Take one user from the blocklist (REL-11)",
      access: "self",
      params: PeerPath,
      async handle(call) {
        return { entities: [toUserEntity(await service.removeOne(actorOf(call), call.params.peer))] };
      },
    }),
  ];
}

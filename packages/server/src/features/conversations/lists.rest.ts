import { Type } from "typebox";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { toChannelInfos, toOldChannelInfos } from "./channel-info.ts";
import type { ConversationLists } from "./conversation-lists.ts";
import { parseMark } from "./marks.ts";

/** How many the old list without pages answers (limits, section 3: the largest published number). */
const OLD_LIST_LIMIT = 500;

const OwnPath = Type.Object({ user: Type.String() });
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 50 }));
const Cursor = Type.Optional(Type.String());

/** The lists of conversations (CONV-1, 2, 4, 5). */
export function listEndpoints(lists: ConversationLists): Endpoint[] {
  return [
    endpoint({
      name: "listConversationsUnpaged",
      method: "GET",
      path: "/users/:user/user_channels",
      summary: "The newest conversations of a user (CONV-1)",
      access: "self",
      params: OwnPath,
      async handle({ appKey, params }) {
        const page = { number: 1, size: OLD_LIST_LIMIT };
        const items = await lists.numberedPage({ app: appKey, user: params.user }, page);
        return { data: toOldChannelInfos(appKey, items) };
      },
    }),
    endpoint({
      name: "listConversationsByPage",
      method: "GET",
      path: "/users/:user/user_channels/page",
      summary: "The conversations of a user, by page number (CONV-2)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        pageNum: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
        pageSize: Limit,
      }),
      async handle({ appKey, params, query }) {
        const page = { number: query.pageNum ?? 1, size: query.pageSize ?? 20 };
        const items = await lists.numberedPage({ app: appKey, user: params.user }, page);
        return { data: toOldChannelInfos(appKey, items) };
      },
    }),
    endpoint({
      name: "listConversations",
      method: "GET",
      path: "/sdk/user/:user/user_channels/list",
      summary: "The conversations of a user by newest message, or the pinned ones by newest pin (CONV-4)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        limit: Limit,
        cursor: Cursor,
        is_top: Type.Optional(Type.Boolean()),
        needEmptySession: Type.Optional(Type.Boolean()),
      }),
      async handle({ appKey, params, query }) {
        const { cursor, limit = 20, needEmptySession: includeEmpty = false } = query;
        const list = { app: appKey, user: params.user, cursor, limit, includeEmpty };
        const page = query.is_top ? await lists.pinned(list) : await lists.list(list);
        return { data: toChannelInfos(page) };
      },
    }),
    endpoint({
      name: "searchConversationsByMark",
      method: "GET",
      path: "/sdk/user/:user/user_channels/mark/search",
      summary: "The conversations of a user that carry a mark, by newest message (CONV-5)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ limit: Limit, cursor: Cursor, mark: Type.Optional(Type.String()) }),
      async handle({ appKey, params, query }) {
        const { cursor, limit = 10 } = query;
        const list = { app: appKey, user: params.user, cursor, limit, includeEmpty: false };
        return { data: toChannelInfos(await lists.marked(list, parseMark(query.mark))) };
      },
    }),
  ];
}

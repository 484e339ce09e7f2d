import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import { parseTimeline } from "../../timeline/index.ts";
import type { ReactionService, SeenReaction } from "./reactions.service.ts";

/** Users named in lists; the others are asked for by page. */
const SHOWN_USERS = 3;

const OwnPath = Type.Object({ user: Type.String() });
const One = Type.Object({ msgId: Type.String(), message: Type.String() });
/** Clients write the texts null and undefined for what they do not have; both count as not given. */
const Cursor = Type.Optional(Type.String());

/** Reactions to messages (REACT-1 to 4), in the second style of envelopes. */
export function reactionEndpoints(reactions: ReactionService): Endpoint[] {
  const path = "/reaction/user/:user";
  return [
    endpoint({
      name: "addReaction",
      method: "POST",
      path,
      summary: "Adds a reaction to a message (REACT-1)",
      access: "self",
      params: OwnPath,
      body: One,
      async handle({ appKey, params, body }) {
        const owner = { app: appKey, user: params.user };
        const { message, id } = await reactions.add(owner, body.msgId, body.message);
        const place = parseTimeline(message.timeline);
        const groupId = place.type === "group" ? place.id : null;
        const data = {
          id,
          msgId: message.id,
          msgType: groupId === null ? "chat" : "groupchat",
          groupId,
          reaction: body.message,
        };
        return { requestStatusCode: "ok", data };
      },
    }),
    endpoint({
      name: "removeReaction",
      method: "DELETE",
      path,
      summary: "Takes one's reaction to a message back (REACT-2)",
      access: "self",
      params: OwnPath,
      query: One,
      async handle({ appKey, params, query }) {
        await reactions.remove({ app: appKey, user: params.user }, query.msgId, query.message);
        return { requestStatusCode: "ok" };
      },
    }),
    endpoint({
      name: "listReactions",
      method: "GET",
      path,
      summary: "Reactions to up to 20 messages (REACT-3)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ msgIdList: Type.String(), msgType: Type.Optional(Type.String()), groupId: Cursor }),
      async handle({ appKey, params, query }) {
        if (query.msgType === "groupchat" && query.groupId === undefined) {
          throw new AppError("INVALID_ARGUMENT", "groupId can not be null!");
        }
        const ids = idsIn(query.msgIdList);
        const found = await reactions.list({ app: appKey, user: params.user }, ids);
        const data = found.map(({ messageId, reactions: list }) => ({
          msgId: messageId,
          reactionList: list.map(toReactionForm),
        }));
        return { requestStatusCode: "ok", data };
      },
    }),
    endpoint({
      name: "getReaction",
      method: "GET",
      path: `${path}/detail`,
      summary: "Who has one reaction to a message, the first first (REACT-4)",
      access: "self",
      params: OwnPath,
      query: Type.Object({
        msgId: Type.String(),
        message: Type.String(),
        currentPage: Cursor,
        cursor: Cursor,
        pageSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      }),
      async handle({ appKey, params, query }) {
        const { msgId: messageId, message, currentPage, cursor, pageSize, limit } = query;
        const page = { after: currentPage ?? cursor, limit: pageSize ?? limit ?? 50 };
        const owner = { app: appKey, user: params.user };
        const { reaction, users, next } = await reactions.users(owner, { messageId, reaction: message }, page);
        const data = { ...toReactionForm(reaction), userList: users, cursor: next ?? "" };
        return { requestStatusCode: "ok", data };
      },
    }),
  ];
}

/** Commas between them; on mini programs the platform has made JSON of the client's array. */
function idsIn(text: string): string[] {
  return text.split(",").map((id) => id.replace(/[^0-9]/g, ""));
}

/** A reaction in answers and in the meta of messages. The number of users has two names there. */
export function toReactionForm({ id, reaction, users, isOwn }: SeenReaction) {
  return {
    reactionId: id,
    reaction,
    count: users.length,
    userCount: users.length,
    state: isOwn,
    userList: users.slice(0, SHOWN_USERS),
  };
}

import { normalizeUserId } from "@rondo/protocol";
import { Type } from "typebox";
import { AppError } from "../../kernel/errors.ts";
import { isId } from "../../kernel/ids.ts";
import { type Endpoint, endpoint } from "../../kernel/rest.ts";
import type { HistoryService } from "./history.service.ts";
import { type Place, parseGroup } from "./queue.ts";

const MAX_IDS = 50;

const OwnPath = Type.Object({ user: Type.String() });
const Text = Type.Optional(Type.String());
const Time = Type.Optional(Type.Integer({ minimum: 0, description: "Epoch milliseconds" }));

const done = { requestStatusCode: "ok" };

/** Removing messages from one's own history (MSG-2 to MSG-6). */
export function removalEndpoints(history: HistoryService): Endpoint[] {
  return [
    endpoint({
      name: "removeMessagesById",
      method: "DELETE",
      path: "/sdk/message/roaming/chat/user/:user",
      summary: "Remove messages of a one-to-one conversation from the own history (MSG-2)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ userId: Text, msgIdList: Text }),
      async handle({ appKey, params, query, resource }) {
        const view = { app: appKey, user: params.user, place: getPeer(query.userId) };
        await history.removeByIds(view, { ids: parseIds(query.msgIdList), resource });
        return done;
      },
    }),
    endpoint({
      name: "removeMessagesUpToTime",
      method: "DELETE",
      path: "/sdk/message/roaming/chat/user/:user/time",
      summary: "Remove everything up to a time from the own history of a one-to-one conversation (MSG-3)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ userId: Text, delTime: Time }),
      async handle({ appKey, params, query, resource }) {
        const view = { app: appKey, user: params.user, place: getPeer(query.userId) };
        if (query.delTime === undefined) throw badRequest();
        await history.removeUpTo(view, { at: query.delTime, resource });
        return done;
      },
    }),
    endpoint({
      name: "removeGroupMessagesById",
      method: "DELETE",
      path: "/sdk/message/roaming/group/user/:user",
      summary: "Remove messages of a group or room from the own history (MSG-4)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ groupId: Text, msgIdList: Text }),
      async handle({ appKey, params, query, resource }) {
        const view = { app: appKey, user: params.user, place: parseGroup(query.groupId) };
        await history.removeByIds(view, { ids: parseIds(query.msgIdList), resource });
        return done;
      },
    }),
    endpoint({
      name: "removeGroupMessagesUpToTime",
      method: "DELETE",
      path: "/sdk/message/roaming/group/user/:user/time",
      summary: "Remove everything up to a time from the own history of a group or room (MSG-5)",
      access: "self",
      params: OwnPath,
      query: Type.Object({ groupId: Text, delTime: Time }),
      async handle({ appKey, params, query, resource }) {
        const view = { app: appKey, user: params.user, place: parseGroup(query.groupId) };
        if (query.delTime === undefined) throw badRequest();
        await history.removeUpTo(view, { at: query.delTime, resource });
        return done;
      },
    }),
    endpoint({
      name: "removeAllMessagesAndConversations",
      method: "POST",
      path: "/sdk/message/roaming/user/:user/delete/all",
      summary: "Empty the own history and conversation list (MSG-6)",
      access: "self",
      params: OwnPath,
      async handle({ appKey, params, resource }) {
        await history.removeEverything({ app: appKey, user: params.user, resource });
        return done;
      },
    }),
  ];
}

function getPeer(text: string | undefined): Place {
  const peer = normalizeUserId(text ?? "");
  if (peer === undefined) throw badRequest();
  return { type: "user", peer };
}

function parseIds(list: string | undefined): string[] {
  const ids = (list ?? "").split(",").filter((id) => id !== "");
  if (ids.length === 0 || !ids.every(isId)) throw badRequest();
  if (ids.length > MAX_IDS) throw new AppError("INVALID_ARGUMENT", "delete msg list limit can not greater than 50");
  return ids;
}

function badRequest(): AppError {
  return new AppError("INVALID_ARGUMENT", "Bad Request");
}

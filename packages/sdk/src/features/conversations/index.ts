import { type AsyncResult, ask, check, isText, order, resourceOf, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import { restOf } from "../../core/rest-client.ts";
import type {
  ConversationMarkParams,
  ConversationMethods,
  DeleteConversationParams,
  PinConversationParams,
} from "../../types/methods.ts";
import type { PinConversation } from "../../types/results.ts";
import { isMark, list, listMarked, listOld, listSessions } from "./lists.ts";
import { markName, typeName } from "./wire.ts";

/** Conversations as the server keeps them: lists, pins, marks (API 3.5). */
export const conversations: Feature<ConversationMethods> = (client) => {
  const remove = (params: DeleteConversationParams): Promise<AsyncResult> =>
    tell(client, params, deleteOne(client, params));
  return {
    getServerConversations: (params) => list(client, params, false),
    getServerPinnedConversations: (params) => list(client, params, true),
    getServerConversationsByFilter: (params) => listMarked(client, params),
    getConversationlist: (params) => listOld(client, params),
    getSessionList: (params) => {
      const { success, error } = params || {};
      return listSessions(client, { success, error });
    },
    deleteConversation: remove,
    deleteSession: remove,
    pinConversation: (params) => pin(client, params),
    addConversationMark: (params) => mark(client, "POST", params),
    removeConversationMark: (params) => mark(client, "DELETE", params),
    deleteAllMessagesAndConversations: () =>
      order(client, {
        method: "POST",
        path: `/sdk/message/roaming/user/${userOf(client)}/delete/all`,
        query: resourceOf(client),
      }).then(() => tellDeleted(client)),
  };
};

async function deleteOne(client: Client, params: DeleteConversationParams): Promise<AsyncResult> {
  const { channel, chatType, deleteRoam } = params || {};
  check(isText(channel), "channel", channel);
  checkChatType("chatType", chatType);
  check(typeof deleteRoam === "boolean", "deleteRoam", deleteRoam);
  const answer = await ask(client, {
    method: "DELETE",
    path: `/user/${userOf(client)}/user_channel`,
    query: resourceOf(client),
    body: { channel, type: typeName(chatType, "groupChat"), delete_roam: deleteRoam },
  });
  tellDeleted(client, { conversationId: channel, conversationType: chatType });
  return answer;
}

/** To other features; nothing: all of them. */
const tellDeleted = (client: Client, session?: object): void => client.events.emitModern("deleted", session);

async function pin(client: Client, params: PinConversationParams): Promise<AsyncResult<PinConversation>> {
  const { conversationId, conversationType, isPinned } = params || {};
  check(isText(conversationId), "conversationId", conversationId);
  checkChatType("conversationType", conversationType);
  check(typeof isPinned === "boolean", "isPinned", isPinned);
  const path = `/sdk/user/${userOf(client)}/user_channel/top`;
  const target = { type: typeName(conversationType, "groupChat"), to: conversationId };
  const { data } = await restOf(client).request<{ data?: { is_top?: boolean; update_top_status_time?: number } }>(
    isPinned
      ? { method: "POST", path, query: resourceOf(client), body: target }
      : { method: "DELETE", path, query: Object.assign(target, resourceOf(client)) },
  );
  const { is_top: isTop, update_top_status_time: pinnedAt } = data || {};
  return { type: 0, data: { isPinned: !!isTop, pinnedTime: (isTop && pinnedAt) || 0 } };
}

async function mark(client: Client, method: "POST" | "DELETE", params: ConversationMarkParams): Promise<void> {
  const { conversations: marked, mark: number } = params || {};
  check(isMark(number), "mark", number);
  const isList = Array.isArray(marked) && marked.every((one) => isText(one?.conversationId) && one.conversationType);
  check(isList, "conversations", JSON.stringify(marked));
  const targets = marked.map(({ conversationId, conversationType }) => ({
    to: conversationId,
    type: typeName(conversationType, "groupchat"),
  }));
  return order(client, {
    method,
    path: `/sdk/user/${userOf(client)}/user_channels/mark`,
    query: resourceOf(client),
    body: { mark: markName(number), targets },
  });
}

const checkChatType = (name: string, value: unknown): void =>
  check(value === "singleChat" || value === "groupChat", name, value);

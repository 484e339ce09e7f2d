import { isText, order, refuse, resourceOf, tell, userOf } from "../../core/calls.ts";
import type { Client, Feature } from "../../core/client.ts";
import type { RestCall } from "../../core/rest.ts";
import type { HistoryMethods, HistoryParams, RemoveHistoryParams } from "../../types/methods.ts";
import type { HistoryMessages } from "../../types/results.ts";
import { askPage, type Page, queueOf } from "./page.ts";
import { openShelf } from "./shelf.ts";

/** Messages the server keeps (API 3.4). */
export const history: Feature<HistoryMethods> = (client) => {
  const shelf = openShelf(client);
  return {
    getHistoryMessages: (params) => tell(client, params, getPage(client, params)) as Promise<HistoryMessages>,
    fetchHistoryMessages: (params) => tell(client, params, shelf.take(params)),
    removeHistoryMessages: (params) => remove(client, params),
  };
};

async function getPage(client: Client, params: HistoryParams): Promise<Page> {
  const { targetId, chatType, cursor, pageSize = 20, searchDirection, searchOptions = {} } = params || {};
  if (!isText(targetId)) refuse('"Invalid parameter": "targetId"');
  const { from, msgTypes, startTime, endTime } = searchOptions;
  if (msgTypes !== undefined && !Array.isArray(msgTypes)) refuse('"Invalid parameter": "searchOptions.msgTypes"');
  const isSingle = chatType === "singleChat";
  return askPage(client, {
    queue: queueOf(targetId, !isSingle),
    start: cursor === undefined || cursor === null ? -1 : cursor,
    end: -1,
    pull_number: pageSize,
    is_positive: searchDirection === "down",
    msgType: (msgTypes || []).join(","),
    startTime: startTime || null,
    endTime: endTime || null,
    userId: (!isSingle && from) || null,
  });
}

async function remove(client: Client, params: RemoveHistoryParams): Promise<void> {
  const { targetId, chatType, messageIds, beforeTimeStamp } = params || {};
  const invalid = (name: string, value: unknown): never => refuse(`"Invalid parameter ${name}": ${value}`);
  if (!isText(targetId)) invalid("targetId", targetId);
  const isSingle = chatType === "singleChat";
  if (!isSingle && chatType !== "groupChat" && chatType !== "chatRoom") invalid("chatType", chatType);
  if (messageIds && !(Array.isArray(messageIds) && messageIds.length > 0)) invalid("messageIds", messageIds);
  if (!messageIds && !beforeTimeStamp) refuse("messageIds or beforeTimeStamp field is required.");
  const where = messageIds ? { msgIdList: messageIds.join(",") } : { delTime: beforeTimeStamp };
  const call: RestCall = {
    method: "DELETE",
    path: `/sdk/message/roaming/${isSingle ? "chat" : "group"}/user/${userOf(client)}${messageIds ? "" : "/time"}`,
    query: Object.assign(isSingle ? { userId: targetId } : { groupId: targetId }, where, resourceOf(client)),
  };
  return order(client, call);
}

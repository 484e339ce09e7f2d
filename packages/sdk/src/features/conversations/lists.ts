import { type AsyncResult, ask, type Callbacks, check, tell, userOf } from "../../core/calls.ts";
import type { Client } from "../../core/client.ts";
import { restOf } from "../../core/rest-client.ts";
import type { MessageBody } from "../../types/messages.ts";
import type { ConversationFilterParams, ConversationPageParams, OldConversationParams } from "../../types/methods.ts";
import type { ConversationItem, ServerConversations } from "../../types/results.ts";
import { lastMessageOf, oldLastMessageOf } from "./last-message.ts";
import { type Channel, type ChannelPage, markName, markNumber, readable } from "./wire.ts";

export async function list(
  client: Client,
  params: ConversationPageParams | undefined,
  isPinned: boolean,
): Promise<AsyncResult<ServerConversations>> {
  const { pageSize, cursor, includeEmptyConversations: isEmptyToo } = params || {};
  checkPage(pageSize, cursor);
  check(isEmptyToo === undefined || typeof isEmptyToo === "boolean", "includeEmptyConversations", isEmptyToo);
  return page(client, "list", {
    limit: pageSize || 20,
    cursor: cursor || "",
    is_top: isPinned || undefined,
    need_mark: true,
    needEmptySession: isEmptyToo || false,
  });
}

export async function listMarked(
  client: Client,
  params: ConversationFilterParams,
): Promise<AsyncResult<ServerConversations>> {
  const { pageSize, cursor, filter } = params || {};
  const mark = filter?.mark;
  check(isMark(mark), "mark", mark);
  checkPage(pageSize, cursor);
  const query = { limit: pageSize || 10, cursor: cursor || "", need_mark: true, mark: markName(mark) };
  return page(client, "mark/search", query);
}

export const isMark = (mark: unknown): mark is number =>
  typeof mark === "number" && mark >= 0 && mark <= 19 && mark % 1 === 0;

function checkPage(pageSize: unknown, cursor: unknown): void {
  check(pageSize === undefined || typeof pageSize === "number", "pageSize", pageSize);
  check(cursor === undefined || typeof cursor === "string", "cursor", cursor);
}

async function page(
  client: Client,
  path: string,
  query: Record<string, string | number | boolean | undefined>,
): Promise<AsyncResult<ServerConversations>> {
  const url = `/sdk/user/${userOf(client)}/user_channels/${path}`;
  const { data } = await restOf(client).request<{ data?: ChannelPage }>({ method: "GET", path: url, query });
  const { channel_infos: channels = [], cursor = "" } = data || {};
  const conversations = channels.map((channel) => toItem(client, channel));
  client.events.emitModern("listed", conversations); // to other features
  return { type: 0, data: { conversations, cursor } };
}

function toItem(client: Client, channel: Channel): ConversationItem {
  const { meta, marks } = channel;
  const item: ConversationItem = {
    conversationId: channel.session_to || "",
    conversationType: channel.session_type === "chat" ? "singleChat" : "groupChat",
    isPinned: !!channel.is_top,
    pinnedTime: (channel.is_top && channel.update_top_status_time) || 0,
    unReadCount: channel.unread_num || 0,
    // What messages look like inside says less than their public types.
    lastMessage: readable(client, meta, () => lastMessageOf(client, meta)) as MessageBody | null,
  };
  if (marks) item.marks = marks.map(markNumber);
  return item;
}

type OldListParams = Callbacks & Pick<OldConversationParams, "pageNum" | "pageSize">;

/** The list as it was before: `channel_infos`, the last message raw in `meta`. */
export const listSessions = (client: Client, params: OldListParams | undefined): Promise<AsyncResult> =>
  tell(client, params, askSessions(client, params));

/** The same with the last message read. The callback gets what the server has said, as it always did. */
export const listOld = (client: Client, params: OldListParams | undefined): Promise<AsyncResult> =>
  tell(client, params, askSessions(client, params), (answer) => {
    // The server's page; `meta` gives way to the message.
    const data = (answer.data || {}) as ChannelPage;
    if (!data.channel_infos) return answer;
    const channels = data.channel_infos.map((channel) => {
      const { meta } = channel;
      if (!meta) return channel;
      const lastMessage = readable(client, meta, () => oldLastMessageOf(client, meta)) || {};
      const item: Record<string, unknown> = { ...channel, lastMessage };
      delete item.meta;
      return item;
    });
    return { ...answer, type: 0, data: { ...data, channel_infos: channels } };
  });

function askSessions(client: Client, params: OldListParams | undefined): Promise<AsyncResult> {
  const { pageNum, pageSize } = params || {};
  const path = `/users/${userOf(client)}/user_channels`;
  // Without both the whole list is asked for: that is how it has always been called.
  if (!(Number(pageNum) > 0 && Number(pageSize) > 0)) return ask(client, { method: "GET", path });
  return ask(client, { method: "GET", path: `${path}/page`, query: { pageNum, pageSize } });
}

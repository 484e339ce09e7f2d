import { CONFERENCE_DOMAIN, USER_DOMAIN } from "@rondo/protocol";
import { type RestMessage, toRestMessage } from "../messages/index.ts";
import type { Conversation, ConversationPage } from "./conversation-lists.ts";
import { markNames } from "./marks.ts";

/** The answer of the list endpoints (SDK REST contract, 5.4.1). */
export function toChannelInfos({ items, nextCursor }: ConversationPage): unknown {
  return { channel_infos: items.map(toChannelInfo), cursor: nextCursor };
}

function toChannelInfo(conversation: Conversation): unknown {
  const { peer, type, pinnedAt, unread, marks } = conversation;
  return {
    session_to: peer,
    session_type: type,
    is_top: pinnedAt !== undefined,
    update_top_status_time: pinnedAt ?? 0,
    unread_num: unread,
    marks: markNames(marks),
    meta: lastMessage(conversation),
  };
}

/** The answer of the old list endpoints, which name conversations by their full address (CONV-1, CONV-2). */
export function toOldChannelInfos(appKey: string, items: readonly Conversation[]): unknown {
  const infos = items.map((conversation) => ({
    channel_id: `${appKey}_${conversation.peer}@${conversation.type === "chat" ? USER_DOMAIN : CONFERENCE_DOMAIN}`,
    unread_num: conversation.unread,
    meta: lastMessage(conversation),
  }));
  return { channel_infos: infos };
}

/** Clients take an empty object for "none". */
function lastMessage({ lastMessage: entry }: Conversation): RestMessage | Record<string, never> {
  return entry === undefined ? {} : toRestMessage(entry.meta);
}

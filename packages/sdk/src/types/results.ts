/** What the methods of the connection resolve with. */
import type { AsyncResult, MarkType, UserId } from "./common.ts";
import type { MessageBody, MessagesType } from "./messages.ts";

export interface LoginResult {
  accessToken: string;
  expireTimestamp?: number;
  /** Seconds; only of a login with a password. */
  duration?: number;
}

export interface NewTokenResult {
  status: boolean;
  token?: string;
  /** Epoch ms. */
  expire?: number;
}

export interface BaseUserInfo {
  activated: boolean;
  /** Epoch ms. */
  created: number;
  modified: number;
  nickname: string;
  type: string;
  username: string;
  uuid: string;
}

export interface RegisterUserResult extends AsyncResult {
  entities: BaseUserInfo[];
}

export type ConfigurableKey = "nickname" | "avatarurl" | "mail" | "phone" | "gender" | "sign" | "birth" | "ext";

/** Attributes of a user. */
export interface UpdateOwnUserInfoParams {
  nickname?: string;
  avatarurl?: string;
  mail?: string;
  phone?: string;
  gender?: string | number | boolean;
  sign?: string;
  birth?: string;
  ext?: string;
}

/** A page of the history, the newest first unless it was asked for from the oldest on. */
export interface HistoryMessages {
  /** For the next page. */
  cursor?: string;
  messages: MessagesType[];
  isLast: boolean;
}

export interface ConversationItem {
  conversationId: string;
  conversationType: "singleChat" | "groupChat";
  isPinned: boolean;
  /** Epoch ms; 0 when it is not pinned. */
  pinnedTime: number;
  lastMessage: MessageBody | Record<string, never> | null;
  unReadCount: number;
  marks?: MarkType[];
}

export interface ServerConversations {
  conversations: ConversationItem[];
  /** For the next page; empty after the last. */
  cursor: string;
}

export interface PinConversation {
  isPinned: boolean;
  pinnedTime: number;
}

/** A conversation in the list of old. */
export interface ConversationList {
  channel_id: string;
  lastMessage: MessageBody | Record<string, never>;
  unread_num: number;
}

export interface ConversationInfo {
  channel_infos: ConversationList[];
}

/** The same, the last message as the server has it. */
export interface SessionInfo {
  channel_id: string;
  meta: { from: UserId; id: string; payload: string; timestamp: number; to: string };
  unread_num: number;
}

export interface DeleteSessionResult {
  result: "ok";
}

/** Conversations as this device remembers them. */
import type { ChatType, Loose } from "./common.ts";
import type { ChannelMsgBody, CmdMsgBody, DeliveryMsgBody, MessageBody, ReadMsgBody } from "./messages.ts";

export type ConversationType = Exclude<ChatType, "chatRoom">;
export type LocalMessageBody = Exclude<MessageBody, DeliveryMsgBody | ReadMsgBody | ChannelMsgBody | CmdMsgBody>;

/** The official `ConversationItem` of the cache, which is not that of the server's list. */
export interface LocalConversation {
  conversationId: string;
  conversationType: ConversationType;
  unReadCount?: number;
  lastMessage?: LocalMessageBody;
  /** What the application keeps with it. */
  customField?: Record<string, Loose>;
}

export type SessionParams = Pick<LocalConversation, "conversationId" | "conversationType">;
export type UpdateConversationParams = Pick<LocalConversation, "conversationId" | "conversationType" | "customField">;
export interface RemoveLocalConversationParams extends SessionParams {
  /** Default true. */
  isRemoveLocalMessage?: boolean;
}

/** Each rejects with 700 when nobody is logged in, -3 for wrong parameters, 800 when the storage fails. */
export interface LocalCacheMethods {
  /** The newest first. */
  getLocalConversations(): Promise<{ type: 0; data: LocalConversation[] }>;
  /** `data` is undefined when there is none. */
  getLocalConversation(params: SessionParams): Promise<{ type: 0; data: LocalConversation | undefined }>;
  setLocalConversationCustomField(params: UpdateConversationParams): Promise<void>;
  removeLocalConversation(params: RemoveLocalConversationParams): Promise<void>;
  clearConversationUnreadCount(params: SessionParams): Promise<void>;
}

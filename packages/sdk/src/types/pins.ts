/** Messages pinned in conversations. */
import type { AsyncResult, ChatType, UserId } from "./common.ts";
import type { MessagesType } from "./messages.ts";

export interface PinnedMessageInfo {
  message: MessagesType;
  /** Epoch ms. */
  pinTime: number;
  operatorId: UserId;
}

export interface CursorPinnedMessagesResult {
  /** The newest pin first. */
  list: PinnedMessageInfo[];
  /** For the next page; empty after the last. */
  cursor: string;
}

interface InConversation {
  conversationId: string;
  conversationType: ChatType;
}

export interface PinMethods {
  /** Rejects with -3 for a message that is none. */
  pinMessage(params: InConversation & { messageId: string }): Promise<void>;
  /** Rejects with 51 for one that is not pinned. */
  unpinMessage(params: InConversation & { messageId: string }): Promise<void>;
  /** `pageSize`: 1 to 50, default 10. */
  getServerPinnedMessages(
    params: InConversation & { pageSize?: number; cursor?: string },
  ): Promise<AsyncResult<CursorPinnedMessagesResult>>;
}

/** Reactions to messages. */
import type { AsyncResult, UserId } from "./common.ts";

export interface ReactionListItem {
  reaction: string;
  isAddedBySelf: boolean;
  userCount: number;
  userList: UserId[];
}

export interface GetReactionListResult {
  msgId: string;
  reactionList: ReactionListItem[];
}

export interface GetReactionDetailResult extends ReactionListItem {
  /** For the next page; empty after the last. */
  cursor: string;
}

interface ReactionListParams {
  chatType: "singleChat" | "groupChat";
  /** One message or several. */
  messageId: string | Array<string>;
  groupId?: string;
}

export interface ReactionMethods {
  /** Rejects with 1101 for one that is there already, 1103 where it may not be, 50 for too many. */
  addReaction(params: { messageId: string; reaction: string }): Promise<void>;
  deleteReaction(params: { messageId: string; reaction: string }): Promise<void>;
  getReactionlist(params: ReactionListParams): Promise<AsyncResult<GetReactionListResult[]>>;
  getReactionList(params: ReactionListParams): Promise<AsyncResult<GetReactionListResult[]>>;
  /** Who has reacted so. `pageSize`: up to 100, default 20. */
  getReactionDetail(params: {
    messageId: string;
    reaction: string;
    cursor?: string;
    pageSize?: number;
  }): Promise<AsyncResult<GetReactionDetailResult>>;
}

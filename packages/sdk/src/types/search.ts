/** Search in one's own messages. Rondo only. */
import type { ErrorEvent, Loose, UserId } from "./common.ts";
import type { MessageType } from "./messages.ts";
import type { HistoryMessages } from "./results.ts";

export interface SearchParams {
  /**
   * Parts apart by spaces: a message has to have each. Words are found by their beginning, in Chinese, Japanese and Korean a
   * part is found anywhere. Without it a sender, types or a time are needed. At most 120 characters.
   */
  keyword?: string;
  /** Sender. */
  from?: UserId;
  /** In this conversation only: the other user, or with `chatType: "groupChat"` the group. */
  targetId?: string;
  chatType?: "singleChat" | "groupChat";
  msgTypes?: readonly Exclude<MessageType, "read" | "delivery" | "channel" | "cmd">[];
  /** Epoch ms, both inclusive. */
  startTime?: number;
  endTime?: number;
  /** 1 to 50. Default 20. A page may have fewer although there are more: `isLast` tells. */
  pageSize?: number;
  /** Of the page before. */
  cursor?: string;
  success?: (result: Loose) => void;
  fail?: (error: ErrorEvent) => void;
}

export interface SearchMethods {
  /**
   * What this user can see, the newest first; what was said in chat rooms is not found. Rejects with -3 for wrong
   * parameters, 505 where the operator has not switched search on, and when this user searches too often.
   */
  searchMessages(params: SearchParams): Promise<HistoryMessages>;
}

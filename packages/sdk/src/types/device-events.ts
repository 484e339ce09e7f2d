/** What the user has done on another device. */
import type { GroupId, Loose, UserId } from "./common.ts";

export interface ConversationChangedInfo {
  operation:
    | "pinnedConversation"
    | "unpinnedConversation"
    | "deleteConversation"
    | "markConversation"
    | "unMarkConversation";
  conversationId: string;
  conversationType: "singleChat" | "groupChat";
  /** As the server calls it: `mark_0` to `mark_19`. Everywhere else marks are numbers. */
  conversationMark?: Loose;
  /** Epoch ms. */
  timestamp: number;
}

/** Messages were deleted from the history on the server. */
export interface RoamingDeleteMultiDeviceInfo {
  operation: "deleteRoaming";
  conversationId: string;
  chatType: "singleChat" | "groupChat";
  /** The device. */
  resource: string;
}

export type multiDeviceEventType =
  | "chatThreadCreate"
  | "chatThreadDestroy"
  | "chatThreadJoin"
  | "chatThreadLeave"
  | "chatThreadNameUpdate"
  | "setSilentModeForUser"
  | "removeSilentModeForConversation"
  | "setSilentModeForConversation";

export interface ThreadMultiDeviceInfo {
  operation: multiDeviceEventType;
  chatThreadId?: string;
  chatThreadName?: string;
  parentId?: string;
}

export type MemberAttributes = Record<string, string>;

export interface GroupMemberAttributesUpdateMultiDeviceInfo {
  operation: "memberAttributesUpdate";
  attributes: MemberAttributes;
  from: UserId;
  id: GroupId;
  userId: UserId;
}

export interface NotificationConMultiDeviceInfo {
  operation: "setSilentModeForConversation" | "removeSilentModeForConversation";
  resource: string;
  conversationId: string;
  type: "singleChat" | "groupChat";
  data: { type?: "AT" | "NONE" | "ALL"; ignoreDuration?: number };
}

export interface NotificationUserMultiDeviceInfo {
  operation: "setSilentModeForUser";
  resource: string;
  data: { ignoreInterval: string };
}

export type NotificationMultiDeviceInfo = NotificationConMultiDeviceInfo | NotificationUserMultiDeviceInfo;

export type MultiDeviceEvent =
  | ThreadMultiDeviceInfo
  | ConversationChangedInfo
  | RoamingDeleteMultiDeviceInfo
  | GroupMemberAttributesUpdateMultiDeviceInfo
  | NotificationMultiDeviceInfo;

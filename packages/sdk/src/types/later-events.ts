/**
 * What is told about groups, rooms and threads. Nothing of it comes yet; programs that have handlers for
 * it are programs nevertheless.
 */
import type { ChatType, Dictionary, Loose, UserId } from "./common.ts";
import type { MessageBody, Reaction } from "./messages.ts";

export interface GroupModifyInfo {
  name?: string;
  description?: string;
  public?: boolean;
  approval?: boolean;
  allowInvites?: boolean;
  maxUsers?: number;
  inviteNeedConfirm?: boolean;
  ext?: string;
  lastModified?: number;
  avatar?: string;
}

/** What has happened in a group or a room of chat. */
interface PlaceEvent<Operation extends string> {
  operation: Operation;
  id: string;
  from: UserId;
  name?: string;
  memberCount?: number;
  reason?: string;
  announcement?: string;
}

type PlaceOperation =
  | "destroy"
  | "removeMember"
  | "unblockMember"
  | "updateInfo"
  | "memberPresence"
  | "memberAbsence"
  | "setAdmin"
  | "removeAdmin"
  | "muteMember"
  | "unmuteMember"
  | "updateAnnouncement"
  | "deleteAnnouncement"
  | "uploadFile"
  | "deleteFile"
  | "addUserToAllowlist"
  | "removeAllowlistMember"
  | "muteAllMembers"
  | "unmuteAllMembers";

export interface GroupEvent
  extends PlaceEvent<
    | PlaceOperation
    | "create"
    | "requestToJoin"
    | "acceptRequest"
    | "joinPublicGroupDeclined"
    | "inviteToJoin"
    | "acceptInvite"
    | "rejectInvite"
    | "membersPresence"
    | "membersAbsence"
    | "directJoined"
    | "changeOwner"
    | "memberAttributesUpdate"
  > {
  userId?: UserId;
  detail?: GroupModifyInfo;
}

export interface ChatroomEvent
  extends PlaceEvent<PlaceOperation | "updateChatRoomAttributes" | "removeChatRoomAttributes"> {
  attributes?: string[] | { [key: string]: string };
  ext?: string;
}

/** A room, for who has just come in. */
export interface JoinChatRoomInfo {
  isAllMembersMuted: boolean;
  /** Epoch ms. */
  createTimestamp: number;
  isInAllowlist: boolean;
  memberCount: number;
  /** Epoch ms; -1: who joins is not muted. */
  muteExpireTimestamp: number;
}

export interface MessagePinEvent {
  conversationType: ChatType;
  conversationId: string;
  messageId: string;
  operatorId: UserId;
  /** Epoch ms. */
  time: number;
  operation: "pin" | "unpin";
}

export interface ReactionMessage {
  from: UserId;
  to: string;
  chatType: "singleChat" | "groupChat";
  reactions: Reaction[];
  messageId: string;
  ts: number;
}

export type onChatThreadChangeType = "create" | "update" | "destroy" | "userRemove";

export interface ThreadChangeInfo {
  id: string;
  name: string;
  operator: UserId;
  operation: onChatThreadChangeType;
  parentId: string;
  messageId?: string;
  messageCount?: number;
  lastMessage?: MessageBody | Record<string, never>;
  userName?: string;
  timestamp?: number;
  createTimestamp?: number;
}

/** One of some forty texts. */
export type OnPresenceMsgType = Loose;

/** The one event of old for all of it. */
export interface OnPresenceMsg {
  type: OnPresenceMsgType;
  to: string;
  from: string;
  status: string;
  chatroom?: boolean;
  toJid?: string;
  fromJid?: string;
  gid?: string;
  owner?: string;
}

export interface PresenceMsg extends OnPresenceMsg {
  reason?: string;
  announcement?: string;
  kicked?: string;
  detail?: GroupModifyInfo;
  ext?: string;
  muteTimestamp?: Dictionary;
}

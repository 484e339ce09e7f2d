/** Chat rooms. */
import type { AsyncResult, UserId } from "./common.ts";
import type { Call, CommonRequestResult, MembersPage } from "./groups.ts";
import type { JoinChatRoomInfo } from "./later-events.ts";

export type BaseMembers = { member: string } | { owner: string };

export interface ChatRoomBaseInfo {
  id: string;
  name: string;
  owner: string;
  affiliations_count: number;
}
export type GetChatRoomsResult = ChatRoomBaseInfo[];

export interface GetChatRoomDetailsResult {
  id: string;
  name: string;
  description: string;
  owner: string;
  /** Epoch ms. */
  created: number;
  custom: string;
  maxusers: number;
  membersonly: boolean;
  allowinvites: boolean;
  public: boolean;
  /** Nobody may write but who is on the allowlist, owner and administrators. */
  mute: boolean;
  shieldgroup: boolean;
  affiliations_count: number;
  affiliations: BaseMembers[];
}

export type JoinedChatRoomInfo = Pick<
  GetChatRoomDetailsResult,
  "id" | "name" | "owner" | "created" | "description" | "maxusers"
>;
export type JoinedChatRoomsResult = JoinedChatRoomInfo[];

export type JoinChatRoomResult = CommonRequestResult & { info: JoinChatRoomInfo };

export interface CreateDeleteChatRoomResult {
  id: string;
}
export interface ModifyChatRoomResult {
  groupname: boolean;
  description: boolean;
  maxusers: boolean;
}
export interface AddUsersToChatRoomResult {
  id: string;
  action: "add_member";
  newmembers: string[];
}
export type GetChatRoomAdminResult = UserId[];
export interface SetChatRoomAdminResult {
  newadmin: string;
  result: boolean;
}
export interface RemoveChatRoomAdminResult {
  oldadmin: string;
  result: boolean;
}
export interface GetChatRoomMuteListResult {
  user: string;
  /** Epoch ms. */
  expire: number;
}
export interface MuteChatRoomMemberResult extends GetChatRoomMuteListResult {
  result: boolean;
}
export interface UnmuteChatRoomMemberResult {
  user: string;
  result: boolean;
}
export interface WhetherAbleSendChatRoomMsgResult {
  mute: boolean;
}
export interface IsChatRoomWhiteUserResult {
  member: string;
  white: boolean;
}
export interface FetchChatRoomAnnouncementResult {
  announcement: string;
}
export interface UpdateChatRoomAnnouncementResult {
  id: string;
  result: boolean;
}

export interface GetChatroomAttributesResult {
  chatRoomId: string;
  attributeKeys: Array<string>;
}
export interface ChatroomAttributes {
  /** `fail` when one of them has not. */
  status: "success" | "fail";
  /** Why, by key. */
  errorKeys: { [key: string]: string };
  successKeys: Array<string>;
}

interface OfRoom {
  chatRoomId: string;
}
type OfMember = OfRoom & { username: string };
/** `roomId` and not `chatRoomId`: so it has always been called there. */
interface ById {
  roomId: string;
}

/** Rejects with 705 for a room that is none, 702 for who is not in it, 603 for who may not, -3 for parameters that are wrong. */
export interface ChatRoomMethods extends OldChatRoomMethods {
  /**
   * The others are told `memberPresence`, with `ext`. A short interruption of the connection is none of being there.
   * Rejects with 705 for a room that is none, 704 when it is full, 603 for who is blocked, 50 in too many rooms.
   */
  joinChatRoom: Call<ById & { message?: string; ext?: string; leaveOtherRooms?: boolean }, JoinChatRoomResult>;
  leaveChatRoom: Call<ById, { result: boolean }>;
  getChatRooms: Call<{ pagenum: number; pagesize: number }, GetChatRoomsResult>;
  /** `pageNum` from 1, up to 500 in a page. */
  getJoinedChatRooms(params: { pageNum: number; pageSize: number }): Promise<AsyncResult<JoinedChatRoomsResult>>;
  getChatRoomDetails: Call<OfRoom, Array<GetChatRoomDetailsResult>>;
  /** For super administrators, or with the token of one. */
  createChatRoom: Call<
    { name: string; description: string; maxusers: number; members?: UserId[]; token?: string },
    CreateDeleteChatRoomResult
  >;
  destroyChatRoom: Call<OfRoom & { token: string }, CreateDeleteChatRoomResult>;
  modifyChatRoom: Call<
    OfRoom & { chatRoomName?: string; description?: string; maxusers?: number },
    ModifyChatRoomResult
  >;

  /** `limit`: 1 to 50, default 50. */
  getChatRoomMembers(params: OfRoom & { cursor?: string; limit?: number }): Promise<AsyncResult<MembersPage>>;
  addUsersToChatRoom: Call<OfRoom & { users: string[] }, AddUsersToChatRoomResult>;
  removeChatRoomMember: Call<OfMember, CommonRequestResult>;
  removeChatRoomMembers: Call<OfRoom & { users: string[] }, CommonRequestResult[]>;
  getChatRoomAdmin: Call<OfRoom, GetChatRoomAdminResult>;
  setChatRoomAdmin: Call<OfMember, SetChatRoomAdminResult>;
  removeChatRoomAdmin: Call<OfMember, RemoveChatRoomAdminResult>;

  getChatRoomMutelist: Call<OfRoom, GetChatRoomMuteListResult[]>;
  /** `muteDuration`: ms; -1: for ever. */
  muteChatRoomMember: Call<OfMember & { muteDuration: number }, MuteChatRoomMemberResult>;
  unmuteChatRoomMember: Call<OfMember, UnmuteChatRoomMemberResult[]>;
  /** Of who asks. */
  isInChatRoomMutelist(params: OfRoom): Promise<AsyncResult<boolean>>;
  disableSendChatRoomMsg: Call<OfRoom, WhetherAbleSendChatRoomMsgResult>;
  enableSendChatRoomMsg: Call<OfRoom, WhetherAbleSendChatRoomMsgResult>;
  getChatRoomBlocklist: Call<OfRoom, UserId[]>;
  blockChatRoomMember: Call<OfMember, CommonRequestResult>;
  blockChatRoomMembers: Call<OfRoom & { usernames: string[] }, CommonRequestResult[]>;
  unblockChatRoomMember: Call<OfMember, CommonRequestResult>;
  unblockChatRoomMembers: Call<OfRoom & { usernames: string[] }, CommonRequestResult[]>;
  getChatRoomAllowlist: Call<OfRoom, UserId[]>;
  /** For one user `data` is that one result, not a list. */
  addUsersToChatRoomAllowlist: Call<OfRoom & { users: string[] }, CommonRequestResult | CommonRequestResult[]>;
  removeChatRoomAllowlistMember: Call<OfRoom & { userName: string }, CommonRequestResult>;
  isInChatRoomAllowlist: Call<OfRoom & { userName: string }, IsChatRoomWhiteUserResult>;

  fetchChatRoomAnnouncement: Call<ById, FetchChatRoomAnnouncementResult>;
  updateChatRoomAnnouncement: Call<ById & { announcement: string }, UpdateChatRoomAnnouncementResult>;

  /** All of them unless `attributeKeys` names some. */
  getChatRoomAttributes(
    params: OfRoom & { attributeKeys?: Array<string> },
  ): Promise<AsyncResult<GetChatroomAttributesResult>>;
  /**
   * `autoDelete` (default true): they go when who has set them leaves. `isForced` (default false): also those of others.
   * Which have not been set is in the result.
   */
  setChatRoomAttributes(
    params: OfRoom & { attributes: { [key: string]: string }; autoDelete?: boolean; isForced?: boolean },
  ): Promise<AsyncResult<ChatroomAttributes>>;
  /** Rejects with 52 for an attribute of somebody else, 50 for limits, -3 for a key that may not be. */
  setChatRoomAttribute(
    params: OfRoom & { attributeKey: string; attributeValue: string; autoDelete?: boolean; isForced?: boolean },
  ): Promise<void>;
  removeChatRoomAttributes(
    params: OfRoom & { attributeKeys: Array<string>; isForced?: boolean },
  ): Promise<AsyncResult<ChatroomAttributes>>;
  removeChatRoomAttribute(params: OfRoom & { attributeKey: string; isForced?: boolean }): Promise<void>;
}

type Same<Name extends keyof ChatRoomMethods> = ChatRoomMethods[Name];

/** Older ways, and older names. */
interface OldChatRoomMethods {
  quitChatRoom: Same<"leaveChatRoom">;
  /** `pageNum` from 1. */
  listChatRoomMembers: Call<OfRoom & { pageNum: number; pageSize: number }, { member: string }[]>;
  listChatRoomMember: Same<"listChatRoomMembers">;
  removeSingleChatRoomMember: Same<"removeChatRoomMember">;
  removeMultiChatRoomMember: Same<"removeChatRoomMembers">;
  getChatRoomMuted: Same<"getChatRoomMutelist">;
  getChatRoomMuteList: Same<"getChatRoomMutelist">;
  removeMuteChatRoomMember: Same<"unmuteChatRoomMember">;
  getChatRoomBlacklist: Same<"getChatRoomBlocklist">;
  getChatRoomBlacklistNew: Same<"getChatRoomBlocklist">;
  chatRoomBlockSingle: Same<"blockChatRoomMember">;
  chatRoomBlockMulti: Same<"blockChatRoomMembers">;
  removeChatRoomBlockSingle: Same<"unblockChatRoomMember">;
  removeChatRoomBlockMulti: Same<"unblockChatRoomMembers">;
  getChatRoomWhitelist: Same<"getChatRoomAllowlist">;
  addUsersToChatRoomWhitelist: Same<"addUsersToChatRoomAllowlist">;
  removeChatRoomWhitelistMember: Same<"removeChatRoomAllowlistMember">;
  rmUsersFromChatRoomWhitelist: Same<"removeChatRoomAllowlistMember">;
  isChatRoomWhiteUser: Same<"isInChatRoomAllowlist">;
}

/** Groups and their members. */
import type { AsyncResult, Callbacks, GroupId, UserId } from "./common.ts";
import type { MemberAttributes } from "./device-events.ts";
import type { BaseUserInfo } from "./results.ts";

/** A method that takes one object; `success` and `error` in it are the old way to be told. */
export type Call<Params, Result> = (params: Params & Callbacks<AsyncResult<Result>>) => Promise<AsyncResult<Result>>;

export interface BaseGroupInfo {
  groupid: string;
  groupname: string;
}

export interface GroupInfo {
  groupId: string;
  groupName: string;
  affiliationsCount?: number;
  /** Of who asks. */
  role?: GroupMemberRole;
  disabled: boolean;
  /** Who wants to join has to be let in. */
  approval: boolean;
  allowInvites: boolean;
  description: string;
  maxUsers: number;
  public: boolean;
}

export type GroupMemberRole = "owner" | "admin" | "member";
export type GroupMember = { owner: UserId } | { member: UserId };
export type GroupAffiliation = { owner: UserId; joined_time: number } | { member: UserId; joined_time: number };

export interface GroupDetailInfo {
  id: string;
  name: string;
  description: string;
  avatar: string;
  owner: UserId;
  /** Epoch ms. */
  created: number;
  /** The extension of the group. */
  custom: string;
  maxusers: number;
  membersonly: boolean;
  allowinvites: boolean;
  public: boolean;
  /** Nobody may write but who is on the allowlist, owner and administrators. */
  mute: boolean;
  /** Who asks does not get its messages. */
  shieldgroup: boolean;
  affiliations_count: number;
  affiliations: GroupAffiliation[];
}

export interface FetchedGroupMember {
  role: GroupMemberRole;
  userId: UserId;
  /** Epoch ms. */
  joinedTime: number;
}

export interface MembersPage {
  /** For the next page; nothing after the last. */
  cursor: string | undefined;
  members: FetchedGroupMember[];
}

export interface CreateGroupResult {
  groupid: string;
}
export interface DestroyGroupResult {
  id: string;
  success: boolean;
}
export interface ModifyGroupResult {
  groupname?: boolean;
  description?: boolean;
  avatar?: boolean;
  maxusers?: boolean;
  membersonly?: boolean;
  allowinvites?: boolean;
}
export interface ChangeGroupOwnerResult {
  newowner: boolean;
}
export interface BlockGroupResult extends BaseUserInfo {}
export interface CommonRequestResult {
  id: string;
  user: UserId;
  action: string;
  result: boolean;
  reason?: string;
}
export interface GroupRequestResult {
  groupid: string;
  user: UserId;
  action: string;
  result: boolean;
}
export interface RemoveGroupMemberResult {
  groupid: string;
  user: UserId;
  action: "remove_member";
  result: boolean;
}
export interface InviteUsersToGroupResult {
  id: string;
  user: UserId;
  action: "invite";
  result: boolean;
  reason?: string;
}
export interface SetGroupAdminResult {
  newadmin: UserId;
  result: "success";
}
export interface RemoveGroupAdminResult {
  oldadmin: UserId;
  result: "success";
}
export interface GetGroupMuteListResult {
  user: UserId;
  /** Epoch ms. */
  expire: number;
}
export interface MuteGroupMemberResult extends GetGroupMuteListResult {
  result: boolean;
}
export interface UnmuteGroupMemberResult {
  user: UserId;
  result: boolean;
}
export interface IsInGroupWhiteListResult {
  member: UserId;
  white: boolean;
}
export interface UpdateGroupAnnouncementResult {
  id: string;
  result: boolean;
}
export interface GetGroupMsgReadUserResult {
  ackmid: string;
  is_last: boolean;
  next_key: string;
  timestamp: number;
  total: number;
  userlist: UserId[];
}
export type GetGroupMembersAttributesResult = Record<UserId, MemberAttributes>;

interface OfGroup {
  groupId: GroupId;
}
type OfMember = OfGroup & { username: UserId };

export interface CreateGroupParams {
  groupName?: string;
  avatar?: string;
  description?: string;
  members?: UserId[];
  /** Default false. */
  isPublic?: boolean;
  /** Default false. */
  needApprovalToJoin?: boolean;
  /** Default true. */
  allowMemberToInvite?: boolean;
  /** Whether who is invited is asked. Default false. */
  inviteNeedConfirm?: boolean;
  /** Default 200. */
  maxMemberCount?: number;
  extension?: string;
}

export interface OldCreateGroupParams {
  data: {
    groupname: string;
    avatar?: string;
    desc: string;
    members: UserId[];
    public: boolean;
    approval: boolean;
    allowinvites: boolean;
    inviteNeedConfirm: boolean;
    maxusers: number;
    ext?: string;
  };
}

/** Rejects with 605 for a group that is none, 602 for who is not in it, 603 for who may not, -3 for parameters that are wrong. */
export interface GroupMethods extends OldGroupMethods {
  /** `members` are in it at once, or asked. Rejects with 204 for users that are none, 607 for more than may be in it. */
  createGroupVNext(params: CreateGroupParams): Promise<AsyncResult<{ groupId: string }>>;
  /** One group or several. */
  getGroupInfo: Call<{ groupId: GroupId | GroupId[] }, GroupDetailInfo[]>;
  modifyGroup: Call<
    OfGroup & { groupName?: string; description?: string; avatar?: string; ext?: string },
    ModifyGroupResult
  >;
  changeGroupOwner: Call<OfGroup & { newOwner: UserId }, ChangeGroupOwnerResult>;
  destroyGroup: Call<OfGroup, DestroyGroupResult>;
  leaveGroup: Call<OfGroup, { result: true }>;
  /** `cursor` of the page before. */
  getPublicGroups: Call<{ limit: number; cursor?: string }, BaseGroupInfo[]>;
  /**
   * The own groups. Without flags in `data`, `pageNum` from 1, up to 500 in a page; with one of them in `entities`,
   * `pageNum` from 0, up to 20.
   */
  getJoinedGroups: Call<
    { pageNum: number; pageSize: number; needAffiliations?: boolean; needRole?: boolean },
    BaseGroupInfo[] | GroupInfo[]
  >;
  getJoinedGroupsCount(): Promise<AsyncResult<number>>;

  /** Joins, or asks for it where the group wants that. Rejects with 606 when it is full, 601 for who is in it. */
  joinGroup: Call<OfGroup & { message: string }, CommonRequestResult>;
  acceptGroupJoinRequest: Call<OfGroup & { applicant: UserId }, CommonRequestResult>;
  rejectGroupJoinRequest: Call<OfGroup & { applicant: UserId; reason: string }, CommonRequestResult>;
  inviteUsersToGroup: Call<OfGroup & { users: UserId[] }, InviteUsersToGroupResult[]>;
  /** `invitee` is who answers. */
  acceptGroupInvite: Call<OfGroup & { invitee: UserId }, CommonRequestResult>;
  rejectGroupInvite: Call<OfGroup & { invitee: UserId }, CommonRequestResult>;

  /** `limit`: 1 to 50, default 50. */
  getGroupMembers(params: OfGroup & { cursor?: string; limit?: number }): Promise<AsyncResult<MembersPage>>;
  removeGroupMember: Call<OfMember, RemoveGroupMemberResult>;
  removeGroupMembers: Call<OfGroup & { users: UserId[] }, RemoveGroupMemberResult[]>;
  getGroupAdmin: Call<OfGroup, UserId[]>;
  setGroupAdmin: Call<OfMember, SetGroupAdminResult>;
  removeGroupAdmin: Call<OfMember, RemoveGroupAdminResult>;

  getGroupMuteList: Call<OfGroup, GetGroupMuteListResult[]>;
  getGroupMutelist: Call<OfGroup, GetGroupMuteListResult[]>;
  /** `muteDuration`: ms; -1: for ever. */
  muteGroupMember: Call<OfGroup & { username: UserId | UserId[]; muteDuration: number }, MuteGroupMemberResult[]>;
  unmuteGroupMember: Call<OfGroup & { username: UserId | UserId[] }, UnmuteGroupMemberResult[]>;
  /** Of who asks. */
  isInGroupMutelist(params: OfGroup): Promise<AsyncResult<boolean>>;
  disableSendGroupMsg: Call<OfGroup, { mute: true }>;
  enableSendGroupMsg: Call<OfGroup, { mute: false }>;
  getGroupBlocklist: Call<OfGroup, UserId[]>;
  blockGroupMember: Call<OfMember, GroupRequestResult>;
  blockGroupMembers: Call<OfGroup & { usernames: UserId[] }, GroupRequestResult[]>;
  unblockGroupMember: Call<OfMember, GroupRequestResult>;
  unblockGroupMembers: Call<OfGroup & { usernames: UserId[] }, GroupRequestResult[]>;
  getGroupAllowlist: Call<OfGroup, UserId[]>;
  /** For one user `data` is that one result, not a list. */
  addUsersToGroupAllowlist: Call<OfGroup & { users: UserId[] }, GroupRequestResult[]>;
  removeGroupAllowlistMember: Call<OfGroup & { userName: UserId }, GroupRequestResult>;
  isInGroupAllowlist: Call<OfGroup & { userName: UserId }, IsInGroupWhiteListResult>;

  fetchGroupAnnouncement: Call<OfGroup, { announcement: string }>;
  updateGroupAnnouncement: Call<OfGroup & { announcement: string }, UpdateGroupAnnouncementResult>;
  /** No messages of the group for who asks, until `unblockGroupMessage`. */
  blockGroupMessage(params: OfGroup): Promise<AsyncResult<GroupRequestResult>>;
  unblockGroupMessage(params: OfGroup): Promise<AsyncResult<GroupRequestResult>>;
  /** No notices of the group when nobody is online here. */
  blockGroupMessages: Call<OfGroup, BlockGroupResult>;
  /** Who has read a message that asked for it. */
  getGroupMsgReadUser: Call<OfGroup & { msgId: string }, GetGroupMsgReadUserResult>;

  /** An empty value takes one away. Rejects with 50 for what is too large. */
  setGroupMemberAttributes(params: OfGroup & { userId: UserId; memberAttributes: MemberAttributes }): Promise<void>;
  getGroupMemberAttributes(params: OfGroup & { userId: UserId }): Promise<AsyncResult<MemberAttributes>>;
  /** All of them unless `keys` names some. */
  getGroupMembersAttributes(
    params: OfGroup & { userIds: UserId[]; keys?: string[] },
  ): Promise<AsyncResult<GetGroupMembersAttributesResult>>;
}

type Same<Name extends keyof GroupMethods> = GroupMethods[Name];

/** Older ways, and older names. */
interface OldGroupMethods {
  createGroup: Call<OldCreateGroupParams, CreateGroupResult>;
  createGroupNew: Call<OldCreateGroupParams, CreateGroupResult>;
  getGroup(params?: Callbacks<AsyncResult<BaseGroupInfo[]>>): Promise<AsyncResult<BaseGroupInfo[]>>;
  /** `pageNum` from 1, up to 1000 in a page. */
  listGroupMembers: Call<OfGroup & { pageNum: number; pageSize: number }, GroupMember[]>;
  listGroupMember: Same<"listGroupMembers">;
  listGroups: Same<"getPublicGroups">;
  changeOwner: Same<"changeGroupOwner">;
  dissolveGroup: Same<"destroyGroup">;
  quitGroup: Same<"leaveGroup">;
  agreeJoinGroup: Same<"acceptGroupJoinRequest">;
  rejectJoinGroup: Same<"rejectGroupJoinRequest">;
  inviteToGroup: Same<"inviteUsersToGroup">;
  agreeInviteIntoGroup: Same<"acceptGroupInvite">;
  rejectInviteIntoGroup: Same<"rejectGroupInvite">;
  removeSingleGroupMember: Same<"removeGroupMember">;
  removeMultiGroupMember: Same<"removeGroupMembers">;
  setAdmin: Same<"setGroupAdmin">;
  removeAdmin: Same<"removeGroupAdmin">;
  getMuted: Same<"getGroupMuteList">;
  mute: Same<"muteGroupMember">;
  removeMute: Same<"unmuteGroupMember">;
  getGroupBlacklist: Same<"getGroupBlocklist">;
  getGroupBlacklistNew: Same<"getGroupBlocklist">;
  groupBlockSingle: Same<"blockGroupMember">;
  groupBlockMulti: Same<"blockGroupMembers">;
  removeGroupBlockSingle: Same<"unblockGroupMember">;
  removeGroupBlockMulti: Same<"unblockGroupMembers">;
  getGroupWhitelist: Same<"getGroupAllowlist">;
  addUsersToGroupWhitelist: Same<"addUsersToGroupAllowlist">;
  removeGroupWhitelistMember: Same<"removeGroupAllowlistMember">;
  rmUsersFromGroupWhitelist: Same<"removeGroupAllowlistMember">;
  isGroupWhiteUser: Same<"isInGroupAllowlist">;
  isInGroupWhiteList: Same<"isInGroupAllowlist">;
  blockGroup: Same<"blockGroupMessages">;
}

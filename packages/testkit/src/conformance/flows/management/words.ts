/** What the SDK calls the same thing in groups and in rooms. */
export interface Words {
  readonly kind: "group" | "room";
  /** Rules that a flow shows end its name; where it plays begins it. */
  readonly title: string;
  readonly path: string;
  readonly event: string;
  readonly chatType: string;
  /** The parameter with the id, and that of announcements and shared files. */
  readonly id: string;
  readonly fileId: string;
  /** The id in results about users on a list. */
  readonly listedId: string;
  readonly methods: Readonly<Record<Method, string>>;
}

export type Method =
  | "admins"
  | "addAdmin"
  | "removeAdmin"
  | "mutes"
  | "mute"
  | "unmute"
  | "isMuted"
  | "muteAll"
  | "unmuteAll"
  | "allowed"
  | "allow"
  | "disallow"
  | "isAllowed"
  | "blocked"
  | "block"
  | "blockSome"
  | "unblock"
  | "unblockSome"
  | "announcement"
  | "announce"
  | "files"
  | "removeFile";

export const GROUP: Words = {
  kind: "group",
  title: "group management",
  path: "chatgroups",
  event: "onGroupEvent",
  chatType: "groupChat",
  id: "groupId",
  fileId: "groupId",
  listedId: "groupid",
  methods: {
    admins: "getGroupAdmin",
    addAdmin: "setGroupAdmin",
    removeAdmin: "removeGroupAdmin",
    mutes: "getGroupMuteList",
    mute: "muteGroupMember",
    unmute: "unmuteGroupMember",
    isMuted: "isInGroupMutelist",
    muteAll: "disableSendGroupMsg",
    unmuteAll: "enableSendGroupMsg",
    allowed: "getGroupAllowlist",
    allow: "addUsersToGroupAllowlist",
    disallow: "removeGroupAllowlistMember",
    isAllowed: "isInGroupAllowlist",
    blocked: "getGroupBlocklist",
    block: "blockGroupMember",
    blockSome: "blockGroupMembers",
    unblock: "unblockGroupMember",
    unblockSome: "unblockGroupMembers",
    announcement: "fetchGroupAnnouncement",
    announce: "updateGroupAnnouncement",
    files: "getGroupSharedFilelist",
    removeFile: "deleteGroupSharedFile",
  },
};

export const ROOM: Words = {
  kind: "room",
  title: "room management",
  path: "chatrooms",
  event: "onChatroomEvent",
  chatType: "chatRoom",
  id: "chatRoomId",
  fileId: "roomId",
  listedId: "id",
  methods: {
    admins: "getChatRoomAdmin",
    addAdmin: "setChatRoomAdmin",
    removeAdmin: "removeChatRoomAdmin",
    mutes: "getChatRoomMutelist",
    mute: "muteChatRoomMember",
    unmute: "unmuteChatRoomMember",
    isMuted: "isInChatRoomMutelist",
    muteAll: "disableSendChatRoomMsg",
    unmuteAll: "enableSendChatRoomMsg",
    allowed: "getChatRoomAllowlist",
    allow: "addUsersToChatRoomAllowlist",
    disallow: "removeChatRoomAllowlistMember",
    isAllowed: "isInChatRoomAllowlist",
    blocked: "getChatRoomBlocklist",
    block: "blockChatRoomMember",
    blockSome: "blockChatRoomMembers",
    unblock: "unblockChatRoomMember",
    unblockSome: "unblockChatRoomMembers",
    announcement: "fetchChatRoomAnnouncement",
    announce: "updateChatRoomAnnouncement",
    files: "getChatRoomSharedFilelist",
    removeFile: "deleteChatRoomSharedFile",
  },
};

import surface from "../../../sdk/scripts/api-surface.json" with { type: "json" };

const words = (text: string): string[] => text.split(" ");

/** What the events of many kinds say in `operation`. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  onGroupEvent: words(
    "create destroy requestToJoin acceptRequest joinPublicGroupDeclined inviteToJoin acceptInvite rejectInvite removeMember " +
      "unblockMember updateInfo memberPresence membersPresence memberAbsence membersAbsence directJoined changeOwner setAdmin " +
      "removeAdmin muteMember unmuteMember updateAnnouncement deleteAnnouncement uploadFile deleteFile addUserToAllowlist " +
      "removeAllowlistMember muteAllMembers unmuteAllMembers memberAttributesUpdate",
  ),
  onChatroomEvent: words(
    "destroy removeMember unblockMember updateInfo memberPresence memberAbsence setAdmin removeAdmin muteMember unmuteMember " +
      "updateAnnouncement deleteAnnouncement uploadFile deleteFile addUserToAllowlist removeAllowlistMember muteAllMembers " +
      "unmuteAllMembers updateChatRoomAttributes removeChatRoomAttributes",
  ),
  onMultiDeviceEvent: words(
    "chatThreadCreate chatThreadDestroy chatThreadJoin chatThreadLeave chatThreadNameUpdate deleteRoaming deleteConversation " +
      "pinnedConversation unpinnedConversation markConversation unMarkConversation setSilentModeForConversation " +
      "removeSilentModeForConversation setSilentModeForUser memberAttributesUpdate",
  ),
  onChatThreadChange: words("create update destroy userRemove"),
  onMessagePinEvent: words("pin unpin"),
};

/** Every event that an application can be told of, with each of its operations. */
export const EVENTS: readonly string[] = surface.events.flatMap((event) =>
  (OPERATIONS[event] ?? [""]).map((operation) => `${event} ${operation}`.trim()),
);

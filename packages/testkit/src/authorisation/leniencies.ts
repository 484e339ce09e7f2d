/** Endpoints that are not for the application, which makes all other calls with something wrong in them. */
export const userOnly: ReadonlySet<string> = new Set(["leaveGroup", "shieldGroup", "unshieldGroup", "applyToGroup"]);

/** What speaks of everybody is tried where there is hardly anybody. */
export const sweeping: ReadonlySet<string> = new Set([
  "removeUsers",
  "broadcastToUsers",
  "broadcastToOnline",
  "broadcastToRooms",
]);

/** Where the path may name what does not exist, by parameter, and why. */
const reasons = [
  {
    why: "nobody is not connected, has no groups, no conversations, no settings",
    where: `:user of getUserStatus listUserResources countJoinedGroups listGroupsOfUser listJoinedGroups listJoinedRooms
      listJoinedThreads listJoinedThreadsOfGroup listConversations listConversationsByPage listConversationsUnpaged
      listPinnedMessages listReactions listPresenceSubscriptions listPushDevices listNotificationTypes getNotifications
      getGroupNotification getUserNotification getPushLanguage getPushTimeZone getChosenPushTemplate getUserAttributes
      isGroupMuted isRoomMuted isInGroup isInGroupByPost readHistory searchConversationsByMark searchMessages queryPresence`,
  },
  {
    why: "what is to go is not there",
    where: `:user of deleteConversation removeAllMessagesAndConversations removeMessagesById removeMessagesUpToTime
      removeUserAttributes leaveThread unpinConversation unsubscribePresence markConversations unmarkConversations`,
  },
  { why: "it is about the token of the call", where: ":user of getTokenExpiry" },
  {
    why: "the device is not connected",
    where: ":resource of disconnectDevice disconnectDeviceByGet disconnectDeviceByPost",
  },
  { why: "there are no threads", where: ":group of listJoinedThreadsOfGroup" },
  {
    why: "a setting may be there before what it is about",
    where: ":key of getGroupNotification getUserNotification setGroupNotification setUserNotification",
  },
  {
    why: "who is not on a list is off it",
    where: `:names of removeGroupAllowed removeRoomAllowed unblockGroupMembers unblockRoomMembers unmuteGroupMembers
      unmuteRoomMembers`,
  },
  { why: "the answer says that nobody was removed", where: ":name of removeThreadMember" },
  { why: "a number of the caller's choice", where: ":status of publishPresence" },
  { why: "a number of the caller's choice", where: ":expiry of subscribePresence" },
];

const places: ReadonlySet<string> = new Set(
  reasons.flatMap(({ where }) => {
    const [param = "", , ...endpoints] = where.split(/\s+/);
    return endpoints.map((endpoint) => `${endpoint} ${param}`);
  }),
);

export function lenient(endpoint: string, param: string): boolean {
  return places.has(`${endpoint} :${param}`);
}

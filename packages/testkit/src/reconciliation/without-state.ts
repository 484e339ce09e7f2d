const CONNECTION = "of the connection: there is nothing to fetch";
const LEGACY = "an older form of another event, which has its own row";
const NEVER = "declared and never told by the official client";
const OPEN_QUESTION = "an open invitation or application is known by its event only: no call lists them";
const ANSWER = "who belongs to what is as it was";

/** Events that explain no state that can be fetched, and why. */
export const WITHOUT_STATE: Readonly<Record<string, string>> = {
  onOpened: CONNECTION,
  onClosed: CONNECTION,
  onConnected: CONNECTION,
  onReconnecting: CONNECTION,
  onDisconnected: CONNECTION,
  onOnline: CONNECTION,
  onOffline: CONNECTION,
  onTokenWillExpire: CONNECTION,
  onTokenExpired: CONNECTION,
  onOfflineMessageSyncStart: CONNECTION,
  onOfflineMessageSyncFinish: CONNECTION,
  onError: CONNECTION,
  onStatisticMessage: "a remark of the server that no call repeats",
  onPictureMessage: "what listen() calls onImageMessage, which has its row",
  onChatroomChange: LEGACY,
  onPresence: NEVER,
  onContactChange: NEVER,
  onContactInvited: OPEN_QUESTION,
  onContactRefuse: ANSWER,
  onCmdMessage: "a command is no part of histories and lists",
  onDeliveredMessage: "that a device has a message is told, and fetched by nobody else",
  "onGroupEvent requestToJoin": OPEN_QUESTION,
  "onGroupEvent inviteToJoin": OPEN_QUESTION,
  "onGroupEvent joinPublicGroupDeclined": ANSWER,
  "onGroupEvent rejectInvite": ANSWER,
  "onGroupEvent unblockMember": "told to somebody outside, who cannot read the list",
  "onChatroomEvent unblockMember": "told to somebody outside, who cannot read the list",
};

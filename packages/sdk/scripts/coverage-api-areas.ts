/**
 * Which of the official names belong to which area, and whether the area is built. An area that is added to the SDK
 * becomes `isBuilt`, and from then on each of its names needs a test.
 */
import surface from "./api-surface.json" with { type: "json" };

export interface Area {
  readonly name: string;
  readonly isBuilt: boolean;
  /** Of the package, when it is not in the one file: as with the official client, where it is a plugin. */
  readonly part?: "local-cache";
  readonly options?: readonly string[];
  readonly methods?: readonly string[];
  readonly events?: readonly string[];
  /** Codes the official client gives to applications; its other constants are compared as a whole. */
  readonly codes?: readonly number[];
  readonly utils?: readonly string[];
  readonly logger?: readonly string[];
  readonly message?: readonly string[];
}

const { methods } = surface;

export const AREAS: readonly Area[] = [
  {
    name: "connection",
    isBuilt: true,
    options: surface.options,
    methods: [...methods.connection, ...methods.events],
    events: words(
      "onOpened onClosed onConnected onReconnecting onDisconnected onOnline onOffline onTokenWillExpire onTokenExpired " +
        "onOfflineMessageSyncStart onOfflineMessageSyncFinish onError onStatisticMessage",
    ),
    codes: [
      0, -1, -2, -3, -4, 1, 2, 3, 16, 17, 28, 31, 32, 39, 40, 50, 52, 53, 54, 56, 57, 204, 206, 207, 208, 214, 216, 217,
      220, 304, 404, 405, 500, 503, 505, 603, 700, 999,
    ],
  },
  {
    name: "messages",
    isBuilt: true,
    methods: methods.messages,
    events: words(
      "onMessage onTextMessage onStreamMessage onCombineMessage onImageMessage onPictureMessage onAudioMessage " +
        "onVideoMessage onFileMessage onLocationMessage onCmdMessage onCustomMessage onReceivedMessage onDeliveredMessage " +
        "onReadMessage onChannelMessage onRecallMessage onModifiedMessage",
    ),
    codes: [
      203, 205, 219, 221, 501, 502, 504, 506, 507, 508, 509, 510, 511, 512, 513, 514, 602, 604, 605, 608, 1302, 1303,
      1304,
    ],
    message: surface.message,
  },
  { name: "history", isBuilt: true, methods: methods.history },
  { name: "conversations", isBuilt: true, methods: methods.conversations, codes: [1400] },
  { name: "userInfo", isBuilt: true, methods: methods.userInfo },
  { name: "multiDevice", isBuilt: true, methods: methods.multiDevice, events: ["onMultiDeviceEvent"] },
  { name: "files", isBuilt: true, codes: [101, 102, 200, 222, 223] },
  { name: "utils", isBuilt: true, utils: surface.utils },
  { name: "logger", isBuilt: true, logger: surface.logger },
  {
    name: "contacts",
    isBuilt: true,
    methods: methods.contacts,
    events: words("onContactInvited onContactAgreed onContactRefuse onContactAdded onContactDeleted onContactChange"),
  },
  {
    name: "presence",
    isBuilt: true,
    methods: methods.presence,
    events: words("onPresence onPresenceStatusChange"),
    codes: [1100],
  },
  {
    name: "groups",
    isBuilt: true,
    methods: methods.groups,
    events: words("onGroupEvent onGroupChange"),
    codes: [601, 606, 607, 609],
  },
  {
    name: "chatRooms",
    isBuilt: true,
    methods: methods.chatRooms,
    events: words("onChatroomEvent onChatroomChange"),
    codes: [23, 702, 704, 705],
  },
  // Of groups and rooms; the official list has them apart.
  { name: "sharedFiles", isBuilt: true, methods: methods.files },
  {
    name: "threads",
    isBuilt: true,
    methods: methods.threads,
    events: ["onChatThreadChange"],
    codes: [1300, 1301],
  },
  {
    name: "reactions",
    isBuilt: true,
    methods: methods.reactions,
    events: ["onReactionChange"],
    codes: [1101, 1102, 1103],
  },
  { name: "pin", isBuilt: true, methods: methods.pin, events: ["onMessagePinEvent"], codes: [51] },
  { name: "push", isBuilt: true, methods: methods.push },
  { name: "translation", isBuilt: true, methods: methods.translation, codes: [1200, 1201, 1204] },
  { name: "report", isBuilt: true, methods: methods.report },
  { name: "voice", isBuilt: true, methods: methods.voice, codes: [407, 408, 409, 410, 411] },
  { name: "rtc", isBuilt: true, methods: methods.rtc },
  { name: "localCache", isBuilt: true, part: "local-cache", methods: methods.localCache, codes: [800] },
];

/** Why something has no test: what differs from the official client, or what cannot be seen from outside of it either. */
export const REASONS: Readonly<Record<string, string>> = {
  "3 WEBIM_CONNCTION_OPEN_USERGRID_ERROR":
    "for an error body that the official client turns into another error first: wrong passwords are 1 in both",
  "23 WEBIM_CONNCTION_LOAD_CHATROOM_ERROR":
    "the official client's onError beside the refusal that getChatRooms rejects with; here the refusal says it all",
  "32 WEBIM_CONNCTION_CLIENT_OFFLINE":
    "the official client's callbacks of chat-room operations without a login; everything else is 39 in both",
  "40 WEBIM_CONNECTION_ERROR":
    "the official client tells onError at each attempt that fails; here attempts are onReconnecting, and only an end is an error (16)",
  "404 STATUS_CLOSING":
    "a number in `context.status` of the official client, never given to anybody; here it is 4 or 0",
  "405 STATUS_CLOSED": "a number in `context.status` of the official client, never given to anybody; here it is 4 or 0",
  "999 SDK_RUNTIME_ERROR":
    "faults inside the official client while it compresses or writes; here a socket that cannot be written to is a lost connection",
};

function words(text: string): string[] {
  return text.split(" ");
}

/**
 * The one port between the client and the place it runs in. An adapter (`platforms/`) implements it; `core/` and
 * `features/` touch nothing else, no global and no platform object.
 */
/** Names as they appear in device resources (`webim_<name>_…`) and in `utils.getEnvInfo().platform`. */
type PlatformName = "zfb" | "dd" | "wx" | "qq" | "baidu" | "tt" | "taobao" | "uni" | "web" | "node";
interface Platform {
  readonly name: PlatformName;
  /** Shown to the user's other devices: browser or host name. */
  readonly deviceName: string;
  readonly clock: Clock;
  /** What is stored is a copy of what is in memory: a host without storage, or a full one, is no error. */
  readonly storage: KeyValueStorage;
  /** Opens a socket. Whatever happens is told through `on`, later, never inside the call. */
  connect(url: string, on: SocketEvents): Socket;
  /** Resolves with any HTTP status. @throws RequestFailure when there is no answer. */
  request(request: HttpRequest): Promise<HttpReply>;
  /** Multipart upload of one file; resolves with any HTTP status. @throws RequestFailure */
  upload(request: UploadRequest): Promise<HttpReply>;
  /** Whether `upload` sends large files in parts where the request says how. */
  readonly slices?: true;
  /** The bytes behind an address; resolves with any HTTP status. @throws RequestFailure */
  download(request: DownloadRequest): Promise<{
    readonly status: number;
    readonly bytes: Uint8Array;
  }>;
  /** Network and visibility: hints to act sooner, never facts. */
  watch(on: PlatformEvents): Unsubscribe;
}
type Unsubscribe = () => void;
interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  setTimer(task: () => void, delayMs: number): Timer;
  clearTimer(timer: Timer): void;
}
/** Whatever the host's timer functions give. */
type Timer = unknown;
interface KeyValueStorage {
  /** Undefined when there is nothing, or no storage. */
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}
interface SocketEvents {
  onOpen(): void;
  /** One WebSocket message; base64 text has been decoded. Text that is no base64 is a close with `malformed`. */
  onFrame(bytes: Uint8Array): void;
  /** Exactly once, whatever the reason; nothing is told after it. */
  onClose(reason: SocketClose): void;
}
interface SocketClose {
  /**
   * - closed: the peer or the network ended it.
   * - failed: it could not be opened, or writing failed.
   * - displaced: somebody else in this program has opened the only socket the host allows.
   * - malformed: what came was no frame.
   */
  readonly why: "closed" | "failed" | "displaced" | "malformed";
  readonly code: number | undefined;
  readonly detail: string;
}
interface Socket {
  /** Failure to write is told through `onClose`. */
  send(bytes: Uint8Array): void;
  /** Ends it. `onClose` is not called for what we end ourselves, and nothing else is told any more. */
  close(): void;
}
type HttpMethod = "GET" | "POST" | "PUT" | "DELETE";
interface HttpRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
}
interface HttpReply {
  readonly status: number;
  readonly text: string;
}
/** What to upload: a path of the host, or in browsers and Node the content itself (a File, a Blob, bytes). */
type FileSource = {
  readonly path: string;
} | {
  readonly data: unknown;
};
interface UploadRequest {
  readonly url: string;
  /** POST where nothing is said. */
  readonly method?: "PUT";
  readonly headers: Readonly<Record<string, string>>;
  readonly file: FileSource;
  readonly filename: string;
  /** The form field of the file where it is not `file`. */
  readonly field?: string;
  /** How to send a large one in parts (REST FILE-3 to FILE-6); for platforms that say they do. */
  readonly parts?: {
    readonly url: string;
    readonly query: string;
  } | undefined;
  /** Is given what ends it, where the host can: `upload` then rejects. */
  readonly onTask?: ((abort: () => void) => void) | undefined;
  /** Sent beside the file. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Some hosts want to know: the media kind of the file. */
  readonly kind: "image" | "video" | "audio" | "file";
  readonly timeoutMs: number;
  readonly onProgress: ((progress: {
    loaded: number;
    total: number;
  }) => void) | undefined;
}
interface DownloadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}
interface PlatformEvents {
  onOnline(): void;
  onOffline(): void;
  onShow(): void;
  onHide(): void;
}
/**
 * What errors are called: the official names and numbers (API 6.2). Names that nothing here produces are there for the
 * applications that compare with them. Where two names share a number, the later one is found by it.
 */
declare const statusCode$1: {
  readonly REQUEST_SUCCESS: 0;
  readonly REQUEST_TIMEOUT: -1;
  readonly REQUEST_UNKNOWN: -2;
  readonly REQUEST_PARAMETER_ERROR: -3;
  readonly REQUEST_ABORT: -4;
  readonly WEBIM_CONNCTION_USER_NOT_ASSIGN_ERROR: 0;
  readonly WEBIM_CONNCTION_OPEN_ERROR: 1;
  readonly WEBIM_CONNCTION_AUTH_ERROR: 2;
  readonly WEBIM_CONNCTION_OPEN_USERGRID_ERROR: 3;
  readonly WEBIM_CONNCTION_ATTACH_ERROR: 4;
  readonly WEBIM_CONNCTION_ATTACH_USERGRID_ERROR: 5;
  readonly WEBIM_CONNCTION_REOPEN_ERROR: 6;
  readonly WEBIM_CONNCTION_SERVER_CLOSE_ERROR: 7;
  readonly WEBIM_CONNCTION_SERVER_ERROR: 8;
  readonly WEBIM_CONNCTION_IQ_ERROR: 9;
  readonly WEBIM_CONNCTION_PING_ERROR: 10;
  readonly WEBIM_CONNCTION_NOTIFYVERSION_ERROR: 11;
  readonly WEBIM_CONNCTION_GETROSTER_ERROR: 12;
  readonly WEBIM_CONNCTION_CROSSDOMAIN_ERROR: 13;
  readonly WEBIM_CONNCTION_LISTENING_OUTOF_MAXRETRIES: 14;
  readonly WEBIM_CONNCTION_RECEIVEMSG_CONTENTERROR: 15;
  readonly WEBIM_CONNCTION_DISCONNECTED: 16;
  readonly WEBIM_CONNCTION_AJAX_ERROR: 17;
  readonly WEBIM_CONNCTION_JOINROOM_ERROR: 18;
  readonly WEBIM_CONNCTION_GETROOM_ERROR: 19;
  readonly WEBIM_CONNCTION_GETROOMINFO_ERROR: 20;
  readonly WEBIM_CONNCTION_GETROOMMEMBER_ERROR: 21;
  readonly WEBIM_CONNCTION_GETROOMOCCUPANTS_ERROR: 22;
  readonly WEBIM_CONNCTION_LOAD_CHATROOM_ERROR: 23;
  readonly WEBIM_CONNCTION_NOT_SUPPORT_CHATROOM_ERROR: 24;
  readonly WEBIM_CONNCTION_JOINCHATROOM_ERROR: 25;
  readonly WEBIM_CONNCTION_QUITCHATROOM_ERROR: 26;
  readonly WEBIM_CONNCTION_APPKEY_NOT_ASSIGN_ERROR: 27;
  readonly WEBIM_CONNCTION_TOKEN_NOT_ASSIGN_ERROR: 28;
  readonly WEBIM_CONNCTION_SESSIONID_NOT_ASSIGN_ERROR: 29;
  readonly WEBIM_CONNCTION_RID_NOT_ASSIGN_ERROR: 30;
  readonly WEBIM_CONNCTION_CALLBACK_INNER_ERROR: 31;
  readonly WEBIM_CONNCTION_CLIENT_OFFLINE: 32;
  readonly WEBIM_CONNCTION_CLIENT_LOGOUT: 33;
  readonly WEBIM_CONNCTION_CLIENT_TOO_MUCH_ERROR: 34;
  readonly WEBIM_CONNECTION_ACCEPT_INVITATION_FROM_GROUP: 35;
  readonly WEBIM_CONNECTION_DECLINE_INVITATION_FROM_GROUP: 36;
  readonly WEBIM_CONNECTION_ACCEPT_JOIN_GROUP: 37;
  readonly WEBIM_CONNECTION_DECLINE_JOIN_GROUP: 38;
  readonly WEBIM_CONNECTION_CLOSED: 39;
  readonly WEBIM_CONNECTION_ERROR: 40;
  readonly MAX_LIMIT: 50;
  readonly MESSAGE_NOT_FOUND: 51;
  readonly NO_PERMISSION: 52;
  readonly OPERATION_UNSUPPORTED: 53;
  readonly OPERATION_NOT_ALLOWED: 54;
  readonly WEBIM_TOKEN_EXPIRED: 56;
  readonly WEBIM_SERVER_SERVING_DISABLED: 57;
  readonly WEBIM_UPLOADFILE_BROWSER_ERROR: 100;
  readonly WEBIM_UPLOADFILE_ERROR: 101;
  readonly WEBIM_UPLOADFILE_NO_LOGIN: 102;
  readonly WEBIM_UPLOADFILE_NO_FILE: 103;
  readonly WEBIM_DOWNLOADFILE_ERROR: 200;
  readonly WEBIM_DOWNLOADFILE_NO_LOGIN: 201;
  readonly WEBIM_DOWNLOADFILE_BROWSER_ERROR: 202;
  readonly PARSE_FILE_ERROR: 203;
  readonly USER_NOT_FOUND: 204;
  readonly MESSAGE_PARAMETER_ERROR: 205;
  readonly WEBIM_CONNCTION_USER_LOGIN_ANOTHER_DEVICE: 206;
  readonly WEBIM_CONNCTION_USER_REMOVED: 207;
  readonly WEBIM_USER_ALREADY_LOGIN: 208;
  readonly USER_LOGIN_TOO_MANY_DEVICES: 214;
  readonly WEBIM_CONNCTION_USER_KICKED_BY_CHANGE_PASSWORD: 216;
  readonly WEBIM_CONNCTION_USER_KICKED_BY_OTHER_DEVICE: 217;
  readonly USER_MUTED_BY_ADMIN: 219;
  readonly USER_DEVICE_CHANGED: 220;
  readonly USER_NOT_FRIEND: 221;
  readonly WEBIM_DOWNLOADFILE_ERROR_NO_PERMISSION: 222;
  readonly WEBIM_DOWNLOADFILE_ERROR_EXPIRED: 223;
  readonly WEBIM_MESSAGE_REC_TEXT: 300;
  readonly WEBIM_MESSAGE_REC_TEXT_ERROR: 301;
  readonly WEBIM_MESSAGE_REC_EMOTION: 302;
  readonly WEBIM_MESSAGE_REC_PHOTO: 303;
  readonly SERVER_GET_DNSLIST_FAILED: 304;
  readonly WEBIM_MESSAGE_REC_AUDIO_FILE: 305;
  readonly WEBIM_MESSAGE_REC_VEDIO: 306;
  readonly WEBIM_MESSAGE_REC_VEDIO_FILE: 307;
  readonly WEBIM_MESSAGE_REC_FILE: 308;
  readonly WEBIM_MESSAGE_SED_TEXT: 309;
  readonly WEBIM_MESSAGE_SED_EMOTION: 310;
  readonly WEBIM_MESSAGE_SED_PHOTO: 311;
  readonly WEBIM_MESSAGE_SED_AUDIO: 312;
  readonly WEBIM_MESSAGE_SED_AUDIO_FILE: 313;
  readonly WEBIM_MESSAGE_SED_VEDIO: 314;
  readonly WEBIM_MESSAGE_SED_VEDIO_FILE: 315;
  readonly WEBIM_MESSAGE_SED_FILE: 316;
  readonly WEBIM_MESSAGE_SED_ERROR: 317;
  readonly STATUS_INIT: 400;
  readonly STATUS_DOLOGIN_USERGRID: 401;
  readonly STATUS_DOLOGIN_IM: 402;
  readonly STATUS_OPENED: 403;
  readonly STATUS_CLOSING: 404;
  readonly STATUS_CLOSED: 405;
  readonly STATUS_ERROR: 406;
  readonly FILE_INVALID: 407;
  readonly FILE_DURATION_TOO_LONG: 408;
  readonly FILE_VOICE_TO_TEXT_FAILED: 409;
  readonly FILE_NOT_FOUND: 410;
  readonly FILE_TOO_LARGE: 411;
  readonly SERVER_BUSY: 500;
  readonly MESSAGE_INCLUDE_ILLEGAL_CONTENT: 501;
  readonly MESSAGE_EXTERNAL_LOGIC_BLOCKED: 502;
  readonly SERVER_UNKNOWN_ERROR: 503;
  readonly MESSAGE_RECALL_TIME_LIMIT: 504;
  readonly SERVICE_NOT_ENABLED: 505;
  readonly SERVICE_NOT_ALLOW_MESSAGING: 506;
  readonly SERVICE_NOT_ALLOW_MESSAGING_MUTE: 507;
  readonly MESSAGE_MODERATION_BLOCKED: 508;
  readonly MESSAGE_CURRENT_LIMITING: 509;
  readonly MESSAGE_WEBSOCKET_DISCONNECTED: 510;
  readonly MESSAGE_SIZE_LIMIT: 511;
  readonly MESSAGE_SEND_TIMEOUT: 512;
  readonly MESSAGE_STREAM_INTERVAL_TIMEOUT: 513;
  readonly MESSAGE_STREAM_TIMEOUT: 514;
  readonly GROUP_ALREADY_JOINED: 601;
  readonly GROUP_NOT_JOINED: 602;
  readonly PERMISSION_DENIED: 603;
  readonly WEBIM_LOAD_MSG_ERROR: 604;
  readonly GROUP_NOT_EXIST: 605;
  readonly GROUP_MEMBERS_FULL: 606;
  readonly GROUP_MEMBERS_LIMIT: 607;
  readonly GROUP_IS_DISABLED: 608;
  readonly GROUP_MEMBER_ATTRIBUTES_SET_FAILED: 609;
  readonly REST_PARAMS_STATUS: 700;
  readonly CHATROOM_NOT_JOINED: 702;
  readonly CHATROOM_MEMBERS_FULL: 704;
  readonly CHATROOM_NOT_EXIST: 705;
  readonly LOCAL_DB_OPERATION_FAILED: 800;
  readonly SDK_RUNTIME_ERROR: 999;
  readonly PRESENCE_PARAM_EXCEED: 1100;
  readonly REACTION_ALREADY_ADDED: 1101;
  readonly REACTION_CREATING: 1102;
  readonly REACTION_OPERATION_IS_ILLEGAL: 1103;
  readonly TRANSLATION_NOT_VALID: 1200;
  readonly TRANSLATION_TEXT_TOO_LONG: 1201;
  readonly TRANSLATION_FAILED: 1204;
  readonly THREAD_NOT_EXIST: 1300;
  readonly THREAD_ALREADY_EXIST: 1301;
  readonly MODIFY_MESSAGE_NOT_EXIST: 1302;
  readonly MODIFY_MESSAGE_FORMAT_ERROR: 1303;
  readonly MODIFY_MESSAGE_FAILED: 1304;
  readonly CONVERSATION_NOT_EXIST: 1400;
} & {
  readonly [number: number]: string;
};
type Codes = typeof statusCode$1;
type StatusName = Extract<keyof Codes, string>;
type StatusCode = Codes[StatusName];
/** The options as applications write them. Unknown ones are ignored. */
interface ConnectionParameters {
  /** `org#app`. */
  appKey?: string;
  /** Instead of appKey; both addresses are looked up then, unless given. */
  appId?: string;
  /**
   * Look addresses up over HTTP. Explicit `url` and `apiUrl` win over it, whatever it says. Default: true when they are
   * not both given.
   */
  isHttpDNS?: boolean;
  /** WebSocket address, such as `wss://chat.example.com/websocket`; without a scheme, `https` decides on it. */
  url?: string;
  /** REST address, such as `https://chat.example.com`. */
  apiUrl?: string;
  /** Which scheme to use where none is given. Default: as the page, else true. */
  https?: boolean;
  /** Milliseconds between keep-alive checks. Default 30000; 0: none. */
  heartBeatWait?: number;
  /** Attempts before a lost connection is given up. Default 5; 0: never reconnect. */
  autoReconnectNumMax?: number;
  /** Answer every message received in a single chat with a delivery receipt. Default false. */
  delivery?: boolean;
  /** Attachments are at addresses of the application's own: nothing is uploaded, received addresses stay as they are. */
  useOwnUploadFun?: boolean;
  /** Sent messages whose content the server has replaced are resolved with the new content. Default false. */
  useReplacedMessageContents?: boolean;
  /** Names this installation among the user's devices. */
  deviceId?: string;
  /** Keep one device id in the storage (default), or make one for each connection object. */
  isFixedDeviceId?: boolean;
  /** 1 to 100: an own kind of device for the multi-device policy. */
  customOSPlatform?: number;
  /** With customOSPlatform: the name other devices are shown. */
  customDeviceName?: string;
  /** uni-app: the login is not one that the user has asked for. */
  isAutoLogin?: boolean;
  /** Rondo only: keep messages that were not acknowledged in the storage, and send them after the next login. Default false. */
  keepUnsent?: boolean;
}
/**
 * What calls reject with and `onError` gets: the fields of the official ErrorEvent, and a real Error. `type` is one of
 * `statusCode` (status-code.ts).
 */
declare class ChatError extends Error {
  readonly name = "ChatError";
  readonly type: number;
  readonly data: unknown;
  constructor(type: number, message: string, data?: unknown);
}
type Status = {
  readonly is: "idle";
} | {
  readonly is: "connecting";
  readonly attempt: number;
  readonly isLogin: boolean;
} | {
  readonly is: "waiting";
  readonly attempt: number;
  readonly retryAt: number;
} | {
  readonly is: "online";
} | {
  readonly is: "closed";
  readonly error: ChatError | undefined;
};
/** What many of the public types are made of. They have the official names, so that programs need no change. */
/** Whatever somebody has sent or answered: programs read it without asking, as they do with the official types. */
type Loose = any;
type UserId = string;
type GroupId = string;
type KVString = {
  [key: string]: string;
};
type Dictionary = {
  [key: string]: Loose;
};
type ChatType = "singleChat" | "groupChat" | "chatRoom";
type MessagePriority = "high" | "normal" | "low";
/** A mark on a conversation: 0 to 19. */
type MarkType = number;
/** One of the numbers of `statusCode`. A server newer than the client may have others. */
type Code = number;
/** What calls reject with, and what `onError` gets. */
interface ErrorEvent {
  /** One of `statusCode`. */
  type: Code;
  message: string;
  data?: Loose;
}
type ErrorParameters = ErrorEvent;
/** The answer of the server, and `type: 0`. */
interface AsyncResult<T = Loose> {
  type: Code;
  data?: T;
  entities?: T;
  message?: string;
  [key: string]: Loose;
}
/** The old way to be told, beside the promise. */
interface Callbacks<Result> {
  success?: (result: Result) => void;
  error?: (error: ErrorEvent) => void;
}
interface Jid {
  appKey: string;
  clientResource: string;
  domain: string;
  name: string;
}
interface ContactMsgBody {
  type: "subscribe" | "unsubscribed" | "subscribed";
  to: string;
  from: string;
  /** Of an invitation: what the inviter says. */
  status?: string;
}
interface ContactItem {
  userId: UserId;
  /** What the user calls the contact; empty: nothing. */
  remark: string;
}
interface CursorContactsResult {
  /** For the next page; empty after the last. */
  cursor?: string;
  contacts: ContactItem[];
}
/** A contact in the list of old. `jid` is that of the user who asks. */
interface RosterData {
  name: string;
  subscription: "both";
  jid: Jid;
}
interface OperateResult {
  /** Who is on the list now. */
  userIds: UserId[];
}
interface Names {
  /** One user, or several. */
  name: UserId | UserId[];
}
interface ContactMethods {
  /** Invites a user; `onContactInvited` there. Rejects with 204 for nobody, 603 when one is blocked, 50 when there are too many. */
  addContact(to: string, message?: string): Promise<void>;
  deleteContact(to: string): Promise<void>;
  removeRoster(to: string): Promise<void>;
  acceptContactInvite(to: string): Promise<void>;
  acceptInvitation(to: string): Promise<void>;
  declineContactInvite(to: string): Promise<void>;
  declineInvitation(to: string): Promise<void>;
  /** Rejects with 221 for who is no contact, 50 for a text that is too long. An empty text takes the remark away. */
  setContactRemark(options: {
    userId: UserId;
    remark: string;
  }): Promise<void>;
  getAllContacts(): Promise<AsyncResult<ContactItem[]>>;
  /** `pageSize`: 1 to 50, default 20. */
  getContactsWithCursor(options: {
    pageSize?: number;
    cursor?: string;
  }): Promise<AsyncResult<CursorContactsResult>>;
  /** The ids; `success` gets more. */
  getContacts(params?: {
    success?: (contacts: RosterData[]) => void;
    error?: (error: ErrorEvent) => void;
  }): Promise<AsyncResult<UserId[]>>;
  getRoster(params?: {
    success?: (contacts: RosterData[]) => void;
    error?: (error: ErrorEvent) => void;
  }): Promise<AsyncResult<UserId[]>>;
  getBlocklist(params?: Callbacks<AsyncResult<UserId[]>>): Promise<AsyncResult<UserId[]>>;
  getBlacklist(params?: Callbacks<AsyncResult<UserId[]>>): Promise<AsyncResult<UserId[]>>;
  /** Who is blocked cannot write or invite. */
  addUsersToBlocklist(options: Names): Promise<AsyncResult<OperateResult>>;
  addUsersToBlacklist(options: Names): Promise<AsyncResult<OperateResult>>;
  addToBlackList(options: Names): Promise<AsyncResult<OperateResult>>;
  removeUserFromBlocklist(options: Names): Promise<void>;
  removeUserFromBlackList(options: Names): Promise<void>;
  removeFromBlackList(options: Names): Promise<void>;
}
interface ConversationChangedInfo {
  operation: "pinnedConversation" | "unpinnedConversation" | "deleteConversation" | "markConversation" | "unMarkConversation";
  conversationId: string;
  conversationType: "singleChat" | "groupChat";
  /** As the server calls it: `mark_0` to `mark_19`. Everywhere else marks are numbers. */
  conversationMark?: Loose;
  /** Epoch ms. */
  timestamp: number;
}
/** Messages were deleted from the history on the server. */
interface RoamingDeleteMultiDeviceInfo {
  operation: "deleteRoaming";
  conversationId: string;
  chatType: "singleChat" | "groupChat";
  /** The device. */
  resource: string;
}
type multiDeviceEventType = "chatThreadCreate" | "chatThreadDestroy" | "chatThreadJoin" | "chatThreadLeave" | "chatThreadNameUpdate" | "setSilentModeForUser" | "removeSilentModeForConversation" | "setSilentModeForConversation";
interface ThreadMultiDeviceInfo {
  operation: multiDeviceEventType;
  chatThreadId?: string;
  chatThreadName?: string;
  parentId?: string;
}
type MemberAttributes = Record<string, string>;
interface GroupMemberAttributesUpdateMultiDeviceInfo {
  operation: "memberAttributesUpdate";
  attributes: MemberAttributes;
  from: UserId;
  id: GroupId;
  userId: UserId;
}
interface NotificationConMultiDeviceInfo {
  operation: "setSilentModeForConversation" | "removeSilentModeForConversation";
  resource: string;
  conversationId: string;
  type: "singleChat" | "groupChat";
  data: {
    type?: "AT" | "NONE" | "ALL";
    ignoreDuration?: number;
  };
}
interface NotificationUserMultiDeviceInfo {
  operation: "setSilentModeForUser";
  resource: string;
  data: {
    ignoreInterval: string;
  };
}
type NotificationMultiDeviceInfo = NotificationConMultiDeviceInfo | NotificationUserMultiDeviceInfo;
type MultiDeviceEvent = ThreadMultiDeviceInfo | ConversationChangedInfo | RoamingDeleteMultiDeviceInfo | GroupMemberAttributesUpdateMultiDeviceInfo | NotificationMultiDeviceInfo;
type MessageType = "read" | "delivery" | "channel" | "txt" | "cmd" | "custom" | "loc" | "img" | "audio" | "file" | "video" | "combine";
/** 0: the sender is offline, 1: online, 2: not known, 3: the service does not tell. */
type ONLINESTATETYPE = 0 | 1 | 2 | 3;
/** A file somebody has picked. */
interface FileObj {
  /** Object URL of a page, or a path of the host. */
  url: string;
  filename: string;
  /** Extension, lower case. */
  filetype: string;
  /** In browsers the File. */
  data: Loose;
}
/** How far an upload is, in bytes. */
interface UploadProgress {
  loaded: number;
  total: number;
}
/** What the server has answered to an upload; `url` is where the file is. */
interface UploadFileResult {
  url: string;
  entities: {
    "share-secret": string;
    type: "chatfile";
    uuid: string;
  }[];
  [key: string]: Loose;
}
interface UploadCallbacks {
  onFileUploadError?: (error: ErrorEvent) => void;
  onFileUploadComplete?: (data: UploadFileResult) => void;
  onFileUploadProgress?(progress: UploadProgress): void;
  /** Rondo only: is given what cancels the upload. `send` then rejects with -4. */
  onFileUploadStart?(cancel: () => void): void;
  /** It was cancelled, which is no error. */
  onFileUploadCanceled?(): void;
}
/** An attachment that is somewhere already: nothing is uploaded. */
interface UploadedFile {
  url: string;
  type: string;
  filename: string;
}
/** What every message may carry when it is made. */
interface SendOptions {
  from?: UserId;
  isChatThread?: boolean;
  /** Chat rooms only. Default `normal`. */
  priority?: MessagePriority;
  /** Lost for receivers who are not connected. Default false. */
  deliverOnlineOnly?: boolean;
}
/** What every message with content may carry when it is made. */
interface ContentOptions extends SendOptions {
  ext?: Dictionary;
  /** Groups and rooms: only these users get it. */
  receiverList?: UserId[];
}
/** Of messages made with `new message(…)`: told the way that was then. */
interface OldOptions {
  /** It goes to a chat room; `chatType` says so too. */
  roomType?: boolean;
  /** Gets the local id and the id of the server. */
  success?: (localMsgId: Loose, serverMsgId?: Loose) => void;
  /** Gets the error. */
  fail?: (error?: Loose) => void;
}
interface ModifiedMsgInfo {
  operatorId: UserId;
  operationCount: number;
  /** Epoch ms. */
  operationTime: number;
}
interface TranslationResult {
  translations: {
    text: string;
    to: string;
  }[];
  detectedLanguage: {
    language: string;
    score: number;
  };
}
interface Reaction {
  reaction: string;
  count: number;
  op?: {
    operator: UserId;
    reactionType: "create" | "delete";
  }[];
  userList: UserId[];
  isAddedBySelf?: boolean;
}
/** The thread a message is in. */
interface ChatThread {
  messageId: string;
  parentId: string;
  chatThreadName: Loose;
}
/** The thread that was begun at a message. */
interface ChatThreadOverview {
  id: string;
  parentId: string;
  name: string;
  lastMessage: LastMessage;
  createTimestamp: number;
  updateTimestamp: number;
  messageCount: number;
}
interface LastMessage {
  id: string;
  from: string;
  to: string;
  timestamp: number;
  payload: Loose;
}
/** What every message with content has. */
interface ContentBody {
  /** Of the client until it is sent, then of the server. */
  id: string;
  chatType: ChatType;
  to: string;
  from?: UserId;
  /** Epoch ms. */
  time: number;
  ext?: Dictionary;
  isChatThread?: boolean;
  reactions?: Reaction[];
  chatThread?: ChatThread;
  chatThreadOverview?: ChatThreadOverview;
  onlineState?: ONLINESTATETYPE;
  priority?: MessagePriority;
  /** Sent to all rooms. */
  broadcast?: boolean;
  /** The server has changed the words. */
  isContentReplaced?: boolean;
  deliverOnlineOnly?: boolean;
  /** Of a message that was edited. */
  modifiedInfo?: ModifiedMsgInfo;
  receiverList?: UserId[];
  isRead?: boolean;
  isDelivered?: boolean;
}
interface OldBody extends OldOptions {
  group?: string;
}
interface TextMsgBody extends ContentBody, OldBody {
  type: "txt";
  msg: string;
  msgConfig?: {
    allowGroupAck?: boolean;
    languages?: string[];
  };
  translations?: TranslationResult;
}
/** 0: begun, 1: begun and completed, 2: going on, 3: completed, 4: failed. */
type StreamStatus = 0 | 1 | 2 | 3 | 4;
interface StreamChunk {
  customType: string;
  seq: number;
  status: StreamStatus;
  /** 513: a gap, 514: it took too long. */
  errorType: number;
  /** What has been added. */
  text: string;
  finishReason?: number;
}
/** A text that comes in pieces; `msg` is all of it so far. */
interface StreamMsgBody extends TextMsgBody {
  stream: Omit<StreamChunk, "seq">;
}
interface CmdMsgBody extends ContentBody, OldBody {
  type: "cmd";
  action: string;
  msgConfig?: Dictionary;
}
interface CustomMsgBody extends ContentBody, OldBody {
  type: "custom";
  customEvent: string;
  customExts: Dictionary;
  params?: Dictionary;
  msgConfig?: Dictionary;
}
interface LocationMsgBody extends ContentBody, OldBody {
  type: "loc";
  addr: string;
  buildingName: string;
  lat: number;
  lng: number;
  msgConfig?: {
    allowGroupAck: boolean;
  };
}
/** What the messages with an attachment have. Whoever receives one reads `url`. */
interface AttachmentBody extends ContentBody, OldBody, UploadCallbacks {
  /** Where it is. */
  url?: string;
  /** `utils.download` wants it. */
  secret?: string;
  /** Bytes. */
  file_length?: number;
  fileInputId?: string;
  body?: UploadedFile;
}
interface ImgMsgBody extends AttachmentBody {
  type: "img";
  file?: FileObj;
  /** Pixels. */
  width?: number;
  height?: number;
  /** Where the small one is. */
  thumb?: string;
  thumb_secret?: string;
  thumbnailWidth?: number;
  thumbnailHeight?: number;
  msgConfig?: Dictionary;
}
interface MediaBody extends AttachmentBody {
  file: FileObj;
  filename: string;
  /** Seconds. */
  length?: number;
  filetype?: string;
  apiUrl?: string;
  accessToken?: string;
  msgConfig?: Dictionary;
}
interface AudioMsgBody extends MediaBody {
  type: "audio";
}
interface VideoMsgBody extends MediaBody {
  type: "video";
  /** Where the first frame is. */
  thumb?: string;
  thumb_secret?: string;
}
interface FileMsgBody extends Omit<AttachmentBody, keyof OldOptions> {
  type: "file";
  file: FileObj;
  filename?: string;
  length?: number;
  filetype?: string;
  apiUrl?: string;
  accessToken?: string;
  msgConfig?: {
    allowGroupAck: boolean;
  };
}
/** Several messages in one; `downloadAndParseCombineMessage` gives them. */
interface CombineMsgBody extends ContentBody {
  type: "combine";
  title: string;
  summary: string;
  /** What clients that do not know this type show. */
  compatibleText: string;
  /** 1 when none of the messages is a combined one. */
  combineLevel: number;
  filename: string;
  url?: string;
  secret?: string;
  file_length?: number;
  msgConfig?: {
    allowGroupAck?: boolean;
    languages?: string[];
  };
  onFileUploadError?: (error: Loose) => void;
  onFileUploadComplete?: (data: {
    url: string;
    secret: string;
  }) => void;
}
interface ReceiptBody extends SendOptions {
  id: string;
  to: string;
  /** The message it is about. */
  mid?: string;
  onlineState?: ONLINESTATETYPE;
}
/** A message was read. */
interface ReadMsgBody extends ReceiptBody {
  type: "read";
  chatType: "singleChat" | "groupChat";
  ackId?: string;
  ackContent?: string;
  /** Groups: by message, how many have read it. */
  groupReadCount?: {
    [messageId: string]: number;
  };
}
/** A message has reached a device. */
interface DeliveryMsgBody extends ReceiptBody {
  type: "delivery";
  ackId?: string;
}
/** A whole conversation was read. */
interface ChannelMsgBody extends ReceiptBody {
  type: "channel";
  chatType: ChatType;
  group?: string;
  time: number;
}
type MessageBody = ReadMsgBody | DeliveryMsgBody | ChannelMsgBody | TextMsgBody | CmdMsgBody | CustomMsgBody | LocationMsgBody | ImgMsgBody | AudioMsgBody | VideoMsgBody | FileMsgBody | CombineMsgBody | StreamMsgBody;
type MessagesType = MessageBody;
type ExcludeAckMessageBody = Exclude<MessageBody, ReadMsgBody | DeliveryMsgBody | ChannelMsgBody>;
type ModifiedMsg = ExcludeAckMessageBody;
type ModifiedEventMessage = ExcludeAckMessageBody;
type CombineMsgList = ExcludeAckMessageBody[];
interface SendMsgResult {
  localMsgId: string;
  serverMsgId: string;
  /** As the others see it. Not of receipts and recalls. */
  message?: ExcludeAckMessageBody;
}
/** An edit. The running official client, and this one, give no ids here and `message` of texts only. */
interface ModifyMsgResult extends SendMsgResult {
  modifiedInfo: ModifiedMsgInfo;
}
interface GroupModifyInfo {
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
type PlaceOperation = "destroy" | "removeMember" | "unblockMember" | "updateInfo" | "memberPresence" | "memberAbsence" | "setAdmin" | "removeAdmin" | "muteMember" | "unmuteMember" | "updateAnnouncement" | "deleteAnnouncement" | "uploadFile" | "deleteFile" | "addUserToAllowlist" | "removeAllowlistMember" | "muteAllMembers" | "unmuteAllMembers";
interface GroupEvent extends PlaceEvent<PlaceOperation | "create" | "requestToJoin" | "acceptRequest" | "joinPublicGroupDeclined" | "inviteToJoin" | "acceptInvite" | "rejectInvite" | "membersPresence" | "membersAbsence" | "directJoined" | "changeOwner" | "memberAttributesUpdate"> {
  userId?: UserId;
  detail?: GroupModifyInfo;
}
interface ChatroomEvent extends PlaceEvent<PlaceOperation | "updateChatRoomAttributes" | "removeChatRoomAttributes"> {
  attributes?: string[] | {
    [key: string]: string;
  };
  ext?: string;
}
/** A room, for who has just come in. */
interface JoinChatRoomInfo {
  isAllMembersMuted: boolean;
  /** Epoch ms. */
  createTimestamp: number;
  isInAllowlist: boolean;
  memberCount: number;
  /** Epoch ms; -1: who joins is not muted. */
  muteExpireTimestamp: number;
}
interface MessagePinEvent {
  conversationType: ChatType;
  conversationId: string;
  messageId: string;
  operatorId: UserId;
  /** Epoch ms. */
  time: number;
  operation: "pin" | "unpin";
}
interface ReactionMessage {
  from: UserId;
  to: string;
  chatType: "singleChat" | "groupChat";
  reactions: Reaction[];
  messageId: string;
  ts: number;
}
type onChatThreadChangeType = "create" | "update" | "destroy" | "userRemove";
interface ThreadChangeInfo {
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
type OnPresenceMsgType = Loose;
/** The one event of old for all of it. */
interface OnPresenceMsg {
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
interface PresenceMsg extends OnPresenceMsg {
  reason?: string;
  announcement?: string;
  kicked?: string;
  detail?: GroupModifyInfo;
  ext?: string;
  muteTimestamp?: Dictionary;
}
interface StatusDetailsType {
  device: string;
  /** 0: offline, 1: online. */
  status: number;
}
interface PresenceType {
  userId: UserId;
  statusDetails: StatusDetailsType[];
  /** What the user says with `publishPresence`. */
  ext: string;
  /** Epoch s. */
  lastTime: number;
  expire: number;
}
/** As the server answers it: its numbers may be texts. */
interface SubscribePresence {
  /** Epoch s at which the subscription ends. */
  expiry: number;
  ext: string;
  /** Epoch s of the last change. */
  last_time: number;
  /** By device: `0` offline, `1` online. */
  status: object;
  uid: string;
}
interface SubscribePresenceResult {
  result: SubscribePresence[];
}
interface SubscribeUserListType {
  uid: string;
  expiry: number;
}
interface GetSubscribedType {
  sublist: SubscribeUserListType[];
  totalnum: number;
}
interface GetSubscribedPresenceListResult {
  result: GetSubscribedType;
}
interface Users<Result> extends Callbacks<Result> {
  usernames: UserId[];
}
interface Page$1 extends Callbacks<AsyncResult<GetSubscribedPresenceListResult>> {
  /** From 1. */
  pageNum: number;
  pageSize: number;
}
interface Told {
  success?: () => void;
  error?: (error: ErrorEvent) => void;
}
interface PresenceMethods {
  /** A text of one's own, for who has subscribed. Rejects with 1100 when it is too long. */
  publishPresence(params: {
    description: string;
  } & Told): Promise<void>;
  /** `expiry`: seconds, at most 30 days. From then on `onPresenceStatusChange` tells of these users. */
  subscribePresence(params: {
    expiry: number;
  } & Users<AsyncResult<SubscribePresenceResult>>): Promise<AsyncResult<SubscribePresenceResult>>;
  unsubscribePresence(params: {
    usernames: UserId[];
  } & Told): Promise<void>;
  getPresenceStatus(params: Users<AsyncResult<SubscribePresenceResult>>): Promise<AsyncResult<SubscribePresenceResult>>;
  getSubscribedPresencelist(params: Page$1): Promise<AsyncResult<GetSubscribedPresenceListResult>>;
  getSubscribedPresenceList(params: Page$1): Promise<AsyncResult<GetSubscribedPresenceListResult>>;
}
/** The server has a message that was sent from here. */
interface ReceivedMsgBody {
  /** Of the client. */
  id: string;
  /** Of the server. */
  mid: string;
  to: string;
}
interface RecallMsgBody {
  id: string;
  /** `admin` when it was taken back through the server's interface. */
  from: string;
  to: string;
  /** The message that is gone. */
  mid: string;
  ext: string;
  onlineState?: ONLINESTATETYPE;
}
/** What handlers and the callbacks of old have in common. */
interface CommonHandlers {
  onReceivedMessage?: (msg: ReceivedMsgBody) => void;
  onDeliveredMessage?: (msg: DeliveryMsgBody) => void;
  onReadMessage?: (msg: ReadMsgBody) => void;
  onRecallMessage?: (msg: RecallMsgBody) => void;
  onChannelMessage?: (msg: ChannelMsgBody) => void;
  onError?: (error: ErrorEvent) => void;
  onOffline?: () => void;
  onOnline?: () => void;
  onStatisticMessage?: (msg?: Loose) => void;
  onTokenWillExpire?: () => void;
  onTokenExpired?: () => void;
  onContactInvited?: (msg: ContactMsgBody) => void;
  onContactAgreed?: (msg: ContactMsgBody) => void;
  onContactRefuse?: (msg: ContactMsgBody) => void;
  onContactAdded?: (msg: ContactMsgBody) => void;
  onContactDeleted?: (msg: ContactMsgBody) => void;
  onPresenceStatusChange?: (msg: PresenceType[]) => void;
}
interface EventHandlerType extends CommonHandlers {
  /** Logged in, also again after a reconnect. */
  onConnected?: () => void;
  onReconnecting?: () => void;
  /** For good: nothing after a logout, otherwise why. */
  onDisconnected?: (error?: ErrorEvent) => void;
  /** Rondo only: every change of `connection.status`. */
  onStatusChange?: (status: Status) => void;
  /** Rondo only: on Alipay, something else in the program has opened the only socket there is. `detail` is for logs. */
  onSocketDisplaced?: (event: {
    detail: string;
  }) => void;
  onOfflineMessageSyncStart?: () => void;
  onOfflineMessageSyncFinish?: () => void;
  /** All that have come together, except commands and receipts; each of them has been told by its type before. */
  onMessage?: (msg: Exclude<ExcludeAckMessageBody, CmdMsgBody>[]) => void;
  onTextMessage?: (msg: TextMsgBody) => void;
  onStreamMessage?: (msg: StreamMsgBody) => void;
  onImageMessage?: (msg: ImgMsgBody) => void;
  onAudioMessage?: (msg: AudioMsgBody) => void;
  onVideoMessage?: (msg: VideoMsgBody) => void;
  onFileMessage?: (msg: FileMsgBody) => void;
  onLocationMessage?: (msg: LocationMsgBody) => void;
  onCmdMessage?: (msg: CmdMsgBody) => void;
  onCustomMessage?: (msg: CustomMsgBody) => void;
  onCombineMessage?: (msg: CombineMsgBody) => void;
  /** A message was edited: `id` is that of the message. */
  onModifiedMessage?: (msg: ModifiedEventMessage) => void;
  onMultiDeviceEvent?: (msg: MultiDeviceEvent) => void;
  onMessagePinEvent?: (eventData: MessagePinEvent) => void;
  onReactionChange?: (msg: ReactionMessage) => void;
  onGroupEvent?: (eventData: GroupEvent) => void;
  onChatroomEvent?: (eventData: ChatroomEvent) => void;
  /**
   * Rondo only: after a reconnect the rooms that were joined are joined again, with the same `ext`; this one refuses, and
   * this user is not in it any more.
   */
  onChatroomLost?: (event: {
    id: string;
    error: ErrorEvent;
  }) => void;
  /**
   * Rondo only: after a reconnect the user is in this room again. What happened there meanwhile is not told: whoever shows
   * its members, attributes or anything else that is not in `info` asks for it.
   */
  onChatroomRejoined?: (event: {
    id: string;
    info: JoinChatRoomInfo;
  }) => void;
  onChatThreadChange?: (msg: ThreadChangeInfo) => void;
  /** Never told to handlers, by no client: `onConnected` is. */
  onOpened?: (msg: Loose) => void;
  onPresence?: (msg: OnPresenceMsg) => void;
  onGroupChange?: (msg: Loose) => void;
  onChatroomChange?: (msg: Loose) => void;
  onContactChange?: (msg: Loose) => void;
}
type Event = keyof EventHandlerType;
/**
 * Messages come to these callbacks in the shape they had then, which is not that of the handlers: `type` is `chat`,
 * `groupchat` or `chatroom`, `contentsType` says what it is, a text is in `data`, and `time` is a text.
 */
interface ListenParameters extends CommonHandlers {
  onOpened?: () => void;
  onClosed?: () => void;
  onPresence?: (msg: PresenceMsg) => void;
  onTextMessage?: (msg: Loose) => void;
  onPictureMessage?: (msg: Loose) => void;
  onAudioMessage?: (msg: Loose) => void;
  onVideoMessage?: (msg: Loose) => void;
  onFileMessage?: (msg: Loose) => void;
  onLocationMessage?: (msg: Loose) => void;
  onCmdMessage?: (msg: Loose) => void;
  onCustomMessage?: (msg: Loose) => void;
}
interface LoginResult {
  accessToken: string;
  expireTimestamp?: number;
  /** Seconds; only of a login with a password. */
  duration?: number;
}
interface NewTokenResult {
  status: boolean;
  token?: string;
  /** Epoch ms. */
  expire?: number;
}
interface BaseUserInfo {
  activated: boolean;
  /** Epoch ms. */
  created: number;
  modified: number;
  nickname: string;
  type: string;
  username: string;
  uuid: string;
}
interface RegisterUserResult extends AsyncResult {
  entities: BaseUserInfo[];
}
type ConfigurableKey = "nickname" | "avatarurl" | "mail" | "phone" | "gender" | "sign" | "birth" | "ext";
/** Attributes of a user. */
interface UpdateOwnUserInfoParams {
  nickname?: string;
  avatarurl?: string;
  mail?: string;
  phone?: string;
  gender?: string | number | boolean;
  sign?: string;
  birth?: string;
  ext?: string;
}
/** A page of the history, the newest first unless it was asked for from the oldest on. */
interface HistoryMessages {
  /** For the next page. */
  cursor?: string;
  messages: MessagesType[];
  isLast: boolean;
}
interface ConversationItem {
  conversationId: string;
  conversationType: "singleChat" | "groupChat";
  isPinned: boolean;
  /** Epoch ms; 0 when it is not pinned. */
  pinnedTime: number;
  lastMessage: MessageBody | Record<string, never> | null;
  unReadCount: number;
  marks?: MarkType[];
}
interface ServerConversations {
  conversations: ConversationItem[];
  /** For the next page; empty after the last. */
  cursor: string;
}
interface PinConversation {
  isPinned: boolean;
  pinnedTime: number;
}
/** A conversation in the list of old. */
interface ConversationList {
  channel_id: string;
  lastMessage: MessageBody | Record<string, never>;
  unread_num: number;
}
interface ConversationInfo {
  channel_infos: ConversationList[];
}
/** The same, the last message as the server has it. */
interface SessionInfo {
  channel_id: string;
  meta: {
    from: UserId;
    id: string;
    payload: string;
    timestamp: number;
    to: string;
  };
  unread_num: number;
}
interface DeleteSessionResult {
  result: "ok";
}
/** A method that takes one object; `success` and `error` in it are the old way to be told. */
type Call<Params, Result> = (params: Params & Callbacks<AsyncResult<Result>>) => Promise<AsyncResult<Result>>;
interface BaseGroupInfo {
  groupid: string;
  groupname: string;
}
interface GroupInfo {
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
type GroupMemberRole = "owner" | "admin" | "member";
type GroupMember = {
  owner: UserId;
} | {
  member: UserId;
};
type GroupAffiliation = {
  owner: UserId;
  joined_time: number;
} | {
  member: UserId;
  joined_time: number;
};
interface GroupDetailInfo {
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
interface FetchedGroupMember {
  role: GroupMemberRole;
  userId: UserId;
  /** Epoch ms. */
  joinedTime: number;
}
interface MembersPage {
  /** For the next page; nothing after the last. */
  cursor: string | undefined;
  members: FetchedGroupMember[];
}
interface CreateGroupResult {
  groupid: string;
}
interface DestroyGroupResult {
  id: string;
  success: boolean;
}
interface ModifyGroupResult {
  groupname?: boolean;
  description?: boolean;
  avatar?: boolean;
  maxusers?: boolean;
  membersonly?: boolean;
  allowinvites?: boolean;
}
interface ChangeGroupOwnerResult {
  newowner: boolean;
}
interface BlockGroupResult extends BaseUserInfo {}
interface CommonRequestResult {
  id: string;
  user: UserId;
  action: string;
  result: boolean;
  reason?: string;
}
interface GroupRequestResult {
  groupid: string;
  user: UserId;
  action: string;
  result: boolean;
}
interface RemoveGroupMemberResult {
  groupid: string;
  user: UserId;
  action: "remove_member";
  result: boolean;
}
interface InviteUsersToGroupResult {
  id: string;
  user: UserId;
  action: "invite";
  result: boolean;
  reason?: string;
}
interface SetGroupAdminResult {
  newadmin: UserId;
  result: "success";
}
interface RemoveGroupAdminResult {
  oldadmin: UserId;
  result: "success";
}
interface GetGroupMuteListResult {
  user: UserId;
  /** Epoch ms. */
  expire: number;
}
interface MuteGroupMemberResult extends GetGroupMuteListResult {
  result: boolean;
}
interface UnmuteGroupMemberResult {
  user: UserId;
  result: boolean;
}
interface IsInGroupWhiteListResult {
  member: UserId;
  white: boolean;
}
interface UpdateGroupAnnouncementResult {
  id: string;
  result: boolean;
}
interface GetGroupMsgReadUserResult {
  ackmid: string;
  is_last: boolean;
  next_key: string;
  timestamp: number;
  total: number;
  userlist: UserId[];
}
type GetGroupMembersAttributesResult = Record<UserId, MemberAttributes>;
interface OfGroup {
  groupId: GroupId;
}
type OfMember$1 = OfGroup & {
  username: UserId;
};
interface CreateGroupParams {
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
interface OldCreateGroupParams {
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
interface GroupMethods extends OldGroupMethods {
  /** `members` are in it at once, or asked. Rejects with 204 for users that are none, 607 for more than may be in it. */
  createGroupVNext(params: CreateGroupParams): Promise<AsyncResult<{
    groupId: string;
  }>>;
  /** One group or several. */
  getGroupInfo: Call<{
    groupId: GroupId | GroupId[];
  }, GroupDetailInfo[]>;
  modifyGroup: Call<OfGroup & {
    groupName?: string;
    description?: string;
    avatar?: string;
    ext?: string;
  }, ModifyGroupResult>;
  changeGroupOwner: Call<OfGroup & {
    newOwner: UserId;
  }, ChangeGroupOwnerResult>;
  destroyGroup: Call<OfGroup, DestroyGroupResult>;
  leaveGroup: Call<OfGroup, {
    result: true;
  }>;
  /** `cursor` of the page before. */
  getPublicGroups: Call<{
    limit: number;
    cursor?: string;
  }, BaseGroupInfo[]>;
  /**
   * The own groups. Without flags in `data`, `pageNum` from 1, up to 500 in a page; with one of them in `entities`,
   * `pageNum` from 0, up to 20.
   */
  getJoinedGroups: Call<{
    pageNum: number;
    pageSize: number;
    needAffiliations?: boolean;
    needRole?: boolean;
  }, BaseGroupInfo[] | GroupInfo[]>;
  getJoinedGroupsCount(): Promise<AsyncResult<number>>;
  /** Joins, or asks for it where the group wants that. Rejects with 606 when it is full, 601 for who is in it. */
  joinGroup: Call<OfGroup & {
    message: string;
  }, CommonRequestResult>;
  acceptGroupJoinRequest: Call<OfGroup & {
    applicant: UserId;
  }, CommonRequestResult>;
  rejectGroupJoinRequest: Call<OfGroup & {
    applicant: UserId;
    reason: string;
  }, CommonRequestResult>;
  inviteUsersToGroup: Call<OfGroup & {
    users: UserId[];
  }, InviteUsersToGroupResult[]>;
  /** `invitee` is who answers. */
  acceptGroupInvite: Call<OfGroup & {
    invitee: UserId;
  }, CommonRequestResult>;
  rejectGroupInvite: Call<OfGroup & {
    invitee: UserId;
  }, CommonRequestResult>;
  /** `limit`: 1 to 50, default 50. */
  getGroupMembers(params: OfGroup & {
    cursor?: string;
    limit?: number;
  }): Promise<AsyncResult<MembersPage>>;
  removeGroupMember: Call<OfMember$1, RemoveGroupMemberResult>;
  removeGroupMembers: Call<OfGroup & {
    users: UserId[];
  }, RemoveGroupMemberResult[]>;
  getGroupAdmin: Call<OfGroup, UserId[]>;
  setGroupAdmin: Call<OfMember$1, SetGroupAdminResult>;
  removeGroupAdmin: Call<OfMember$1, RemoveGroupAdminResult>;
  getGroupMuteList: Call<OfGroup, GetGroupMuteListResult[]>;
  getGroupMutelist: Call<OfGroup, GetGroupMuteListResult[]>;
  /** `muteDuration`: ms; -1: for ever. */
  muteGroupMember: Call<OfGroup & {
    username: UserId | UserId[];
    muteDuration: number;
  }, MuteGroupMemberResult[]>;
  unmuteGroupMember: Call<OfGroup & {
    username: UserId | UserId[];
  }, UnmuteGroupMemberResult[]>;
  /** Of who asks. */
  isInGroupMutelist(params: OfGroup): Promise<AsyncResult<boolean>>;
  disableSendGroupMsg: Call<OfGroup, {
    mute: true;
  }>;
  enableSendGroupMsg: Call<OfGroup, {
    mute: false;
  }>;
  getGroupBlocklist: Call<OfGroup, UserId[]>;
  blockGroupMember: Call<OfMember$1, GroupRequestResult>;
  blockGroupMembers: Call<OfGroup & {
    usernames: UserId[];
  }, GroupRequestResult[]>;
  unblockGroupMember: Call<OfMember$1, GroupRequestResult>;
  unblockGroupMembers: Call<OfGroup & {
    usernames: UserId[];
  }, GroupRequestResult[]>;
  getGroupAllowlist: Call<OfGroup, UserId[]>;
  /** For one user `data` is that one result, not a list. */
  addUsersToGroupAllowlist: Call<OfGroup & {
    users: UserId[];
  }, GroupRequestResult[]>;
  removeGroupAllowlistMember: Call<OfGroup & {
    userName: UserId;
  }, GroupRequestResult>;
  isInGroupAllowlist: Call<OfGroup & {
    userName: UserId;
  }, IsInGroupWhiteListResult>;
  fetchGroupAnnouncement: Call<OfGroup, {
    announcement: string;
  }>;
  updateGroupAnnouncement: Call<OfGroup & {
    announcement: string;
  }, UpdateGroupAnnouncementResult>;
  /** No messages of the group for who asks, until `unblockGroupMessage`. */
  blockGroupMessage(params: OfGroup): Promise<AsyncResult<GroupRequestResult>>;
  unblockGroupMessage(params: OfGroup): Promise<AsyncResult<GroupRequestResult>>;
  /** No notices of the group when nobody is online here. */
  blockGroupMessages: Call<OfGroup, BlockGroupResult>;
  /** Who has read a message that asked for it. */
  getGroupMsgReadUser: Call<OfGroup & {
    msgId: string;
  }, GetGroupMsgReadUserResult>;
  /** An empty value takes one away. Rejects with 50 for what is too large. */
  setGroupMemberAttributes(params: OfGroup & {
    userId: UserId;
    memberAttributes: MemberAttributes;
  }): Promise<void>;
  getGroupMemberAttributes(params: OfGroup & {
    userId: UserId;
  }): Promise<AsyncResult<MemberAttributes>>;
  /** All of them unless `keys` names some. */
  getGroupMembersAttributes(params: OfGroup & {
    userIds: UserId[];
    keys?: string[];
  }): Promise<AsyncResult<GetGroupMembersAttributesResult>>;
}
type Same$1<Name extends keyof GroupMethods> = GroupMethods[Name];
/** Older ways, and older names. */
interface OldGroupMethods {
  createGroup: Call<OldCreateGroupParams, CreateGroupResult>;
  createGroupNew: Call<OldCreateGroupParams, CreateGroupResult>;
  getGroup(params?: Callbacks<AsyncResult<BaseGroupInfo[]>>): Promise<AsyncResult<BaseGroupInfo[]>>;
  /** `pageNum` from 1, up to 1000 in a page. */
  listGroupMembers: Call<OfGroup & {
    pageNum: number;
    pageSize: number;
  }, GroupMember[]>;
  listGroupMember: Same$1<"listGroupMembers">;
  listGroups: Same$1<"getPublicGroups">;
  changeOwner: Same$1<"changeGroupOwner">;
  dissolveGroup: Same$1<"destroyGroup">;
  quitGroup: Same$1<"leaveGroup">;
  agreeJoinGroup: Same$1<"acceptGroupJoinRequest">;
  rejectJoinGroup: Same$1<"rejectGroupJoinRequest">;
  inviteToGroup: Same$1<"inviteUsersToGroup">;
  agreeInviteIntoGroup: Same$1<"acceptGroupInvite">;
  rejectInviteIntoGroup: Same$1<"rejectGroupInvite">;
  removeSingleGroupMember: Same$1<"removeGroupMember">;
  removeMultiGroupMember: Same$1<"removeGroupMembers">;
  setAdmin: Same$1<"setGroupAdmin">;
  removeAdmin: Same$1<"removeGroupAdmin">;
  getMuted: Same$1<"getGroupMuteList">;
  mute: Same$1<"muteGroupMember">;
  removeMute: Same$1<"unmuteGroupMember">;
  getGroupBlacklist: Same$1<"getGroupBlocklist">;
  getGroupBlacklistNew: Same$1<"getGroupBlocklist">;
  groupBlockSingle: Same$1<"blockGroupMember">;
  groupBlockMulti: Same$1<"blockGroupMembers">;
  removeGroupBlockSingle: Same$1<"unblockGroupMember">;
  removeGroupBlockMulti: Same$1<"unblockGroupMembers">;
  getGroupWhitelist: Same$1<"getGroupAllowlist">;
  addUsersToGroupWhitelist: Same$1<"addUsersToGroupAllowlist">;
  removeGroupWhitelistMember: Same$1<"removeGroupAllowlistMember">;
  rmUsersFromGroupWhitelist: Same$1<"removeGroupAllowlistMember">;
  isGroupWhiteUser: Same$1<"isInGroupAllowlist">;
  isInGroupWhiteList: Same$1<"isInGroupAllowlist">;
  blockGroup: Same$1<"blockGroupMessages">;
}
interface DownloadCombineMessagesParams {
  url: string;
  secret: string;
}
interface RecallParams {
  /** The id of the server. */
  mid: string;
  to: string;
  /** As it was called before `chatType`, which wins. */
  type?: "chat" | "groupchat" | "chatroom";
  chatType?: ChatType;
  isChatThread?: boolean;
  /** For those who see the recall. */
  ext?: string;
  success?: (result: Loose) => void;
  fail?: (error: ErrorEvent) => void;
}
interface MessageMethods {
  /**
   * Sends what `message.create` gave, or the `body` of a message made the old way. Offline it waits for the connection.
   * Rejects with 39 when nobody is logged in, 205 for what is no message, 50 for limits, 101 when an upload fails, 510 when
   * the connection ends for good, and with the error of the server.
   */
  send(params: MessageBody): Promise<SendMsgResult>;
  sendMsg(params: MessageBody): Promise<SendMsgResult>;
  /** Takes a message back, by its id of the server. Rejects with 504 when it is too late for that. */
  recallMessage(params: RecallParams): Promise<SendMsgResult>;
  /** Edits a message that was sent. `modifiedMessage` is what `message.create` gave for the new content. */
  modifyMessage(params: {
    messageId: string;
    modifiedMessage: ModifiedMsg;
  }): Promise<ModifyMsgResult>;
  /** The messages in a combined one. Rejects with 200 when it cannot be fetched, 203 when it cannot be read. */
  downloadAndParseCombineMessage(options: DownloadCombineMessagesParams): Promise<MessagesType[]>;
}
interface HistoryParams {
  targetId: string;
  chatType: ChatType;
  /** Of the page before; nothing: the newest, or with `down` the oldest. */
  cursor?: number | string | null;
  /** 1 to 50. Default 20. */
  pageSize?: number;
  /** `up` (default): from the newest back; `down`: from the oldest on. */
  searchDirection?: "down" | "up";
  searchOptions?: {
    /** Sender; in groups and rooms only. */from?: UserId;
    msgTypes?: readonly Exclude<MessageType, "read" | "delivery" | "channel">[]; /** Epoch ms. */
    startTime?: number;
    endTime?: number;
  };
  /** Gets the page. */
  success?: (page: Loose) => void;
  fail?: (error: ErrorEvent) => void;
}
interface OldHistoryParams {
  /** The other user, or the group. */
  queue: string;
  /** A message id; nothing: on from the last call. */
  start?: number | string | null;
  /** Default 20. */
  count?: number;
  isGroup?: boolean;
  /** Messages as they are everywhere else, instead of in the shape that `listen` has for them. Default false. */
  format?: boolean;
  success?: (messages: MessageBody[]) => void;
  fail?: (error: ErrorEvent) => void;
}
interface RemoveHistoryParams {
  targetId: string;
  chatType: ChatType;
  /** 1 to 20. Wins over `beforeTimeStamp`; one of the two is needed. */
  messageIds?: readonly string[];
  /** Epoch ms. */
  beforeTimeStamp?: number;
}
interface HistoryMethods {
  /** A page of the messages the server keeps. What was fetched does not come again as a new message. */
  getHistoryMessages(options: HistoryParams): Promise<HistoryMessages>;
  /** The old way: remembers where it was, and answers the oldest first. */
  fetchHistoryMessages(options: OldHistoryParams): Promise<MessageBody[]>;
  /** Of this user only: the others keep theirs. */
  removeHistoryMessages(options: RemoveHistoryParams): Promise<void>;
}
interface ConversationPageParams {
  /** 1 to 50. Default 20. */
  pageSize?: number;
  /** `""` or nothing: the first page. */
  cursor?: string;
  includeEmptyConversations?: boolean;
}
interface ConversationFilterParams {
  /** 1 to 10. Default 10. */
  pageSize?: number;
  cursor?: string;
  filter: {
    mark: MarkType;
  };
}
interface OldConversationParams extends Callbacks<AsyncResult<ConversationInfo>> {
  pageNum?: number;
  /** At most 20. */
  pageSize?: number;
}
interface ConversationMarkParams {
  conversations: readonly Pick<ConversationItem, "conversationId" | "conversationType">[];
  mark: MarkType;
}
interface DeleteConversationParams extends Callbacks<AsyncResult<DeleteSessionResult>> {
  /** The other user, or the group. */
  channel: string;
  chatType: "singleChat" | "groupChat";
  /** The messages on the server as well. */
  deleteRoam: boolean;
}
interface PinConversationParams extends Pick<ConversationItem, "conversationId" | "conversationType"> {
  isPinned: boolean;
}
interface ConversationMethods {
  getServerConversations(params?: ConversationPageParams): Promise<AsyncResult<ServerConversations>>;
  getServerPinnedConversations(params?: ConversationPageParams): Promise<AsyncResult<ServerConversations>>;
  getServerConversationsByFilter(params: ConversationFilterParams): Promise<AsyncResult<ServerConversations>>;
  /** The list of old. */
  getConversationlist(params?: OldConversationParams): Promise<AsyncResult<ConversationInfo>>;
  /** The same, the last messages as the server has them. */
  getSessionList(params?: Callbacks<AsyncResult<Loose>>): Promise<AsyncResult<{
    channel_infos: SessionInfo[];
  }>>;
  deleteConversation(params: DeleteConversationParams): Promise<AsyncResult<DeleteSessionResult>>;
  deleteSession(params: DeleteConversationParams): Promise<AsyncResult<DeleteSessionResult>>;
  pinConversation(params: PinConversationParams): Promise<AsyncResult<PinConversation>>;
  addConversationMark(params: ConversationMarkParams): Promise<void>;
  removeConversationMark(params: ConversationMarkParams): Promise<void>;
  /** Of this user only: the others keep theirs. */
  deleteAllMessagesAndConversations(): Promise<void>;
}
interface RegisterParams {
  username: string;
  password: string;
  nickname?: string;
  success?: (result: Loose) => void;
  error?: (error: ErrorEvent) => void;
  /** Not read: the address of the connection counts. */
  apiUrl?: string;
}
interface UserMethods {
  /** Makes an account, where the application allows it; nobody need be logged in. */
  registerUser(params: RegisterParams): Promise<RegisterUserResult>;
  /** The attributes of users; all eight unless `properties` names some. Users who have none are left out or empty. */
  fetchUserInfoById(userId: UserId | UserId[], properties?: ConfigurableKey[] | ConfigurableKey): Promise<AsyncResult<{
    [userId: string]: UpdateOwnUserInfoParams;
  }>>;
  /** Sets own attributes, several or one, and resolves with all of them. */
  updateUserInfo(params: UpdateOwnUserInfoParams | ConfigurableKey, value?: string | number): Promise<AsyncResult<UpdateOwnUserInfoParams>>;
  updateOwnUserInfo(params: UpdateOwnUserInfoParams | ConfigurableKey, value?: string | number): Promise<AsyncResult<UpdateOwnUserInfoParams>>;
  /** The name that push notifications show. */
  updateCurrentUserNick(nick: string): Promise<AsyncResult<BaseUserInfo[]>>;
  /** When a token of the logged-in user ends, epoch ms. */
  getTokenExpireTimestamp(token: string): Promise<AsyncResult & {
    expire_timestamp?: number;
  }>;
}
interface DeviceMethods {
  /** The user's other devices, as `user/resource`: what a message to one's own account may be addressed to. */
  getSelfIdsOnOtherPlatform(): Promise<AsyncResult<string[]>>;
}
interface PinnedMessageInfo {
  message: MessagesType;
  /** Epoch ms. */
  pinTime: number;
  operatorId: UserId;
}
interface CursorPinnedMessagesResult {
  /** The newest pin first. */
  list: PinnedMessageInfo[];
  /** For the next page; empty after the last. */
  cursor: string;
}
interface InConversation {
  conversationId: string;
  conversationType: ChatType;
}
interface PinMethods {
  /** Rejects with -3 for a message that is none. */
  pinMessage(params: InConversation & {
    messageId: string;
  }): Promise<void>;
  /** Rejects with 51 for one that is not pinned. */
  unpinMessage(params: InConversation & {
    messageId: string;
  }): Promise<void>;
  /** `pageSize`: 1 to 50, default 10. */
  getServerPinnedMessages(params: InConversation & {
    pageSize?: number;
    cursor?: string;
  }): Promise<AsyncResult<CursorPinnedMessagesResult>>;
}
/** All messages, those that mention the user, none. */
type SILENTMODETYPE = "ALL" | "AT" | "NONE";
type CONVERSATIONTYPE = "singleChat" | "groupChat" | "chatRoom";
interface SilentModeRemindType {
  paramType: 0;
  remindType: SILENTMODETYPE;
}
interface SilentModeDuration {
  paramType: 1;
  /** Milliseconds of silence from now on, at most 7 days. */
  duration: number;
}
/** A time of the day. */
type Interval = {
  hours: number;
  minutes: number;
};
/** Silent between two times of each day. */
interface SilentModeInterval {
  paramType: 2;
  startTime: Interval;
  endTime: Interval;
}
type SilentModeParamType = SilentModeRemindType | SilentModeDuration | SilentModeInterval;
interface SilentModeConversationType {
  /** One of `SILENTMODETYPE`, or `DEFAULT`: as for all conversations. */
  type: string;
  /** Epoch ms until which it is silent. */
  ignoreDuration: number;
  /** `8:30-9:05`. */
  ignoreInterval: string;
}
interface ConversationSilentModeType {
  user: {
    [userId: string]: SilentModeConversationType;
  };
  group: {
    [groupId: string]: SilentModeConversationType;
  };
}
type ConversationListType = {
  id: string;
  type: string;
};
interface ConversationWithRemindType {
  conversationId: string;
  type: "singleChat" | "groupChat";
  /** One of `SILENTMODETYPE`. */
  remindType: Loose;
}
interface GetSilentModeRemindTypeConversationsResult {
  /** For the next page; empty after the last. */
  cursor: string;
  conversations: ConversationWithRemindType[];
}
interface TranslationLanguageType {
  language: string;
}
interface PushInfo {
  device_id: string;
  device_token: string;
  notifier_name: string;
}
interface UploadTokenResult extends BaseUserInfo {
  pushInfo: PushInfo[];
}
interface UploadTokenParams extends Callbacks<AsyncResult<UploadTokenResult>> {
  deviceId: string;
  /** Of the push service. */
  deviceToken: string;
  /** Which push service: the name of its certificate. */
  notifierName: string;
}
interface OfConversation extends Callbacks<AsyncResult<SilentModeConversationType>> {
  conversationId: string;
  type: CONVERSATIONTYPE;
}
interface PushMethods {
  /** For all conversations that have no setting of their own. */
  setSilentModeForAll(params: {
    options: SilentModeParamType;
  } & Callbacks<AsyncResult<SilentModeConversationType>>): Promise<AsyncResult<SilentModeConversationType>>;
  getSilentModeForAll(params?: Callbacks<AsyncResult<SilentModeConversationType>>): Promise<AsyncResult<SilentModeConversationType>>;
  setSilentModeForConversation(params: {
    options: SilentModeParamType;
  } & OfConversation): Promise<AsyncResult<SilentModeConversationType>>;
  getSilentModeForConversation(params: OfConversation): Promise<AsyncResult<SilentModeConversationType>>;
  /** Back to what is set for all. */
  clearRemindTypeForConversation(params: OfConversation): Promise<AsyncResult<SilentModeConversationType>>;
  /** Of at most 20 conversations, those that have a setting of their own. */
  getSilentModeForConversations(params: {
    conversationList: ConversationListType[];
  } & Callbacks<AsyncResult<ConversationSilentModeType>>): Promise<AsyncResult<ConversationSilentModeType>>;
  /** Pages of the conversations with a type of their own. `pageSize` 0: 10. */
  getSilentModeRemindTypeConversations(params: {
    cursor?: string;
    pageSize: number;
  }): Promise<AsyncResult<GetSilentModeRemindTypeConversationsResult>>;
  /** The language of notices. */
  setPushPerformLanguage(params: {
    language: string;
  } & Callbacks<AsyncResult<TranslationLanguageType>>): Promise<AsyncResult<TranslationLanguageType>>;
  getPushPerformLanguage(params?: Callbacks<AsyncResult<TranslationLanguageType>>): Promise<AsyncResult<TranslationLanguageType>>;
  /** Where notices go to when the user is away. Tried three times more, a second apart. */
  uploadPushToken(params: UploadTokenParams): Promise<AsyncResult<UploadTokenResult>>;
  uploadToken(params: UploadTokenParams): Promise<AsyncResult<UploadTokenResult>>;
  /** No notices go to this device any more. */
  unbindPushToken(): Promise<AsyncResult<UploadTokenResult>>;
}
interface ReactionListItem {
  reaction: string;
  isAddedBySelf: boolean;
  userCount: number;
  userList: UserId[];
}
interface GetReactionListResult {
  msgId: string;
  reactionList: ReactionListItem[];
}
interface GetReactionDetailResult extends ReactionListItem {
  /** For the next page; empty after the last. */
  cursor: string;
}
interface ReactionListParams {
  chatType: "singleChat" | "groupChat";
  /** One message or several. */
  messageId: string | Array<string>;
  groupId?: string;
}
interface ReactionMethods {
  /** Rejects with 1101 for one that is there already, 1103 where it may not be, 50 for too many. */
  addReaction(params: {
    messageId: string;
    reaction: string;
  }): Promise<void>;
  deleteReaction(params: {
    messageId: string;
    reaction: string;
  }): Promise<void>;
  getReactionlist(params: ReactionListParams): Promise<AsyncResult<GetReactionListResult[]>>;
  getReactionList(params: ReactionListParams): Promise<AsyncResult<GetReactionListResult[]>>;
  /** Who has reacted so. `pageSize`: up to 100, default 20. */
  getReactionDetail(params: {
    messageId: string;
    reaction: string;
    cursor?: string;
    pageSize?: number;
  }): Promise<AsyncResult<GetReactionDetailResult>>;
}
/** Messages that moderators should see. */
interface ReportMethods {
  /** Rejects with 51 for a message that is not there, or not for this user, 505 where reports are not taken. */
  reportMessage(params: {
    reportType: string;
    reportReason: string;
    messageId: string;
  }): Promise<void>;
}
type BaseMembers = {
  member: string;
} | {
  owner: string;
};
interface ChatRoomBaseInfo {
  id: string;
  name: string;
  owner: string;
  affiliations_count: number;
}
type GetChatRoomsResult = ChatRoomBaseInfo[];
interface GetChatRoomDetailsResult {
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
type JoinedChatRoomInfo = Pick<GetChatRoomDetailsResult, "id" | "name" | "owner" | "created" | "description" | "maxusers">;
type JoinedChatRoomsResult = JoinedChatRoomInfo[];
type JoinChatRoomResult = CommonRequestResult & {
  info: JoinChatRoomInfo;
};
interface CreateDeleteChatRoomResult {
  id: string;
}
interface ModifyChatRoomResult {
  groupname: boolean;
  description: boolean;
  maxusers: boolean;
}
interface AddUsersToChatRoomResult {
  id: string;
  action: "add_member";
  newmembers: string[];
}
type GetChatRoomAdminResult = UserId[];
interface SetChatRoomAdminResult {
  newadmin: string;
  result: boolean;
}
interface RemoveChatRoomAdminResult {
  oldadmin: string;
  result: boolean;
}
interface GetChatRoomMuteListResult {
  user: string;
  /** Epoch ms. */
  expire: number;
}
interface MuteChatRoomMemberResult extends GetChatRoomMuteListResult {
  result: boolean;
}
interface UnmuteChatRoomMemberResult {
  user: string;
  result: boolean;
}
interface WhetherAbleSendChatRoomMsgResult {
  mute: boolean;
}
interface IsChatRoomWhiteUserResult {
  member: string;
  white: boolean;
}
interface FetchChatRoomAnnouncementResult {
  announcement: string;
}
interface UpdateChatRoomAnnouncementResult {
  id: string;
  result: boolean;
}
interface GetChatroomAttributesResult {
  chatRoomId: string;
  attributeKeys: Array<string>;
}
interface ChatroomAttributes {
  /** `fail` when one of them has not. */
  status: "success" | "fail";
  /** Why, by key. */
  errorKeys: {
    [key: string]: string;
  };
  successKeys: Array<string>;
}
interface OfRoom {
  chatRoomId: string;
}
type OfMember = OfRoom & {
  username: string;
};
/** `roomId` and not `chatRoomId`: so it has always been called there. */
interface ById {
  roomId: string;
}
/** Rejects with 705 for a room that is none, 702 for who is not in it, 603 for who may not, -3 for parameters that are wrong. */
interface ChatRoomMethods extends OldChatRoomMethods {
  /**
   * The others are told `memberPresence`, with `ext`. A short interruption of the connection is none of being there.
   * Rejects with 705 for a room that is none, 704 when it is full, 603 for who is blocked, 50 in too many rooms.
   */
  joinChatRoom: Call<ById & {
    message?: string;
    ext?: string;
    leaveOtherRooms?: boolean;
  }, JoinChatRoomResult>;
  leaveChatRoom: Call<ById, {
    result: boolean;
  }>;
  getChatRooms: Call<{
    pagenum: number;
    pagesize: number;
  }, GetChatRoomsResult>;
  /** `pageNum` from 1, up to 500 in a page. */
  getJoinedChatRooms(params: {
    pageNum: number;
    pageSize: number;
  }): Promise<AsyncResult<JoinedChatRoomsResult>>;
  getChatRoomDetails: Call<OfRoom, Array<GetChatRoomDetailsResult>>;
  /** For super administrators, or with the token of one. */
  createChatRoom: Call<{
    name: string;
    description: string;
    maxusers: number;
    members?: UserId[];
    token?: string;
  }, CreateDeleteChatRoomResult>;
  destroyChatRoom: Call<OfRoom & {
    token: string;
  }, CreateDeleteChatRoomResult>;
  modifyChatRoom: Call<OfRoom & {
    chatRoomName?: string;
    description?: string;
    maxusers?: number;
  }, ModifyChatRoomResult>;
  /** `limit`: 1 to 50, default 50. */
  getChatRoomMembers(params: OfRoom & {
    cursor?: string;
    limit?: number;
  }): Promise<AsyncResult<MembersPage>>;
  addUsersToChatRoom: Call<OfRoom & {
    users: string[];
  }, AddUsersToChatRoomResult>;
  removeChatRoomMember: Call<OfMember, CommonRequestResult>;
  removeChatRoomMembers: Call<OfRoom & {
    users: string[];
  }, CommonRequestResult[]>;
  getChatRoomAdmin: Call<OfRoom, GetChatRoomAdminResult>;
  setChatRoomAdmin: Call<OfMember, SetChatRoomAdminResult>;
  removeChatRoomAdmin: Call<OfMember, RemoveChatRoomAdminResult>;
  getChatRoomMutelist: Call<OfRoom, GetChatRoomMuteListResult[]>;
  /** `muteDuration`: ms; -1: for ever. */
  muteChatRoomMember: Call<OfMember & {
    muteDuration: number;
  }, MuteChatRoomMemberResult>;
  unmuteChatRoomMember: Call<OfMember, UnmuteChatRoomMemberResult[]>;
  /** Of who asks. */
  isInChatRoomMutelist(params: OfRoom): Promise<AsyncResult<boolean>>;
  disableSendChatRoomMsg: Call<OfRoom, WhetherAbleSendChatRoomMsgResult>;
  enableSendChatRoomMsg: Call<OfRoom, WhetherAbleSendChatRoomMsgResult>;
  getChatRoomBlocklist: Call<OfRoom, UserId[]>;
  blockChatRoomMember: Call<OfMember, CommonRequestResult>;
  blockChatRoomMembers: Call<OfRoom & {
    usernames: string[];
  }, CommonRequestResult[]>;
  unblockChatRoomMember: Call<OfMember, CommonRequestResult>;
  unblockChatRoomMembers: Call<OfRoom & {
    usernames: string[];
  }, CommonRequestResult[]>;
  getChatRoomAllowlist: Call<OfRoom, UserId[]>;
  /** For one user `data` is that one result, not a list. */
  addUsersToChatRoomAllowlist: Call<OfRoom & {
    users: string[];
  }, CommonRequestResult | CommonRequestResult[]>;
  removeChatRoomAllowlistMember: Call<OfRoom & {
    userName: string;
  }, CommonRequestResult>;
  isInChatRoomAllowlist: Call<OfRoom & {
    userName: string;
  }, IsChatRoomWhiteUserResult>;
  fetchChatRoomAnnouncement: Call<ById, FetchChatRoomAnnouncementResult>;
  updateChatRoomAnnouncement: Call<ById & {
    announcement: string;
  }, UpdateChatRoomAnnouncementResult>;
  /** All of them unless `attributeKeys` names some. */
  getChatRoomAttributes(params: OfRoom & {
    attributeKeys?: Array<string>;
  }): Promise<AsyncResult<GetChatroomAttributesResult>>;
  /**
   * `autoDelete` (default true): they go when who has set them leaves. `isForced` (default false): also those of others.
   * Which have not been set is in the result.
   */
  setChatRoomAttributes(params: OfRoom & {
    attributes: {
      [key: string]: string;
    };
    autoDelete?: boolean;
    isForced?: boolean;
  }): Promise<AsyncResult<ChatroomAttributes>>;
  /** Rejects with 52 for an attribute of somebody else, 50 for limits, -3 for a key that may not be. */
  setChatRoomAttribute(params: OfRoom & {
    attributeKey: string;
    attributeValue: string;
    autoDelete?: boolean;
    isForced?: boolean;
  }): Promise<void>;
  removeChatRoomAttributes(params: OfRoom & {
    attributeKeys: Array<string>;
    isForced?: boolean;
  }): Promise<AsyncResult<ChatroomAttributes>>;
  removeChatRoomAttribute(params: OfRoom & {
    attributeKey: string;
    isForced?: boolean;
  }): Promise<void>;
}
type Same<Name extends keyof ChatRoomMethods> = ChatRoomMethods[Name];
/** Older ways, and older names. */
interface OldChatRoomMethods {
  quitChatRoom: Same<"leaveChatRoom">;
  /** `pageNum` from 1. */
  listChatRoomMembers: Call<OfRoom & {
    pageNum: number;
    pageSize: number;
  }, {
    member: string;
  }[]>;
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
interface RtcMethods {
  /** For one channel, or with `*`, which it is without a name, for all. `expire`: seconds. Rejects with 505 where there are none. */
  getRTCToken(channelName?: string): Promise<AsyncResult<{
    appId: string;
    RTCToken: string;
    channelName: string;
    RTCUId: number;
    expire: number;
  }>>;
  /** Who is behind the numbers; unknown ones are left out. */
  getUserIdByRTCUIds(RTCUIds: number[]): Promise<AsyncResult<Record<number, string>>>;
}
interface SearchParams {
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
interface SearchMethods {
  /**
   * What this user can see, the newest first; what was said in chat rooms is not found. Rejects with -3 for wrong
   * parameters, 505 where the operator has not switched search on, and when this user searches too often.
   */
  searchMessages(params: SearchParams): Promise<HistoryMessages>;
}
interface FetchGroupSharedFileListResult {
  file_id: string;
  file_name: string;
  file_owner: string;
  /** Bytes. */
  file_size: number;
  /** Epoch ms. */
  created: number;
}
interface FetchChatRoomSharedFileListResult extends FetchGroupSharedFileListResult {}
interface DeleteGroupSharedFileResult {
  group_id: string;
  file_id: string;
  result: boolean;
}
interface DeleteChatRoomSharedFileResult {
  id: string;
  file_id: string;
  result: boolean;
}
interface SharedFileCallbacks {
  onFileUploadProgress?: (progress: Loose) => void;
  /** With the answer of the server. */
  onFileUploadComplete?: (answer: Loose) => void;
  /** With 101 when it fails, 102 when nobody is logged in, -3 for parameters that are wrong. */
  onFileUploadError?: (error: Loose) => void;
  /** Never told: there is no way to cancel one. */
  onFileUploadCanceled?: (data: Loose) => void;
}
interface DownloadSharedFileParams {
  groupId: string;
  fileId: string;
  secret?: string;
  /** With a Blob where there are Blobs, elsewhere with the bytes. */
  onFileDownloadComplete?: (content: Loose) => void;
  onFileDownloadError?: (error: ErrorEvent) => void;
}
type GroupList = Call<{
  groupId: string;
  pageNum: number;
  pageSize: number;
}, FetchGroupSharedFileListResult>;
type RoomList = Call<{
  roomId: string;
}, FetchChatRoomSharedFileListResult[]>;
interface SharedFileMethods {
  /** What `utils.getFileUrl` gave for an input, or what a host has for a file: `{ path }`. */
  uploadGroupSharedFile(params: SharedFileCallbacks & {
    groupId: string;
    file: object;
  }): void;
  uploadChatRoomSharedFile(params: SharedFileCallbacks & {
    roomId: string;
    file: object;
  }): void;
  downloadGroupSharedFile(params: DownloadSharedFileParams): void;
  /** `pageNum` from 1, up to 10 in a page. */
  getGroupSharedFilelist: GroupList;
  fetchGroupSharedFileList: GroupList;
  getChatRoomSharedFilelist: RoomList;
  fetchChatRoomSharedFileList: RoomList;
  deleteGroupSharedFile: Call<{
    groupId: string;
    fileId: string;
  }, DeleteGroupSharedFileResult>;
  deleteChatRoomSharedFile: Call<{
    roomId: string;
    fileId: string;
  }, DeleteChatRoomSharedFileResult>;
}
interface ChatThreadDetail {
  id: string;
  name: string;
  owner: UserId;
  /** Epoch ms. */
  created: number;
  affiliationsCount?: number;
  /** The group. */
  parentId: string;
  /** The message it hangs on. */
  messageId: string;
}
interface CreateChatThreadResult {
  chatThreadId: string;
}
interface JoinChatThreadResult {
  status: "ok";
  detail: ChatThreadDetail;
}
interface ChangeChatThreadName {
  name: string;
}
interface ChatThreadMembers {
  affiliations: string[];
}
interface RemoveMemberResult {
  result: boolean;
  user: UserId;
}
interface ChatThreadLastMessage {
  chatThreadId: string;
  lastMessage: MessageBody;
}
interface OfThread {
  chatThreadId: string;
}
/** `pageSize`: up to 50, default 20. */
interface Page {
  pageSize?: number;
  cursor?: string;
}
/** Rejects with 1300 for a thread that is none, 52 for who may not. */
interface ThreadMethods {
  /** Rejects with 1301 when the message has one. */
  createChatThread(params: {
    parentId: string;
    name: string;
    messageId: string;
  }): Promise<AsyncResult<CreateChatThreadResult>>;
  joinChatThread(params: OfThread): Promise<AsyncResult<JoinChatThreadResult>>;
  leaveChatThread(params: OfThread): Promise<void>;
  destroyChatThread(params: OfThread): Promise<void>;
  changeChatThreadName(params: OfThread & {
    name: string;
  }): Promise<AsyncResult<ChangeChatThreadName>>;
  getChatThreadDetail(params: OfThread): Promise<AsyncResult<ChatThreadDetail>>;
  getChatThreadMembers(params: OfThread & Page): Promise<AsyncResult<ChatThreadMembers>>;
  removeChatThreadMember(params: OfThread & {
    username: UserId;
  }): Promise<AsyncResult<RemoveMemberResult>>;
  /** Of a group; the list is in `entities`, the cursor in `properties`. */
  getChatThreads(params: Page & {
    parentId: string;
  }): Promise<AsyncResult<ChatThreadDetail[]>>;
  /** The own ones, of one group or of all; the list is in `entities`, the cursor in `properties`. */
  getJoinedChatThreads(params: Page & {
    parentId?: string;
  }): Promise<AsyncResult<ChatThreadDetail[]>>;
  /** Of up to 20 threads; the list is in `entities`. */
  getChatThreadLastMessage(params: {
    chatThreadIds: string[];
  }): Promise<AsyncResult<ChatThreadLastMessage>>;
}
interface SupportLanguage {
  code: string;
  /** In English. */
  name: string;
  /** In the language itself. */
  nativeName: string;
}
interface TranslationMethods {
  getSupportedLanguages(): Promise<AsyncResult<SupportLanguage[]>>;
  /**
   * `data` is a list with one result, whatever its type says, which is the official one. Rejects with 1200 for languages
   * that are not there, 1201 for a text that is too long, 1204 when it fails, 50 when there was too much of it, 505 where
   * there is no translation.
   */
  translateMessage(params: {
    text: string;
    languages: string[];
  }): Promise<AsyncResult<TranslationResult>>;
}
/** What the recording is, for formats that do not say it themselves: PCM. */
interface AudioParams {
  format?: string;
  /** Hz. */
  sampleRate?: number;
  bitsPerSample?: number;
  channels?: number;
}
/** A recording in a mini program. */
interface MiniProgramVoiceFile {
  filePath: string;
  name?: string;
  /** Bytes. */
  size?: number;
}
/** In browsers a File. */
type VoiceSourceFile = MiniProgramVoiceFile | Loose;
interface VoiceMethods {
  /**
   * What is said in a voice message, of at most 60 seconds. Rejects with 410 when its file is not there, 407 when it is no
   * recording, 408 and 411 when it is too long or too large, 409 when nothing was understood, 505 where nobody listens.
   */
  voiceMessageToText(messageBody: AudioMsgBody, audioParams?: AudioParams): Promise<AsyncResult<{
    text: string;
  }>>;
  /** The same of a recording that was not sent. */
  voiceFileToText(file: VoiceSourceFile, audioParams?: AudioParams): Promise<AsyncResult<{
    text: string;
  }>>;
}
interface OpenParams {
  user: string;
  /** Password. */
  pwd?: string;
  /** Instead of a password. */
  accessToken?: string;
  /** The same, under its old name. */
  agoraToken?: string;
  success?: (result: LoginResult) => void;
  error?: (error: ErrorEvent) => void;
}
/** What applications read of a connection beside its methods. */
interface ConnectionContext {
  readonly userId: string;
  readonly accessToken: string;
  readonly appKey: string;
  readonly appId: string | undefined;
  readonly appName: string;
  readonly orgName: string;
  /** 4 when online, else 0. */
  readonly status: number;
  readonly jid: Readonly<Jid>;
}
/** What every connection has; the callbacks of `listen` are members that may be replaced. */
interface BasicConnection extends ListenParameters {
  /**
   * Logs in. Rejects with 1 for wrong parameters and while another login is under way, 208 when logged in, and with the
   * error of the server; after three attempts with that of the network.
   */
  open(parameters: OpenParams): Promise<LoginResult>;
  /** Logs out. Nothing that was under way is heard of again; messages that wait are rejected with 510. */
  close(): void;
  isOpened(): boolean;
  /** To be called when the application comes to the front; hosts that tell it themselves need no call. */
  onShow(): void;
  /** A fresh id for a message of the old style. */
  getUniqueId(): string;
  /** A new token for the same user. The connection stays. Rejects with 39 when there is none. */
  renewToken(token: string): Promise<NewTokenResult>;
  /**
   * Told to the device that the next login signs out: at most 1024 characters.
   *
   * @throws ErrorEvent -3 for anything else.
   */
  setLoginInfoCustomExt(ext: string): void;
  /** The same id replaces what was there. */
  addEventHandler(id: string, handler: EventHandlerType): void;
  removeEventHandler(id: string): void;
  /** The old way: one set of callbacks, which replaces the whole set before. */
  listen(parameters: ListenParameters): void;
  /** For plugins of applications: one that is a function is constructed with the connection. */
  usePlugin(plugin: Loose, name?: string): Loose;
  /** Very old applications call it after `close`, which has done it. */
  stopHeartBeat(): void;
  readonly name: string;
  /** Of the API. */
  readonly version: string;
  readonly isDebug: boolean;
  readonly grantType: "password" | "accessToken" | "agoraToken" | "";
  readonly domain: string;
  readonly context: ConnectionContext;
  /** What the connection is doing (Rondo only); `onStatusChange` tells every change. */
  readonly status: Status;
  readonly appKey: string;
  readonly orgName: string;
  readonly appName: string;
  readonly token: string;
  readonly user: string;
  readonly clientResource: string;
  readonly url: string;
  readonly apiUrl: string;
  readonly https: boolean;
  readonly isHttpDNS: boolean;
  /** Milliseconds. */
  readonly heartBeatWait: number;
  readonly autoReconnectNumMax: number;
  /** Attempts since the connection was lost. */
  readonly autoReconnectNumTotal: number;
  readonly delivery: boolean;
  readonly useOwnUploadFun: boolean;
  readonly deviceId: string;
  readonly isFixedDeviceId: boolean;
  /** Epoch ms at which the token ends; 0: never, or not known. */
  readonly expirationTime: number;
  /** Milliseconds until then. */
  readonly expiresIn: number;
  /** Nobody is logged in. */
  readonly logOut: boolean;
  readonly reconnecting: boolean;
}
interface Connection extends BasicConnection, MessageMethods, GroupMethods, ThreadMethods, SharedFileMethods, ChatRoomMethods, ReactionMethods, PinMethods, HistoryMethods, ConversationMethods, UserMethods, DeviceMethods, ContactMethods, PresenceMethods, PushMethods, TranslationMethods, ReportMethods, VoiceMethods, SearchMethods, RtcMethods {}
interface Content extends ContentOptions {
  chatType: ChatType;
  /** User, group or room. */
  to: string;
}
/** Groups: whether readers are to be counted. */
interface GroupAck {
  msgConfig?: {
    allowGroupAck: boolean;
  };
}
interface Attachment extends Content, GroupAck, UploadCallbacks {
  body?: UploadedFile;
}
interface CreateTextMsgParameters extends Content {
  type: "txt";
  msg: string;
  /** `languages`: what the text is to be translated into. */
  msgConfig?: {
    allowGroupAck?: boolean;
    languages?: string[];
  };
}
interface CreateCmdMsgParameters extends Content, GroupAck {
  type: "cmd";
  action: string;
  roomType?: boolean;
}
interface CreateCustomMsgParameters extends Content, GroupAck {
  type: "custom";
  customEvent: string;
  customExts: Dictionary;
}
interface CreateLocationMsgParameters extends Content, GroupAck {
  type: "loc";
  addr: string;
  buildingName: string;
  /** Degrees. */
  lat: number;
  lng: number;
}
/** A `file`, or the `url` of a picture that is somewhere already. */
interface CreateImgMsgParameters extends Attachment {
  type: "img";
  file?: FileObj;
  url?: string;
  /** Pixels. */
  width?: number;
  height?: number;
  thumbnailWidth?: number;
  thumbnailHeight?: number;
  /** Bytes. */
  file_length?: number;
  isGif?: boolean;
}
interface CreateAudioMsgParameters extends Attachment {
  type: "audio";
  file: FileObj;
  filename: string;
  /** Seconds. */
  length?: number;
  file_length?: number;
  fileInputId?: string;
}
interface CreateVideoMsgParameters extends Attachment {
  type: "video";
  file: FileObj;
  filename: string;
  /** Seconds. */
  length?: number;
  file_length?: number;
  fileInputId?: string;
  apiUrl?: string;
}
interface CreateFileMsgParameters extends Attachment {
  type: "file";
  file: FileObj;
  filename?: string;
  fileInputId?: string;
  apiUrl?: string;
}
interface CreateCombineMsgParameters extends Content {
  type: "combine";
  title: string;
  summary: string;
  /** What clients that do not know this type show. */
  compatibleText: string;
  /** 1 to 300. */
  messageList: CombineMsgList;
  msgConfig?: {
    allowGroupAck?: boolean;
    languages?: string[];
  };
  onFileUploadError?: (error: Loose) => void;
  onFileUploadComplete?: (data: {
    url: string;
    secret: string;
  }) => void;
}
/** `id`: the message that was read. */
interface CreateReadMsgParameters extends SendOptions {
  type: "read";
  id: string;
  to: string;
  chatType: "singleChat" | "groupChat";
  ackContent?: string;
}
interface CreateDeliveryMsgParameters extends SendOptions {
  type: "delivery";
  ackId: string;
  to: string;
}
interface CreateChannelMsgParameters extends SendOptions {
  type: "channel";
  id?: string;
  chatType: ChatType;
  to: string;
}
type CreateMsgType = CreateTextMsgParameters | CreateImgMsgParameters | CreateCmdMsgParameters | CreateFileMsgParameters | CreateVideoMsgParameters | CreateCustomMsgParameters | CreateLocationMsgParameters | CreateChannelMsgParameters | CreateDeliveryMsgParameters | CreateReadMsgParameters | CreateAudioMsgParameters | CreateCombineMsgParameters;
interface OldContent extends OldOptions {
  chatType: ChatType;
  to: string;
  from?: string;
  ext?: Dictionary;
}
interface TextMsgSetParameters extends OldContent {
  msg: string;
  isChatThread?: boolean;
}
interface CmdMsgSetParameters extends OldContent {
  action: string;
}
interface CustomMsgSetParameters extends OldContent {
  customEvent: string;
  customExts: Dictionary;
}
interface LocationMsgSetParameters extends OldContent, Pick<LocationMsgBody, "addr" | "buildingName" | "lat" | "lng"> {}
interface OldAttachment extends OldContent, UploadCallbacks {
  file_length?: number;
  fileInputId?: string;
  body?: UploadedFile;
}
interface ImgMsgSetParameters extends OldAttachment, Pick<ImgMsgBody, "file" | "width" | "height" | "group" | "url" | "msgConfig"> {}
interface AudioMsgSetParameters extends OldAttachment, Pick<AudioMsgBody, "file" | "filename" | "length" | "apiUrl"> {}
type VideoMsgSetParameters = AudioMsgSetParameters;
interface FileMsgSetParameters extends OldAttachment {
  file: FileObj;
  filename?: string;
  apiUrl?: string;
  isChatThread?: boolean;
}
interface ReadMsgSetParameters {
  id: string;
  to: string;
  from?: string;
  chatType: "singleChat" | "groupChat";
}
interface DeliveryMsgSetParameters {
  ackId: string;
  to: string;
  from?: string;
}
interface ChannelMsgSetParameters {
  chatType: ChatType;
  to: string;
  from?: string;
}
type MessageSetParameters = ReadMsgSetParameters | DeliveryMsgSetParameters | ChannelMsgSetParameters | TextMsgSetParameters | CmdMsgSetParameters | CustomMsgSetParameters | LocationMsgSetParameters | ImgMsgSetParameters | AudioMsgSetParameters | VideoMsgSetParameters | FileMsgSetParameters;
/** A message to come: its type, and an id of `getUniqueId`. */
interface Begun<Type extends MessageType> {
  type: Type;
  id: string;
}
type ReadParameters = Begun<"read">;
type DeliveryParameters = Begun<"delivery">;
type ChannelParameters = Begun<"channel">;
type TextParameters = Begun<"txt">;
type CmdParameters = Begun<"cmd">;
type CustomParameters = Begun<"custom">;
type LocationParameters = Begun<"loc">;
type ImgParameters = Begun<"img">;
type AudioParameters = Begun<"audio">;
type VideoParameters = Begun<"video">;
type FileParameters = Begun<"file">;
type NewMessageParamters = ReadParameters | DeliveryParameters | ChannelParameters | TextParameters | CmdParameters | CustomParameters | LocationParameters | ImgParameters | AudioParameters | VideoParameters | FileParameters;
/** A message made the old way: `new message(type, id)`, then `set({…})`, then `conn.send(message.body)`. */
interface Message {
  id: string;
  type: MessageType;
  body?: MessageBody;
  set(options: MessageSetParameters): void;
  /** `groupchat` makes it a message to a group. */
  setGroup(group: string): void;
  setChatType(chatType: ChatType): void;
}
/** `message` of the SDK. */
interface MessageConstructor {
  new (type: MessageType, id?: string): Message;
  /** A message to be sent, with an id of its own. What is no kind of message gives an empty object. */
  create(options: CreateMsgType): MessageBody;
  createOldMsg(options: NewMessageParamters | (NewMessageParamters & MessageSetParameters)): MessageBody;
}
type DefaultLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "SILENT";
type LevelNum = 0 | 1 | 2 | 3 | 4 | 5;
type Level = DefaultLevel | LevelNum;
interface Config {
  /** Keep lines for `getLogs`. */
  useCache: boolean;
  /** Characters of lines kept; the oldest are dropped first. */
  maxCache: number;
  color?: string;
  background?: string;
}
interface LogEntry {
  /** ISO 8601. */
  time: string;
  level: string;
  logs: Loose[];
}
interface Logger {
  readonly name: string;
  readonly levels: Readonly<Record<DefaultLevel, LevelNum>>;
  /** Told everything of the level and above, printed or not. Nothing until the application puts a function there. */
  onLog: (data: LogEntry) => void;
  trace(...parts: unknown[]): void;
  debug(...parts: unknown[]): void;
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
  log(...parts: unknown[]): void;
  setConfig(config: Partial<Config>): void;
  getLevel(): LevelNum;
  /** Lets everything from this level on through, and prints it. `persist`: also after the next start. */
  setLevel(level: Level | Lowercase<DefaultLevel>, persist?: boolean, name?: string): undefined;
  /** As setLevel, unless a level has been set already. */
  setDefaultLevel(level: Level | Lowercase<DefaultLevel>): void;
  enableAll(persist?: boolean): void;
  disableAll(persist?: boolean): void;
  setConsoleLogVisibility(visible: boolean): void;
  getLogs(): string[];
  /** Offers the kept lines as a file, where there are files to offer. */
  download(): void;
  /** Another logger, with settings of its own; the same one for the same name. */
  getLogger(name: string): Logger;
  getLoggers(): Record<string, Logger>;
  noConflict(): Logger;
}
interface AjaxOptions {
  url: string;
  /** Default POST when there are data, else GET. */
  type?: string;
  data?: Loose;
  headers?: KVString;
  success?: (answer: Loose) => void;
  error?: (error: Loose) => void;
  /** Not read: answers are JSON. */
  dataType?: string;
  responseType?: "arraybuffer" | "blob" | "document" | "json" | "text";
  mimeType?: string;
}
/** The kind of host, as it is in the names of devices. */
type PLATFORM = "zfb" | "dd" | "wx" | "qq" | "baidu" | "tt" | "taobao" | "uni" | "web" | "node";
interface EnvInfo {
  platform: PLATFORM;
  /** The host's object: `my`, `wx`, `window`. */
  global: Loose;
}
interface UploadOptions {
  accessToken: string;
  appKey: string;
  apiUrl?: string;
  /** Instead of the application's own place for files. */
  uploadUrl?: string;
  /** A File, a FileObj, or a path of the host. */
  file: object | string;
  onFileUploadProgress?(progress: UploadProgress): void;
  onFileUploadComplete?: (answer: Loose) => void;
  onFileUploadError?: (error: ErrorEvent) => void;
  /** Not called. */
  onFileUploadCanceled?: () => void;
}
interface UploadFile extends UploadOptions {
  file: object;
}
interface DownloadOptions {
  url: string;
  secret?: string;
  /** Given back with an error. */
  id?: string;
  headers?: Dictionary;
  /** Gets a Blob where there are Blobs, else an ArrayBuffer. */
  onFileDownloadComplete?: (content: Loose) => void;
  onFileDownloadError?: (error: Loose) => void;
  [ignored: string]: Loose;
}
interface DownloadParams extends DownloadOptions {
  onFileDownloadComplete: (content: Loose) => void;
  onFileDownloadError: (error: Loose) => void;
}
/** A file input of a page, as far as it is read. */
interface FileInput {
  readonly files?: {
    readonly length: number;
    readonly [index: number]: {
      readonly name: string;
    };
  } | null;
}
interface Utils {
  /** Decimal text, growing, unique in this program: an id for a message of the old style. */
  getUniqueId: () => string;
  ajax: (options: AjaxOptions) => Promise<Loose>;
  wxRequest: (options: AjaxOptions) => Promise<Loose>;
  /** Browsers only; throws elsewhere. */
  getFileUrl: (fileInputId: string | FileInput) => FileObj;
  uploadFile: (options: UploadOptions) => void;
  download: (params: DownloadOptions) => void;
  /** An address for what `download` gave. Browsers only; throws elsewhere. */
  parseDownloadResponse: (content: Loose) => string;
  listenNetwork: (online: () => void, offline: () => void) => void;
  getEnvInfo: () => EnvInfo;
  delay(ms: number): Promise<void>;
  Uint8ArrayToString(bytes: ArrayLike<number>): string;
  /** How many ids there have been. */
  autoIncrement: number;
  ajaxUnconventionalErrorTimes: number;
  /** `given` when it says yes or no, else whether the page came over https; true where there is no page. */
  isUseHttps(given?: unknown): boolean;
  /** Seconds to wait before the attempt of this number. */
  getRetryDelay(attempt: number): number;
  /** The functions one after the other, each with what the one before gave. */
  flow(steps: ReadonlyArray<(...args: never[]) => unknown>): (...args: unknown[]) => unknown;
  listenBrowserVisibility(visible: () => void, hidden: () => void): void;
  /** The JSON that bytes are. Throws for what is none. */
  parseNotify(bytes: Uint8Array): Loose;
  getExtraData(facts?: {
    elapse?: number;
    httpCode?: number;
    errDesc?: string;
  }): {
    requestElapse: number;
    code: number;
    codeDesc: string;
  };
  /** Asks again when the promise rejects: `times` more (3), with a pause of so many ms (1000). */
  retryPromise<T>(task: () => Promise<T>, times?: number, pauseMs?: number): Promise<T>;
  /** The path of an address at the `apiUrl` of what it is called on. */
  formatAttachUrl(this: {
    apiUrl?: string;
  }, url?: unknown): string;
  /** What is stored of this device, as JSON; empty when there is nothing. */
  getLocalDeviceInfo(): string;
  setLocalDeviceInfo(info: string): void;
  /** "Chrome" and the like; "unknown" outside of browsers. */
  detectBrowser(): string;
  /** The platform, but "uni" for WeChat with uni-app around it. */
  getDevicePlatform(env: {
    platform: string;
  }): string;
}
/** Options, and `platform`: the place to run in, instead of the one that is found. */
type Options = ConnectionParameters & {
  readonly platform?: Platform;
};
type StatusTable = typeof statusCode$1;
/** The official names and numbers, both ways. */
interface StatusCodes extends StatusTable {}
interface EasemobChatStatic {
  /** `new connection({ appKey, url, apiUrl })`. */
  connection: new (options: Options) => Connection;
  message: MessageConstructor & Pick<Utils, "getFileUrl" | "download" | "parseDownloadResponse">;
  utils: Utils;
  logger: Logger;
  statusCode: StatusCodes;
}
type ConversationType = Exclude<ChatType, "chatRoom">;
type LocalMessageBody = Exclude<MessageBody, DeliveryMsgBody | ReadMsgBody | ChannelMsgBody | CmdMsgBody>;
/** The official `ConversationItem` of the cache, which is not that of the server's list. */
interface LocalConversation {
  conversationId: string;
  conversationType: ConversationType;
  unReadCount?: number;
  lastMessage?: LocalMessageBody;
  /** What the application keeps with it. */
  customField?: Record<string, Loose>;
}
type SessionParams = Pick<LocalConversation, "conversationId" | "conversationType">;
type UpdateConversationParams = Pick<LocalConversation, "conversationId" | "conversationType" | "customField">;
interface RemoveLocalConversationParams extends SessionParams {
  /** Default true. */
  isRemoveLocalMessage?: boolean;
}
/** Each rejects with 700 when nobody is logged in, -3 for wrong parameters, 800 when the storage fails. */
interface LocalCacheMethods {
  /** The newest first. */
  getLocalConversations(): Promise<{
    type: 0;
    data: LocalConversation[];
  }>;
  /** `data` is undefined when there is none. */
  getLocalConversation(params: SessionParams): Promise<{
    type: 0;
    data: LocalConversation | undefined;
  }>;
  setLocalConversationCustomField(params: UpdateConversationParams): Promise<void>;
  removeLocalConversation(params: RemoveLocalConversationParams): Promise<void>;
  clearConversationUnreadCount(params: SessionParams): Promise<void>;
}
declare namespace namespace_d_exports {
  export { AddUsersToChatRoomResult, AjaxOptions, AsyncResult, AttachmentBody, AudioMsgBody, AudioMsgSetParameters, AudioParameters, AudioParams, BaseGroupInfo, BaseMembers, BaseUserInfo, BasicConnection, BlockGroupResult, CONVERSATIONTYPE, Call, Callbacks, ChangeChatThreadName, ChangeGroupOwnerResult, ChannelMsgBody, ChannelMsgSetParameters, ChannelParameters, ChatRoomBaseInfo, ChatRoomMethods, ChatThread, ChatThreadDetail, ChatThreadLastMessage, ChatThreadMembers, ChatThreadOverview, ChatType, ChatroomAttributes, ChatroomEvent, CmdMsgBody, CmdMsgSetParameters, CmdParameters, Code$1 as Code, CombineMsgBody, CombineMsgList, CommonRequestResult, Config, ConfigurableKey, Connection$1 as Connection, ConnectionContext, ConnectionParameters, ContactItem, ContactMethods, ContactMsgBody, ContentBody, ContentOptions, ConversationChangedInfo, ConversationFilterParams, ConversationInfo, ConversationItem, ConversationList, ConversationListType, ConversationMarkParams, ConversationMethods, ConversationPageParams, ConversationSilentModeType, ConversationType, ConversationWithRemindType, CreateAudioMsgParameters, CreateChannelMsgParameters, CreateChatThreadResult, CreateCmdMsgParameters, CreateCombineMsgParameters, CreateCustomMsgParameters, CreateDeleteChatRoomResult, CreateDeliveryMsgParameters, CreateFileMsgParameters, CreateGroupParams, CreateGroupResult, CreateImgMsgParameters, CreateLocationMsgParameters, CreateMsgType, CreateReadMsgParameters, CreateTextMsgParameters, CreateVideoMsgParameters, CursorContactsResult, CursorPinnedMessagesResult, CustomMsgBody, CustomMsgSetParameters, CustomParameters, DefaultLevel, DeleteChatRoomSharedFileResult, DeleteConversationParams, DeleteGroupSharedFileResult, DeleteSessionResult, DeliveryMsgBody, DeliveryMsgSetParameters, DeliveryParameters, DestroyGroupResult, DeviceMethods, Dictionary, DownloadCombineMessagesParams, DownloadOptions, DownloadParams, DownloadSharedFileParams, EasemobChatStatic, EnvInfo, ErrorEvent, ErrorParameters, Event, EventHandlerType, ExcludeAckMessageBody, FetchChatRoomAnnouncementResult, FetchChatRoomSharedFileListResult, FetchGroupSharedFileListResult, FetchedGroupMember, FileInput, FileMsgBody, FileMsgSetParameters, FileObj, FileParameters, GetChatRoomAdminResult, GetChatRoomDetailsResult, GetChatRoomMuteListResult, GetChatRoomsResult, GetChatroomAttributesResult, GetGroupMembersAttributesResult, GetGroupMsgReadUserResult, GetGroupMuteListResult, GetReactionDetailResult, GetReactionListResult, GetSilentModeRemindTypeConversationsResult, GetSubscribedPresenceListResult, GetSubscribedType, GroupAffiliation, GroupDetailInfo, GroupEvent, GroupId, GroupInfo, GroupMember, GroupMemberAttributesUpdateMultiDeviceInfo, GroupMemberRole, GroupMethods, GroupModifyInfo, GroupRequestResult, HistoryMessages, HistoryMethods, HistoryParams, ImgMsgBody, ImgMsgSetParameters, ImgParameters, Interval, InviteUsersToGroupResult, IsChatRoomWhiteUserResult, IsInGroupWhiteListResult, Jid, JoinChatRoomInfo, JoinChatRoomResult, JoinChatThreadResult, JoinedChatRoomInfo, JoinedChatRoomsResult, KVString, LastMessage, Level, LevelNum, Levels, ListenParameters, LocalCacheMethods, LocalConversation, LocalMessageBody, LocationMsgBody, LocationMsgSetParameters, LocationParameters, LogEntry, Logger, LoginResult, Loose, MarkType, MemberAttributes, MembersPage, Message$1 as Message, MessageBody, MessageConstructor, MessageMethods, MessagePinEvent, MessagePriority, MessageSetParameters, MessageType, MessagesType, MiniProgramVoiceFile, ModifiedEventMessage, ModifiedMsg, ModifiedMsgInfo, ModifyChatRoomResult, ModifyGroupResult, ModifyMsgResult, MultiDeviceEvent, MuteChatRoomMemberResult, MuteGroupMemberResult, NewMessageParamters, NewTokenResult, NotificationConMultiDeviceInfo, NotificationMultiDeviceInfo, NotificationUserMultiDeviceInfo, ONLINESTATETYPE, OldBody, OldConversationParams, OldCreateGroupParams, OldHistoryParams, OldOptions, OnPresenceMsg, OnPresenceMsgType, OpenParams, OperateResult, Options, PLATFORM, PinConversation, PinConversationParams, PinMethods, PinnedMessageInfo, PresenceMethods, PresenceMsg, PresenceType, PushInfo, PushMethods, Reaction, ReactionListItem, ReactionMessage, ReactionMethods, ReadMsgBody, ReadMsgSetParameters, ReadParameters, RecallMsgBody, RecallParams, ReceivedMsgBody, RegisterParams, RegisterUserResult, RemoveChatRoomAdminResult, RemoveGroupAdminResult, RemoveGroupMemberResult, RemoveHistoryParams, RemoveLocalConversationParams, RemoveMemberResult, ReportMethods, RoamingDeleteMultiDeviceInfo, RosterData, RtcMethods, SILENTMODETYPE, SearchMethods, SearchParams, SendMsgResult, SendOptions, ServerConversations, SessionInfo, SessionParams, SetChatRoomAdminResult, SetGroupAdminResult, SharedFileCallbacks, SharedFileMethods, SilentModeConversationType, SilentModeDuration, SilentModeInterval, SilentModeParamType, SilentModeRemindType, StatusCodes, StatusDetailsType, StreamChunk, StreamMsgBody, StreamStatus, SubscribePresence, SubscribePresenceResult, SubscribeUserListType, SupportLanguage, TextMsgBody, TextMsgSetParameters, TextParameters, ThreadChangeInfo, ThreadMethods, ThreadMultiDeviceInfo, TranslationLanguageType, TranslationMethods, TranslationResult, UnmuteChatRoomMemberResult, UnmuteGroupMemberResult, UpdateChatRoomAnnouncementResult, UpdateConversationParams, UpdateGroupAnnouncementResult, UpdateOwnUserInfoParams, UploadCallbacks, UploadFile, UploadFileResult, UploadOptions, UploadProgress, UploadTokenParams, UploadTokenResult, UploadedFile, UserId, UserMethods, Utils, VideoMsgBody, VideoMsgSetParameters, VideoParameters, VoiceMethods, VoiceSourceFile, WhetherAbleSendChatRoomMsgResult, multiDeviceEventType, onChatThreadChangeType };
}
type Code$1 = Code;
declare const Code$1: typeof statusCode$1;
type Connection$1 = Connection;
declare const Connection$1: EasemobChatStatic["connection"];
type Message$1 = Message;
declare const Message$1: EasemobChatStatic["message"];
type Levels = Extract<Level, number>;
declare const Levels: Logger["levels"];
declare const sdk: EasemobChatStatic;
declare const connection: new (options: Options) => Connection, logger: Logger, message: MessageConstructor & Pick<Utils, "getFileUrl" | "download" | "parseDownloadResponse">, statusCode: StatusCodes, utils: Utils;
export { AddUsersToChatRoomResult, AjaxOptions, AsyncResult, AttachmentBody, AudioMsgBody, AudioMsgSetParameters, AudioParameters, AudioParams, BaseGroupInfo, BaseMembers, BaseUserInfo, BasicConnection, BlockGroupResult, CONVERSATIONTYPE, Call, Callbacks, ChangeChatThreadName, ChangeGroupOwnerResult, ChannelMsgBody, ChannelMsgSetParameters, ChannelParameters, ChatRoomBaseInfo, ChatRoomMethods, ChatThread, ChatThreadDetail, ChatThreadLastMessage, ChatThreadMembers, ChatThreadOverview, ChatType, ChatroomAttributes, ChatroomEvent, CmdMsgBody, CmdMsgSetParameters, CmdParameters, Code, CombineMsgBody, CombineMsgList, CommonRequestResult, Config, ConfigurableKey, Connection, ConnectionContext, ConnectionParameters, ContactItem, ContactMethods, ContactMsgBody, ContentBody, ContentOptions, ConversationChangedInfo, ConversationFilterParams, ConversationInfo, ConversationItem, ConversationList, ConversationListType, ConversationMarkParams, ConversationMethods, ConversationPageParams, ConversationSilentModeType, ConversationType, ConversationWithRemindType, CreateAudioMsgParameters, CreateChannelMsgParameters, CreateChatThreadResult, CreateCmdMsgParameters, CreateCombineMsgParameters, CreateCustomMsgParameters, CreateDeleteChatRoomResult, CreateDeliveryMsgParameters, CreateFileMsgParameters, CreateGroupParams, CreateGroupResult, CreateImgMsgParameters, CreateLocationMsgParameters, CreateMsgType, CreateReadMsgParameters, CreateTextMsgParameters, CreateVideoMsgParameters, CursorContactsResult, CursorPinnedMessagesResult, CustomMsgBody, CustomMsgSetParameters, CustomParameters, DefaultLevel, DeleteChatRoomSharedFileResult, DeleteConversationParams, DeleteGroupSharedFileResult, DeleteSessionResult, DeliveryMsgBody, DeliveryMsgSetParameters, DeliveryParameters, DestroyGroupResult, DeviceMethods, Dictionary, DownloadCombineMessagesParams, DownloadOptions, DownloadParams, DownloadSharedFileParams, type namespace_d_exports as EasemobChat, EasemobChatStatic, EnvInfo, ErrorEvent, ErrorParameters, Event, EventHandlerType, ExcludeAckMessageBody, FetchChatRoomAnnouncementResult, FetchChatRoomSharedFileListResult, FetchGroupSharedFileListResult, FetchedGroupMember, FileInput, FileMsgBody, FileMsgSetParameters, FileObj, FileParameters, GetChatRoomAdminResult, GetChatRoomDetailsResult, GetChatRoomMuteListResult, GetChatRoomsResult, GetChatroomAttributesResult, GetGroupMembersAttributesResult, GetGroupMsgReadUserResult, GetGroupMuteListResult, GetReactionDetailResult, GetReactionListResult, GetSilentModeRemindTypeConversationsResult, GetSubscribedPresenceListResult, GetSubscribedType, GroupAffiliation, GroupDetailInfo, GroupEvent, GroupId, GroupInfo, GroupMember, GroupMemberAttributesUpdateMultiDeviceInfo, GroupMemberRole, GroupMethods, GroupModifyInfo, GroupRequestResult, HistoryMessages, HistoryMethods, HistoryParams, ImgMsgBody, ImgMsgSetParameters, ImgParameters, Interval, InviteUsersToGroupResult, IsChatRoomWhiteUserResult, IsInGroupWhiteListResult, Jid, JoinChatRoomInfo, JoinChatRoomResult, JoinChatThreadResult, JoinedChatRoomInfo, JoinedChatRoomsResult, KVString, LastMessage, Level, LevelNum, ListenParameters, LocalCacheMethods, LocalConversation, LocalMessageBody, LocationMsgBody, LocationMsgSetParameters, LocationParameters, LogEntry, Logger, LoginResult, Loose, MarkType, MemberAttributes, MembersPage, Message, MessageBody, MessageConstructor, MessageMethods, MessagePinEvent, MessagePriority, MessageSetParameters, MessageType, MessagesType, MiniProgramVoiceFile, ModifiedEventMessage, ModifiedMsg, ModifiedMsgInfo, ModifyChatRoomResult, ModifyGroupResult, ModifyMsgResult, MultiDeviceEvent, MuteChatRoomMemberResult, MuteGroupMemberResult, NewMessageParamters, NewTokenResult, NotificationConMultiDeviceInfo, NotificationMultiDeviceInfo, NotificationUserMultiDeviceInfo, ONLINESTATETYPE, OldBody, OldConversationParams, OldCreateGroupParams, OldHistoryParams, OldOptions, OnPresenceMsg, OnPresenceMsgType, OpenParams, OperateResult, Options, PLATFORM, PinConversation, PinConversationParams, PinMethods, PinnedMessageInfo, type Platform, PresenceMethods, PresenceMsg, PresenceType, PushInfo, PushMethods, Reaction, ReactionListItem, ReactionMessage, ReactionMethods, ReadMsgBody, ReadMsgSetParameters, ReadParameters, RecallMsgBody, RecallParams, ReceivedMsgBody, RegisterParams, RegisterUserResult, RemoveChatRoomAdminResult, RemoveGroupAdminResult, RemoveGroupMemberResult, RemoveHistoryParams, RemoveLocalConversationParams, RemoveMemberResult, ReportMethods, RoamingDeleteMultiDeviceInfo, RosterData, RtcMethods, SILENTMODETYPE, SearchMethods, SearchParams, SendMsgResult, SendOptions, ServerConversations, SessionInfo, SessionParams, SetChatRoomAdminResult, SetGroupAdminResult, SharedFileCallbacks, SharedFileMethods, SilentModeConversationType, SilentModeDuration, SilentModeInterval, SilentModeParamType, SilentModeRemindType, type Status, type StatusCode, StatusCodes, StatusDetailsType, type StatusName, StreamChunk, StreamMsgBody, StreamStatus, SubscribePresence, SubscribePresenceResult, SubscribeUserListType, SupportLanguage, TextMsgBody, TextMsgSetParameters, TextParameters, ThreadChangeInfo, ThreadMethods, ThreadMultiDeviceInfo, TranslationLanguageType, TranslationMethods, TranslationResult, UnmuteChatRoomMemberResult, UnmuteGroupMemberResult, UpdateChatRoomAnnouncementResult, UpdateConversationParams, UpdateGroupAnnouncementResult, UpdateOwnUserInfoParams, UploadCallbacks, UploadFile, UploadFileResult, UploadOptions, UploadProgress, UploadTokenParams, UploadTokenResult, UploadedFile, UserId, UserMethods, Utils, VideoMsgBody, VideoMsgSetParameters, VideoParameters, VoiceMethods, VoiceSourceFile, WhetherAbleSendChatRoomMsgResult, connection, sdk as default, logger, message, multiDeviceEventType, onChatThreadChangeType, statusCode, utils };
/** Messages as they are sent and received. What each type of message is made with is in `create-messages.ts`. */
import type { ChatType, Dictionary, ErrorEvent, Loose, MessagePriority, UserId } from "./common.ts";

export type MessageType =
  | "read"
  | "delivery"
  | "channel"
  | "txt"
  | "cmd"
  | "custom"
  | "loc"
  | "img"
  | "audio"
  | "file"
  | "video"
  | "combine";

/** 0: the sender is offline, 1: online, 2: not known, 3: the service does not tell. */
export type ONLINESTATETYPE = 0 | 1 | 2 | 3;

/** A file somebody has picked. */
export interface FileObj {
  /** Object URL of a page, or a path of the host. */
  url: string;
  filename: string;
  /** Extension, lower case. */
  filetype: string;
  /** In browsers the File. */
  data: Loose;
}

/** How far an upload is, in bytes. */
export interface UploadProgress {
  loaded: number;
  total: number;
}

/** What the server has answered to an upload; `url` is where the file is. */
export interface UploadFileResult {
  url: string;
  entities: { "share-secret": string; type: "chatfile"; uuid: string }[];
  [key: string]: Loose;
}

export interface UploadCallbacks {
  onFileUploadError?: (error: ErrorEvent) => void;
  onFileUploadComplete?: (data: UploadFileResult) => void;
  onFileUploadProgress?(progress: UploadProgress): void;
  /** Rondo only: is given what cancels the upload. `send` then rejects with -4. */
  onFileUploadStart?(cancel: () => void): void;
  /** It was cancelled, which is no error. */
  onFileUploadCanceled?(): void;
}

/** An attachment that is somewhere already: nothing is uploaded. */
export interface UploadedFile {
  url: string;
  type: string;
  filename: string;
}

/** What every message may carry when it is made. */
export interface SendOptions {
  from?: UserId;
  isChatThread?: boolean;
  /** Chat rooms only. Default `normal`. */
  priority?: MessagePriority;
  /** Lost for receivers who are not connected. Default false. */
  deliverOnlineOnly?: boolean;
}

/** What every message with content may carry when it is made. */
export interface ContentOptions extends SendOptions {
  ext?: Dictionary;
  /** Groups and rooms: only these users get it. */
  receiverList?: UserId[];
}

/** Of messages made with `new message(…)`: told the way that was then. */
export interface OldOptions {
  /** It goes to a chat room; `chatType` says so too. */
  roomType?: boolean;
  /** Gets the local id and the id of the server. */
  success?: (localMsgId: Loose, serverMsgId?: Loose) => void;
  /** Gets the error. */
  fail?: (error?: Loose) => void;
}

export interface ModifiedMsgInfo {
  operatorId: UserId;
  operationCount: number;
  /** Epoch ms. */
  operationTime: number;
}

export interface TranslationResult {
  translations: { text: string; to: string }[];
  detectedLanguage: { language: string; score: number };
}

export interface Reaction {
  reaction: string;
  count: number;
  op?: { operator: UserId; reactionType: "create" | "delete" }[];
  userList: UserId[];
  isAddedBySelf?: boolean;
}

/** The thread a message is in. */
export interface ChatThread {
  messageId: string;
  parentId: string;
  chatThreadName: Loose;
}

/** The thread that was begun at a message. */
export interface ChatThreadOverview {
  id: string;
  parentId: string;
  name: string;
  lastMessage: LastMessage;
  createTimestamp: number;
  updateTimestamp: number;
  messageCount: number;
}

export interface LastMessage {
  id: string;
  from: string;
  to: string;
  timestamp: number;
  payload: Loose;
}

/** What every message with content has. */
export interface ContentBody {
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

export interface OldBody extends OldOptions {
  group?: string;
}

export interface TextMsgBody extends ContentBody, OldBody {
  type: "txt";
  msg: string;
  msgConfig?: { allowGroupAck?: boolean; languages?: string[] };
  translations?: TranslationResult;
}

/** 0: begun, 1: begun and completed, 2: going on, 3: completed, 4: failed. */
export type StreamStatus = 0 | 1 | 2 | 3 | 4;

export interface StreamChunk {
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
export interface StreamMsgBody extends TextMsgBody {
  stream: Omit<StreamChunk, "seq">;
}

export interface CmdMsgBody extends ContentBody, OldBody {
  type: "cmd";
  action: string;
  msgConfig?: Dictionary;
}

export interface CustomMsgBody extends ContentBody, OldBody {
  type: "custom";
  customEvent: string;
  customExts: Dictionary;
  params?: Dictionary;
  msgConfig?: Dictionary;
}

export interface LocationMsgBody extends ContentBody, OldBody {
  type: "loc";
  addr: string;
  buildingName: string;
  lat: number;
  lng: number;
  msgConfig?: { allowGroupAck: boolean };
}

/** What the messages with an attachment have. Whoever receives one reads `url`. */
export interface AttachmentBody extends ContentBody, OldBody, UploadCallbacks {
  /** Where it is. */
  url?: string;
  /** `utils.download` wants it. */
  secret?: string;
  /** Bytes. */
  file_length?: number;
  fileInputId?: string;
  body?: UploadedFile;
}

export interface ImgMsgBody extends AttachmentBody {
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

export interface AudioMsgBody extends MediaBody {
  type: "audio";
}

export interface VideoMsgBody extends MediaBody {
  type: "video";
  /** Where the first frame is. */
  thumb?: string;
  thumb_secret?: string;
}

export interface FileMsgBody extends Omit<AttachmentBody, keyof OldOptions> {
  type: "file";
  file: FileObj;
  filename?: string;
  length?: number;
  filetype?: string;
  apiUrl?: string;
  accessToken?: string;
  msgConfig?: { allowGroupAck: boolean };
}

/** Several messages in one; `downloadAndParseCombineMessage` gives them. */
export interface CombineMsgBody extends ContentBody {
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
  msgConfig?: { allowGroupAck?: boolean; languages?: string[] };
  onFileUploadError?: (error: Loose) => void;
  onFileUploadComplete?: (data: { url: string; secret: string }) => void;
}

interface ReceiptBody extends SendOptions {
  id: string;
  to: string;
  /** The message it is about. */
  mid?: string;
  onlineState?: ONLINESTATETYPE;
}

/** A message was read. */
export interface ReadMsgBody extends ReceiptBody {
  type: "read";
  chatType: "singleChat" | "groupChat";
  ackId?: string;
  ackContent?: string;
  /** Groups: by message, how many have read it. */
  groupReadCount?: { [messageId: string]: number };
}

/** A message has reached a device. */
export interface DeliveryMsgBody extends ReceiptBody {
  type: "delivery";
  ackId?: string;
}

/** A whole conversation was read. */
export interface ChannelMsgBody extends ReceiptBody {
  type: "channel";
  chatType: ChatType;
  group?: string;
  time: number;
}

export type MessageBody =
  | ReadMsgBody
  | DeliveryMsgBody
  | ChannelMsgBody
  | TextMsgBody
  | CmdMsgBody
  | CustomMsgBody
  | LocationMsgBody
  | ImgMsgBody
  | AudioMsgBody
  | VideoMsgBody
  | FileMsgBody
  | CombineMsgBody
  | StreamMsgBody;

export type MessagesType = MessageBody;
export type ExcludeAckMessageBody = Exclude<MessageBody, ReadMsgBody | DeliveryMsgBody | ChannelMsgBody>;
export type ModifiedMsg = ExcludeAckMessageBody;
export type ModifiedEventMessage = ExcludeAckMessageBody;
export type CombineMsgList = ExcludeAckMessageBody[];

export interface SendMsgResult {
  localMsgId: string;
  serverMsgId: string;
  /** As the others see it. Not of receipts and recalls. */
  message?: ExcludeAckMessageBody;
}

/** An edit. The running official client, and this one, give no ids here and `message` of texts only. */
export interface ModifyMsgResult extends SendMsgResult {
  modifiedInfo: ModifiedMsgInfo;
}

/** What messages are made with: `message.create` takes the first kind, `new message(…)` and its `set` the second. */
import type { ChatType, Dictionary, Loose } from "./common.ts";
import type {
  AudioMsgBody,
  CombineMsgList,
  ContentOptions,
  FileObj,
  ImgMsgBody,
  LocationMsgBody,
  MessageBody,
  MessageType,
  OldOptions,
  SendOptions,
  UploadCallbacks,
  UploadedFile,
} from "./messages.ts";

interface Content extends ContentOptions {
  chatType: ChatType;
  /** User, group or room. */
  to: string;
}

/** Groups: whether readers are to be counted. */
interface GroupAck {
  msgConfig?: { allowGroupAck: boolean };
}

interface Attachment extends Content, GroupAck, UploadCallbacks {
  body?: UploadedFile;
}

export interface CreateTextMsgParameters extends Content {
  type: "txt";
  msg: string;
  /** `languages`: what the text is to be translated into. */
  msgConfig?: { allowGroupAck?: boolean; languages?: string[] };
}

export interface CreateCmdMsgParameters extends Content, GroupAck {
  type: "cmd";
  action: string;
  roomType?: boolean;
}

export interface CreateCustomMsgParameters extends Content, GroupAck {
  type: "custom";
  customEvent: string;
  customExts: Dictionary;
}

export interface CreateLocationMsgParameters extends Content, GroupAck {
  type: "loc";
  addr: string;
  buildingName: string;
  /** Degrees. */
  lat: number;
  lng: number;
}

/** A `file`, or the `url` of a picture that is somewhere already. */
export interface CreateImgMsgParameters extends Attachment {
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

export interface CreateAudioMsgParameters extends Attachment {
  type: "audio";
  file: FileObj;
  filename: string;
  /** Seconds. */
  length?: number;
  file_length?: number;
  fileInputId?: string;
}

export interface CreateVideoMsgParameters extends Attachment {
  type: "video";
  file: FileObj;
  filename: string;
  /** Seconds. */
  length?: number;
  file_length?: number;
  fileInputId?: string;
  apiUrl?: string;
}

export interface CreateFileMsgParameters extends Attachment {
  type: "file";
  file: FileObj;
  filename?: string;
  fileInputId?: string;
  apiUrl?: string;
}

export interface CreateCombineMsgParameters extends Content {
  type: "combine";
  title: string;
  summary: string;
  /** What clients that do not know this type show. */
  compatibleText: string;
  /** 1 to 300. */
  messageList: CombineMsgList;
  msgConfig?: { allowGroupAck?: boolean; languages?: string[] };
  onFileUploadError?: (error: Loose) => void;
  onFileUploadComplete?: (data: { url: string; secret: string }) => void;
}

/** `id`: the message that was read. */
export interface CreateReadMsgParameters extends SendOptions {
  type: "read";
  id: string;
  to: string;
  chatType: "singleChat" | "groupChat";
  ackContent?: string;
}

export interface CreateDeliveryMsgParameters extends SendOptions {
  type: "delivery";
  ackId: string;
  to: string;
}

export interface CreateChannelMsgParameters extends SendOptions {
  type: "channel";
  id?: string;
  chatType: ChatType;
  to: string;
}

export type CreateMsgType =
  | CreateTextMsgParameters
  | CreateImgMsgParameters
  | CreateCmdMsgParameters
  | CreateFileMsgParameters
  | CreateVideoMsgParameters
  | CreateCustomMsgParameters
  | CreateLocationMsgParameters
  | CreateChannelMsgParameters
  | CreateDeliveryMsgParameters
  | CreateReadMsgParameters
  | CreateAudioMsgParameters
  | CreateCombineMsgParameters;

interface OldContent extends OldOptions {
  chatType: ChatType;
  to: string;
  from?: string;
  ext?: Dictionary;
}

export interface TextMsgSetParameters extends OldContent {
  msg: string;
  isChatThread?: boolean;
}

export interface CmdMsgSetParameters extends OldContent {
  action: string;
}

export interface CustomMsgSetParameters extends OldContent {
  customEvent: string;
  customExts: Dictionary;
}

export interface LocationMsgSetParameters
  extends OldContent,
    Pick<LocationMsgBody, "addr" | "buildingName" | "lat" | "lng"> {}

interface OldAttachment extends OldContent, UploadCallbacks {
  file_length?: number;
  fileInputId?: string;
  body?: UploadedFile;
}

export interface ImgMsgSetParameters
  extends OldAttachment,
    Pick<ImgMsgBody, "file" | "width" | "height" | "group" | "url" | "msgConfig"> {}

export interface AudioMsgSetParameters
  extends OldAttachment,
    Pick<AudioMsgBody, "file" | "filename" | "length" | "apiUrl"> {}

export type VideoMsgSetParameters = AudioMsgSetParameters;

export interface FileMsgSetParameters extends OldAttachment {
  file: FileObj;
  filename?: string;
  apiUrl?: string;
  isChatThread?: boolean;
}

export interface ReadMsgSetParameters {
  id: string;
  to: string;
  from?: string;
  chatType: "singleChat" | "groupChat";
}

export interface DeliveryMsgSetParameters {
  ackId: string;
  to: string;
  from?: string;
}

export interface ChannelMsgSetParameters {
  chatType: ChatType;
  to: string;
  from?: string;
}

export type MessageSetParameters =
  | ReadMsgSetParameters
  | DeliveryMsgSetParameters
  | ChannelMsgSetParameters
  | TextMsgSetParameters
  | CmdMsgSetParameters
  | CustomMsgSetParameters
  | LocationMsgSetParameters
  | ImgMsgSetParameters
  | AudioMsgSetParameters
  | VideoMsgSetParameters
  | FileMsgSetParameters;

/** A message to come: its type, and an id of `getUniqueId`. */
interface Begun<Type extends MessageType> {
  type: Type;
  id: string;
}

export type ReadParameters = Begun<"read">;
export type DeliveryParameters = Begun<"delivery">;
export type ChannelParameters = Begun<"channel">;
export type TextParameters = Begun<"txt">;
export type CmdParameters = Begun<"cmd">;
export type CustomParameters = Begun<"custom">;
export type LocationParameters = Begun<"loc">;
export type ImgParameters = Begun<"img">;
export type AudioParameters = Begun<"audio">;
export type VideoParameters = Begun<"video">;
export type FileParameters = Begun<"file">;
export type NewMessageParamters =
  | ReadParameters
  | DeliveryParameters
  | ChannelParameters
  | TextParameters
  | CmdParameters
  | CustomParameters
  | LocationParameters
  | ImgParameters
  | AudioParameters
  | VideoParameters
  | FileParameters;

/** A message made the old way: `new message(type, id)`, then `set({…})`, then `conn.send(message.body)`. */
export interface Message {
  id: string;
  type: MessageType;
  body?: MessageBody;
  set(options: MessageSetParameters): void;
  /** `groupchat` makes it a message to a group. */
  setGroup(group: string): void;
  setChatType(chatType: ChatType): void;
}

/** `message` of the SDK. */
export interface MessageConstructor {
  new (type: MessageType, id?: string): Message;
  /** A message to be sent, with an id of its own. What is no kind of message gives an empty object. */
  create(options: CreateMsgType): MessageBody;
  createOldMsg(options: NewMessageParamters | (NewMessageParamters & MessageSetParameters)): MessageBody;
}

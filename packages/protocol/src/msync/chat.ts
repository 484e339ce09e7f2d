/** Chat messages, receipts, recalls and edits (Meta.ns CHAT). */
import {
  bool,
  double,
  enumeration,
  type Infer,
  int32,
  message,
  nested,
  repeated,
  string,
  uint32,
  uint64,
} from "../codec/schema.ts";
import { Jid } from "./envelope.ts";
import { KeyValue } from "./sync.ts";

export const MessageBodyType = {
  NORMAL: 0,
  CHAT: 1,
  GROUPCHAT: 2,
  CHATROOM: 3,
  READ_ACK: 4,
  DELIVER_ACK: 5,
  RECALL: 6,
  CHANNEL_ACK: 7,
  EDIT: 8,
} as const;
export type MessageBodyType = (typeof MessageBodyType)[keyof typeof MessageBodyType];

export const MessageBodyEditScope = {
  BODY: 1,
  BODY_AND_EXT: 2,
} as const;
export type MessageBodyEditScope = (typeof MessageBodyEditScope)[keyof typeof MessageBodyEditScope];

export const MessageBodyContentType = {
  TEXT: 0,
  IMAGE: 1,
  VIDEO: 2,
  LOCATION: 3,
  VOICE: 4,
  FILE: 5,
  COMMAND: 6,
  CUSTOM: 7,
  COMBINE: 8,
} as const;
export type MessageBodyContentType = (typeof MessageBodyContentType)[keyof typeof MessageBodyContentType];

export const MessageBodyContentSubType = {
  COMBINE_SUB: 0,
  GIF: 1,
  SUB_STREAM: 10,
} as const;
export type MessageBodyContentSubType = (typeof MessageBodyContentSubType)[keyof typeof MessageBodyContentSubType];

export const MessageBodyContentSize = message("MessageBody.Content.Size", {
  width: double(1),
  height: double(2),
});
export type MessageBodyContentSize = Infer<typeof MessageBodyContentSize>;

export const MessageBodyContent = message("MessageBody.Content", {
  type: enumeration(1),
  text: string(2),
  latitude: double(3),
  longitude: double(4),
  address: string(5),
  displayName: string(6),
  remotePath: string(7),
  secretKey: string(8),
  fileLength: int32(9),
  action: string(10),
  params: repeated(nested(11, KeyValue)),
  duration: int32(12),
  size: nested(13, MessageBodyContentSize),
  thumbnailRemotePath: string(14),
  thumbnailSecretKey: string(15),
  thumbnailDisplayName: string(16),
  thumbnailFileLength: int32(17),
  thumbnailSize: nested(18, MessageBodyContentSize),
  customEvent: string(19),
  customExts: repeated(nested(20, KeyValue)),
  buildingName: string(21),
  subType: enumeration(22),
  title: string(23),
  summary: string(24),
  combineLevel: int32(25),
});
export type MessageBodyContent = Infer<typeof MessageBodyContent>;

export const MessageBodyMessageConfig = message("MessageBody.MessageConfig", {
  allowGroupAck: bool(1),
});
export type MessageBodyMessageConfig = Infer<typeof MessageBodyMessageConfig>;

export const MessageBodyStreamStreamStatus = {
  STREAM_START: 0,
  STREAM_START_COMPLETED: 1,
  STREAM_IN_PROGRESS: 2,
  STREAM_COMPLETED: 3,
  STREAM_FULL: 4,
} as const;
export type MessageBodyStreamStreamStatus =
  (typeof MessageBodyStreamStreamStatus)[keyof typeof MessageBodyStreamStreamStatus];

export const MessageBodyStream = message("MessageBody.Stream", {
  streamType: string(1),
  streamSeq: uint64(2),
  streamStatus: enumeration(3),
  streamError: uint32(4),
  streamFinishReason: int32(5),
});
export type MessageBodyStream = Infer<typeof MessageBodyStream>;

export const MessageBody = message("MessageBody", {
  type: enumeration(1),
  from: nested(2, Jid),
  to: nested(3, Jid),
  contents: repeated(nested(4, MessageBodyContent)),
  ext: repeated(nested(5, KeyValue)),
  ackMessageId: uint64(6),
  msgConfig: nested(7, MessageBodyMessageConfig),
  ackContent: string(8),
  meta: string(9),
  editMessageId: uint64(11),
  editScope: enumeration(12),
  stream: nested(13, MessageBodyStream),
});
export type MessageBody = Infer<typeof MessageBody>;

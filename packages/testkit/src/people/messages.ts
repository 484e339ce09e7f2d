/** Kinds `message.create` makes. */
export type MessageKind =
  | "txt"
  | "img"
  | "audio"
  | "video"
  | "file"
  | "loc"
  | "cmd"
  | "custom"
  | "combine"
  | "read"
  | "delivery"
  | "channel";

/** A received message, as far as every kind has it. */
export interface Message {
  readonly id: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly chatType?: string;
  readonly time?: number;
  readonly ext?: Record<string, unknown>;
  readonly [field: string]: unknown;
}

export interface SendResult {
  readonly localId: string;
  readonly localMsgId: string;
  readonly serverMsgId: string;
  readonly message?: Message;
}

/** Event that tells of a message of a kind. */
export const EVENT_OF_KIND = {
  txt: "onTextMessage",
  img: "onImageMessage",
  audio: "onAudioMessage",
  video: "onVideoMessage",
  file: "onFileMessage",
  loc: "onLocationMessage",
  cmd: "onCmdMessage",
  custom: "onCustomMessage",
  combine: "onCombineMessage",
  read: "onReadMessage",
  delivery: "onDeliveredMessage",
  channel: "onChannelMessage",
} as const satisfies Record<MessageKind, string>;

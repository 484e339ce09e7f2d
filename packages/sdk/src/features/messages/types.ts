import type { ChatError } from "../../core/error.ts";

export type ChatType = "singleChat" | "groupChat" | "chatRoom";
export type ContentType = "txt" | "img" | "audio" | "video" | "file" | "loc" | "cmd" | "custom" | "combine";
type ReceiptType = "read" | "delivery" | "channel";

/** A file an application picked: in browsers with its content as `data`. */
interface FileObj {
  url?: string;
  filename?: string;
  filetype?: string;
  data?: unknown;
}

/** An attachment that is somewhere already. */
interface UploadedFile {
  url: string;
  type?: string;
  filename?: string;
  secret?: string;
  [more: string]: unknown;
}

/** What `message.create` takes. Which members count depends on the type (official API 5.2). */
export interface CreateParams {
  type: ContentType | ReceiptType;
  to: string;
  chatType?: ChatType;
  from?: string;
  ext?: Record<string, unknown> | undefined;
  [content: string]: unknown;
}

/** A message to be sent: what `message.create` gives, or the `body` of one made the old way. */
export interface SendBody {
  id: string;
  type: ContentType | ReceiptType;
  to: string;
  from?: string;
  chatType?: ChatType | undefined;
  ext?: Record<string, unknown> | undefined;
  time?: number;
  msgConfig?: { allowGroupAck?: boolean; languages?: string[] } | undefined;
  isChatThread?: boolean | undefined;
  priority?: "high" | "normal" | "low" | undefined;
  deliverOnlineOnly?: boolean | undefined;
  receiverList?: string[] | undefined;
  /** Of messages made the old way. */
  group?: string;
  roomType?: boolean | undefined;
  success?: (localId: string, serverId: string) => void;
  fail?: (error: ChatError) => void;

  msg?: string;
  /** Of a text; messages that are passed on have them. */
  translations?: unknown;
  action?: string;
  customEvent?: string;
  customExts?: Record<string, unknown>;
  params?: Record<string, unknown>;
  addr?: string;
  buildingName?: string;
  lat?: number;
  lng?: number;
  file?: FileObj | undefined;
  body?: UploadedFile | undefined;
  url?: string | undefined;
  secret?: string | undefined;
  filename?: string | undefined;
  length?: number | undefined;
  file_length?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  thumbnailWidth?: number | undefined;
  thumbnailHeight?: number | undefined;
  isGif?: boolean | undefined;
  onFileUploadStart?: (cancel: () => void) => void;
  onFileUploadCanceled?: () => void;
  onFileUploadProgress?: (progress: unknown) => void;
  onFileUploadComplete?: (file: unknown) => void;
  onFileUploadError?: (error: unknown) => void;
  title?: string;
  summary?: string;
  compatibleText?: string;
  combineLevel?: number;
  messageList?: ReadonlyArray<Received | SendBody>;
  ackId?: string;
  ackContent?: string | undefined;
}

/** A message as the application is shown it: the common members, and those of its type. */
export interface Received {
  id: string;
  type: ContentType;
  chatType: ChatType;
  from: string;
  to: string;
  /** Epoch ms. */
  time: number;
  ext: Record<string, unknown>;
  [content: string]: unknown;
}

export interface SendMsgResult {
  localMsgId: string;
  serverMsgId: string;
  message?: Received;
}

export interface ModifiedMsgInfo {
  operationTime: number;
  operatorId: string;
  operationCount: number;
}

export interface ModifyMsgResult {
  modifiedInfo: ModifiedMsgInfo | undefined;
  message?: Received;
}
